"""One organisation held against one call: the clause board with its answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from juli.engines.policy import describe
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Clause, KOf, Programme
from juli.engines.policy.verdict import MET, OPEN, UNMET, Finding, Node, Status, Verdict
from juli.stages.calls.answers import PLAIN, Answer, Answers, Ask
from juli.stages.calls.assumptions import Assumptions, read
from juli.stages.calls.board import Board, Line, Section
from juli.stages.calls.candidates import Candidate
from juli.stages.calls.judging import verdict as judged
from juli.stages.calls.library import library
from juli.stages.calls.queries.candidates import candidate as find_candidate
from juli.stages.calls.queries.claims import Claims, Points, claims, points
from juli.stages.calls.queries.moments import Closing, closing, usual_day
from juli.stages.calls.queries.rules import DateLine, programme_or_unknown
from juli.stages.calls.queries.rules import page as rules_page
from juli.stages.calls.shelf import Shelf
from juli.stages.calls.wording import counted_in
from juli.stages.calls.words import SECTIONS, Words

_UNMET = Label("不符合", "unmet")


class Headline(NamedTuple):
    """``reached`` to ``possible`` of what is counted, ``required`` asked; ``statuses`` are the phases of each."""

    statuses: tuple[Status, ...]
    reached: Number
    possible: Number | None
    required: Number | None
    unit: Label
    label: Label


class Question(NamedTuple):
    """What a person is asked under one clause, by whom it is answered, and each work it is asked of.

    ``decides``: the verdict may hang on it."""

    clause: Clause
    question: Label
    by: Label
    asks: tuple[Ask, ...]
    waits: bool
    decides: bool


class Branch(NamedTuple):
    """What has a status of its own and changes nothing above it."""

    id: str
    title: Words
    statuses: tuple[Status, ...]
    lines: tuple[Line, ...]


class Papers(NamedTuple):
    """How many attachments are asked for and how many are there; how much evidence the works used still lack."""

    wanted: Number
    there: Number
    waiting: int
    lacking: int


@dataclass(frozen=True)
class Check:
    """Everything on the page of one organisation held against one call."""

    programme: Programme
    candidate: Candidate
    assumed: Assumptions
    day: dt.date
    closing: Closing
    dates: tuple[DateLine, ...]
    verdict: Verdict
    headline: Headline
    account: Label | None
    reasons: tuple[tuple[Label, Label], ...]
    sections: tuple[Section, ...]
    qualification: Line | None
    conditions: tuple[Line, ...]
    branches: tuple[Branch, ...]
    questions: tuple[Question, ...]
    readings: tuple[Line, ...]
    findings: tuple[Finding, ...]
    papers: Papers
    claims: Claims | None
    points: Points | None
    tracks: tuple[tuple[str, Label, bool], ...]
    types: tuple[Label, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def status(self) -> Status:
        """Of the whole."""
        return self.verdict.status

    @property
    def other_questions(self) -> tuple[Question, ...]:
        """Those on which the verdict does not hang."""
        return tuple(q for q in self.questions if not q.decides)

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What the form for day and tracks must hand on."""
        return self.assumed.pairs()


class Asked(NamedTuple):
    """A question to the judge, read from an address."""

    shelf: Shelf
    programme: Programme
    candidate: Candidate
    assumed: Assumptions
    day: dt.date

    def verdict(self) -> Verdict:
        """The answer. Raises DossierUnusable."""
        return judged(self.shelf, self.programme.id, self.candidate, self.assumed, self.day)

    @property
    def dossier(self) -> Dossier:
        """The dossier as it would be."""
        return self.assumed.on(self.candidate.dossier)


def asked(name: str, who: str, query: QueryDict, session: SessionBase, now: dt.datetime) -> Asked:
    """Read an address. Raises Unknown, Unreadable, ProgrammeUnusable or DossierUnusable."""
    found = library()
    programme = programme_or_unknown(found, name)
    candidate = find_candidate(found, who, session, now.astimezone(BEIJING).date(), programme.id)
    assumed = read(query, programme, candidate.dossier)
    if assumed.tracks is None:
        assumed = replace(assumed, tracks=own_terms(programme, candidate.dossier).tracks)
    return Asked(found, programme, candidate, assumed, assumed.day or day_for(programme, candidate.dossier, now))


def day_for(programme: Programme, dossier: Dossier, now: dt.datetime) -> dt.date:
    """The day to judge on: the application's own where it lies in the call's year, else the usual one."""
    own = dossier.application.day
    if own is not None and own.year == programme.year:
        return own
    return usual_day(programme, now.astimezone(BEIJING).date())


