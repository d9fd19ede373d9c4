"""A programme as frozen values: clauses with their inheritance resolved, filters parsed, names checked.

The loader makes these; the interpreter, the compiler to SQL, the solver, the difference and every screen read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from juli.engines.policy import blocks, workflow
from juli.engines.policy.clause import (
    Aggregate,
    AllOf,
    AnyOf,
    Apart,
    Baseline,
    Bound,
    Clause,
    Evidence,
    Filter,
    Given,
    Holds,
    How,
    Judge,
    Judged,
    KOf,
    OneReading,
    OrJudged,
    Reading,
    Rows,
    Spacing,
    Test,
    Whose,
)
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Amount, Duration, Number, Unstated
from juli.engines.policy.vocabulary import Vocabulary

#: Clauses are part of the rules: whoever reads rules finds them here.
__all__ = [
    "Aggregate",
    "AllOf",
    "AnyOf",
    "Apart",
    "Applicants",
    "Attachment",
    "Baseline",
    "Bound",
    "Clause",
    "Duty",
    "Evidence",
    "Filter",
    "Given",
    "Group",
    "Holds",
    "How",
    "Judge",
    "Judged",
    "KOf",
    "NamedList",
    "OneReading",
    "OrJudged",
    "Points",
    "PointsItem",
    "Programme",
    "Reading",
    "Remark",
    "Rows",
    "Spacing",
    "Support",
    "Test",
    "Track",
    "Whose",
    "Window",
]


@dataclass(frozen=True, slots=True)
class Window:
    """A named span as written; ``windows.resolve`` turns it into days. Exactly one form is filled in.

    ``years``: whole calendar years relative to the programme's (first, last). ``start``/``end``: a day, a month
    (``YYYY-MM``) or an anchor. ``length``: counted from ``start``.
    """

    id: str
    label: Label
    cite: str = ""
    req: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    start: str | None = None
    end: str | Unstated | None = None
    length: Duration | None = None
    first_day_counts: bool = True
    each_year: bool = False
    counts_as: Literal["none", "past", "plan"] | None = None
    must_start_in: str | None = None


@dataclass(frozen=True, slots=True)
class NamedList:
    """A set for filters: ``values`` as written, or the distinct values of a field over rows."""

    id: str
    label: Label
    values: frozenset[str] | None = None
    reads: Reading | None = None
    within: str | None = None
    where: Filter | None = None
    cite: str = ""
    req: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading that categories stand under."""

    id: str
    label: Label
    cite: str = ""
    req: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applicants:
    """Who may apply."""

    types: tuple[str, ...]
    one_per: Literal["organisation", "track", "park"]
    conditions: tuple[Clause, ...] = ()
    limits: tuple[Clause, ...] = ()
    joint: blocks.Joint | None = None
    administrators: int | None = None
    cite: str = ""
    req: tuple[str, ...] = ()
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """How many are supported, with how much; ``prefer`` breaks ties and admits nobody (O-17)."""

    quota: Amount
    amount: Amount
    total: Amount
    prefer: Filter | None = None
    cite: str = ""
    req: tuple[str, ...] = ()
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Every row of the kinds is published on a platform, with its address where ``proof`` asks for the url."""

    clause: Clause
    platform: str
    of: tuple[str, ...]
    proof: Literal["url"] | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """A sub-project. ``choose``: fields that the applicant must choose; ``choice``: what the one of them is called."""

    id: str
    label: Label
    cite: str
    req: tuple[str, ...]
    note: Label | None
    conditions: tuple[Clause, ...]
    exclusions: tuple[Clause, ...]
    targets: tuple[Clause, ...]
    duties: tuple[Duty, ...]
    support: Support | None
    combine_with: tuple[str, ...]
    exclusive: tuple[str, ...]
    choose: tuple[tuple[str, tuple[str, ...], int], ...]
    joint: blocks.Joint | None
    content: blocks.Content | None
    choice: Label | None = None


@dataclass(frozen=True, slots=True)
class PointsItem:
    """What one clause earns: base + each × max(0, n − over), at most ``up_to``; 0 while the clause is unmet."""

    clause: str
    base: Decimal
    each: Decimal
    over: Number
    up_to: Decimal | None


@dataclass(frozen=True, slots=True)
class Points:
    """The table of points. ``plan_worth`` is the share that planned work earns; ``ties`` are groups or categories whose
    points break ties, in order."""

    assumption: bool
    rank: bool
    plan_worth: Decimal
    ties: tuple[str, ...]
    items: tuple[PointsItem, ...]
    req: tuple[str, ...] = ()
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that an application hands in, as a clause of its own (``what`` is ``attachment``) plus its terms."""

    clause: Clause
    each_year_of: str | None = None
    each_of: Aggregate | None = None
    from_founding: bool = False
    valid_on: str | None = None
    if_any: bool = False
    dated: bool = False
    type: str | None = None
    sealed: bool = False
    personal: bool = False
    by: str | None = None


class Remark(NamedTuple):
    """A note, or the mark of an assumption, on a part that is no clause; ``where`` names it from outside in."""

    where: tuple[Label, ...]
    cite: str
    note: Label | None
    assumption: bool

    @property
    def heading(self) -> Label:
        """The names of the part in one line."""
        return Label(" › ".join(w.zh for w in self.where), " › ".join(w.en for w in self.where))


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything one file says. ``digest`` is the sha256 of its text; ``clauses`` holds every clause by id."""

    id: str
    title: Label
    what: Literal["call", "plan"]
    year: int
    family: str
    previous: str | None
    digest: str
    vocabulary: Vocabulary
    source: blocks.SourceFile | None
    notice: blocks.Notice
    costs: Mapping[str, Number]
    settings: blocks.Settings
    windows: Mapping[str, Window]
    lists: Mapping[str, NamedList]
    dates: Mapping[str, blocks.DateRule]
    applicants: Applicants
    exclusions: tuple[Clause, ...]
    groups: tuple[Group, ...]
    categories: tuple[Clause, ...]
    exclusive_claims: bool
    claims: blocks.Claims | None
    qualification: Clause | None
    tracks: tuple[Track, ...]
    commitments: tuple[Clause, ...]
    targets: tuple[Clause, ...]
    duties: tuple[Duty, ...]
    points: Points | None
    support: Support | None
    attachments: tuple[Attachment, ...]
    form: blocks.Form | None
    paper: blocks.Paper | None
    budget: blocks.Budget | None
    workflow: workflow.Workflow | None
    indicators: tuple[Clause, ...]
    items: tuple[blocks.Item, ...]
    clauses: Mapping[str, Clause]
    remarks: tuple[Remark, ...] = ()
