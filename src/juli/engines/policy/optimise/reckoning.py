"""What a choice of rows comes to, exactly: statuses, actuals and points from integers, without the solver's floats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from juli.engines.policy.optimise.gains import Gain, actual, reaching
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.points import worth
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Points, PointsItem

ZERO = Decimal(0)


class Feed(NamedTuple):
    """A column of identical rows that a clause reads: how many there can be, and what each brings."""

    column: int
    limit: int
    gain: Gain


#: By clause id, the columns that feed it.
Feeds = Mapping[str, Sequence[Feed]]


class Reckoning:
    """Statuses and actuals for one choice of rows, ``values`` by column.

    ``high``: what is possible, not what is sure. ``chosen`` holds the works that are chosen where only some may be;
    None leaves all of them open, which can only flatter. ``plenty`` stands for as much as is wanted.
    """

    def __init__(
        self, feeds: Feeds, values: Sequence[int | float], *, high: bool, chosen: frozenset[str] | None, plenty: Number
    ) -> None:
        self.feeds, self.values, self.high, self.chosen, self.plenty = feeds, values, high, chosen, plenty
        self._met: dict[str, bool] = {}

    def met(self, part: Part) -> bool:
        """Whether a part is met."""
        found = self._met.get(part.id)
        if found is None:
            found = self._met[part.id] = self._is_met(part)
        return found

    def _is_met(self, part: Part) -> bool:
        parts = [p for p in part.parts if not p.silent]
        match part.how:
            case "rows" if part.limit is not None:
                return actual(part.test, self._loads(part), high=True, enough=self.plenty) <= part.limit
            case "rows":
                need = part.need[self.high]
                return need is not None and (need <= 0 or self.raw(part) >= need)
            case "all":
                return all(self.met(p) for p in parts)
            case "any":
                return any(self.met(p) for p in parts)
            case "count":
                need = part.need[self.high]
                return need is not None and self.count(part) >= need
            case "same":
                return self.met(part.parts[0])
            case "fixed":
                return part.fixed[self.high]

    def is_chosen(self, part: Part, child: Part) -> bool:
        """Whether a work counts under a heading of which only some may be chosen."""
        return part.most is None or self.chosen is None or child.id in self.chosen

    def count(self, part: Part) -> int:
        """How many of the parts below count: met, and chosen where only some may be."""
        return sum(self.met(p) for p in part.parts if not p.silent and self.is_chosen(part, p))

    def raw(self, part: Part) -> Number:
        """The actual of a part that reads rows, before any cap."""
        return actual(part.test, self._loads(part), high=self.high, enough=self.plenty)

    def _loads(self, part: Part) -> list[tuple[Gain, int]]:
        return [(feed.gain, int(self.values[feed.column])) for feed in self.feeds.get(part.id, ())]

    def number(self, part: Part) -> Number:
        """The actual of a part: what a line of points counts (design: the interpreter's ``actual``)."""
        found: Number
        match part.how:
            case "rows":
                found = self.raw(part)
            case "all":
                return self.number(part.parts[0]) if part.parts else 0
            case "any":
                return self.rows(part)
            case "count":
                found = self.count(part)
            case "same":
                return self.number(part.parts[0])
            case "fixed":
                return int(part.fixed[self.high])
        cap = part.clause.bound.up_to
        return min(found, cap) if isinstance(cap, int | Decimal) else found

    def rows(self, part: Part) -> int:
        """How many different rows the leaves of a part count; under ``each``, those of names that reach the minimum."""
        columns: set[int] = set()
        for leaf in part.leaves():
            feeds, each = self.feeds.get(leaf.id, ()), leaf.test.each
            reached = frozenset() if each is None else reaching(each[1], self._loads(leaf))
            columns.update(f.column for f in feeds if each is None or f.gain.fresh or f.gain.names & reached)
        return sum(int(self.values[column]) for column in columns)

    def worth(self, part: Part, item: PointsItem) -> Decimal:
        """f(n) of a line on this part, nothing while the part is unmet."""
        return worth(item, self.number(part)) if part.silent or self.met(part) else ZERO


class Table:
    """The table of points over outlines, on two reckonings: all rows, and those done alone."""

    def __init__(self, points: Points | None) -> None:
        self.items = {item.clause: item for item in points.items} if points else {}
        self.plan_worth = points.plan_worth if points else Decimal(1)

    def earned(self, part: Part, total: Reckoning, done: Reckoning) -> Decimal:
        """The points under a part: its own line and those of the works below it that count."""
        points = self.line(part, total, done)
        below = [self.earned(p, total, done) for p in part.parts]
        if part.most is None:
            return points + sum(below, ZERO)
        if total.chosen is None:
            return points + sum(sorted(below, reverse=True)[: part.most], ZERO)
        kept = (b for b, p in zip(below, part.parts, strict=True) if total.is_chosen(part, p))
        return points + sum(kept, ZERO)

    def line(self, part: Part, total: Reckoning, done: Reckoning) -> Decimal:
        """What the part's own line earns (O-9: planned work at its share)."""
        item = self.items.get(part.id)
        if item is None:
            return ZERO
        whole = total.worth(part, item)
        return whole if total is done else self.plan_worth * whole + (1 - self.plan_worth) * done.worth(part, item)
