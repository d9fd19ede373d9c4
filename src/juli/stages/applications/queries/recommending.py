"""The recommender's pages: the calls, what is handed in by whom, the order, the letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy

from juli.engines.paper.papers.letter import Recommended
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import recommenders
from juli.stages.applications.cases import Case
from juli.stages.applications.guards import problems
from juli.stages.applications.models import (
    Application,
    FinalVersion,
    Letter,
    Recommendation,
    Recommends,
    Submission,
    Turn,
)
from juli.stages.applications.queries.life import EVENTS, Happened
from juli.stages.applications.ruling import Ruling, ruling
from juli.stages.applications.transitions import State, events, uses
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.queries import moments
from juli.stages.calls.queries.moments import Closing

PER_PAGE: Final = 20
#: What a unit sees in its lists.
_SEEN: Final = (State.SUBMITTED, State.RECOMMENDATION, State.RECOMMENDED, State.NOT_RECOMMENDED, State.SENT_BACK)
_WAITING: Final = (State.SUBMITTED, State.RECOMMENDATION)
#: What a recommender is told of an application's history; what the organisation did inside is its own affair.
_TOLD: Final = frozenset({"submit", "withdraw", "take", "recommend", "send_back", "decline", "reconsider"})
_NOT_HANDED_IN: Final = gettext_lazy("This application is not handed in, or waits for no recommendation.")
Word = Recommendation.Word


@dataclass(frozen=True)
class Line:
    """One call with a unit's work in it."""

    call: Call
    title: Label
    unit: str
    until: dt.datetime | None
    open: bool
    waiting: int
    recommended: int


