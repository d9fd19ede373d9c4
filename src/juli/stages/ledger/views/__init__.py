"""The pages of the ledger. Each calls one query or one action."""