def _findings(a: Asked) -> Iterator[Finding]:
    """The findings; a judgement that belongs to another programme of the shelf is no mistake here."""
    elsewhere = {c for p in a.shelf.programmes.values() if p.id != a.programme.id for c in p.clauses}
    named = [j.clause for j in a.dossier.judgements if j.clause in elsewhere]
    for finding in a.verdict().findings:
        if finding.code != "unknown-clause" or not any(f"“{name}”" in finding.text.zh for name in named):
            yield finding


def own_terms(programme: Programme, dossier: Dossier) -> Assumptions:
    """What a dossier asks of this call: of the tracks that it names for several calls, those that are here."""
    known = {t.id for t in programme.tracks}
    chosen = dossier.application.tracks
    return Assumptions() if known.issuperset(chosen) else Assumptions(tracks=tuple(t for t in chosen if t in known))


def check(name: str, who: str, query: QueryDict, session: SessionBase, now: dt.datetime) -> Check:
    """The page. Raises Unknown, Unreadable, ProgrammeUnusable or DossierUnusable."""
    return page(asked(name, who, query, session, now), now)


def page(a: Asked, now: dt.datetime) -> Check:
    """The page of what was asked."""
    programme, verdict = a.programme, a.verdict()
    reader = Answers(verdict, a.dossier)
    answers = reader.all()
    board = _Judged(programme, answers)
    sections = board.sections()
    deciding = [n for n in verdict.children if programme.qualification is None or n.id != programme.qualification.id]
    chosen = a.dossier.application.tracks
    branches = _branches(verdict, chosen)
    head = headline(verdict)
    names = programme.vocabulary.applicant_types
    titles = {r.id: r.title for r in (*a.candidate.dossier.achievements, *a.candidate.dossier.plan)}
    return Check(
        programme=programme,
        candidate=a.candidate,
        assumed=a.assumed,
        day=a.day,
        closing=closing(programme, now),
        dates=rules_page(a.shelf, programme.id).dates,
        verdict=verdict,
        headline=head,
        account=None if _counting(verdict) is None else _account(head, verdict.status),
        reasons=tuple(_reasons_beside(verdict)),
        sections=sections,
        qualification=None if programme.qualification is None else board.of(programme.qualification.id),
        conditions=tuple(board.node_line(n) for n in deciding),
        branches=tuple(
            Branch(
                name,
                SECTIONS[name],
                tuple(n.status for n in nodes if n.status is not None),
                tuple(board.node_line(n) for n in nodes),
            )
            for name, nodes in branches.items()
        ),
        questions=tuple(_questions(verdict, branches, answers)),
        readings=tuple(board.readings()),
        findings=tuple(_findings(a)),
        papers=_papers(verdict),
        claims=claims(verdict, a.dossier),
        points=points(verdict),
        tracks=tuple((t.id, t.label, t.id in chosen) for t in programme.tracks),
        types=tuple(names[t] for t in programme.applicants.types),
        left_out=tuple((w, titles[w]) for w in a.assumed.without),
    )


class _Judged(Board):
    """The board of a verdict: its nodes may be of clauses that no file has."""

    def __init__(self, programme: Programme, answers: Mapping[str, Answer]) -> None:
        super().__init__(programme, answers)
        self.judged: Mapping[str, Answer] = answers

    def of(self, name: str) -> Line | None:
        """The line of a clause of the file."""
        clause = self.programme.clauses.get(name)
        return None if clause is None or not self.has(clause) else self.line(clause)

    def node_line(self, node: Node) -> Line:
        """The line of a node, with the nodes below it where the file has no clause for them."""
        line = self.line(node.clause)
        below = tuple(self.node_line(c) for c in node.children) if not line.children else line.children
        return line if below == line.children else replace(line, children=below, way="all")

    def readings(self) -> Iterator[Line]:
        """The clauses with several readings, whose readings do not all come to the same."""
        for clause in self.programme.clauses.values():
            if clause.id not in self.judged or self.judged[clause.id].reading is None:
                continue
            line = self.line(clause)
            if len({c.answer.status for c in line.children if c.answer}) > 1:
                yield line


def headline(verdict: Verdict) -> Headline:
    """What is counted: the parts of the qualification, else everything that decides."""
    counted = _counting(verdict)
    if counted is None:
        statuses = tuple(n.status for n in verdict.children if n.status is not None)
        met, waiting = statuses.count("met"), statuses.count(OPEN)
        return Headline(statuses, met, met + waiting, len(statuses), Label("项", ""), Label("申报条件", "conditions"))
    statuses = tuple(n.status for n in counted.children if n.status is not None)
    low, high = counted.actual
    return Headline(statuses, low, high, counted.required, counted_in(counted.clause), counted.clause.label)


