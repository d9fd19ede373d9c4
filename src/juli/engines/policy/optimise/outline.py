"""A clause and what decides it, ready for optimising: only what applies, with the reading that decides, and fixed
answers where no assignment of rows could change them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from juli.engines.policy.aggregates import measure
from juli.engines.policy.context import Context
from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.quantities import Number, Unstated
from juli.engines.policy.rules import (
    Aggregate,
    AllOf,
    AnyOf,
    Apart,
    Baseline,
    Bound,
    Clause,
    Given,
    Holds,
    Judged,
    KOf,
    OneReading,
)
from juli.engines.policy.selection import reads_standing
from juli.engines.policy.shortfall import held_against
from juli.engines.policy.verdict import MET, UNMET

How = Literal["rows", "all", "any", "count", "same", "fixed"]
#: What is needed to be surely met and to be possibly met; None: no number would do.
Need = tuple[Number | None, Number | None]
CENT = Decimal("0.01")
#: What a clause without rows counts as: once, when it holds.
ONCE = Aggregate("count", ())


@dataclass(frozen=True, slots=True)
class Part:
    """One clause. ``fixed`` is whether it is surely and possibly met whatever the rows; ``most`` how many of its
    parts may be chosen (language §3, Choose two of three); a ``silent`` part is a measure and has no say; ``limit``
    is a number that must not be exceeded. ``name`` sets a part off from others of the same clause."""

    clause: Clause
    how: How
    parts: tuple[Part, ...] = ()
    need: Need = (None, None)
    most: int | None = None
    fixed: tuple[bool, bool] = (False, False)
    silent: bool = False
    limit: Number | None = None
    name: str = ""

    @property
    def id(self) -> str:
        """The clause's id, or the part's own name."""
        return self.name or self.clause.id

    @property
    def test(self) -> Aggregate:
        """The test of a part that reads rows; what isn't about rows at all is counted as one."""
        return self.clause.test if isinstance(self.clause.test, Aggregate) else ONCE

    def walk(self) -> Iterator[Part]:
        """This part and all below it, top down."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def leaves(self) -> Iterator[Part]:
        """The parts that read rows."""
        return (part for part in self.walk() if part.how == "rows")


def outline(
    clause: Clause,
    context: Context,
    readings: Mapping[str, str] | None = None,
    categories: Mapping[str, Part] | None = None,
) -> Part | None:
    """``clause`` as it stands for the applicant of ``context``; None where it is for other types.

    With ``categories`` (outlined before) the clause stands above them: they are taken as they are, and other clauses
    over rows are fixed, for no assignment changes what those read.
    """
    return Outliner(context, readings or {}, categories).part(clause)


@dataclass(frozen=True, slots=True)
class Outliner:
    """Outlines clauses in one context: what each part needs, on what is sure and on what is possible."""

    context: Context
    readings: Mapping[str, str]
    categories: Mapping[str, Part] | None

    def part(self, clause: Clause) -> Part | None:
        """The part of a clause; None where it isn't there for the applicant."""
        if clause.applies_to is not None and self.context.dossier.type not in clause.applies_to:
            return None
        if self.categories is not None and clause.id in self.categories:
            return self.categories[clause.id]
        test = clause.test
        if isinstance(test, Aggregate):
            return self.rows(clause, test)
        if isinstance(test, OneReading):
            found = [part for child in test.children if (part := self.part(child)) is not None]
            chosen = next((p for p in found if p.id == self.readings.get(clause.id)), found[0] if found else None)
            return Part(clause, "same", (chosen,), silent=chosen.silent) if chosen else None
        if isinstance(test, AllOf | AnyOf | KOf):
            parts = tuple(part for child in test.children if (part := self.part(child)) is not None)
            if isinstance(test, AllOf):
                return Part(clause, "all", parts)
            return Part(clause, "any", parts) if isinstance(test, AnyOf) else self.count(clause, test, parts)
        return Part(clause, "fixed", fixed=self.settled(clause))

    def rows(self, clause: Clause, test: Aggregate) -> Part:
        """The part of a clause over rows; settled where nothing can be claimed for it."""
        context, bound = self.context, clause.bound
        if self.categories is not None or reads_standing(test, context.vocabulary):
            status, _, _ = held_against(measure(test, context.select(clause), context.vocabulary), bound)
            return Part(clause, "fixed", fixed=(status == MET, status != UNMET), silent=status is None)
        if bound.baseline is not None:
            return Part(clause, "rows", need=self.beyond(clause, test, bound.baseline))
        return Part(clause, "rows", need=needed(bound), silent=bound.is_measure)

    def count(self, clause: Clause, test: KOf, parts: tuple[Part, ...]) -> Part:
        """The part of k of n, fewer where a person has said so, or may."""
        sure, possible = needed(clause.bound)
        fewer = test.or_judged
        if fewer is not None and (fewer.applies_to is None or self.context.dossier.type in fewer.applies_to):
            found = self.context.answers(clause.id).get(None)
            if found is None or found.answer:
                possible = None if possible is None else min(possible, fewer.at_least)
            if found is not None and found.answer:
                sure = fewer.at_least if sure is None else min(sure, fewer.at_least)
        # A choice of works is one within a category; above categories `up_to` only caps the number shown.
        most = clause.bound.up_to if self.categories is None else None
        return Part(
            clause, "count", parts, (sure, possible), most if isinstance(most, int) and most < len(parts) else None
        )

    def beyond(self, clause: Clause, test: Aggregate, baseline: Baseline) -> Need:
        """More than the baseline: the next number above it."""
        context = self.context
        given = (context.dossier.baseline or {}).get(baseline.key)
        if given is not None:
            above = _next(given, step(test, context))
            return above, above
        if baseline.within is None:
            return None, 0
        before = measure(test, context.select_done_within(clause, baseline.within), context.vocabulary)
        grid = step(test, context)
        return None if before.high is None else _next(before.high, grid), _next(before.low, grid)

    def settled(self, clause: Clause) -> tuple[bool, bool]:
        """Whether a clause that reads no rows is surely and possibly met."""
        context, test = self.context, clause.test
        passed: bool | None = None
        if isinstance(test, Holds):
            passed = compile_filter(test.where.expression, context.vocabulary.organisation)(context.record, {})
        elif isinstance(test, Apart):
            start, end = context.date(test.spacing.start), context.date(test.spacing.end)
            if start is not None and end is not None:
                passed = context.far_enough(start, end, test.spacing.at_least)
        elif isinstance(test, Judged):
            answer = context.answers(clause.id).get(None)
            passed = None if answer is None else answer.answer
        elif not isinstance(test, Given):
            raise TypeError(f"{clause.id} reads rows")
        return passed is True, passed is not False


def needed(bound: Bound) -> Need:
    """What ``at_least`` asks for: a number that is still unstated may be met by anything, and surely by nothing."""
    least = bound.at_least
    if isinstance(least, Unstated):
        return None, 0
    return (0, 0) if least is None else (least, least)


def step(test: Aggregate, context: Context) -> Number:
    """The smallest difference between two actuals of a test: one, or one fen where money is added up or compared."""
    if test.how in ("sum", "max"):
        types = {context.vocabulary.kinds[r.kind].fields[r.field or ""].type for r in test.reads}
        return CENT if "money" in types else 1
    return 1


def _next(number: Number, grid: Number) -> Number:
    """The smallest multiple of ``grid`` above ``number``."""
    whole = int((Decimal(number) / grid).to_integral_value(ROUND_FLOOR)) + 1
    return whole * grid
