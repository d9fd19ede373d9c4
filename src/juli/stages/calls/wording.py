"""Short texts of the stage that are put together from numbers, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from juli.engines.policy import describe
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Amount, Number
from juli.engines.policy.rules import AllOf, Clause, KOf, OneReading, PointsItem

NOTHING = Label("", "")
POINTS = Label("分", "points")
UNSTATED = Label("通知未载明", "not stated in the notice")


def points_words(item: PointsItem, clause: Clause) -> Label:
    """What one line of the table of points earns: ``10 分，超过 50 家的每家加 0.2 分，最多 20 分``.

    >>> from decimal import Decimal
    >>> from juli.engines.policy.rules import AnyOf
    >>> points_words(PointsItem("a", Decimal(0), Decimal(5), 0, Decimal(30)), Clause("a", NOTHING, AnyOf(())))
    Label(zh='每项 5 分，最多 30 分', en='5 points each, at most 30 points')
    """
    unit = counted_in(clause)
    zh, en = [], []
    if item.base:
        base = _points(item.base)
        zh.append(base.zh)
        en.append(base.en)
    if item.each:
        each = _points(item.each)
        if item.over:
            over = describe.number_words(item.over, unit)
            zh.append(f"超过 {over.zh}后每{unit.zh}{'加 ' if item.base else ' '}{each.zh}")
            en.append(f"{each.en} for each beyond {over.en}")
        else:
            zh.append(f"每{unit.zh}{'加 ' if item.base else ' '}{each.zh}")
            en.append(f"{each.en} each")
    if item.up_to is not None:
        most = _points(item.up_to)
        zh.append(f"最多 {most.zh}")
        en.append(f"at most {most.en}")
    return Label("，".join(zh), ", ".join(en))


def _points(number: Number) -> Label:
    return describe.number_words(number, POINTS)


def counted_in(clause: Clause) -> Label:
    """What a clause counts; of parts that must all be there, or of readings, what the first one counts."""
    if clause.unit is not None:
        return clause.unit
    if isinstance(clause.test, AllOf | OneReading) and clause.children:
        return counted_in(clause.children[0])
    return Label("类", "") if isinstance(clause.test, KOf) else Label("项", "")


def quota_words(amount: Amount, fields: Mapping[str, Label] | None = None) -> Label:
    """How many are supported; what the notice leaves out is said to be left out."""
    unit = Label("家", "organisations")
    return UNSTATED if amount == Amount() else describe.amount_words(amount, unit, fields)


def money_words(amount: Amount, fields: Mapping[str, Label] | None = None) -> Label:
    """How much is paid; what the notice leaves out is said to be left out."""
    return UNSTATED if amount == Amount() else describe.amount_words(amount, fields=fields)


def joined(words: list[Label]) -> Label:
    """Several words in a row."""
    return Label("、".join(w.zh for w in words), ", ".join(w.en for w in words))
