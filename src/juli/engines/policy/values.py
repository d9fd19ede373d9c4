"""One value of a dossier as the vocabulary types it: checked, never coerced."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from juli.engines.policy.dossier import Bare
from juli.engines.policy.mistakes import shown, told
from juli.engines.policy.problems import ANY_NUMBER, BadValue, nearest
from juli.engines.policy.vocabulary import Field

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MONEY = re.compile(r"[0-9]+(\.[0-9]{1,2})?\Z")
_FIRST_YEAR, _LAST_YEAR = 1000, 9999


def typed(field: Field, value: Any) -> Any:
    """``value`` (as YAML or JSON gives it) in the field's type; None where it is empty.

    Text, choice and reference are str; integer and year int; money Decimal in yuan with at most two places; date a
    date; choices and references tuples of str, or ``Bare`` for a number; links tuples of (platform, url, on).
    Raises BadValue.
    """
    if value is None or value == "" or value == []:
        return None
    return _READERS[field.type](field, value)


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise BadValue(told("{} is not a text", shown(value)), told("put it in quotes"))
    return value


def _choice(field: Field, value: Any) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise BadValue(
            told('"{}" is not a value of {}', value, field.name), nearest(str(value), field.choices, ANY_NUMBER)
        )
    return value


def _choices(field: Field, value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise BadValue(told('"{}" is one value where many may stand', value), told("write [{}]", value))
    return tuple(_choice(field, item) for item in value)


def _integer(field: Field, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(told("{} is not a whole number", shown(value)), told("digits only, without unit or separators"))
    if value < 0:
        raise BadValue(told("{} is below zero", value), told("write 0 or more"))
    return value


def _year(field: Field, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not _FIRST_YEAR <= value <= _LAST_YEAR:
        raise BadValue(told("{} is not a year", shown(value)), told("write four digits"))
    return value


def _money(field: Field, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise BadValue(told("{} is not an amount", shown(value)), told("digits in yuan, at most two places"))
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if not _MONEY.match(text):
        raise BadValue(told('"{}" is not an amount in yuan', value), told("digits, at most two places, not below zero"))
    return Decimal(text)


def _boolean(field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadValue(
            told("{} is not true or false", shown(value)), told("write true or false, or leave it out while unknown")
        )
    return value


def _date(field: Field, value: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or not _DAY.match(value):
        raise BadValue(told('"{}" is not a day', value), told("write YYYY-MM-DD"))
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise BadValue(told("no such day: {}", value), told("write YYYY-MM-DD")) from error


def _references(field: Field, value: Any) -> tuple[str, ...] | Bare:
    if isinstance(value, int) and not isinstance(value, bool):
        return Bare(_integer(field, value))
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) and v for v in value):
        raise BadValue(told('"{}" is not a list of names', value), told("write [name, name], or how many there are"))
    return tuple(value)


def _links(field: Field, value: Any) -> tuple[tuple[str, str, dt.date | None], ...]:
    if not isinstance(value, (list, tuple)):
        raise BadValue(told('"{}" is not a list', value), told("write [{platform: …, url: …, on: …}]"))
    return tuple(_link(field, item) for item in value)


def _link(field: Field, item: Any) -> tuple[str, str, dt.date | None]:
    if isinstance(item, str):
        return item, "", None
    if isinstance(item, tuple) and len(item) == 3:
        return item
    if not isinstance(item, dict) or not isinstance(item.get("platform"), str) or set(item) - {"platform", "url", "on"}:
        raise BadValue(told('"{}" is not a link', item), told("write {platform: …, url: …, on: …}"))
    url = item.get("url") or ""
    if not isinstance(url, str):
        raise BadValue(told('"{}" is not an address', url), told("put it in quotes"))
    return item["platform"], url, None if item.get("on") is None else _date(field, item["on"])


_READERS = {
    "text": _text,
    "reference": _text,
    "choice": _choice,
    "choices": _choices,
    "integer": _integer,
    "year": _year,
    "money": _money,
    "boolean": _boolean,
    "date": _date,
    "references": _references,
    "links": _links,
}
