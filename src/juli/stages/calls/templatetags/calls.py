"""What the pages of the stage need of templates: ``{% load calls %}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from juli.engines.policy.labels import Label
from juli.engines.policy.population.run import Tally
from juli.engines.policy.problems import Place
from juli.engines.policy.workbook.places import letters
from juli.stages.calls.answers import Ask
from juli.stages.calls.assumptions import Assumptions
from juli.stages.calls.board import Line

register = template.Library()

_DIGITS = "零一二三四五六七八九"
_TEN = 10


@register.filter
def numeral(number: int) -> str:
    """A heading's number as notices write it: 一, 二 … in Chinese, digits in English.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     numeral(3), numeral(10), numeral(12), numeral(20), numeral(100)
    ('三', '十', '十二', '二十', '100')
    """
    if get_language() == "en" or not 0 < number < _TEN * _TEN:
        return str(number)
    tens, ones = divmod(number, _TEN)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


@register.filter
def said(label: Label | None) -> bool:
    """Whether a label says anything."""
    return bool(label and label.zh)


@register.inclusion_tag("calls/parts/line.html", takes_context=True)
def line(context: Mapping[str, Any], line: Line) -> dict[str, Any]:
    """A clause with all below it, and with the answers where there are any."""
    return {"line": line, "assumed": context.get("assumed"), "passages": context.get("passages")}


@register.inclusion_tag("calls/parts/assume.html", takes_context=True)
def assume(context: Mapping[str, Any], ask: Ask, place: str) -> dict[str, Any]:
    """A question with the answers one may suppose. ``place`` keeps ids apart where a question stands twice."""
    assumed: Assumptions = context["assumed"]
    supposed = assumed.answer(ask.clause, ask.achievement)
    name = f"{place}-{ask.clause}-{ask.achievement or 'all'}"
    return {
        "name": name,
        "supposed": supposed,
        "stands": ask.answer if supposed is None else None,
        "as_is": assumed.answering(ask.clause, ask.achievement, answer=None).query(),
        "yes": assumed.answering(ask.clause, ask.achievement, answer=True).query(),
        "no": assumed.answering(ask.clause, ask.achievement, answer=False).query(),
    }


@register.simple_tag(takes_context=True)
def supposing(context: Mapping[str, Any], ask: Ask, answer: bool) -> str:  # noqa: FBT001  # Templates pass it by place.
    """The board's address with a question answered."""
    assumed: Assumptions = context["assumed"]
    return str(context.get("board", "")) + assumed.answering(ask.clause, ask.achievement, answer=answer).query()


@register.simple_tag(takes_context=True)
def toggled(context: Mapping[str, Any], achievement: str) -> str:
    """The address with a work left out, or back in."""
    assumed: Assumptions = context["assumed"]
    return assumed.toggled(achievement).query()


@register.simple_tag(takes_context=True)
def read_as(context: Mapping[str, Any], line: Line, child: Line) -> str:
    """The address with another reading in force."""
    assumed: Assumptions = context["assumed"]
    return assumed.read_as(line.id, child.id, default=line.children[0].id).query()


@register.filter
def shares(tally: Tally) -> dict[str, str]:
    """What is met and what is open of a tally, in per cent of those the clause is for.

    >>> shares(Tally(1, 1, 2))
    {'met': '25.00', 'open': '25.00'}
    """
    whole = (tally.met + tally.open + tally.unmet) or 1
    return {"met": f"{100 * tally.met / whole:.2f}", "open": f"{100 * tally.open / whole:.2f}"}


@register.filter
def column(place: Place) -> str:
    """The column of a place: letters and the field's name in a workbook, a number in a text; empty where it is the row.

    >>> column(Place("d.yaml", 4, 7)), column(Place("d.xlsx", 4, 3, "sheet")), column(Place("d.yaml"))
    ('7', 'C', '')
    """
    if not place.column:
        return ""
    return f"{letters(place.column)} {getattr(place, 'name', '')}".strip() if place.sheet else str(place.column)
