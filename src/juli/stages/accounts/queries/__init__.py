"""Every read of the accounts."""
