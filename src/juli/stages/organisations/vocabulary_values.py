"""How values of the vocabulary lie in JSON: dates as YYYY-MM-DD, money as integer 分, so that no cent is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from juli.engines.policy.dossier import Bare
from juli.engines.policy.vocabulary import Field

_FEN: Final = 100


def kept(field: Field, value: Any) -> Any:
    """A typed value (``engines.policy.values.typed``) as JSON keeps it; None where it is empty."""
    if value is None:
        return None
    if field.type == "money":
        fen = Decimal(value) * _FEN
        if fen != fen.to_integral_value():
            raise ValueError(f"{field.name}: {value} has a part of a cent")
        return int(fen)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Bare):
        return int(value)
    if field.type == "links":
        return [_link(*item) for item in value]
    return list(value) if isinstance(value, tuple) else value


def _link(platform: str, url: str, on: dt.date | None) -> dict[str, str]:
    link = {"platform": platform, "url": url, "on": on.isoformat() if on else ""}
    return {key: text for key, text in link.items() if text}


def given(field: Field, value: Any) -> Any:
    """A value from JSON as a dossier's file would give it, to be typed again: money in yuan, as text."""
    if value is None or field.type != "money":
        return value
    return str(Decimal(value) / _FEN)


def kept_all(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values by field name as JSON keeps them; empty ones, and those that no field has, are left out."""
    found = {name: kept(fields[name], value) for name, value in values.items() if name in fields}
    return {name: value for name, value in found.items() if value not in (None, "", [])}
