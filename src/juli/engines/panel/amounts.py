"""How much each one gets (支持金额): exact to the cent, with the total in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from juli.engines.panel.aggregation import rounded
from juli.engines.panel.lines import Quota, Unresolved
from juli.engines.panel.problems import BadInput

ZERO = Decimal(0)


class Cost(NamedTuple):
    """Audited cost of one type in yuan, and what goes off it first (fees, other public money)."""

    type: str
    amount: Decimal
    less: Decimal = ZERO


class Money(NamedTuple):
    """What an application brings: the amount applied for, and its audited costs; None and empty where not known."""

    applied: Decimal | None = None
    audited: tuple[Cost, ...] | None = None


class Band(NamedTuple):
    """An amount by grade: for ranks down to ``to_rank``, or values from ``from_value`` on; the first that fits
    counts."""

    grade: str
    amount: Decimal
    to_rank: int | None = None
    from_value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AmountRule:
    """What one gets, in yuan; the first of these that is given counts.

    ``fixed`` · ``about``: at most that, less where less is applied for; a person may go beyond it, within ``tolerance``
    (a share) as stated, further as an exception · ``at_least``/``at_most``: what is applied for within the range ·
    ``bands`` · ``share`` of each type of audited cost, less what goes off, at most ``caps`` of its type, rounded to the
    cent half up, together at most ``at_most`` · ``applied``: what is applied for. None of them: unstated; a list can be
    made, amounts are asked of a person.
    """

    fixed: Decimal | None = None
    about: Decimal | None = None
    tolerance: Decimal = ZERO
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    bands: tuple[Band, ...] = ()
    share: Decimal | None = None
    caps: Mapping[str, Decimal] = field(default_factory=dict)
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """Quota, amount and total of a track (of a call without tracks)."""

    quota: Quota
    amount: AmountRule = AmountRule()
    total: Decimal | None = None


Deviation = Literal["", "within", "beyond"]


class Grant(NamedTuple):
    """What one gets. ``rule`` is what the rule gives, ``amount`` what stands (None: not known yet). ``deviation`` says
    how a person's amount lies to the rule: ``within`` what it admits, or ``beyond``. ``parts`` are the shares by type
    of cost. ``running`` is the sum down to here; ``covered`` False where it exceeds the total."""

    amount: Decimal | None
    rule: Decimal | None
    grade: str
    parts: tuple[tuple[str, Decimal], ...]
    deviation: Deviation
    running: Decimal | None
    covered: bool


class Granted(NamedTuple):
    """All grants of a track, their sum, the last one that the total covers where it doesn't cover all (empty where it
    doesn't cover the first)."""

    of: Mapping[str, Grant]
    granted: Decimal | None
    ends_after: str | None
    unresolved: tuple[Unresolved, ...]


def grants(
    support: Support,
    inside: Sequence[tuple[str, int, Decimal, Money]],
    decided: Mapping[str, Decimal],
    track: str,
) -> Granted:
    """Amounts for those ``inside`` (application, rank, value, money), best first. Raises BadInput for an amount that is
    negative or finer than a cent, or decided for somebody who isn't in."""
    lost = set(decided) - {row[0] for row in inside}
    if lost:
        raise BadInput(
            f"“{min(lost)}”不在支持之列，不能定金额", f'"{min(lost)}" isn\'t supported; no amount can be set'
        )
    of: dict[str, Grant] = {}
    running: Decimal | None = ZERO
    unknown: list[str] = []
    ends_after, over = "", False
    for application, rank, value, money in inside:
        rule, grade, parts = amount_of(support.amount, rank, value, money)
        amount, deviation = rule, _lies(support.amount, rule, decided.get(application))
        if application in decided:
            amount = _cents(decided[application])
        if amount is None:
            unknown.append(application)
        running = None if amount is None or running is None else running + amount
        # The total ends with the first that it doesn't cover: a smaller one further down doesn't overtake.
        over = over or (support.total is not None and running is not None and running > support.total)
        ends_after = ends_after if over else application
        of[application] = Grant(amount, rule, grade, parts, deviation, running, not over)
    unresolved = [Unresolved("amount", track, "", tuple(unknown), None)] if unknown else []
    beyond = tuple(a for a, g in of.items() if not g.covered)
    if beyond:
        unresolved.append(Unresolved("budget", track, "", beyond, None))
    return Granted(of, running, ends_after if over else None, tuple(unresolved))


Amounts = tuple[Decimal | None, str, tuple[tuple[str, Decimal], ...]]


def amount_of(rule: AmountRule, rank: int, value: Decimal, money: Money) -> Amounts:
    """What the rule gives (None: it can't tell), the grade, the parts by type of cost."""
    asked = None if money.applied is None else _cents(money.applied)
    if rule.fixed is not None:
        return _cents(rule.fixed), "", ()
    if rule.about is not None:
        about = _cents(rule.about)
        return (about if asked is None else min(about, asked)), "", ()
    if rule.share is not None:
        return _share(rule, rule.share, money)
    if rule.bands:
        for band in rule.bands:
            if (band.to_rank is None or rank <= band.to_rank) and (band.from_value is None or value >= band.from_value):
                return _cents(band.amount), band.grade, ()
        return None, "", ()
    if rule.at_least is not None or rule.at_most is not None:
        if asked is None:
            return None, "", ()
        low = asked if rule.at_least is None else max(asked, _cents(rule.at_least))
        return (low if rule.at_most is None else min(low, _cents(rule.at_most))), "", ()
    return (asked if rule.applied else None), "", ()


def _share(rule: AmountRule, share: Decimal, money: Money) -> Amounts:
    if money.audited is None:
        return None, "", ()
    by_type: dict[str, Fraction] = {}
    for cost in money.audited:
        by_type[cost.type] = by_type.get(cost.type, Fraction(0)) + Fraction(_cents(cost.amount) - _cents(cost.less))
    parts = []
    for name, net in sorted(by_type.items()):
        part = rounded(Fraction(share) * max(net, Fraction(0)), 2)
        parts.append((name, min(part, _cents(rule.caps[name])) if name in rule.caps else part))
    total = sum((part for _, part in parts), ZERO)
    return (total if rule.at_most is None else min(total, _cents(rule.at_most))), "", tuple(parts)


def _lies(rule: AmountRule, given: Decimal | None, decided: Decimal | None) -> Deviation:
    if decided is None:
        return ""
    amount = _cents(decided)
    if amount == given:
        return ""
    low, high = rule.at_least, rule.at_most
    if rule.about is not None:
        low, high = None, rule.about * (1 + rule.tolerance)
    elif rule.share is not None:
        low, high = None, given
    elif rule.fixed is not None or rule.bands:
        low, high = given, given
    elif rule.applied:
        low, high = None, given
    return "within" if (low is None or amount >= low) and (high is None or amount <= high) else "beyond"


def _cents(amount: Decimal) -> Decimal:
    """The amount with two decimals. Raises BadInput where it is negative, no number, or finer than a cent."""
    if not amount.is_finite() or amount < 0 or (amount * 100) % 1:
        raise BadInput(f"金额{amount}须为不小于零、精确到分的数", f"{amount} isn't an amount in yuan and cents")
    return rounded(Fraction(amount), 2)
