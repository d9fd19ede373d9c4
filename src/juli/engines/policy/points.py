"""Points of claimed work under a call's table (量化分值; language §2, points; S1-4, S1-8, O-8, O-9, O-10).

A line earns f(n) = base + each × max(0, n − over), at most ``up_to``, and nothing while its clause is unmet. Where a
clause takes done and planned work together, what is done earns f(done) if it meets the clause alone, and the plan adds
``plan_worth`` × (f(total) − that). Of a heading with ``up_to: k`` over works of its own, the best k works count.
Everything is exact; ``low`` leaves undecided rows out, ``high`` takes them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Clause, KOf, OneReading, Points, PointsItem, Programme
from juli.engines.policy.verdict import MET, UNMET, PointsLine, PointsState, Span, Status

ZERO = Decimal(0)


class Scored(NamedTuple):
    """Where the clause of one line stands: over all its rows, and over those done alone.

    For a clause that reads done rows only the two sides are the same; for one that reads planned rows only the done
    side is unmet at 0. ``status`` None is a measure, which asks for nothing and so is never unmet.
    """

    status: Status | None
    total: Span
    done_status: Status | None
    done: Span

    @classmethod
    def same(cls, status: Status | None, actual: Span) -> Scored:
        """A clause over done rows only."""
        return cls(status, actual, status, actual)


def worth(item: PointsItem, number: Number) -> Decimal:
    """f(number) of one line, its clause being met.

    >>> worth(PointsItem("a", Decimal(10), Decimal("0.2"), 50, Decimal(20)), 75)
    Decimal('15.0')
    """
    points = item.base + item.each * max(Decimal(0), Decimal(number) - Decimal(item.over))
    return points if item.up_to is None else min(points, item.up_to)


def earned(item: PointsItem, scored: Scored, plan_worth: Decimal) -> Span:
    """What one line earns, between undecided rows left out and taken in; ``high`` None is without limit."""
    low = plan_worth * _low(item, scored.status, scored.total) + (1 - plan_worth) * _low(
        item, scored.done_status, scored.done
    )
    total, done = _high(item, scored.status, scored.total), _high(item, scored.done_status, scored.done)
    if total is None or (done is None and plan_worth < 1):
        return Span(low, None)
    return Span(low, plan_worth * total + (1 - plan_worth) * (done or ZERO))


def _low(item: PointsItem, status: Status | None, actual: Span) -> Decimal:
    return worth(item, actual.low) if status in (MET, None) else ZERO


def _high(item: PointsItem, status: Status | None, actual: Span) -> Decimal | None:
    if status == UNMET:
        return ZERO
    if actual.high is not None:
        return worth(item, actual.high)
    return item.up_to if item.each else worth(item, actual.low)


def points_of(
    programme: Programme, scored: Mapping[str, Scored], readings: Mapping[str, str] | None = None
) -> PointsState | None:
    """The points of one application, None where the programme has no table.

    ``scored`` holds every clause that the table names and that applies to the applicant (others earn nothing and have
    no line), judged on the one assignment that stands. ``readings`` maps a clause with several readings to the one that
    decides (by default the first).
    """
    if programme.points is None:
        return None
    tally = _Tally(programme.points, scored, readings or {})
    by_category = {category.id: tally.of(category) for category in programme.categories}
    ties = []
    for tie in programme.points.ties:
        members = [c.id for c in programme.categories if tie in (c.id, c.group)]
        ties.append((tie, _sum([by_category[m] for m in members])))
    lines = tuple(
        PointsLine(item.clause, tally.spans[item.clause], item.clause not in tally.left_out)
        for item in programme.points.items
        if item.clause in tally.spans
    )
    return PointsState(_sum(list(by_category.values())), lines, tuple(ties))


class _Tally:
    def __init__(self, points: Points, scored: Mapping[str, Scored], readings: Mapping[str, str]) -> None:
        self.readings = readings
        self.spans: dict[str, Span] = {
            item.clause: earned(item, scored[item.clause], points.plan_worth)
            for item in points.items
            if item.clause in scored
        }
        self.left_out: set[str] = set()

    def of(self, clause: Clause) -> Span:
        """The points under a clause: its own line and those of the works below it that count."""
        own = [self.spans[clause.id]] if clause.id in self.spans else []
        if isinstance(clause.test, OneReading):
            decides = self.readings.get(clause.id, clause.children[0].id)
            return _sum([*own, *(self.of(child) for child in clause.children if child.id == decides)])
        below = [(child, self.of(child)) for child in clause.children]
        most = clause.bound.up_to
        if isinstance(clause.test, KOf) and isinstance(most, int) and most < len(below):
            return _sum([*own, self._best(below, most)])
        return _sum([*own, *(span for _, span in below)])

    def _best(self, works: list[tuple[Clause, Span]], most: int) -> Span:
        """The best ``most`` works: by what is sure, then by what is possible, then in the file's order (O-10)."""
        ranked = sorted(works, key=lambda work: (-work[1].low, work[1].high is not None, -(work[1].high or ZERO)))
        for work, span in ranked[most:]:
            if span.high != 0:
                self.left_out.update(clause.id for clause in work.walk() if clause.id in self.spans)
        highs = sorted((span.high for _, span in works if span.high is not None), reverse=True)
        unlimited = any(span.high is None for _, span in works)
        low = sum((Decimal(span.low) for _, span in ranked[:most]), ZERO)
        return Span(low, None if unlimited else sum((Decimal(h) for h in highs[:most]), ZERO))


def _sum(spans: list[Span]) -> Span:
    high: Decimal | None = ZERO
    for span in spans:
        high = None if high is None or span.high is None else high + span.high
    return Span(sum((Decimal(span.low) for span in spans), ZERO), high)
