"""All ledgers at once: one view per kind over the tables, and what-ifs over them in PostgreSQL (design §4)."""
