"""The tree of clauses as columns: status, least and greatest of each, layer upon layer (``interpreter.trees`` in SQL).

Columns of one layer read those of the layers below, so that no expression is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from sqlglot import exp

from juli.engines.policy.population import planes, sql
from juli.engines.policy.population.conditions import Scope, condition
from juli.engines.policy.population.lengths import length
from juli.engines.policy.population.measures import BASE, Measures
from juli.engines.policy.population.packing import Packing, asks_for_one, enough, when_nothing
from juli.engines.policy.population.planes import Status
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.quantities import Unstated
from juli.engines.policy.rules import (
    Aggregate,
    AllOf,
    AnyOf,
    Apart,
    Baseline,
    Bound,
    Clause,
    Holds,
    Judged,
    KOf,
    OneReading,
    OrJudged,
)
from juli.engines.policy.windows import Anchors

T = TypeVar("T")
#: The applicant's type, carried through all layers.
TYPE = "type"
#: Finds the bound in force for a clause.
Bounds = Callable[[Clause], Bound]


class Node(NamedTuple):
    """One clause's columns. ``status`` is None for a measure; ``height`` is the layer from which they can be read."""

    clause: Clause
    status: Status | None
    low: Sql
    high: Sql
    height: int


@dataclass
class Tree:
    """Builds nodes. ``layers[0]`` holds what is computed beside the joined totals, ``layers[n]`` what reads those
    below.

    A ``variant`` (the suffix of its columns) keeps a what-if apart from the rules as they are. With ``packing``, only
    statuses are asked for: bounds are left out wherever no status needs them.
    """

    measures: Measures
    readings: Mapping[str, str]
    packing: Packing | None = None
    layers: list[dict[str, Sql]] = field(default_factory=list)
    calendar_days: list[Sql] = field(default_factory=list)

    def put(self, height: int, name: str, expression: Sql) -> Sql:
        """Add a column to a layer; how higher layers read it."""
        while len(self.layers) <= height:
            self.layers.append({})
        self.layers[height][name] = expression
        return sql.column(name)

    def node(self, clause: Clause, bounds: Bounds, variant: str, known: Mapping[str, Node]) -> Node:
        """The columns of a clause; ``known`` are nodes that stand already (and are the same in this variant)."""
        if clause.id in known:
            return known[clause.id]
        test = clause.test
        if isinstance(test, Aggregate):
            return self._aggregate(clause, test, bounds(clause), variant)
        if isinstance(test, Holds):
            scope = Scope(self.measures.vocabulary.organisation, BASE)
            return self._asked(clause, condition(test.where.expression, scope))
        if isinstance(test, Judged):
            return self._asked(clause, self.answer(clause))
        if isinstance(test, Apart):
            return self._apart(clause, test)
        if isinstance(test, AllOf | AnyOf | KOf | OneReading):
            children = [self.node(c, bounds, variant, known) for c in test.children]
            return self._tree(clause, test, children, bounds(clause), variant)
        raise TypeError(f"{clause.id} is judged from other data than rows")

    def answer(self, clause: Clause) -> Sql:
        """What a person has said of a clause as a whole."""
        sources = self.measures.sources
        return sql.null() if sources.pooled else sources.answers.of_clause(clause.id)

    def _asked(self, clause: Clause, holds: Sql) -> Node:
        asked = self._stored(0, f"{clause.id} holds", planes.of(holds))
        return Node(clause, asked, asked.sure, asked.possible, 1)

    def _stored(self, height: int, name: str, status: Status) -> Status:
        """A status written down in a layer."""
        return Status(
            self.put(height, f"{name} surely", status.sure), self.put(height, f"{name} possibly", status.possible)
        )

    def _apart(self, clause: Clause, test: Apart) -> Node:
        start, end = (self._date(name) for name in (test.spacing.start, test.spacing.end))
        found = self.put(0, f"{clause.id} length", length(start, end, test.spacing.at_least, self._line))
        holds = planes.of(sql.compare(">=", found, sql.value(test.spacing.at_least.length)))
        return Node(clause, holds, sql.coalesce(found, sql.value(0)), found, 1)

    def _date(self, name: str) -> Sql:
        return self.measures.sources.timeline.anchor(name) if name in Anchors._fields else sql.column(name, BASE)

    def _line(self, day: Sql) -> str:
        if day not in self.calendar_days:
            self.calendar_days.append(day)
        return calendar_alias(self.calendar_days.index(day))

    def _aggregate(self, clause: Clause, test: Aggregate, bound: Bound, variant: str) -> Node:
        rows = self.measures.passing(clause.id, test)
        some = asks_for_one(bound) if self.packing is not None and self.measures.only_counts(test, rows) else None
        if self.packing is not None and some is not None:
            told = self._stored(0, f"{clause.id}{variant}", self.packing.some_row(rows, none=not some))
            return Node(clause, told, sql.null(), sql.null(), 1)
        found = self.measures.measure(test, rows, enough=None if self.packing is None else enough(bound))
        limited = not any(found.high.find_all(exp.Null))
        nothing = when_nothing(bound)
        if self.packing is not None and nothing is not None and (source := found.source) is not None:
            status = held_against(found.low, found.high, bound, limited=limited)
            if status is None:
                raise TypeError(f"{clause.id} is a measure")
            kept = self._stored(0, f"{clause.id}{variant}", self.packing.status(source, status, when_nothing=nothing))
            return Node(clause, kept, sql.null(), sql.null(), 1)
        low, high = self.put(0, f"{clause.id} least", found.low), self.put(0, f"{clause.id} most", found.high)
        if bound.baseline is None:
            status = held_against(low, high, bound, limited=limited)
        else:
            status = self._beyond(clause, test, low, high, bound.baseline)
        return self._kept(clause, status, *capped(low, high, bound), 1, variant)

    def _beyond(self, clause: Clause, test: Aggregate, low: Sql, high: Sql, baseline: Baseline) -> Status:
        """More than the baseline: the organisation's own, else the same test over done rows in another window."""
        given = sql.null()
        if not self.measures.sources.pooled:
            given = sql.entry(sql.column("baseline", BASE), baseline.key)
        least: Sql = given
        most: Sql = given
        if baseline.within is not None:
            past = self.measures.past(clause.id, test, baseline.within)
            least = sql.coalesce(given, past.low)
            most = sql.when((sql.given(given), given), otherwise=past.high)
        before_low, before_high = (
            self.put(0, f"{clause.id} before", least),
            self.put(0, f"{clause.id} before most", most),
        )
        more, fewer = sql.compare(">", low, before_high), sql.compare("<=", high, before_low)
        return planes.of(sql.when((more, sql.true()), (fewer, sql.false()), otherwise=sql.null()))

    def _kept(self, clause: Clause, status: Status | None, low: Sql, high: Sql, height: int, variant: str) -> Node:
        """The node, its columns written down at ``height`` for the layers above."""
        stored = None if status is None else self._stored(height, f"{clause.id}{variant}", status)
        if self.packing is not None:
            return Node(clause, stored, sql.null(), sql.null(), height + 1)
        least = self.put(height, f"{clause.id} low{variant}", low)
        most = self.put(height, f"{clause.id} high{variant}", high)
        return Node(clause, stored, least, most, height + 1)

    def _tree(
        self,
        clause: Clause,
        test: AllOf | AnyOf | KOf | OneReading,
        children: Sequence[Node],
        bound: Bound,
        variant: str,
    ) -> Node:
        height = max((c.height for c in children), default=1)
        if isinstance(test, KOf):
            return self._k_of(clause, test, children, bound, height, variant)
        if isinstance(test, OneReading):
            return self._reading(clause, children, height, variant)
        if isinstance(test, AllOf):
            status = planes.all_of(gated(c, planes.MET) for c in children if c.status is not None)
            low = first_applying([(c.clause, c.low) for c in children], sql.value(0))
            high = first_applying([(c.clause, c.high) for c in children], sql.value(0))
            return self._kept(clause, status, low, high, height, variant)
        status = planes.any_of(gated(c, planes.UNMET) for c in children if c.status is not None)
        return self._kept(clause, status, *self._used(clause), height, variant)

    def _reading(self, clause: Clause, children: Sequence[Node], height: int, variant: str) -> Node:
        order = self._preferred(clause, children, lambda c: c.clause.id)
        low = first_applying([(c.clause, c.low) for c in order], sql.null())
        high = first_applying([(c.clause, c.high) for c in order], sql.null())
        always = next((i for i, c in enumerate(order) if c.clause.applies_to is None), len(order) - 1)
        order = order[: always + 1]
        status: Status | None = None
        if any(c.status is not None for c in order):
            status = planes.OPEN
            for c in reversed(order):
                own = planes.OPEN if c.status is None else c.status
                status = planes.chosen(is_there(c.clause), own, status)
        return self._kept(clause, status, low, high, height, variant)

    def _preferred(self, clause: Clause, children: Sequence[T], name: Callable[[T], str]) -> list[T]:
        chosen = self.readings.get(clause.id)
        return sorted(children, key=lambda c: name(c) != chosen)

    def _k_of(
        self, clause: Clause, test: KOf, children: Sequence[Node], bound: Bound, height: int, variant: str
    ) -> Node:
        judging = [gated(c, planes.UNMET) for c in children if c.status is not None]
        low = self.put(height, f"{clause.id} least{variant}", planes.total(c.sure for c in judging))
        high = self.put(height, f"{clause.id} most{variant}", planes.total(c.possible for c in judging))
        status = held_against(low, high, bound, limited=True)
        if test.or_judged is not None and status is not None:
            status = self._or_judged(clause, test.or_judged, low, high, status)
        return self._kept(clause, status, *capped(low, high, bound), height + 1, variant)

    def _or_judged(self, clause: Clause, alternative: OrJudged, low: Sql, high: Sql, status: Status) -> Status:
        """Fewer are enough if a person says so, and never without the person."""
        answer = self._stored(0, f"{clause.id} answer", planes.of(self.answer(clause)))
        enough = sql.value(alternative.at_least)
        fewer = Status(planes.bit(sql.compare(">=", low, enough)), planes.bit(sql.compare(">=", high, enough)))
        refused = planes.opposite(answer.possible)
        # A refusal leaves what the numbers say; a yes needs the smaller number, and until there is one it stays open.
        surely = planes.any_of([status, planes.all_of([answer, fewer])]).sure
        possibly = planes.chosen(refused, status, fewer).possible
        judged = Status(surely, planes.any_of([Status(surely, surely), Status(possibly, possibly)]).possible)
        if alternative.applies_to is None:
            return judged
        return planes.chosen(planes.bit(is_type(alternative.applies_to)), judged, status)

    def _used(self, clause: Clause) -> tuple[Sql, Sql]:
        """How many different achievements the clauses below read: surely, and possibly."""
        if self.packing is not None:
            return sql.null(), sql.null()
        types = sorted({t for c in _below(clause) for t in c.applies_to or ()})
        by_leaves: dict[tuple[str, ...], list[str | None]] = {}
        for type_ in (*types, None):
            leaves = tuple(dict.fromkeys(c.id for c in self._leaves(clause, type_)))
            by_leaves.setdefault(leaves, []).append(type_)
        low: list[tuple[Sql, Sql]] = []
        high: list[tuple[Sql, Sql]] = []
        otherwise = (sql.value(0), sql.value(0))
        for i, (leaves, of) in enumerate(by_leaves.items()):
            counts = self._union(leaves)
            least, most = (
                self.put(0, f"{clause.id} {name} {i}", c) for name, c in zip(("used", "usable"), counts, strict=True)
            )
            if None in of:
                otherwise = (least, most)
            else:
                named = is_type(frozenset(t for t in of if t is not None))
                low.append((named, least))
                high.append((named, most))
        return sql.when(*low, otherwise=otherwise[0]), sql.when(*high, otherwise=otherwise[1])

    def _union(self, leaves: Sequence[str]) -> tuple[Sql, Sql]:
        clauses = self.measures.sources.programme.clauses
        tests = [(leaf, clauses[leaf].test) for leaf in leaves]
        used = [u for leaf, test in tests if isinstance(test, Aggregate) for u in self.measures.used(leaf, test)]
        return self.measures.different(used)

    def _leaves(self, clause: Clause, type_: str | None) -> Iterator[Clause]:
        if isinstance(clause.test, Aggregate):
            yield clause
        children = [c for c in clause.children if c.applies_to is None or type_ in c.applies_to]
        if isinstance(clause.test, OneReading):
            children = self._preferred(clause, children, lambda c: c.id)[:1]
        for child in children:
            yield from self._leaves(child, type_)


