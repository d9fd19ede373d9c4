"""Every write of the organisations, by noun: registration, record, people, dated rows, changes, standing, files."""
