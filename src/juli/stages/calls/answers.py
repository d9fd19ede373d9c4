"""What a verdict says of one clause, as the board shows it: numbers for the gauge, words, the works behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from juli.engines.policy import describe
from juli.engines.policy.dossier import Dossier, Row
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Aggregate, AllOf, AnyOf, Clause, KOf
from juli.engines.policy.verdict import MET, OPEN, UNMET, Node, Status, Verdict, Verified
from juli.engines.policy.vocabulary import Vocabulary
from juli.stages.calls.wording import NOTHING, counted_in
from juli.stages.calls.works import Work, work

#: Works shown under a clause before the rest is folded away.
SHOWN = 3
#: Answers that a mark gives by itself.
PLAIN = (Label("是", "yes"), Label("否", "no"), Label("待认定", "awaiting a judgement"))


class Gauge(NamedTuple):
    """The numbers of a gauge. ``planned`` is the part of ``low`` that is promised and not done."""

    low: Number
    high: Number | None
    required: Number | None
    at_most: bool
    planned: Number
    shortfall: Number | None
    unit: Label


class Ask(NamedTuple):
    """A question put to a person: of which work (None: once, or of all), and the answer there is."""

    clause: str
    achievement: str | None
    work: Work | None
    answer: bool | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one clause.

    ``telling`` sums it up in one line; ``asks`` are the questions with their answers; ``touched``: there is something
    to count under it; ``verified`` is told where it differs; ``contested``: by itself it is met, but loses its works to
    other categories.
    """

    status: Status | None
    actual: Label
    telling: Label
    gauge: Gauge | None
    works: tuple[Work, ...]
    evidence: Label
    judgement: Label
    touched: bool
    asks: tuple[Ask, ...]
    reading: str | None
    verified: tuple[Status | None, Label] | None
    contested: bool = False

    @property
    def more(self) -> int:
        """How many works there are beyond those shown at once."""
        return max(0, len(self.works) - SHOWN)

    @property
    def waits(self) -> bool:
        """Whether a person must still answer."""
        return any(ask.answer is None for ask in self.asks)

    @property
    def is_plain(self) -> bool:
        """Whether the mark, and what is said of the judgement, tell as much as ``actual`` does."""
        return self.actual in PLAIN

    @property
    def lacks(self) -> bool:
        """Whether evidence is missing."""
        return any(work.lacks for work in self.works)


class Answers:
    """Answers by clause id, from one verdict."""

    def __init__(self, verdict: Verdict, dossier: Dossier) -> None:
        self.verdict, self.dossier = verdict, dossier
        self.vocabulary: Vocabulary = verdict.programme.vocabulary
        standing = (row for rows in dossier.standing.values() for row in rows)
        self.rows: Mapping[str, Row] = {r.id: r for r in (*dossier.achievements, *dossier.plan, *standing)}
        self.titles = {id_: row.title for id_, row in self.rows.items() if row.values.get("title")}
        self.contested = frozenset(f.clause for f in verdict.findings if f.code == "contested")

    def all(self) -> Mapping[str, Answer]:
        """Every clause of the verdict; a category as it stands by itself."""
        found: dict[str, Answer] = {}
        for node in self.verdict.walk():
            if node.clause.id not in found:
                found[node.clause.id] = self.answer(node)
        return found

    def answer(self, node: Node) -> Answer:
        """One node."""
        clause, waiting = node.clause, frozenset(_waiting(node))
        leaf = not node.children
        works = [*((i, False) for i in node.used), *((i, True) for i in node.pending)] if leaf else []
        lacking = {} if node.evidence is None else dict(node.evidence.missing)
        side = node.verified
        asks = tuple(self._asks(node))
        return Answer(
            status=node.status,
            actual=describe.actual_words(node),
            telling=telling(node),
            gauge=gauge(node) if leaf or isinstance(clause.test, KOf) else None,
            works=tuple(
                work(
                    self.rows[i], clause, self.vocabulary, pending=pending, waits=i in waiting, lacks=lacking.get(i, ())
                )
                for i, pending in works
                if i in self.rows
            ),
            evidence=describe.evidence_state_words(node, self.vocabulary, self.titles),
            judgement=describe.judgement_words(node, self.vocabulary) if asks else NOTHING,
            touched=node.status != UNMET or bool(node.used or node.pending) or _progress(node) > 0,
            asks=asks,
            reading=node.reading,
            verified=None if side is None else _verified(node, side),
            contested=clause.id in self.contested,
        )

    def _asks(self, node: Node) -> list[Ask]:
        state = node.judgement
        if state is None:
            return []
        id_, clause = node.clause.id, node.clause
        waiting = [Ask(id_, w or None, self._work(w, clause), None, "", "") for w in state.waiting]
        given = [
            Ask(id_, a.achievement, self._work(a.achievement, clause), a.answer, a.by, a.reason) for a in state.answers
        ]
        return [*waiting, *given]

    def _work(self, id_: str | None, clause: Clause) -> Work | None:
        row = self.rows.get(id_ or "")
        return None if row is None else work(row, clause, self.vocabulary, pending=True, waits=True)


