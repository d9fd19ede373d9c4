"""What a verdict says: one node per clause, in three values, with the numbers and the reasons (language §3, Output)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Clause, Programme

Status = Literal["met", "unmet", "open"]
MET: Status = "met"
UNMET: Status = "unmet"
OPEN: Status = "open"
Level = Literal["info", "warning", "error"]


_new = tuple.__new__


class Span(NamedTuple):
    """Between ``low`` (undecided rows left out) and ``high`` (taken in); ``high`` None is without limit."""

    low: Number
    high: Number | None


class EvidenceState(NamedTuple):
    """What the clause asks for, and per achievement (``""``: the organisation's documents) what isn't there.

    An entry of several names lacks any one of them. ``missing`` lists (achievement id, entries).
    """

    required: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


class Answer(NamedTuple):
    """A judgement that was made: of which achievement (None: of the clause, or of all rows), by whom, when, why."""

    achievement: str | None
    answer: bool
    by: str
    on: date | None
    reason: str


class JudgementState(NamedTuple):
    """A question, who may answer it, the answers there are, and the achievements that still wait for one.

    ``recorded`` is what stands in the field that ``judge.record`` names, per achievement; it answers nothing by itself.
    """

    question: Label
    by: str
    answers: tuple[Answer, ...]
    waiting: tuple[str, ...]
    recorded: tuple[tuple[str, str], ...] = ()


class Finding(NamedTuple):
    """Something to know that no status says."""

    level: Level
    code: str
    clause: str
    achievement: str
    text: Label
    hint: Label


class Verified(NamedTuple):
    """The verified side of a node (核定)."""

    status: Status | None
    actual: Span
    used: tuple[str, ...]


class Node(NamedTuple):
    """The answer to one clause.

    ``status`` is None for a measure. ``done`` and ``planned`` are given where the clause asks for both. ``shortfall``
    is what ``actual.low`` lacks (or exceeds, for an upper bound), None when met. ``used`` and ``pending`` are
    achievement ids.
    ``reading`` is the id of the reading that decided. ``split`` is the breakdown that ``split_by`` asks for.
    ``missed`` are rows that ``about`` notes. ``required`` is the bound in force, None where none is stated.
    """

    clause: Clause
    status: Status | None
    actual: Span
    required: Number | None = None
    shortfall: Number | None = None
    used: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    done: Span | None = None
    planned: Span | None = None
    evidence: EvidenceState | None = None
    judgement: JudgementState | None = None
    reading: str | None = None
    children: tuple[Node, ...] = ()
    measures: tuple[Node, ...] = ()
    split: tuple[tuple[str, Span], ...] = ()
    missed: tuple[str, ...] = ()
    verified: Verified | None = None

    @property
    def id(self) -> str:
        """The clause's id."""
        return self.clause.id

    def walk(self) -> Iterator[Node]:
        """This node and all below it, top down, measures last."""
        yield self
        for child in (*self.children, *self.measures):
            yield from child.walk()


def exact_node(
    clause: Clause,
    status: Status,
    number: Number,
    required: Number,
    shortfall: Number | None,
    used: tuple[str, ...],
    evidence: EvidenceState | None,
) -> Node:
    """A node about which nothing is undecided. Most are such, and naming all fields would take most of their time."""
    actual = _new(Span, (number, number))
    return _new(
        Node,
        (clause, status, actual, required, shortfall, used, (), None, None, evidence, None, None, (), (), (), (), None),
    )


def joined_node(
    clause: Clause,
    status: Status,
    actual: Span,
    used: tuple[str, ...],
    pending: tuple[str, ...],
    children: tuple[Node, ...],
) -> Node:
    """A node decided by its children alone, made as quickly."""
    return _new(
        Node,
        (clause, status, actual, None, None, used, pending, None, None, None, None, None, children, (), (), (), None),
    )


class Assignment(NamedTuple):
    """Achievements to categories under exclusive claims. ``proven``: optimal; else ``gap`` is what might
    still be won.
    """

    claims: Mapping[str, str]
    released: tuple[str, ...]
    proven: bool
    gap: float
    points: Span | None


class PointsLine(NamedTuple):
    """What one line of the table earned; ``counted`` is False for a work beyond the number that may be chosen."""

    clause: str
    earned: Span
    counted: bool


class PointsState(NamedTuple):
    """Points of the whole application (量化分值)."""

    total: Span
    lines: tuple[PointsLine, ...]
    ties: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a whole programme for one organisation (系统初判).

    ``children`` are what decides: applicant type, conditions, exclusions, qualification, chosen tracks.
    ``categories`` are in the file's order, also when the qualification refers to them. ``branches`` (attachments,
    form, dates, paper, targets, commitments, duties, tracks not chosen …) have a status of their own and never change
    the root.
    """

    programme: Programme
    organisation: str
    as_of: date
    application_date: date
    status: Status
    children: tuple[Node, ...]
    categories: tuple[Node, ...]
    branches: Mapping[str, tuple[Node, ...]]
    assignment: Assignment | None
    points: PointsState | None
    verified_status: Status | None
    verified_points: PointsState | None
    findings: tuple[Finding, ...]

    def node(self, clause: str) -> Node:
        """The node of a clause; of a category, as it stands by itself, not as the qualification finds it.

        Raises KeyError when the clause isn't part of this verdict (``for`` another type).
        """
        for node in self.walk():
            if node.clause.id == clause:
                return node
        raise KeyError(clause)

    def walk(self) -> Iterator[Node]:
        """Every node: categories by themselves, then what decides (categories again, on the assignment),
        then branches.
        """
        for node in (*self.categories, *self.children, *(n for nodes in self.branches.values() for n in nodes)):
            yield from node.walk()
