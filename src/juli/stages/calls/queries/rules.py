"""The rules of one programme as its page shows them, without an organisation."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import NamedTuple

from juli.engines.policy import blocks, describe, workflow
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.rules import Programme, Support, Track
from juli.engines.policy.wording import STAGES
from juli.stages.calls.board import Board, Line, Section
from juli.stages.calls.queries.moments import Closing, closing
from juli.stages.calls.queries.spans import Line as Years
from juli.stages.calls.queries.spans import years_line
from juli.stages.calls.shelf import Shelf, shelf
from juli.stages.calls.wording import UNSTATED, joined, money_words, points_words, quota_words
from juli.stages.calls.words import FIELDS, RULES_OF_MONEY, Words

#: Shares are told in per cent.
_WHOLE = 100


class Unknown(LookupError):
    """There is no such programme, dossier or clause."""


class Money(NamedTuple):
    """How many are supported and with how much; ``prefer`` breaks ties and admits nobody."""

    quota: Label
    amount: Label
    total: Label | None
    prefer: Label | None
    cite: str
    note: Label | None


class DateLine(NamedTuple):
    """A date of the call."""

    id: str
    label: Label
    words: Label
    cite: str
    note: Label | None


class TrackPart(NamedTuple):
    """A track: its own conditions and targets, its money, and with which others it may stand."""

    id: str
    label: Label
    cite: str
    note: Label | None
    content: tuple[Label, ...]
    conditions: tuple[Line, ...]
    targets: tuple[Line, ...]
    duties: tuple[Line, ...]
    money: Money | None
    together: Label | None
    apart: Label | None
    choose: tuple[tuple[Label, int], ...]
    joint: Label | None


class FormPart(NamedTuple):
    """A section of the form: what it is, and the fields or columns asked for."""

    label: Label
    kind: Words
    cite: str
    hint: Label | None
    asks: tuple[tuple[Label, bool], ...]
    required: bool


class Stage(NamedTuple):
    """A stage of the call's life."""

    name: str
    label: Label
    own: Label | None
    cite: str
    note: Label | None
    length: Label | None
    assumption: bool


class Table(NamedTuple):
    """The table of points: what each clause earns, what planned work is worth (in per cent), what breaks ties."""

    lines: tuple[tuple[str, Label, Label], ...]
    ranks: bool
    plan_worth: int
    ties: Label | None
    assumption: bool
    cite: str


class Reading(NamedTuple):
    """A sentence with more than one reading: the one in force, and the others."""

    line: Line
    first: Line
    others: tuple[Line, ...]


@dataclass(frozen=True)
class Rules:
    """Everything on the page of a programme's rules."""

    programme: Programme
    editions: tuple[Programme, ...]
    types: tuple[Label, ...]
    money: Money | None
    years: Years
    conditions: tuple[Line, ...]
    limits: tuple[Line, ...]
    exclusions: tuple[Line, ...]
    sections: tuple[Section, ...]
    qualification: Line | None
    tracks: tuple[TrackPart, ...]
    commitments: tuple[Line, ...]
    targets: tuple[Line, ...]
    duties: tuple[Line, ...]
    attachments: tuple[Line, ...]
    indicators: tuple[Line, ...]
    dates: tuple[DateLine, ...]
    form: tuple[FormPart, ...]
    paper: tuple[Label, ...]
    budget_rule: Words
    stages: tuple[Stage, ...]
    readings: tuple[Reading, ...]
    points: Table | None
    facts: tuple[tuple[Label, Label], ...]
    contacts: tuple[tuple[Label, Label], ...]
    count: int

    @property
    def printed(self) -> tuple[DateLine, ...]:
        """The dates that the notice prints."""
        return tuple(d for d in self.dates if d.words != UNSTATED)

    @property
    def qualification_lines(self) -> tuple[Line, ...]:
        """The qualification as a list of one, or none."""
        return () if self.qualification is None else (self.qualification,)


def programme_or_unknown(found: Shelf, name: str, what: str = "call") -> Programme:
    """A programme of the shelf. Raises Unknown, or ProgrammeUnusable when its file can't be used."""
    programme = found.programmes.get(name)
    if programme is None or programme.what != what:
        refused = next((r for r in found.refused if r.id == name), None)
        if refused is not None:
            raise ProgrammeUnusable(refused.problems)
        raise Unknown(name)
    return programme


def rules(name: str, now: dt.datetime) -> tuple[Rules, Closing]:
    """The page of a call's rules, and how the call stands now. Raises Unknown or ProgrammeUnusable."""
    found = shelf()
    programme = programme_or_unknown(found, name)
    return page(found, name), closing(programme, now)


@functools.lru_cache(maxsize=32)
def page(found: Shelf, name: str) -> Rules:
    """The rules of a programme or a plan, worked out once for a state of the shelf."""
    return laid_out(found.programmes[name], found)


