"""Every read of the stage: one function for each page, returning what the page shows."""
