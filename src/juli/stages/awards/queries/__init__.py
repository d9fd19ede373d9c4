"""What the pages of the stage read: one query per page, only what the reader may see."""
