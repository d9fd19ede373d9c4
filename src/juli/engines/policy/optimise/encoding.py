"""Clauses as rows of an integer programme.

Everything is monotone: a column for "met" may be 1 only where the rows chosen meet the clause, and nothing forces it up
but the objective. Floats may let a clause through that just fails (9,999,999.99 of 10,000,000); ``Encoder.lacking``
finds it by exact arithmetic and ``Encoder.cut`` shuts that door, so no tolerance ever decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from juli.engines.policy.optimise.gains import actual, reaching
from juli.engines.policy.optimise.limits import by_name, run_of, within_limit
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.reckoning import Feed, Feeds
from juli.engines.policy.optimise.solver import TINY, Model, Term
from juli.engines.policy.quantities import Number


class Truth(NamedTuple):
    """A yes or no: a column, or (``column`` None) settled."""

    column: int | None
    settled: bool = False


YES, NO = Truth(None, True), Truth(None, False)


class Check(NamedTuple):
    """A column that says a clause over rows reaches its number, or (``name``) that a name's own rows reach its minimum
    under ``each``."""

    column: int
    part: Part
    feeds: Sequence[Feed]
    need: Number
    name: Any = None


class Sum(NamedTuple):
    """Σ coefficient × column + constant, never above ``limit``."""

    terms: tuple[Term, ...]
    constant: float
    limit: float


class Encoder:
    """Adds clauses to ``model`` in one mode (``high``: what is possible). ``gates`` holds a column for each work that
    may be chosen or not."""

    def __init__(self, model: Model, feeds: Feeds, gates: dict[str, int], *, high: bool, plenty: Number) -> None:
        self.model, self.feeds, self.gates, self.high, self.plenty = model, feeds, gates, high, plenty
        self.checks: list[Check] = []
        self._truths: dict[str, Truth] = {}
        self._names_of: dict[str, dict[Any, int]] = {}

    # -- whether a clause is met
    # -----------------------------------------------------------------------------------------

    def truth(self, part: Part) -> Truth:
        """Whether a part is met."""
        found = self._truths.get(part.id)
        if found is None:
            found = self._truths[part.id] = self._truth(part)
        return found

    def _truth(self, part: Part) -> Truth:
        parts = [p for p in part.parts if not p.silent]
        match part.how:
            case "rows":
                return self._rows(part)
            case "all":
                return self._all([self.truth(p) for p in parts])
            case "any":
                return self._count([self.truth(p) for p in parts], 1)
            case "count":
                need = part.need[self.high]
                return NO if need is None else self._count([self.counted(part, p) for p in parts], int(need))
            case "same":
                return self.truth(part.parts[0])
            case "fixed":
                return YES if part.fixed[self.high] else NO

    def counted(self, part: Part, child: Part) -> Truth:
        """Whether a child counts: met, and chosen where only some may be."""
        truth = self.truth(child)
        return truth if part.most is None else self._all([truth, Truth(self.gates[child.id])])

    def _all(self, truths: list[Truth]) -> Truth:
        columns = [t.column for t in truths if t.column is not None]
        if any(t.column is None and not t.settled for t in truths):
            return NO
        if len(columns) < 2:
            return Truth(columns[0]) if columns else YES
        met = self.model.binary()
        for column in columns:
            self.model.row([(column, 1.0), (met, -1.0)], lower=0.0)
        return Truth(met)

    def _count(self, truths: list[Truth], need: int) -> Truth:
        columns = [t.column for t in truths if t.column is not None]
        need -= sum(t.column is None and t.settled for t in truths)
        if need <= 0 or need > len(columns):
            return YES if need <= 0 else NO
        if len(columns) == 1:
            return Truth(columns[0])
        met = self.model.binary()
        self.model.row([*((c, 1.0) for c in columns), (met, -float(need))], lower=0.0)
        return Truth(met)

    # -- clauses over rows
    # -----------------------------------------------------------------------------------------------

    def _rows(self, part: Part) -> Truth:
        feeds = self.feeds.get(part.id, ())
        if part.limit is not None:
            return Truth(within_limit(self.model, part.test.how, feeds, part.limit))
        need = part.need[self.high]
        if need is None:
            return NO
        if need <= 0 or not feeds:
            return YES if need <= 0 else NO
        met = self.model.binary()
        self.checks.append(Check(met, part, feeds, need))
        how = part.test.how
        if how == "max":
            enough = [f for f in feeds if f.gain.amount is None or f.gain.amount >= need]
            self.model.row([*((f.column, 1.0) for f in enough), (met, -1.0)], lower=0.0)
        elif how == "longest_run":
            run_of(self.model, feeds, met, int(need))
        else:
            found = self.number(part, need)
            scale = 1.0 / float(need)
            terms = [(c, max(v * scale, TINY) if v > 0 else v * scale) for c, v in found.terms]
            self.model.row([*terms, (met, -1.0)], lower=-found.constant * scale)
        return Truth(met)

    def assume(self, part: str, truth: Truth) -> None:
        """Take ``truth`` for a part, whatever decides it."""
        self._truths[part] = truth

    def number(self, part: Part, most: Number) -> Sum:
        """A sum that the actual of a part is never below, as far as ``most``."""
        match part.how:
            case "all":
                return self.number(part.parts[0], most) if part.parts else Sum((), 0.0, 0.0)
            case "same":
                return self.number(part.parts[0], most)
            case "fixed":
                return Sum((), float(part.fixed[self.high]), float(part.fixed[self.high]))
            case "any":
                return self._read(part, most)
            case "count":
                truths = [self.counted(part, p) for p in part.parts if not p.silent]
                settled = sum(t.column is None and t.settled for t in truths)
                return _sum(((t.column, 1.0, 1) for t in truths if t.column is not None), most, settled)
            case "rows":
                return self._actual(part, most)

    def _actual(self, part: Part, most: Number) -> Sum:
        test, feeds = part.test, self.feeds.get(part.id, ())
        if test.how in ("count", "sum"):
            return _sum(((f.column, _cut(f.gain.amount, most), f.limit) for f in feeds), most)
        if test.how == "max":
            return self._largest([(f, _cut(f.gain.amount, most)) for f in feeds], most)
        if test.how == "longest_run":
            lengths = [self.model.binary() for _ in range(min(int(most), len(by_name(feeds))))]
            for length, column in enumerate(lengths, start=1):
                run_of(self.model, feeds, column, length)
            return _sum(((column, 1.0, 1) for column in lengths), most)
        return self._distinct(part, feeds, most)

    def _read(self, part: Part, most: Number) -> Sum:
        """How many different rows the leaves of a part count; under ``each``, those of names that reach the minimum."""
        limits: dict[int, int] = {}
        reaching: dict[int, list[int]] = {}
        for leaf in part.leaves():
            for feed in self.feeds.get(leaf.id, ()):
                if leaf.test.each is None or feed.gain.fresh:
                    limits[feed.column] = feed.limit
                for name in sorted(feed.gain.names, key=str) if leaf.test.each is not None else ():
                    reaching.setdefault(feed.column, []).append(self._reached(leaf)[name])
                    limits.setdefault(feed.column, -feed.limit)
        terms = []
        for column, limit in limits.items():
            if limit < 0:
                # Counted only where one of its names is reached.
                here = self.model.column(-limit)
                self.model.row([(column, 1.0), (here, -1.0)], lower=0.0)
                self.model.row([*((name, float(-limit)) for name in reaching[column]), (here, -1.0)], lower=0.0)
                column = here
            terms.append((column, 1.0, abs(limit)))
        return _sum(terms, most)

    def _reached(self, part: Part) -> dict[Any, int]:
        """By name, the column that says some row has it, or with ``each``, that its rows add up to the minimum."""
        if part.id not in self._names_of:
            each, out = part.test.each, {}
            for name, rows in by_name(self.feeds.get(part.id, ())).items():
                out[name] = here = self.model.column(1.0, whole=each is not None)
                terms = [(f.column, 1.0) for f in rows]
                if each is not None:
                    least = float(each[1])
                    amounts = [(f, _cut(f.gain.amount, each[1])) for f in rows if f.gain.amount != 0]
                    terms = [(f.column, max(amount / least, TINY)) for f, amount in amounts]
                    self.checks.append(Check(here, part, rows, each[1], name))
                self.model.row([*terms, (here, -1.0)], lower=0.0)
            self._names_of[part.id] = out
        return self._names_of[part.id]

    def _distinct(self, part: Part, feeds: Sequence[Feed], most: Number) -> Sum:
        listed = [(f.column, _cut(f.gain.fresh, most), f.limit) for f in feeds if f.gain.fresh != 0]
        listed += [(here, 1.0, 1) for here in self._reached(part).values()]
        bare = [(f, float(f.gain.bare)) for f in feeds if f.gain.bare]
        if not bare:
            return _sum(listed, most)
        if self.high:
            return _sum([*listed, *((f.column, number, f.limit) for f, number in bare)], most)
        return self._larger(_sum(listed, most), self._largest(bare, most), most)

    def _largest(self, numbers: list[tuple[Feed, float]], most: Number) -> Sum:
        """The largest number among the rows taken: one of them is picked."""
        picks = [(self.model.binary(), feed, number) for feed, number in numbers if number > 0]
        for pick, feed, _ in picks:
            self.model.row([(feed.column, 1.0), (pick, -1.0)], lower=0.0)
        self.model.row([(pick, 1.0) for pick, _, _ in picks], upper=1.0)
        limit = max((number for _, _, number in picks), default=0.0)
        return Sum(tuple((pick, min(number, float(most))) for pick, _, number in picks), 0.0, min(limit, float(most)))

    def _larger(self, a: Sum, b: Sum, most: Number) -> Sum:
        """The larger of two sums."""
        limit = min(max(a.limit, b.limit), float(most))
        first, column = self.model.binary(), self.model.column(limit, whole=False)
        self.model.row([*a.terms, (first, -limit), (column, -1.0)], lower=-limit - a.constant)
        self.model.row([*b.terms, (first, limit), (column, -1.0)], lower=-b.constant)
        return Sum(((column, 1.0),), 0.0, limit)

    # -- exactness
    # -------------------------------------------------------------------------------------------------------

    def lacking(self, values: Sequence[int | float]) -> list[Check]:
        """The clauses, and the names, taken as met whose rows, added up exactly, fall short."""
        return [c for c in self.checks if round(values[c.column]) == 1 and self._falls_short(c, values)]

    def _falls_short(self, check: Check, values: Sequence[int | float]) -> bool:
        loads = [(f.gain, int(values[f.column])) for f in check.feeds]
        if check.name is not None:
            return check.name not in reaching(check.need, loads)
        return actual(check.part.test, loads, high=self.high, enough=self.plenty) < check.need

    def cut(self, check: Check, values: Sequence[int | float]) -> None:
        """These rows are not enough: met only with more of at least one of them."""
        terms: list[Term] = []
        for feed in check.feeds:
            taken = int(values[feed.column])
            if taken >= feed.limit:
                continue
            if taken == 0:
                terms.append((feed.column, 1.0))
                continue
            more = self.model.binary()
            self.model.row([(feed.column, 1.0), (more, -(taken + 1.0))], lower=0.0)
            terms.append((more, 1.0))
        self.model.row([*terms, (check.column, -1.0)], lower=0.0)


def _cut(amount: Number | None, most: Number) -> float:
    """An amount as a coefficient: no more than could ever be needed; None is as much as is wanted."""
    return float(most) if amount is None or amount > most else float(amount)


def _sum(parts: Iterable[tuple[int, float, int]], most: Number, constant: int = 0) -> Sum:
    listed = list(parts)
    limit = constant + sum(coefficient * times for _, coefficient, times in listed)
    return Sum(tuple((c, v) for c, v, _ in listed), float(constant), min(limit, float(most)))


def decimal_places(number: Number) -> int:
    """How many digits stand after the point."""
    exponent = Decimal(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
