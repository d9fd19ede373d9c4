"""What an office does: one Django app per stage of a call's life. A stage imports only the stages to its left."""
