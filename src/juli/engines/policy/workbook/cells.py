"""One cell as a value of its field: read where it is plain what was meant, refused where it isn't."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import either, told
from juli.engines.policy.problems import BadValue, closest
from juli.engines.policy.vocabulary import Field
from juli.engines.policy.workbook.opening import Value

_DAY = (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z"), re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})\Z"),
        re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]\Z"))  # fmt: skip
_DIGITS = re.compile(r"[0-9]+\Z")
_MONEY = re.compile(r"[0-9]+(\.[0-9]{1,2})?\Z")
_BETWEEN = re.compile(r"[、,，;；\n]")
_BETWEEN_LINKS = re.compile(r"[;；\n]")
_YES = frozenset({"是", "true", "yes"})
_NO = frozenset({"否", "false", "no"})
#: So many digits are a number; more are a name made of digits (a credit code).
_NUMBER_LENGTH = 9
_PLACES = 2
_LARGEST = 10**15


def cell_value(field: Field, value: Value) -> Any:
    """``value`` as a dossier in YAML would write it. Raises BadValue with a remedy; nothing is rounded or coerced."""
    if isinstance(value, str):
        value = value.strip()
    return _READERS[field.type](field, value)


def code_of(text: str, choices: Mapping[str, Label], name: str) -> str:
    """The code that ``text`` names: the code itself, its label in either language, or ``code label``."""
    if text in choices:
        return text
    folded = text.casefold()
    found = [code for code, label in choices.items() if folded in (code.casefold(), *(w.casefold() for w in label))]
    if len(found) == 1:
        return found[0]
    first = text.split(maxsplit=1)[0] if text.split() else ""
    if first in choices:
        return first
    if found:
        raise BadValue(told('"{}" may be {}', text, either(found)), told("write the code"))
    known = [*choices, *(label.zh for label in choices.values())]
    few = told("use one of {}", "、".join(label.zh for label in choices.values()))
    raise BadValue(told('"{}" is not a value of {}', text, name), closest(text, known, otherwise=few))


def _text(field: Field, value: Value) -> str:
    if not isinstance(value, str):
        said = told("a date") if isinstance(value, dt.date) else told("the number {}", _plain(value))
        raise BadValue(
            told("{} stands where a text is wanted", said), told("format the cell as text and enter it again")
        )
    return value


def _choice(field: Field, value: Value) -> str:
    return code_of(_text(field, value), field.choices, field.name)


def _choices(field: Field, value: Value) -> list[str]:
    return [code_of(part, field.choices, field.name) for part in _parts(_text(field, value), _BETWEEN)]


def _integer(field: Field, value: Value) -> int:
    if isinstance(value, str) and _DIGITS.match(value):
        if len(value) > len(str(_LARGEST)):
            raise BadValue(told("a number of {} digits", len(value)), told("check how many digits there are"))
        return int(value)
    number = _number(value, told("{} is not a whole number", _plain(value)))
    if number != number.to_integral_value():
        raise BadValue(told("{} is not a whole number", _plain(value)), told("enter a number without a fraction"))
    return int(number)


def _money(field: Field, value: Value) -> Decimal:
    if isinstance(value, str):
        if _MONEY.match(value):
            return Decimal(value)
        raise BadValue(
            told('"{}" is not an amount in yuan', value),
            told("digits in yuan with at most two places, without separators"),
        )
    number = _number(value, told("{} is not an amount", _plain(value)))
    places = -int(number.as_tuple().exponent) if number != number.to_integral_value() else 0
    if places > _PLACES:
        raise BadValue(
            told("{} has more than two decimals", _plain(value)),
            told("enter yuan and fen; a formula needs ROUND(…, 2)"),
        )
    return number


def _number(value: Value, otherwise: Label) -> Decimal:
    """The shortest decimal that the cell's float stands for, which is what the cell shows; ``otherwise`` is told of a
    value that is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue(otherwise, told("digits only, without unit or separators"))
    if not abs(value) < _LARGEST:
        raise BadValue(
            told("{} is more than a cell holds exactly", _plain(value)),
            told("format the cell as text and enter it again"),
        )
    number = Decimal(repr(value))
    if number < 0:
        raise BadValue(told("{} is below zero", _plain(value)), told("write 0 or more"))
    return number


def _boolean(field: Field, value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in _YES | _NO:
        return value.casefold() in _YES
    raise BadValue(
        told("{} is neither yes nor no", _plain(value)), told("enter 是 or 否, or leave it empty while unknown")
    )


def day_of(value: Value) -> dt.date:
    """A date cell, or a text that names a day. Raises BadValue."""
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            raise BadValue(told("{} has a time of day where a day is wanted", value), told("enter the day alone"))
        return value.date()
    if isinstance(value, dt.date):
        return value
    match = next((m for p in _DAY if isinstance(value, str) and (m := p.match(value))), None)
    if match is None:
        raise BadValue(told("{} is not a day", _plain(value)), told("enter a date, such as 2021-06-01 or 2021年6月1日"))
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise BadValue(told('no such day: "{}"', value), told("enter a date, such as 2021-06-01")) from error


def _date(field: Field, value: Value) -> str:
    return day_of(value).isoformat()


def moment_of(value: Value) -> str:
    """A day, or a day and time, as the dossier writes it. Raises BadValue."""
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.isoformat()
    if isinstance(value, str):
        try:
            found = dt.datetime.fromisoformat(value)
        except ValueError:
            return day_of(value).isoformat()
        return found.isoformat() if len(value) > len("YYYY-MM-DD") else found.date().isoformat()
    return day_of(value).isoformat()


def _references(field: Field, value: Value) -> list[str] | int:
    if isinstance(value, str):
        if _DIGITS.match(value) and len(value) <= _NUMBER_LENGTH:
            return int(value)
        return _parts(value, _BETWEEN)
    number = _number(value, told("{} is not a list of names", _plain(value)))
    if number != number.to_integral_value() or number >= 10**_NUMBER_LENGTH:
        raise BadValue(
            told("{} is neither how many there are nor a name", _plain(value)),
            told("names between 、, or how many; codes as text"),
        )
    return int(number)


def _links(field: Field, value: Value) -> list[dict[str, str]]:
    return [_link(part) for part in _parts(_text(field, value), _BETWEEN_LINKS)]


def _link(text: str) -> dict[str, str]:
    words = text.split()
    if len(words) > 3:
        raise BadValue(told('"{}" is not a link', text), told("write: platform address, one to a line"))
    out = {"platform": words[0]}
    if len(words) > 1:
        out["url"] = words[1]
    if len(words) > 2:
        out["on"] = day_of(words[2]).isoformat()
    return out


def _parts(text: str, between: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in between.split(text) if part.strip()]


def _plain(value: Value) -> Label:
    """The value as a person would say it."""
    if isinstance(value, bool):
        return Label.both("TRUE" if value else "FALSE")
    if isinstance(value, float):
        return Label.both(str(int(value)) if value.is_integer() and abs(value) < _LARGEST else repr(value))
    return Label(f"“{value}”", f'"{value}"')


_READERS: Mapping[str, Any] = {
    "text": _text,
    "reference": _text,
    "choice": _choice,
    "choices": _choices,
    "integer": _integer,
    "year": _integer,
    "money": _money,
    "boolean": _boolean,
    "date": _date,
    "references": _references,
    "links": _links,
}


def names_of(fields: Sequence[Field]) -> Mapping[str, Label]:
    """Codes and labels of fields, as ``code_of`` reads them."""
    return {f.name: f.label for f in fields}
