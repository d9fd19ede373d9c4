"""The front page: the calls there are, the plans, and one sample to look at."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Status
from juli.stages.calls import samples
from juli.stages.calls.answers import Answers
from juli.stages.calls.assumptions import Assumptions
from juli.stages.calls.board import Board, Line
from juli.stages.calls.candidates import Candidate
from juli.stages.calls.judging import verdict as judged
from juli.stages.calls.queries.candidates import sample_candidate
from juli.stages.calls.queries.check import Headline, day_for, headline
from juli.stages.calls.queries.moments import Closing, closing
from juli.stages.calls.queries.rules import DateLine, Money, page
from juli.stages.calls.shelf import Refused, shelf

#: Lines of the sample that are shown.
LINES = 4


class Row(NamedTuple):
    """One call in the list. ``first_of_year``: the year is written once."""

    programme: Programme
    types: tuple[Label, ...]
    money: Money | None
    tracks: int
    closing: Closing
    dates: tuple[DateLine, ...]
    first_of_year: bool


class Front(NamedTuple):
    """A sample held against a call, in short."""

    programme: Programme
    candidate: Candidate
    status: Status
    headline: Headline
    lines: tuple[Line, ...]


class Home(NamedTuple):
    """The front page."""

    open: tuple[Row, ...]
    others: tuple[Row, ...]
    plans: tuple[Programme, ...]
    refused: tuple[Refused, ...]
    front: Front | None


def home(now: dt.datetime) -> Home:
    """The front page. Raises ProgrammeUnusable when not even the vocabulary can be read."""
    found = shelf()
    rows = []
    for programme in found.calls:
        rules = page(found, programme.id)
        at = closing(programme, now)
        rows.append(
            Row(programme, rules.types, rules.money, len(programme.tracks), at, rules.dates, first_of_year=True)
        )
    ahead = [r for r in rows if r.closing.state in ("open", "coming")]
    return Home(_by_year(ahead), _by_year([r for r in rows if r not in ahead]), found.plans, found.refused, _front(now))


def _by_year(rows: list[Row]) -> tuple[Row, ...]:
    before = [None, *(r.programme.year for r in rows)]
    return tuple(r._replace(first_of_year=r.programme.year != year) for r, year in zip(rows, before, strict=False))


def _front(now: dt.datetime) -> Front | None:
    """The sample that the demonstration names, where its programme is there."""
    found = shelf()
    shown = samples.samples().front
    if shown is None or shown[1] not in found.judges:
        return None
    programme = found.programmes[shown[1]]
    candidate = sample_candidate(found, shown[0], programme.id)
    if candidate is None:
        return None
    verdict = judged(found, programme.id, candidate, Assumptions(), day_for(programme, candidate.dossier, now))
    board = Board(programme, Answers(verdict, candidate.dossier).all())
    lines = [line for section in board.sections() for line in section.lines]
    return Front(programme, candidate, verdict.status, headline(verdict), _telling(lines))


def _telling(lines: list[Line]) -> tuple[Line, ...]:
    """A few lines of every kind, in the board's order: two that are met, what is open, and what is nearly there."""
    status = {s: [x for x in lines if x.answer and x.answer.status == s] for s in ("met", "open", "unmet")}
    near = [x for x in status["unmet"] if x.answer and x.answer.touched]
    some = [*status["met"][:2], *status["open"][:1]]
    some += [x for x in (*reversed(near), *reversed(lines)) if x not in some][: LINES - len(some)]
    return tuple(x for x in lines if x in some)