def calendar_alias(number: int) -> str:
    """The alias under which the calendar is joined to the facts for the ``number``-th day asked about."""
    return f"calendar {number}"


def is_type(types: frozenset[str]) -> Sql:
    """Whether the applicant is of one of some types."""
    return sql.member(sql.column(TYPE), sorted(types))


def is_there(clause: Clause) -> Sql:
    """Whether a clause is there for the applicant, as a bit."""
    return planes.ONE if clause.applies_to is None else planes.bit(is_type(clause.applies_to))


def gated(node: Node, absent: Status) -> Status:
    """A child's status, ``absent`` where it isn't there for the applicant."""
    if node.status is None:
        raise TypeError(f"{node.clause.id} is a measure")
    return planes.where(is_there(node.clause), node.status, absent)


def first_applying(values: Sequence[tuple[Clause, Sql]], otherwise: Sql) -> Sql:
    """The value of the first clause that is there for the applicant."""
    branches = [(sql.true() if c.applies_to is None else is_type(c.applies_to), value) for c, value in values]
    return sql.when(*branches, otherwise=otherwise)


def held_against(low: Sql, high: Sql, bound: Bound, *, limited: bool) -> Status | None:
    """The status of an actual; None for a measure. ``limited``: ``high`` is never NULL."""
    least, most = bound.at_least, bound.at_most
    if least is None and most is None:
        return None if bound.up_to is None else planes.MET
    if isinstance(least, Unstated) or isinstance(most, Unstated):
        return planes.OPEN
    parts = []
    if least is not None:
        n = sql.value(least)
        reachable = sql.compare(">=", high, n)
        parts.append(
            Status(planes.bit(sql.compare(">=", low, n)), planes.bit(reachable if limited else sql.possible(reachable)))
        )
    if most is not None:
        n = sql.value(most)
        inside = sql.compare("<=", high, n)
        parts.append(Status(planes.bit(inside if limited else sql.sure(inside)), planes.bit(sql.compare("<=", low, n))))
    return planes.all_of(parts)


def capped(low: Sql, high: Sql, bound: Bound) -> tuple[Sql, Sql]:
    """Beyond ``up_to`` nothing counts."""
    cap = bound.up_to
    if cap is None or isinstance(cap, Unstated):
        return low, high
    limit = sql.value(cap)
    most = sql.when((sql.compare("<", high, limit), high), otherwise=limit)
    return sql.when((sql.compare("<", low, limit), low), otherwise=limit), most


def _below(clause: Clause) -> Iterator[Clause]:
    found = clause.walk()
    next(found)
    return found
