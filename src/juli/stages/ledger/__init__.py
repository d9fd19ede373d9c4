"""The ledger 工作台账: what an organisation has done, entered once, used by every call."""
