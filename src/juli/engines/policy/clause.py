"""The clause, the one construct that judges, with its tests and bounds (language §1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from juli.engines.policy import blocks
from juli.engines.policy.filters.syntax import Expression
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import Place
from juli.engines.policy.quantities import Duration, Number, Unstated

#: ``promised`` is what a target reads: the plan until the contract is dated, from then on what is done.
Rows = Literal["done", "plan", "both", "promised"]
How = Literal["count", "sum", "distinct", "max", "longest_run"]
Whose = Literal["organisation", "team", "leader"]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as written and as parsed."""

    text: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Judge:
    """A question that a person answers (language §1, judge; §3, Who judges).

    ``known`` answers it for rows that pass it; ``record`` names the field in which the office files an outside answer.
    """

    question: Label
    by: str
    known: Filter | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Spacing:
    """``apart``: at least a duration from one date (a field, or an anchor) to another."""

    start: str
    end: str
    at_least: Duration


@dataclass(frozen=True, slots=True)
class Reading:
    """``KIND.field``, what a test reads; ``field`` is None for ``count``."""

    kind: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A test over rows. ``each`` is (field, minimum sum per value); ``about`` the fields with the length aimed at."""

    how: How
    reads: tuple[Reading, ...]
    within: str | None = None
    dated: str | None = None
    where: Filter | None = None
    judge: Judge | None = None
    apart: Spacing | None = None
    each: tuple[str, Number] | None = None
    rows: Rows = "done"
    whose: Whose = "organisation"
    about: tuple[tuple[str, Number], ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    """All children."""

    children: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any child."""

    children: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class OrJudged:
    """Fewer children are enough where a person says so (``for`` some applicant types; None: for all)."""

    at_least: int
    applies_to: frozenset[str] | None
    judge: Judge


@dataclass(frozen=True, slots=True)
class KOf:
    """``at_least`` (in the clause's bound) of the children. ``refers`` names them where they stand elsewhere:
    ``categories`` or a group's id; such children are the same objects as the programme's categories."""

    children: tuple[Clause, ...]
    refers: str | None = None
    or_judged: OrJudged | None = None


@dataclass(frozen=True, slots=True)
class OneReading:
    """Readings of one sentence; the first decides, the others are run."""

    children: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """A filter over the applicant's own record."""

    where: Filter


@dataclass(frozen=True, slots=True)
class Apart:
    """A length of time between two dates of the applicant or the call."""

    spacing: Spacing


@dataclass(frozen=True, slots=True)
class Judged:
    """Asked once, of a person."""

    judge: Judge


@dataclass(frozen=True, slots=True)
class Given:
    """Judged by the engine itself from data that isn't a row (applicant type, attachment, date …); ``what``
    names it.
    """

    what: str


Test = Aggregate | AllOf | AnyOf | KOf | OneReading | Holds | Apart | Judged | Given


@dataclass(frozen=True, slots=True)
class Baseline:
    """``more_than_baseline``: more than the dossier's baseline under ``key``, else than the same test in ``within``."""

    key: str
    within: str | None


@dataclass(frozen=True, slots=True)
class Bound:
    """What the actual is held against. All None: a measure, shown without status."""

    at_least: Number | Unstated | None = None
    at_most: Number | Unstated | None = None
    up_to: Number | Unstated | None = None
    baseline: Baseline | None = None

    @property
    def is_measure(self) -> bool:
        """True where nothing is asked of the number."""
        return self.at_least is None and self.at_most is None and self.baseline is None and self.up_to is None

    @property
    def is_unstated(self) -> bool:
        """True where a number is still to be entered by the office."""
        return any(isinstance(number, Unstated) for number in (self.at_least, self.at_most, self.up_to))


NOWHERE = Place("")
Evidence = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule of the notice.

    ``applies_to`` is None where the rule is for everyone. ``evidence`` is all of its entries, each any one of its
    names;
    ``evidence_if`` is asked of the rows that pass a filter (and of those that may).
    ``about`` (``content`` in the file) is what the notice lets one report beside what it asks.
    """

    id: str
    label: Label
    test: Test
    bound: Bound = Bound()
    cite: str = ""
    req: tuple[str, ...] = ()
    note: Label | None = None
    applies_to: frozenset[str] | None = None
    unit: Label | None = None
    group: str | None = None
    content: blocks.Content | None = None
    measures: tuple[Clause, ...] = ()
    split_by: str | None = None
    evidence: Evidence = ()
    evidence_if: tuple[tuple[str, Filter], ...] = ()
    evidence_optional: tuple[str, ...] = ()
    assumption: bool = False
    place: Place = NOWHERE

    @property
    def children(self) -> tuple[Clause, ...]:
        """The clauses this one is decided by."""
        return self.test.children if isinstance(self.test, AllOf | AnyOf | KOf | OneReading) else ()

    @property
    def aggregate(self) -> Aggregate:
        """The test over rows. Raises TypeError for a clause that reads none."""
        if not isinstance(self.test, Aggregate):
            raise TypeError(f"{self.id} reads no rows")
        return self.test

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, top down, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()
