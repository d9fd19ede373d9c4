"""What an assignment is to achieve, in order (language §3, Exclusive claims): the qualification, the points, the points
of each tie. Among the best, stated claims stay where they are, and the works chosen are those met, in the file's
order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, Decimal

from juli.engines.policy.optimise.allocation import Allocation, Goal, Values
from juli.engines.policy.optimise.encoding import NO, YES, Sum, Truth, decimal_places
from juli.engines.policy.optimise.groups import Claimable
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.reckoning import Table
from juli.engines.policy.optimise.solver import Term
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import PointsItem, Programme

#: Points are counted in units of which no more than this many fit into the whole table.
FINE = 10**9


class Aims:
    """The goals of one allocation; they add to its model what they need when they are first solved for."""

    def __init__(self, programme: Programme, allocation: Allocation) -> None:
        self.programme, self.allocation, self.claimable = programme, allocation, allocation.claimable
        self.model, self.unit = allocation.model, unit(programme, allocation.claimable)
        self.within = frozenset(p.id for c in self.claimable.categories.values() for p in c.walk())

    def best(self) -> Iterator[Goal]:
        """What makes an assignment the best: what is sure comes first, what is possible beside it comes after."""
        for high in (True,) if self.allocation.high else tuple(sorted({high for high, _ in self.allocation.encoders})):
            if self.claimable.qualification is not None:
                yield self.qualified(self.claimable.qualification, high=high)
            yield self.scored(tuple(self.claimable.categories), high=high)
            for tie in self.programme.points.ties if self.programme.points else ():
                members = {c.id for c in self.programme.categories if tie in (c.id, c.group)}
                yield self.scored(tuple(c for c in self.claimable.categories if c in members), high=high)

    def qualified(self, part: Part, *, high: bool) -> Goal:
        """Met or not, then how many are met of what it counts, as far as is asked for."""
        side = self.allocation.side(high=high)
        counts = [p for p in part.walk() if p.how == "count" and p.id not in self.within and p.need[high]]
        needs = [int(p.need[high] or 0) for p in counts]
        weight = sum(needs) + 1

        def encode() -> list[Term]:
            encoder = self.allocation.encoders[side]
            terms = self.terms(encoder.truth(part), weight)
            for count, need in zip(counts, needs, strict=True):
                found = encoder.number(count, need)
                reached = self.model.column(float(need), whole=False)
                self.model.row([*found.terms, (reached, -1.0)], lower=-found.constant)
                terms.append((reached, 1.0))
            return terms

        def exact(values: Values, relaxed: bool) -> int:
            reckoning = self.allocation.reckoning(side, values, relaxed=relaxed)
            reached = (min(n, reckoning.count(c)) for c, n in zip(counts, needs, strict=True))
            return weight * reckoning.met(part) + sum(reached)

        return self.allocation.goal(encode, exact)

    def scored(self, categories: tuple[str, ...], *, high: bool) -> Goal:
        """Points of the categories; where the file has no table, the number of categories met."""
        parts = [self.claimable.categories[c] for c in categories]
        if self.programme.points is None or not self.programme.points.items:
            return self.met(parts, high=high)
        total, done = self.allocation.side(high=high), self.allocation.side(high=high, done=True)
        table = Table(self.programme.points)

        def encode() -> list[Term]:
            terms: list[Term] = []
            share = Decimal(1) if total == done else table.plan_worth
            for part, gates in ((p, g) for root in parts for p, g in _gated(root, self.allocation.gates)):
                item = table.items.get(part.id)
                if item is not None:
                    terms += self.line(total, part, item, gates, share)
                    terms += self.line(done, part, item, gates, 1 - share)
            return terms

        def exact(values: Values, relaxed: bool) -> int:
            whole = self.allocation.reckoning(total, values, relaxed=relaxed)
            alone = whole if total == done else self.allocation.reckoning(done, values, relaxed=relaxed)
            return math.floor(self.unit * sum((table.earned(p, whole, alone) for p in parts), Decimal(0)))

        return self.allocation.goal(encode, exact, points=True)

    def met(self, parts: list[Part], *, high: bool) -> Goal:
        """The number of categories met."""
        side = self.allocation.side(high=high)

        def encode() -> list[Term]:
            return [term for p in parts for term in self.terms(self.allocation.encoders[side].truth(p), 1)]

        def exact(values: Values, relaxed: bool) -> int:
            reckoning = self.allocation.reckoning(side, values, relaxed=relaxed)
            return sum(reckoning.met(p) for p in parts)

        return self.allocation.goal(encode, exact, points=True)

    def terms(self, truth: Truth, weight: int) -> list[Term]:
        """A yes as a term: what is settled stands in a column of its own that is always 1."""
        if truth == NO:
            return []
        column = self.model.column(1.0, 1.0) if truth.column is None else truth.column
        return [(column, float(weight))]

    # -- one line of the table -----------------------------------------------------------------------------------------

    def line(
        self, side: tuple[bool, bool], part: Part, item: PointsItem, gates: tuple[int, ...], share: Decimal
    ) -> list[Term]:
        """f(n) of one line where its clause is met, as a term of the objective at ``share``."""
        encoder = self.allocation.encoders[side]
        truth = YES if part.silent else encoder.truth(part)
        if truth == NO or share == 0:
            return []
        base, each, over = float(item.base), float(item.each), float(item.over)
        found = encoder.number(part, saturation(item, self.allocation.plenty)) if each else Sum((), 0.0, 0.0)
        limit = base + each * max(0.0, found.limit - over)
        limit = min(limit, float(item.up_to)) if item.up_to is not None else limit
        if limit <= 0.0:
            return []
        points = self.model.column(limit, whole=False)
        for column in (*gates, *((truth.column,) if truth.column is not None else ())):
            self.model.row([(column, limit), (points, -1.0)], lower=0.0)
        if each:
            extra, constant = [(c, each * v) for c, v in found.terms], each * found.constant
            if over > 0.0:
                extra = self.beyond(extra, constant, each * over, each * (found.limit - over))
                constant = 0.0
            self.model.row([*extra, (points, -1.0)], lower=-base - constant)
        return [(points, float(share * self.unit))]

    def beyond(self, terms: list[Term], constant: float, over: float, most: float) -> list[Term]:
        """What a sum exceeds ``over`` by, at least nothing."""
        if most <= 0.0:
            return []
        exceeds, excess = self.model.binary(), self.model.column(most, whole=False)
        self.model.row([(exceeds, most), (excess, -1.0)], lower=0.0)
        self.model.row([*terms, (exceeds, -over), (excess, -1.0)], lower=-constant)
        return [(excess, 1.0)]

    # -- preferences ---------------------------------------------------------------------------------------------------

    def kept(self) -> Iterator[Goal]:
        """Stated claims that stay."""
        pinned = [
            self.allocation.columns[n, i]
            for n, group in enumerate(self.claimable.groups)
            for i, option in enumerate(group.options)
            if option.category == group.pinned
        ]
        if pinned:

            def stay(values: Values, relaxed: bool) -> int:
                return sum(int(values[column]) for column in pinned)

            yield self.allocation.goal(lambda: [(column, 1.0) for column in pinned], stay)

    def chosen(self) -> Goal:
        """The works chosen where only some may be: those met count for more than any that come earlier."""
        works = [(h, i, w) for h in self.claimable.capped() for i, w in enumerate(h.parts)]
        side = self.allocation.side(high=self.allocation.high)
        gates = self.allocation.gates

        def encode() -> list[Term]:
            encoder = self.allocation.encoders[side]
            terms: list[Term] = []
            for heading, i, work in works:
                terms += self.terms(encoder.counted(heading, work), 2 ** len(heading.parts))
                terms.append((gates[work.id], 2.0 ** (len(heading.parts) - 1 - i)))
            return terms

        def exact(values: Values, relaxed: bool) -> int:
            reckoning = self.allocation.reckoning(side, values, relaxed=relaxed)
            out = 0
            for heading, i, work in works:
                if relaxed or round(values[gates[work.id]]) == 1:
                    out += 2 ** len(heading.parts) * reckoning.met(work) + 2 ** (len(heading.parts) - 1 - i)
            return out

        return self.allocation.goal(encode, exact)


def _gated(part: Part, gates: Mapping[str, int], above: tuple[int, ...] = ()) -> Iterator[tuple[Part, tuple[int, ...]]]:
    """Every part with the columns of the works it stands under."""
    yield part, above
    for child in part.parts:
        yield from _gated(child, gates, (*above, gates[child.id]) if part.most is not None else above)


def saturation(item: PointsItem, plenty: Number) -> Number:
    """The number from which on a line earns no more (``plenty`` where it has no cap)."""
    if item.up_to is None or item.each == 0:
        return plenty
    further = max(Decimal(0), item.up_to - item.base) / item.each
    return Decimal(item.over) + further.to_integral_value(ROUND_CEILING)


def unit(programme: Programme, claimable: Claimable) -> int:
    """How many units a point is counted in, so that every line is a whole number of them (as far as floats allow)."""
    points = programme.points
    if points is None or not points.items:
        return 1
    parts = {p.id: p for c in claimable.categories.values() for p in c.walk()}
    places, most = 0, 0.0
    for item in points.items:
        summed = item.clause in parts and any(leaf.test.how in ("sum", "max") for leaf in parts[item.clause].leaves())
        of_each = decimal_places(item.each) + 2 * summed if item.each else 0
        places = max(places, of_each, decimal_places(item.base), decimal_places(item.up_to or 0))
        most += float(item.up_to) if item.up_to is not None else float(item.base + 1000 * item.each)
    places += decimal_places(points.plan_worth)
    while places and 10**places * (most + 1) > FINE:
        places -= 1
    return int(10**places)


def plenty(programme: Programme, claimable: Claimable) -> Number:
    """A number no need and no line of the table exceeds: what an unlimited gain is counted as."""
    out: Number = 1
    for category in claimable.categories.values():
        for part in category.walk():
            for need in part.need:
                out = out if need is None else max(out, need)
    for item in programme.points.items if programme.points else ():
        out = max(out, saturation(item, Decimal(item.over) + 1000))
    return out
