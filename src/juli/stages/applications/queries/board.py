"""The clause board of an application: the rules as a tree, with this organisation's verdicts and all that is behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.engines.policy import describe
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Clause
from juli.engines.policy.verdict import MET, OPEN, Finding, Node, Status, Verdict
from juli.stages.accounts.models import User
from juli.stages.applications import claims
from juli.stages.applications.models import ClaimChange
from juli.stages.applications.queries.board_lines import Entry, Lines
from juli.stages.applications.queries.frame import Frame, frame
from juli.stages.applications.queries.judging import Judged, judged
from juli.stages.applications.queries.scores import Scores, scores
from juli.stages.applications.starting import say
from juli.stages.applications.unlocking import CLAIMS
from juli.stages.calls.notices.queries import passages
from juli.stages.calls.queries.check import Headline, headline, reasons
from juli.stages.calls.words import SECTIONS, Words

#: What stands beside the verdict on the board; documents, form, dates and paper have pages of their own.
_BESIDE = ("commitments", "targets", "duties", "tracks")


@dataclass(frozen=True)
class Group:
    """Categories under a heading of the notice; an empty label where they stand alone."""

    label: Label
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Branch:
    """What has a status of its own and changes nothing above it."""

    id: str
    title: Words
    statuses: tuple[Status, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Question:
    """A judgement that is the office's to make: of which clause, by whom, of how many works."""

    clause: str
    question: Label
    by: Label
    works: tuple[str, ...]


@dataclass(frozen=True)
class BoardPage:
    """Everything on the page. ``free``: works that could count and are claimed nowhere; ``chooses``: claims are made.

    ``state`` tells one state of the claims from another; ``last`` is the change that can be undone.
    """

    frame: Frame
    verdict: Verdict
    headline: Headline
    reasons: tuple[tuple[Label, Label], ...]
    groups: tuple[Group, ...]
    conditions: tuple[Entry, ...]
    branches: tuple[Branch, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    scores: Scores | None
    chooses: bool
    free: int
    state: int
    last: ClaimChange | None
    last_words: str
    lacking: int
    has_notice: bool

    @property
    def status(self) -> Status:
        """Of the whole."""
        return self.verdict.status

    @property
    def may_choose(self) -> bool:
        """Whether the reader may move claims now."""
        return self.chooses and self.frame.may_write


def board(user: User | AnonymousUser, organisation: int, application: int, at: dt.datetime) -> BoardPage:
    """The board. Raises Http404, Refused, ProgrammeUnusable, DossierUnusable."""
    around = frame(user, organisation, application, "claims", at).on(CLAIMS)
    return of(around, judged(around.application, around.rules, at))


def of(around: Frame, now: Judged) -> BoardPage:
    """The board of an application that was judged."""
    programme, verdict = around.programme, now.verdict
    said = passages(around.application.call)
    lines = Lines(now, said)
    chooses = claims.uses_claims(programme)
    groups = tuple(_groups(lines))
    qualification = programme.qualification
    beside = [n for n in verdict.children if qualification is None or n.id != qualification.id]
    conditions = [*(lines.of([qualification]) if qualification is not None else []), *map(lines.node, beside)]
    entries = [*(e for group in groups for e in group.entries), *conditions]
    lacks = {(piece.row, lack.label) for top in entries for e in top.walk() for piece in e.used for lack in piece.lacks}
    last = ClaimChange.objects.filter(application=around.application, undone_at=None).order_by("-pk").first()
    return BoardPage(
        frame=around,
        verdict=verdict,
        headline=headline(verdict),
        reasons=tuple(r for r in reasons(verdict) if qualification is None or r[0] != _heading(qualification, around)),
        groups=groups,
        conditions=tuple(conditions),
        branches=tuple(_branches(lines, verdict)),
        questions=tuple(_questions(verdict, now)),
        findings=verdict.findings,
        scores=scores(verdict),
        chooses=chooses,
        free=sum(row not in now.known.dossier.claims for row in now.placing.places) if chooses else 0,
        state=claims.state(around.application),
        last=last,
        last_words="" if last is None else _words(last, lines),
        lacking=len(lacks),
        has_notice=bool(said),
    )


def _words(change: ClaimChange, lines: Lines) -> str:
    """What a change did, in one line."""
    if len(change.after) > 1 or change.how in {ClaimChange.How.BEST, ClaimChange.How.RESTORE}:
        said = ngettext("%(n)d piece of work moved at once", "%(n)d pieces of work moved at once", len(change.after))
        return said % {"n": len(change.after)}
    row, category = next(iter(change.after.items()))
    work = lines.rows[row].title if row in lines.rows else row
    if category in lines.labels:
        return _("“%(work)s” is claimed under “%(category)s”") % {"work": work, "category": say(lines.labels[category])}
    return _("“%(work)s” is claimed nowhere") % {"work": work}


def _heading(clause: Clause, around: Frame) -> Label:
    return describe.heading(clause, around.programme)


def _groups(lines: Lines) -> Iterator[Group]:
    programme = lines.programme
    alone = [c for c in programme.categories if c.group is None and lines.board.has(c)]
    if alone:
        yield Group(Label("", ""), tuple(lines.category(c) for c in alone))
    for group in programme.groups:
        members = [c for c in programme.categories if c.group == group.id and lines.board.has(c)]
        if members:
            yield Group(group.label, tuple(lines.category(c) for c in members))


def _branches(lines: Lines, verdict: Verdict) -> Iterator[Branch]:
    chosen = lines.now.known.application.tracks
    others = {
        c.id
        for track in verdict.programme.tracks
        if track.id not in chosen
        for c in (*track.targets, *(duty.clause for duty in track.duties))
    }
    for name in _BESIDE:
        nodes = [node for node in verdict.branches.get(name, ()) if node.id not in others]
        if nodes:
            statuses = tuple(node.status for node in nodes if node.status is not None)
            yield Branch(name, SECTIONS[name], statuses, tuple(lines.node(node) for node in nodes))


def _questions(verdict: Verdict, now: Judged) -> Iterator[Question]:
    """What waits for a person, each question once."""
    names = verdict.programme.vocabulary.judges
    titles = {row.id: row.title for row in (*now.known.dossier.achievements, *now.known.dossier.plan)}
    told: set[str] = set()
    for node in (n for top in (*verdict.categories, *verdict.children) for n in _decisive(top)):
        state = node.judgement
        if state is not None and state.waiting and node.id not in told and node.status in {MET, OPEN}:
            told.add(node.id)
            waiting = tuple(titles.get(row, row) for row in state.waiting if row)
            yield Question(node.id, state.question, names[state.by], waiting)


def _decisive(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        if node.reading is None or child.id == node.reading:
            yield from _decisive(child)