def _counting(verdict: Verdict) -> Node | None:
    """The node of the qualification that counts parts, in the reading that decides."""
    qualification = verdict.programme.qualification
    node = next((n for n in verdict.children if qualification is not None and n.id == qualification.id), None)
    while node is not None and node.reading is not None:
        node = next(c for c in node.children if c.id == node.reading)
    if node is None or isinstance(node.clause.test, KOf):
        return node
    return next((n for n in node.walk() if isinstance(n.clause.test, KOf)), None)


def reasons(verdict: Verdict) -> Iterator[tuple[Label, Label]]:
    """What stands in the way, the certain first: the clause, and what there is to say of it."""
    for status in (UNMET, OPEN):
        for node in verdict.children:
            if node.status == status:
                said = describe.actual_words(node)
                words = _UNMET if status == UNMET and said in PLAIN else said
                yield describe.heading(node.clause, verdict.programme), words


def _reasons_beside(verdict: Verdict) -> Iterator[tuple[Label, Label]]:
    """The reasons without what the headline says already."""
    q = verdict.programme.qualification
    told = None if q is None else describe.heading(q, verdict.programme)
    yield from (r for r in reasons(verdict) if r[0] != told)


def _account(head: Headline, status: Status) -> Label | None:
    """What the qualification's numbers come to: how much is open, and whether that would do; else what is missing."""
    if status == MET or head.required is None or head.reached >= head.required:
        return None
    waiting = head.statuses.count(OPEN)
    if waiting and head.possible is not None and head.possible > head.reached:
        n, most = (describe.number_words(x, head.unit) for x in (waiting, head.possible))
        enough = Label("", "")
        if head.possible >= head.required:
            enough = Label("，即够", ", which is enough")
        elif status == UNMET:
            enough = Label("，仍不够", ", which is not enough")
        return Label(
            f"另有 {n.zh}待认定，都认定符合则达到 {most.zh}{enough.zh}",
            f"{n.en} open; {most.en} if all are decided in favour{enough.en}",
        )
    short = describe.number_words(head.required - head.reached, head.unit)
    return Label(f"还差 {short.zh}", f"{short.en} short")


def _branches(verdict: Verdict, chosen: tuple[str, ...]) -> Mapping[str, tuple[Node, ...]]:
    """The branches; of tracks that were not chosen, neither targets nor duties."""
    p = verdict.programme
    others = {c.id for t in p.tracks if t.id not in chosen for c in (*t.targets, *(d.clause for d in t.duties))}
    kept = {name: tuple(n for n in nodes if n.id not in others) for name, nodes in verdict.branches.items()}
    return {name: nodes for name, nodes in kept.items() if nodes}


def _questions(
    verdict: Verdict, branches: Mapping[str, tuple[Node, ...]], answers: Mapping[str, Answer]
) -> Iterator[Question]:
    """Every question asked of a person: what the verdict hangs on first, and there what waits first."""
    names = verdict.programme.vocabulary.judges
    told: set[str] = set()
    found = []
    for decides, tops in ((True, (*verdict.categories, *verdict.children)), (False, chain(*branches.values()))):
        for node in (n for top in tops for n in _decisive(top)):
            state = node.judgement
            if state is not None and node.id not in told and answers[node.id].asks:
                told.add(node.id)
                asks, waits = answers[node.id].asks, bool(state.waiting)
                # What is unmet whatever anybody answers does not hang on the answer.
                hangs = decides and not (waits and node.status == UNMET)
                found.append(Question(node.clause, state.question, names[state.by], asks, waits, hangs))
    yield from sorted(found, key=lambda q: (not q.decides, not q.waits))


def _papers(verdict: Verdict) -> Papers:
    nodes = verdict.branches.get("attachments", ())
    known = [n for n in nodes if n.required is not None]
    wanted = sum(int(n.required or 0) for n in known)
    there = sum(min(int(n.actual.low), int(n.required or 0)) for n in known)
    waiting = sum(n.status == OPEN for n in nodes)
    lacking = {
        (achievement, entry)
        for top in (*verdict.categories, *verdict.children)
        for node in _decisive(top)
        if node.evidence is not None
        for achievement, entries in node.evidence.missing
        for entry in entries
    }
    return Papers(wanted, there, waiting, len(lacking))


def _decisive(node: Node) -> Iterator[Node]:
    """A node and all below it that have a say: of readings, the one in force."""
    yield node
    for child in node.children:
        if node.reading is None or child.id == node.reading:
            yield from _decisive(child)
