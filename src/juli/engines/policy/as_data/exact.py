"""Numbers and JSON: no number passes through a float."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Number
from juli.engines.policy.verdict import Span

Data = dict[str, Any]


def span_data(span: Span) -> list[Number | None]:
    """[low, high]."""
    return [number_data(span.low), number_data(span.high)]


def number_data(number: Number | None) -> Number | None:
    """An int where the number is whole, else the Decimal."""
    if isinstance(number, Decimal) and number == number.to_integral_value():
        return int(number)
    return number


def said(label: Label | None, lang: str) -> str | None:
    """A label in one language, where there is one."""
    return None if label is None else label.say(lang)


def json_text(data: Any) -> str:
    """``data`` as JSON, indented by two, keys in the order given; no number passes through a float."""
    return _json(data, "") + "\n"


def _json(value: Any, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, Mapping):
        if not value:
            return "{}"
        lines = [f"{inner}{json.dumps(str(k), ensure_ascii=False)}: {_json(v, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        if not value:
            return "[]"
        if all(v is None or isinstance(v, str | int | Decimal) for v in value):
            return "[" + ", ".join(_json(v, inner) for v in value) + "]"
        return "[\n" + ",\n".join(inner + _json(v, inner) for v in value) + f"\n{indent}]"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return json.dumps(value.isoformat())
    if value is None or isinstance(value, str | bool | int):
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"{value!r} has no exact form in JSON")
