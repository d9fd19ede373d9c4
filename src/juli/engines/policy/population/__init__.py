"""Whole populations judged in SQL: the programme's tree of clauses compiled through sqlglot (design §4, What if)."""
