"""The rows that organisations do for one clause, as SQL: who goes for it, how hard, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from juli.engines.policy.population.columns import KEY
from juli.engines.policy.population.draws import Draw, Range
from juli.engines.policy.population.pursuits import EFFORTS, LEAST_EFFORT, STRENGTH, Pursuit
from juli.engines.policy.population.tables import literal
from juli.engines.policy.vocabulary import Kind

#: The share of rows done for a clause that are as it wants them; the others are like rows done for nothing.
AIMED = 0.97
#: Rows of one clause are numbered from here, so that numbers stay apart within a kind.
_APART = 10_000
#: Further effort for what nearly everybody has to meet.
_EASY = 40
_DAYS = {"days": 1.0, "working days": 1.7, "months": 31.0, "years": 366.0}


@dataclass(frozen=True, slots=True)
class Pursuing:
    """One pursuit, the ``number``th of its kind; ``done`` and ``plan`` are the days of its window."""

    seed: int
    pursuit: Pursuit
    number: int
    done: Range | None
    plan: Range | None

    def rows(self, *, one: bool) -> str:
        """The query for its rows: organisation, number, place in the row of ``k``, effort."""
        draw = Draw(self.seed, "pursuits", "0")
        front, condition = self.pursuit.front, self.pursuit.condition
        # Strong organisations go for more things: what is met goes together, as it does in life.
        goes = f"{round(self.pursuit.share * 10000)}"
        if not condition:
            goes = f"least(9800, {goes} * (4 + 384 * strength ** 3 / 1000000) / 100)"
        effort = f"{LEAST_EFFORT + (_EASY if condition else 0)} + {draw.below(front + '+', EFFORTS)}"
        effort = f"({effort} + strength * {STRENGTH} // 100)"
        k = "1" if one else self.pursuit.rows_of("effort")
        inner = f"SELECT {KEY}, {effort} AS effort FROM sizes WHERE {draw.below(front, 10_000)} < {goes}"
        return (
            f"SELECT {KEY}, {self.number * _APART} + i AS n, i, k, effort, {self.number} AS aim FROM "
            f"(SELECT {KEY}, unnest(range(k)) AS i, k, effort FROM (SELECT *, {k} AS k FROM ({inner})))"
        )

    @property
    def planned(self) -> float:
        """The share of its rows that is promised."""
        return {"done": 0.02, "both": 0.3, "promised": 0.9, "plan": 0.95}[self.pursuit.test.rows]

    def day(self, draw: Draw) -> str | None:
        """A day in its window, seldom unknown; None where any day will do."""
        if self.done is None or self.plan is None:
            return None
        done, plan = (self._within(draw, r) for r in (self.done, self.plan))
        day = done if done == plan else f"CASE WHEN planned THEN {plan} ELSE {done} END"
        return f"CASE WHEN {draw.chance('day??', 0.03)} THEN NULL::DATE ELSE {day} END"

    def _within(self, draw: Draw, days: Range) -> str:
        start, end = days
        return f"(DATE {literal(start.isoformat())} + {draw.below('within', (end - start).days + 1)}::INT)"

    def dates(self, draw: Draw, kind: Kind, as_of: dt.date) -> Iterator[tuple[str, str, str]]:
        """(column, when, value) of its dates: the one that the window asks for, what has to lie apart, and ends."""
        test, when = self.pursuit.test, f"aim = {self.number}"
        if test.dated is not None:
            yield test.dated, when, "day"
        if test.dated not in (None, "date"):
            yield "date", when, draw.later("begun", "day", -250, 0.1)
        else:
            yield "date", when, "day"
        if kind.span == "period" and test.dated != "until" and "until" in kind.fields and self.done is not None:
            end = f"DATE {literal(self.done[1].isoformat())}"
            until = f"greatest(day, least(day + {draw.below('until', 250)}::INT, {end}))"
            yield "until", when, f"CASE WHEN {draw.chance('until?', 0.25)} THEN NULL::DATE ELSE {until} END"
        if test.apart is not None:
            yield from self._apart(draw, kind, as_of, when)

    def _apart(self, draw: Draw, kind: Kind, as_of: dt.date, when: str) -> Iterator[tuple[str, str, str]]:
        spacing = self.pursuit.test.apart
        if spacing is None:
            return
        length = int(spacing.at_least.length * _DAYS[spacing.at_least.unit]) + 1
        far = f"({length} + {draw.below('apart', 2 * length + 60)})::INT"
        start, end = (name if name in kind.fields else None for name in (spacing.start, spacing.end))
        today = f"DATE {literal(as_of.isoformat())}"
        if end is not None and start is None:
            yield end, when, f"{today} + {far}"
        elif start is not None and start != "date":
            yield start, when, f"{'day' if end is not None else today} - {far}"
        elif start is not None and end is not None:
            yield end, when, f"day + {far}"
