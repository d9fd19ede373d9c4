"""What belongs together is written together: refusals for those who forget."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


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


@contextmanager
def one_instant() -> Iterator[None]:
    """Read everything within as it is at one instant, however long it takes; nobody who writes waits for it.

    Nothing is written within. Inside of a transaction it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    with _begun():
        yield


@contextmanager
def _begun() -> Iterator[None]:
    if connection.vendor != "sqlite":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # The usual mode takes the writers' turn as soon as it begins.
    here: Any = connection
    usual, here.transaction_mode = here.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            here.transaction_mode = usual
            yield
    finally:
        here.transaction_mode = usual
