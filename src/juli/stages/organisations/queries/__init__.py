"""Every read of the organisations."""
