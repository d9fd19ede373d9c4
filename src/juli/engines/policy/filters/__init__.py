"""Row filters: a typed subset of CEL (language §1, Filters), in three values."""
