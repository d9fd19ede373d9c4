"""An answer as the words a form prints: checked against its type, never coerced, empty where there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from juli.engines.paper.forms.spec import ColumnSpec, FieldSpec, MoneyUnit
from juli.engines.paper.problems import BadAnswer, Language, Problem, Said
from juli.engines.paper.words import printed

_YUAN_PER_UNIT: Final[dict[MoneyUnit, Decimal]] = {"元": Decimal(1), "万元": Decimal(10000)}
_SPAN = 2
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def day(value: dt.date, language: Language) -> str:
    """A day in words: 2023年5月9日, 9 May 2023."""
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def month(value: dt.date, language: Language) -> str:
    """A month in words; the day isn't printed."""
    return f"{_MONTHS[value.month - 1]} {value.year}" if language == "en" else f"{value.year}年{value.month}月"


def moment(value: dt.datetime, language: Language) -> str:
    """A moment in words, to the second, in its own zone."""
    return f"{day(value.date(), language)} {value:%H:%M:%S}"


def amount(value: Decimal, unit: MoneyUnit) -> str:
    """Yuan in ``unit``, exact, with separators and without trailing zeros: 325000 in 万元 is 32.5."""
    text = f"{value / _YUAN_PER_UNIT[unit]:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes answers in one language, money in one unit."""

    language: Language
    money: MoneyUnit

    def unit(self, label: str, spec: FieldSpec | ColumnSpec) -> str:
        """The unit of money in brackets, to go with a label; empty where the label says it, or isn't of money."""
        said = printed(spec.unit or self.money, self.language)
        if spec.type != "money" or any(printed("元", language) in label for language in ("zh", "en")):
            return ""
        return printed("brackets", self.language, text=said)

    def text(self, spec: FieldSpec | ColumnSpec, value: Any, place: str) -> str:
        """``value`` in the type of ``spec``. Raises BadAnswer naming ``place``.

        A field shows all choices with their boxes, a column only what was chosen.
        """
        if spec.of or spec.type == "boolean":
            return self._choice(spec, value, place)
        if value is None or value == "":
            return ""
        if spec.type in {"number", "money"}:
            return self._number(spec, value, place)
        if spec.type == "months":
            return self._span(spec, value, place)
        if spec.type in {"date", "month"}:
            return self._date(spec, value, place)
        return self._words(value, place)

    def _words(self, value: Any, place: str) -> str:
        if isinstance(value, str):
            return value
        # Several files, several achievements.
        if isinstance(value, Sequence) and all(isinstance(v, str) for v in value):
            return "\n".join(value)
        raise wrong(place, value, Said("文字", "a text"))

    def _number(self, spec: FieldSpec | ColumnSpec, value: Any, place: str) -> str:
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise wrong(place, value, Said("整数或 Decimal", "an int or a Decimal"))
        if spec.type == "money":
            return amount(Decimal(value), spec.unit or self.money)
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def _date(self, spec: FieldSpec | ColumnSpec, value: Any, place: str) -> str:
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise wrong(place, value, Said("日期", "a date"))
        return day(value, self.language) if spec.type == "date" else month(value, self.language)

    def _span(self, spec: FieldSpec | ColumnSpec, value: Any, place: str) -> str:
        dates = tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else ()
        if len(dates) != _SPAN or not all(isinstance(d, dt.date) for d in dates):
            raise wrong(place, value, Said("起止两个日期", "two dates, first and last"))
        first, last = (month(d, self.language) for d in dates)
        # A column is narrow: the second month goes to a second line.
        return printed("from to", self.language, first=first, last="\n" * isinstance(spec, ColumnSpec) + last)

    def _choice(self, spec: FieldSpec | ColumnSpec, value: Any, place: str) -> str:
        choices = spec.of
        if spec.type == "boolean":
            choices = (printed("yes", self.language), printed("no", self.language))
            if value is not None and not isinstance(value, bool):
                raise wrong(place, value, Said("是或否", "true or false"))
            chosen: tuple[Any, ...] = () if value is None else (choices[0 if value else 1],)
        else:
            chosen = ((value,) if value else ()) if value is None or isinstance(value, str) else rows(value, place)
            unknown = [c for c in chosen if c not in choices]
            if unknown:
                raise wrong(place, unknown[0], Said("选项之一：" + "、".join(choices), "one of " + ", ".join(choices)))
        if isinstance(spec, ColumnSpec):
            return printed("between labels", self.language).join(c for c in choices if c in chosen)
        return "　".join(f"{'☑' if c in chosen else '☐'} {c}" for c in choices)


def mapping(value: Any, place: str, known: Sequence[str]) -> Mapping[str, Any]:
    """``value`` as a mapping whose keys are among ``known``; None is empty. Raises BadAnswer."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise wrong(place, value, Said("按字段名给出的内容", "values by field"))
    strange = [key for key in value if key not in known]
    if strange:
        raise BadAnswer(
            Problem(
                f"{place} › {key}",
                Said("表单中没有此字段", "the form has no such field"),
                Said("可用字段：" + "、".join(known), "use one of " + ", ".join(known)),
            )
            for key in strange
        )
    return value


def rows(value: Any, place: str) -> tuple[Any, ...]:
    """``value`` as rows; None is none. Raises BadAnswer."""
    if value is None:
        return ()
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        raise wrong(place, value, Said("若干行", "a list of rows"))
    return tuple(value)


def wrong(place: str, value: Any, wanted: Said) -> BadAnswer:
    """An answer of another kind than the form asks for."""
    shown = repr(value)[:60]
    return BadAnswer(
        [
            Problem(
                place,
                Said(f"{shown} 不符合该栏类型", f"{shown} doesn't fit this field"),
                Said(f"应为{wanted.zh}", f"give {wanted.en}"),
            )
        ]
    )
