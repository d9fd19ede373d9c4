"""The ledger as a spreadsheet: a template to fill in, rows read back with everything that is wrong, an export."""
