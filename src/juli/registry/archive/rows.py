"""Rows of tables as an archive has them: named fields alone, days and instants as text, people by their ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from juli.registry.canonical import instant


def rows(found: QuerySet[Any], *fields: str, **named: str) -> list[dict[str, Any]]:
    """The rows of a query in their order. ``named``: the archive's word → the field, where they differ.

    Only what is named goes out: a field that a table gets later is not in an archive by itself.
    """
    wanted = {name: name for name in fields} | named
    return [{word: plain(row[field]) for word, field in wanted.items()} for row in found.values(*wanted.values())]


def fields(row: Model, *names: str) -> dict[str, Any]:
    """The named fields of one row."""
    return {name: plain(getattr(row, name)) for name in names}


def person(user: int | None) -> str:
    """A user as the journal calls it; no name."""
    return "" if user is None else f"user:{user}"


def plain(value: Any) -> Any:
    """A value with a canonical form."""
    if isinstance(value, dt.datetime):
        return instant(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value
