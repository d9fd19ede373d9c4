"""What belongs together is written together: refusals for those who forget."""

from __future__ import annotations

from django.db import connection


class OutsideTransaction(RuntimeError):
    """A record was to be written by itself, apart from the act that it records."""


class Stale(RuntimeError):
    """Somebody else changed the record since the sender read it; nothing was written. ``now`` is the version it has."""

    def __init__(self, now: int) -> None:
        super().__init__(f"the record has version {now} by now")
        self.now = now


def require_version(*, had: int, now: int) -> None:
    """Go on where the sender knew the record as it is. Raises Stale."""
    if had != now:
        raise Stale(now)


def require_transaction(what: str) -> None:
    """Go on inside a transaction. Raises OutsideTransaction anywhere else, naming ``what`` was to be done."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            f"{what} belongs in the transaction of the act itself: call it inside `with transaction.atomic():`"
        )
