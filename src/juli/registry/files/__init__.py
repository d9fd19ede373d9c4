"""Files that people hand in: stored once by their content, examined apart, linked to what they prove."""
