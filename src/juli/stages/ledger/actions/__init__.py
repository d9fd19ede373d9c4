"""Every write of the ledger, by noun."""
