"""Keeping and sweeping never happen at once: a file is not removed while a row that names it is on its way."""

from __future__ import annotations

from django.db import connection

#: Any number, the same for all processes.
_KEY = 0x4A554C49


def while_keeping() -> None:
    """Until this transaction ends, nothing is swept. Keepers do not wait for each other, except on SQLite."""
    if connection.vendor == "postgresql":
        _lock("pg_advisory_xact_lock_shared")


def while_sweeping() -> None:
    """Until this transaction ends, nothing is kept. On SQLite every transaction that writes is alone anyway."""
    if connection.vendor == "postgresql":
        _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_KEY])
