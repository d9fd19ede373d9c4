"""Values as bytes: the same value always gives the same bytes, however its numbers were spelt."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any


def plain(value: Any) -> Any:
    """``value`` in what JSON has. Numbers that aren't whole become text (no number passes through a float); mappings,
    dataclasses and named tuples become objects; sets are sorted. Raises TypeError for anything else."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(plain(v) for v in value)
    fields = _fields(value)
    if fields is not None:
        return {name: plain(v) for name, v in fields.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    raise TypeError(f"{value!r} has no canonical form")


def _fields(value: Any) -> dict[str, Any] | None:
    if isinstance(value, Mapping):
        return {str(k): v for k, v in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        named: dict[str, Any] = value._asdict()
        return named
    return None


def number(value: Decimal) -> str:
    """A Decimal as text: no exponent, no zeros at its end, no minus zero.

    >>> number(Decimal("12.50")), number(Decimal("1E+3")), number(Decimal("-0.0"))
    ('12.5', '1000', '0')
    """
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical(value: Any) -> bytes:
    """``value`` as JSON in UTF-8: keys sorted, no spaces, nothing escaped that need not be, a line feed at the end."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
