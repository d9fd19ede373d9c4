"""Clauses decided by other clauses, and the walk over a whole tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from juli.engines.policy.context import Context
from juli.engines.policy.interpreter.leaves import (
    Allowed,
    aggregate_node,
    apart_node,
    holds_node,
    judged_node,
    judgement_state,
)
from juli.engines.policy.interpreter.simple import Simple, simple_node
from juli.engines.policy.quantities import Unstated
from juli.engines.policy.rules import (
    Aggregate,
    AllOf,
    AnyOf,
    Apart,
    Clause,
    Holds,
    Judged,
    KOf,
    OneReading,
    OrJudged,
)
from juli.engines.policy.shortfall import held_against
from juli.engines.policy.verdict import MET, OPEN, UNMET, Node, Span, Status, joined_node

_NONE_SIMPLE: Mapping[str, Simple] = {}


class Walker:
    """Judges clauses in one context. ``readings`` picks, by clause id, the reading that decides (else the first)."""

    def __init__(
        self,
        context: Context,
        readings: Mapping[str, str],
        untouched: dict[str, Node] | None = None,
        simple: Mapping[str, Simple] = _NONE_SIMPLE,
    ) -> None:
        """``untouched`` keeps, over many dossiers, the nodes of clauses that a dossier says nothing about.

        ``simple`` holds the clauses that are judged without detours.
        """
        self.context, self.readings, self.simple = context, readings, simple
        self.untouched = {} if untouched is None else untouched
        self.type = context.dossier.type
        #: Categories by id as they stand on the joint assignment of sure rows, and on that of possible ones.
        self.sure: Mapping[str, Node] = {}
        self.possible: Mapping[str, Node] = {}

    def applies(self, clause: Clause) -> bool:
        """Whether the clause is there for this applicant."""
        return clause.applies_to is None or self.type in clause.applies_to

    def all(self, clauses: Iterable[Clause], allowed: Allowed | None = None) -> tuple[Node, ...]:
        """The nodes of those clauses that apply."""
        type_, simple, context = self.type, self.simple, self.context
        if allowed is not None:
            return tuple([self.node(c, allowed) for c in clauses if c.applies_to is None or type_ in c.applies_to])
        # A node is never empty: what follows "or" is asked of clauses that aren't simple, or not for this dossier.
        return tuple(
            [
                (c.id in simple and simple_node(simple[c.id], context)) or self.node(c)
                for c in clauses
                if c.applies_to is None or type_ in c.applies_to
            ]
        )

    def node(self, clause: Clause, allowed: Allowed | None = None) -> Node:
        """The node of one clause."""
        simple = self.simple.get(clause.id)
        if simple is not None and allowed is None:
            found = simple_node(simple, self.context)
            if found is not None:
                return found
        test = clause.test
        if isinstance(test, Aggregate):
            node = self._aggregate(clause, test, allowed)
        elif isinstance(test, (AnyOf, AllOf)):
            node = self._joined(clause, test, self.all(test.children, allowed))
        elif isinstance(test, KOf) and test.refers is not None:
            node = self._referring(clause, test)
        elif isinstance(test, (KOf, OneReading)):
            node = self.tree(clause, self.all(test.children, allowed))
        elif isinstance(test, Holds):
            node = holds_node(clause, test, self.context)
        elif isinstance(test, Apart):
            node = apart_node(clause, test, self.context)
        elif isinstance(test, Judged):
            node = judged_node(clause, test, self.context)
        else:
            raise TypeError(f"{clause.id} is judged from other data than rows")
        return node._replace(measures=self.all(clause.measures, allowed)) if clause.measures else node

    def _aggregate(self, clause: Clause, test: Aggregate, allowed: Allowed | None) -> Node:
        if not self.context.nothing_to_ask(clause.id):
            return aggregate_node(clause, test, self.context, allowed)
        found = self.untouched.get(clause.id)
        if found is None:
            found = self.untouched[clause.id] = aggregate_node(clause, test, self.context, None)
        return found

    def _joined(self, clause: Clause, test: AnyOf | AllOf, children: tuple[Node, ...]) -> Node:
        """A clause decided by its children alone: where a dossier says nothing about them, nor about it."""
        untouched = self.untouched.get(clause.id)
        if untouched is not None and untouched.children == children:
            return untouched
        node = self.tree(clause, children)
        if untouched is None and not node.used and not node.pending and all(map(self._is_untouched, children)):
            self.untouched[clause.id] = node
        return node

    def _is_untouched(self, node: Node) -> bool:
        simple = self.simple.get(node.clause.id)
        return node is (simple.blank if simple is not None else self.untouched.get(node.clause.id))

    def tree(self, clause: Clause, children: tuple[Node, ...]) -> Node:
        """The node of a clause whose children are judged."""
        test = clause.test
        used, pending = _used_and_pending(children)
        if isinstance(test, AllOf):
            actual = children[0].actual if children else Span(0, 0)
            node = joined_node(clause, all_of(children), actual, used, pending, children)
            first = children[0] if children else None
            return (
                node if first is None or first.done is None else node._replace(done=first.done, planned=first.planned)
            )
        if isinstance(test, AnyOf):
            actual = Span(len(used), len(used) + len(pending))
            node = joined_node(clause, any_of(children), actual, used, pending, children)
            for child in children:
                if child.done is not None:
                    return self._sides(node)
            return node
        if isinstance(test, OneReading):
            return self._reading(clause, children)
        if isinstance(test, KOf):
            return self._k_of(clause, test, children, used, pending)
        raise TypeError(f"{clause.id} is not decided by other clauses")

    def _sides(self, node: Node) -> Node:
        """Done and planned of "any of": the different achievements on each side."""
        planned = self.context.planned_ids
        sides = []
        for side in (False, True):
            used, pending = (sum((i in planned) is side for i in ids) for ids in (node.used, node.pending))
            sides.append(Span(used, used + pending))
        return node._replace(done=sides[0], planned=sides[1])

    def _reading(self, clause: Clause, children: tuple[Node, ...]) -> Node:
        chosen = next((c for c in children if c.clause.id == self.readings.get(clause.id)), children[0])
        return chosen._replace(
            clause=clause,
            reading=chosen.clause.id,
            children=children,
            evidence=None,
            judgement=None,
            measures=(),
            split=(),
        )

    def _referring(self, clause: Clause, test: KOf) -> Node:
        """K of the categories, which are judged elsewhere: low on what is sure, high on what is possible."""
        children = tuple([self.sure[c.id] for c in test.children if c.id in self.sure])
        others = children
        if self.possible is not self.sure:
            others = tuple([self.possible[c.id] for c in test.children if c.id in self.possible])
        low = [c.status for c in children].count(MET)
        high = len(others) - [c.status for c in others].count(UNMET)
        used, pending = _used_and_pending(children)
        if others is not children:
            also = _used_and_pending((*children, *others))[1]
            pending = tuple([p for p in also if p not in used])
        return self._counted(clause, test, Span(low, max(low, high)), children, used, pending)

    def _k_of(
        self, clause: Clause, test: KOf, children: tuple[Node, ...], used: tuple[str, ...], pending: tuple[str, ...]
    ) -> Node:
        """K of the children, with fewer where a person says so."""
        low = sum(c.status == MET for c in children)
        high = low + sum(c.status == OPEN for c in children)
        return self._counted(clause, test, Span(low, high), children, used, pending)

    def _counted(
        self,
        clause: Clause,
        test: KOf,
        span: Span,
        children: tuple[Node, ...],
        used: tuple[str, ...],
        pending: tuple[str, ...],
    ) -> Node:
        """The node of k of n, once it is known how many are met."""
        status, required, shortfall = held_against(span, clause.bound)
        judgement = None
        alternative = test.or_judged
        if alternative is not None and (alternative.applies_to is None or self.type in alternative.applies_to):
            answers = self.context.answers(clause.id)
            found = answers.get(None)
            asked = status != MET and span.high is not None and span.high >= alternative.at_least
            judgement = judgement_state(alternative.judge, answers, None, waits=asked and found is None)
            status = _or_judged(status, span, alternative, None if found is None else found.answer)
            if status == MET:
                shortfall = None
        if clause.bound.up_to is not None and not isinstance(clause.bound.up_to, Unstated):
            cap = clause.bound.up_to
            span = Span(min(span.low, cap), cap if span.high is None else min(span.high, cap))
        return Node(
            clause, status, span, required, shortfall, used, pending, None, None, None, judgement, None, children
        )


def _or_judged(status: Status | None, span: Span, alternative: OrJudged, answer: bool | None) -> Status | None:
    """The status when fewer are enough if a person says so: never without the person (O-7)."""
    if status == MET or answer is False:
        return status
    if span.high is not None and span.high < alternative.at_least:
        return UNMET
    if answer is True:
        return MET if span.low >= alternative.at_least else OPEN
    return OPEN


def all_of(nodes: Iterable[Node]) -> Status:
    """Conjunction of statuses; measures have no say."""
    out: Status = MET
    for node in nodes:
        if node.status == UNMET:
            return UNMET
        if node.status == OPEN:
            out = OPEN
    return out


def any_of(nodes: Iterable[Node]) -> Status:
    """Disjunction of statuses; measures have no say."""
    out: Status = UNMET
    for node in nodes:
        if node.status == MET:
            return MET
        if node.status == OPEN:
            out = OPEN
    return out


def _used_and_pending(nodes: Iterable[Node]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The achievements that the nodes use, each once, and those pending under them and used by none."""
    used = _union([node.used for node in nodes if node.used])
    pending = [node.pending for node in nodes if node.pending]
    if not pending:
        return used, ()
    return used, tuple([i for i in _union(pending) if i not in used])


def _union(found: list[tuple[str, ...]]) -> tuple[str, ...]:
    if len(found) < 2:
        return found[0] if found else ()
    return tuple(dict.fromkeys(chain.from_iterable(found)))