def _waiting(node: Node) -> tuple[str, ...]:
    return () if node.judgement is None else node.judgement.waiting


def gauge(node: Node) -> Gauge | None:
    """The gauge of a node; None where a yes or no, or nothing, is asked."""
    clause, required = node.clause, node.required
    bound = clause.bound
    if required is None or not isinstance(clause.test, Aggregate | KOf):
        return None
    ceiling = bound.at_most is not None and bound.at_least is None
    if ceiling and required == 0:
        return None
    low, high = node.actual
    planned: Number = 0
    if node.done is not None and node.planned is not None:
        planned = max(low - node.done.low, 0)
    off = node.shortfall if node.status == UNMET else None
    return Gauge(low, high, required, ceiling, planned, off, counted_in(clause))


def telling(node: Node) -> Label:
    """What there is to say of a node in one line: the clause that decides it, with its number."""
    leaf = _deciding(node)
    said = describe.actual_words(leaf)
    if leaf.status == OPEN and leaf.judgement is not None and leaf.judgement.waiting not in ((), ("",)):
        n = describe.number_words(len(leaf.judgement.waiting), counted_in(leaf.clause))
        said = Label(f"{n.zh}待认定", f"{n.en} awaiting a judgement")
    if leaf.clause.label == node.clause.label:
        return said
    return Label(f"{leaf.clause.label.zh}：{said.zh}", f"{leaf.clause.label.en}: {said.en}")


def _deciding(node: Node) -> Node:
    """The node below that explains this one; itself where no single one does."""
    if node.reading is not None:
        chosen = next(c for c in node.children if c.clause.id == node.reading)
        below = _deciding(chosen)
        # A reading's own name says how, not what: keep the name of what is read.
        if below is chosen:
            return below._replace(clause=replace(chosen.clause, label=node.clause.label))
        return below
    test = node.clause.test
    asked = [c for c in node.children if c.status is not None]
    if isinstance(test, AnyOf):
        for status in (MET, OPEN):
            found = next((c for c in asked if c.status == status), None)
            if found is not None:
                return _deciding(found)
        near = max(asked, key=_progress, default=None)
        return node if near is None or not _progress(near) else _deciding(near)
    if isinstance(test, AllOf):
        for status in (UNMET, OPEN):
            found = next((c for c in asked if c.status == status), None)
            if found is not None:
                return _deciding(found)
    return node


def _progress(node: Node) -> float:
    """How far a node has come, from 0 to 1."""
    if isinstance(node.clause.test, AllOf | AnyOf) or node.reading is not None:
        shares = [_progress(c) for c in node.children if c.status is not None]
        if isinstance(node.clause.test, AllOf):
            return sum(shares) / len(shares) if shares else 0.0
        return max(shares, default=0.0)
    if node.status == MET:
        return 1.0
    if not node.required or node.clause.bound.at_least is None:
        return 0.0
    return min(1.0, float(node.actual.low) / float(node.required))


def _verified(node: Node, side: Verified) -> tuple[Status | None, Label] | None:
    """The verified side where it differs from the declared one: its status, and the number where the clause has one."""
    if (side.status, side.actual) == (node.status, node.actual):
        return None
    if node.children and not isinstance(node.clause.test, KOf):
        return side.status, NOTHING
    bare = node._replace(shortfall=None, done=None, planned=None)
    return side.status, describe.actual_words(bare._replace(status=side.status, actual=side.actual))