def laid_out(p: Programme, found: Shelf) -> Rules:
    """The page of a programme, which may stand on the shelf or not."""
    board = Board(p)
    sections = board.sections()
    qualification = None if p.qualification is None else board.line(p.qualification)
    tracks = tuple(_track(t, p, board) for t in p.tracks)
    parts = {
        "conditions": board.lines(p.applicants.conditions),
        "limits": board.lines(p.applicants.limits),
        "exclusions": board.lines(p.exclusions),
        "commitments": board.lines(p.commitments),
        "targets": board.lines(p.targets),
        "duties": board.lines(d.clause for d in p.duties),
        "attachments": board.lines(a.clause for a in p.attachments),
        "indicators": board.lines(p.indicators),
    }
    lines = [
        *(line for s in sections for line in s.lines),
        *((qualification,) if qualification else ()),
        *(line for part in parts.values() for line in part),
        *(line for t in tracks for line in (*t.conditions, *t.targets, *t.duties)),
    ]
    every = [line for top in lines for line in top.walk()]
    names = p.vocabulary.applicant_types
    return Rules(
        programme=p,
        editions=found.editions(p),
        types=tuple(names[t] for t in p.applicants.types),
        money=None if p.support is None else _money(p.support, p),
        years=years_line(p, found.calendar),
        sections=sections,
        qualification=qualification,
        tracks=tracks,
        dates=tuple(_date(n, d) for n, d in p.dates.items()),
        form=_form(p),
        paper=_paper(p),
        budget_rule=RULES_OF_MONEY[p.budget.rule] if p.budget else "",
        stages=() if p.workflow is None else tuple(_stage(s) for s in p.workflow.stages),
        readings=tuple(
            Reading(x, next(c for c in x.children if c.decides), tuple(c for c in x.children if not c.decides))
            for x in every
            if x.way == "reading"
        ),
        points=_points(p),
        facts=tuple((name, joined(said)) for name, said in describe.notice_facts(p.notice)),
        contacts=tuple((c.label or Label.both(c.role), joined(describe.contact_words(c))) for c in p.notice.contacts),
        count=len(every),
        **parts,
    )


def _money(support: Support, p: Programme) -> Money:
    total, fields = support.total, describe.counted_by(p)
    prefer = None
    if support.prefer is not None:
        prefer = describe.filter_words(support.prefer, p.vocabulary.organisation, p.lists)
    stated = (total.exact, total.at_most, total.about) != (None, None, None)
    return Money(
        quota_words(support.quota, fields),
        money_words(support.amount, fields),
        money_words(total, fields) if stated else None,
        prefer,
        support.cite,
        support.note,
    )


def _date(name: str, rule: blocks.DateRule) -> DateLine:
    label = rule.label or {"opens": Label("开始申报", "Opens"), "closes": Label("申报截止", "Closes")}.get(name)
    words = describe.moment_words(rule)
    if words.en == "not stated yet":
        words = UNSTATED
    return DateLine(name, label or Label.both(name), words, rule.cite, rule.note)


def _track(t: Track, p: Programme, board: Board) -> TrackPart:
    labels = {other.id: other.label for other in p.tracks}
    types = p.vocabulary.applicant_types

    def named(ids: tuple[str, ...]) -> Label | None:
        return joined([labels[i] for i in ids]) if ids else None

    content = () if t.content is None else tuple(x for x in (t.content.label, t.content.note) if x is not None)
    return TrackPart(
        id=t.id,
        label=t.label,
        cite=t.cite,
        note=t.note,
        content=content,
        conditions=board.lines((*t.conditions, *t.exclusions)),
        targets=board.lines(t.targets),
        duties=board.lines(d.clause for d in t.duties),
        money=None if t.support is None else _money(t.support, p),
        together=named(t.combine_with),
        apart=named(t.exclusive),
        choose=tuple((joined([labels.get(v, Label.both(v)) for v in values]), n) for _, values, n in t.choose),
        joint=None if t.joint is None else joined([types.get(w, Label.both(w)) for w in t.joint.with_]),
    )


def _form(p: Programme) -> tuple[FormPart, ...]:
    if p.form is None:
        return ()
    return tuple(
        FormPart(
            s.label or Label.both(s.id),
            FIELDS[s.type],
            s.cite,
            s.hint,
            tuple((c.label or Label.both(c.id), c.required) for c in (*s.fields, *s.columns)),
            s.required,
        )
        for s in p.form.sections
    )


def _paper(p: Programme) -> tuple[Label, ...]:
    paper = p.paper
    if paper is None:
        return ()
    out = []
    if paper.copies is not None:
        out.append(Label(f"{paper.size} 纸一式 {paper.copies} 份", f"{paper.size}, copies: {paper.copies}"))
    if paper.bound:
        out.append(Label("装订成册", "bound"))
    names = {a.clause.id: a.clause.label for a in p.attachments}
    if paper.parts:
        parts = joined([names.get(x, Label.both(x)) for x in paper.parts])
        out.append(Label(f"依次为：{parts.zh}", f"in this order: {parts.en}"))
    return tuple(out)


def _stage(s: workflow.Stage) -> Stage:
    length = None
    if s.length is not None:
        length = UNSTATED if s.length == "unstated" else describe.duration_words(s.length)
    return Stage(s.name, STAGES[s.name], s.label, s.cite, s.note, length, s.source == "assumption")


def _points(p: Programme) -> Table | None:
    table = p.points
    if table is None:
        return None
    labels = {**{g.id: g.label for g in p.groups}, **{c.id: c.label for c in p.categories}}
    clauses = p.clauses
    return Table(
        tuple((i.clause, clauses[i.clause].label, points_words(i, clauses[i.clause])) for i in table.items),
        table.rank,
        int(table.plan_worth * _WHOLE),
        joined([labels[t] for t in table.ties]) if table.ties else None,
        table.assumption,
        table.cite,
    )


__all__ = ["Rules", "Unknown", "page", "programme_or_unknown", "rules"]