@dataclass(frozen=True)
class Home:
    """The recommender's first page."""

    lines: tuple[Line, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    """One application that a unit passes on."""

    place: Recommendation
    application: Application


@dataclass(frozen=True)
class Board:
    """A unit's page of a call."""

    call: Call
    programme: Programme
    unit: str
    units: tuple[str, ...]
    until: dt.datetime | None
    open: bool
    applicants: Closing
    page: Page[Application]
    query: str
    ranked: tuple[Ranked, ...]
    decided: tuple[Recommendation, ...]
    letters: tuple[Letter, ...]
    letter_asked: bool


@dataclass(frozen=True)
class Sheet:
    """One application as its recommender reads it: the submission that counts, frozen."""

    application: Application
    programme: Programme
    unit: str
    submission: Submission
    final: FinalVersion
    recommendation: Recommendation | None
    files: tuple[Attachment, ...]
    acts: dict[str, tuple[str, ...]]
    history: tuple[Happened, ...]
    until: dt.datetime | None


def until(programme: Programme) -> dt.datetime | None:
    """The first instant that is too late for recommenders."""
    return deadlines.closes(programme, "recommendation" if "recommendation" in programme.dates else "closes")


def home(user: User | AnonymousUser, at: dt.datetime) -> Home:
    """Every call with recommendation in which one of the reader's units has something handed in, or that is open."""
    found = []
    units = recommenders.units(user, at)
    for call in Call.objects.filter(state=Call.State.PUBLISHED).order_by("-year", "edition"):
        under = ruling(call, at)
        if "recommendation" not in uses(under.rules.programme):
            continue
        takes = deadlines.recommends(under.rules, at)
        for unit in units:
            mine = _of_unit(call, unit)
            waiting = mine.filter(state__in=_WAITING).count()
            done = mine.filter(state=State.RECOMMENDED).count()
            if takes or waiting or done:
                title = under.rules.programme.title
                found.append(Line(call, title, unit, until(under.rules.programme), takes, waiting, done))
    return Home(tuple(found), units)


def board(user: User | AnonymousUser, edition: str, unit: str, query: str, page: str, at: dt.datetime) -> Board:
    """A unit's page of a call; ``unit`` empty: the reader's first. Raises Http404, Refused."""
    call, under, unit = place(user, edition, unit, at)
    programme = under.rules.programme
    waiting = _of_unit(call, unit).filter(state__in=_WAITING).select_related("organisation").order_by("number")
    if query:
        waiting = waiting.filter(
            Q(title__icontains=query) | Q(number__icontains=query) | Q(organisation__name__icontains=query)
        )
    said = Recommendation.objects.filter(call=call, unit=unit).select_related(
        "submission__application__organisation", "by"
    )
    return Board(
        call=call,
        programme=programme,
        unit=unit,
        units=recommenders.units(user, at),
        until=until(programme),
        open=deadlines.recommends(under.rules, at),
        applicants=moments.closing(programme, at),
        page=Paginator(waiting, PER_PAGE).get_page(page),
        query=query,
        ranked=tuple(ranked(call, unit)),
        decided=tuple(said.filter(word__in=(Word.SENT_BACK, Word.DECLINED)).order_by("-decided_at")[:100]),
        letters=tuple(Letter.objects.filter(call=call, unit=unit).select_related("by").order_by("-pk")),
        letter_asked=any(
            stage.name == "recommendation" and bool(stage.letter)
            for stage in (programme.workflow.stages if programme.workflow else ())
        ),
    )


def place(user: User | AnonymousUser, edition: str, unit: str, at: dt.datetime) -> tuple[Call, Ruling, str]:
    """The call of an address and the unit that the reader acts for in it. Raises Http404, Refused."""
    call = Call.objects.filter(edition=edition, state=Call.State.PUBLISHED).first()
    if call is None:
        raise Http404(f"no call {edition}")
    units = recommenders.units(user, at)
    unit = unit or (units[0] if units else "")
    recommenders.of_unit(user, unit, at)
    under = ruling(call, at)
    if "recommendation" not in uses(under.rules.programme):
        raise Http404(f"nothing is recommended in {edition}")
    return call, under, unit


def ranked(call: Call, unit: str) -> Iterator[Ranked]:
    """What a unit passes on, in its order."""
    rows = Recommendation.objects.filter(
        call=call, unit=unit, word=Word.RECOMMENDED, submission__taken_back__isnull=True
    ).select_related("submission__application__organisation")
    for row in rows.order_by("rank", "pk"):
        yield Ranked(row, row.submission.application)


def items(call: Call, unit: str) -> tuple[Recommended, ...]:
    """The lines of the letter."""
    return tuple(
        Recommended(row.application.number, row.application.organisation.name, row.application.title, row.place.opinion)
        for row in ranked(call, unit)
    )


def sheet(user: User | AnonymousUser, application: int, at: dt.datetime) -> Sheet:
    """An application for its recommender. Raises Http404, Refused."""
    rows = Application.objects.select_related("call", "organisation")
    row = rows.filter(pk=application).first()
    if row is None:
        raise Http404(f"no application {application}")
    recommenders.recommender(user, row, at)
    under = ruling(row.call, at)
    submission = (
        Submission.objects.filter(application=row)
        .select_related("final__version", "final__rules", "scan", "taken_back")
        .order_by("-number")
        .first()
    )
    if "recommendation" not in uses(under.rules.programme) or submission is None or row.state not in _SEEN:
        raise Refused(_NOT_HANDED_IN)
    possible = events(row, under.rules.programme)
    turns = Turn.objects.filter(application=row).select_related("by").order_by("-pk")
    shown = [turn for turn in turns if turn.event in _TOLD]
    return Sheet(
        application=row,
        programme=under.rules.programme,
        unit=recommenders.unit_of(row.organisation_id),
        submission=submission,
        final=submission.final,
        recommendation=Recommendation.objects.filter(submission=submission).select_related("by").first(),
        files=tuple(attachments(submission.subject)),
        acts={
            event: tuple(problems(step.guard, Case(row, under, at, remarks="…")))
            for event, step in possible.items()
            if step.role == "recommender"
        },
        history=tuple(Happened(EVENTS[turn.event], turn) for turn in shown),
        until=until(under.rules.programme),
    )


def link_of(user: User | AnonymousUser, application: int, link: int, at: dt.datetime) -> Attachment:
    """A file of what was handed in, for its recommender. Raises Http404, Refused."""
    found = sheet(user, application, at)
    kept = attachments(found.submission.subject).filter(pk=link).first()
    if kept is None:
        raise Http404(f"no file {link}")
    return kept


def letter_of(user: User | AnonymousUser, edition: str, letter: int, at: dt.datetime) -> Attachment:
    """A letter that was uploaded, for the unit whose it is. Raises Http404, Refused."""
    kept = Letter.objects.filter(pk=letter, call__edition=edition).first()
    if kept is None:
        raise Http404(f"no letter {letter}")
    recommenders.of_unit(user, kept.unit, at)
    return attachments(kept.subject).get(file=kept.file_id)


def _of_unit(call: Call, unit: str) -> QuerySet[Application]:
    """The applications of a call whose organisations a unit recommends."""
    mine = Recommends.objects.filter(unit=unit, until__isnull=True)
    return Application.objects.filter(call=call, organisation__in=mine.values("organisation"))
