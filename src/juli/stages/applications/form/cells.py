"""One answer of one field: as it is typed, kept, judged. What can't be read stays as it was typed, and says why.

Kept in JSON: texts as text; money as integer 分, so that no cent is lost; numbers as an integer or the digits of a
decimal; days as YYYY-MM-DD, months as YYYY-MM, spans of months as {from, to}; choices as their Chinese word; yes and no
as true and false; persons as a text for each part. Nothing typed is None.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from juli.engines.paper.characters import named, unprintable
from juli.engines.policy import blocks

Unit = Literal["元", "万元"]
#: 分 in one of the unit.
FEN: Final[Mapping[Unit, int]] = {"元": 100, "万元": 1_000_000}
#: Characters of one text; a book has that many.
LONGEST: Final = 200_000
LONGEST_LINE: Final = 2_000
_MOST_DIGITS: Final = 15
_LONG: Final = frozenset({"long", "opinion"})
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\Z", re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\Z", re.ASCII)
_PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{4,24}(?:(?:转|ext\.?|x|-)\s*[0-9]{1,6})?\Z", re.IGNORECASE)
_YES: Final = {"yes", "是", "true", "1", "y", "有"}
_NO: Final = {"no", "否", "false", "0", "n", "无"}


def kept(column: blocks.Column, text: str, unit: Unit = "元") -> Any:
    """What was typed into a field of one control, as it is kept."""
    text = _UNKEPT.sub("\N{REPLACEMENT CHARACTER}", text).replace("\r\n", "\n").replace("\r", "\n")
    if column.type in _LONG:
        return text.rstrip() or None
    text = " ".join(text.split())
    if not text:
        return None
    if column.type in {"number", "money"}:
        return _number(text, unit if column.type == "money" else None)
    if column.type == "date":
        return _day(text)
    if column.type == "month":
        return _month(text)
    if column.type == "boolean":
        word = text.lower()
        return True if word in _YES else (False if word in _NO else text)
    if column.type == "choice":
        return next((label.zh for label in column.of if text in label), text)
    return text


def shown(column: blocks.Column, value: Any, unit: Unit = "元") -> str:
    """What a control shows of a kept value: what was typed, or what reads the same."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.type == "money" and isinstance(value, int):
        return _digits(Decimal(value) / FEN[unit])
    return str(value)


def judged(column: blocks.Column, value: Any) -> Any:
    """A kept value as the engine judges it: money as yuan; None where it can't be read as what is asked."""
    if value is None or wrong(column, value) is not None:
        return None
    if column.type == "money":
        return Decimal(value) / FEN["元"]
    if column.type == "months":
        return [value["from"], value["to"]]
    return value


def wrong(column: blocks.Column, value: Any) -> str | None:
    """Why a kept value is not what the field asks for, with the remedy, for the reader; None where it is, or empty."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and (bad := unprintable(value)):
        return _("There are characters that cannot be printed (%(which)s); delete them.") % {"which": named(bad)}
    check = _CHECKS.get(column.type)
    return check(column, value) if check is not None else None


def _digits(number: Decimal) -> str:
    """Plain digits, without idle zeros behind the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(text: str, unit: Unit | None) -> Any:
    """Digits as a number; 分 where ``unit`` says what was typed in; the text where they are none, or too fine."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if unit is not None:
        plain = plain.removesuffix(unit)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return text
    if unit is not None:
        fen = number * FEN[unit]
        return int(fen) if fen == fen.to_integral_value() else text
    return int(number) if number == number.to_integral_value() else _digits(number)


def _day(text: str) -> str:
    match = _DAY.match(unicodedata.normalize("NFKC", text))
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text


def _month(text: str) -> str:
    match = _MONTH.match(unicodedata.normalize("NFKC", text))
    return f"{match[1]}-{int(match[2]):02d}" if match else text


def day_of(value: Any) -> dt.date | None:
    """A kept day, or the first day of a kept month; None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value if value.count("-") > 1 else f"{value}-01")
    except ValueError:
        return None


def decimal_of(value: Any) -> Decimal | None:
    """A kept number; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _check_number(column: blocks.Column, value: Any) -> str | None:
    del column
    if decimal_of(value) is None:
        return _("“%(text)s” is not a number; write digits alone.") % {"text": _cut(value)}
    return None


def _check_money(column: blocks.Column, value: Any) -> str | None:
    del column
    if not isinstance(value, int) or isinstance(value, bool):
        return _("“%(text)s” is not an amount; write digits alone, to the cent at most.") % {"text": _cut(value)}
    return _("An amount is not below zero.") if value < 0 else None


def _check_day(column: blocks.Column, value: Any) -> str | None:
    del column
    if day_of(value) is None or str(value).count("-") != 2:
        return _("“%(text)s” is not a day; write YYYY-MM-DD.") % {"text": _cut(value)}
    return None


def _check_month(column: blocks.Column, value: Any) -> str | None:
    del column
    if day_of(value) is None or str(value).count("-") != 1:
        return _("“%(text)s” is not a month; write YYYY-MM.") % {"text": _cut(value)}
    return None


def _check_months(column: blocks.Column, value: Any) -> str | None:
    first, last = (value.get(end) for end in ("from", "to")) if isinstance(value, Mapping) else (None, None)
    for end in (first, last):
        if end is not None and (said := _check_month(column, end)) is not None:
            return said
    if first is None or last is None:
        return _("Write both months, the first and the last.")
    return _("The last month is before the first.") if last < first else None


def _check_phone(column: blocks.Column, value: Any) -> str | None:
    del column
    plain = unicodedata.normalize("NFKC", str(value)).replace("—", "-")
    # Several numbers may stand together; a unit without one says so.
    said = [part for part in re.split(r"[、,;/]", plain) if part.strip() and part.strip() != "无"]
    if all(_PHONE.match(part.strip()) for part in said):
        return None
    return _("“%(text)s” is not a telephone number; write it as 010-12345678 or 13800000000.") % {"text": _cut(value)}


def _check_email(column: blocks.Column, value: Any) -> str | None:
    del column
    try:
        validate_email(str(value))
    except ValidationError:
        return _("“%(text)s” is not an e-mail address.") % {"text": _cut(value)}
    return None


def _check_choice(column: blocks.Column, value: Any) -> str | None:
    if any(value in label for label in column.of):
        return None
    return _("“%(text)s” is none of the choices; choose from the list.") % {"text": _cut(value)}


def _check_boolean(column: blocks.Column, value: Any) -> str | None:
    del column
    if isinstance(value, bool):
        return None
    return _("“%(text)s” is neither yes nor no.") % {"text": _cut(value)}


def _check_person(column: blocks.Column, value: Any) -> str | None:
    """A person's telephone numbers and e-mail address have their forms (S4-79)."""
    if not isinstance(value, Mapping):
        return None
    for part, said in value.items():
        if said in (None, "", "无"):
            continue
        if part in {"mobile", "phone", "fax"} and (found := _check_phone(column, said)) is not None:
            return found
        if part == "email" and (found := _check_email(column, said)) is not None:
            return found
    return None


def _cut(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 20 else f"{text[:20]}…"  # As much as a line of reasons holds.


_CHECKS = {
    "number": _check_number,
    "money": _check_money,
    "date": _check_day,
    "month": _check_month,
    "months": _check_months,
    "phone": _check_phone,
    "email": _check_email,
    "choice": _check_choice,
    "boolean": _check_boolean,
    "person": _check_person,
}
