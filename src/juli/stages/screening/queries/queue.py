"""The list of a call's applications before the office: filtered, searched, sorted, in as many queries for any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.http import Http404

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.numerals import whole
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import Case as Stands
from juli.stages.applications.guards import problems
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.ruling import Ruling, ruling
from juli.stages.applications.transitions import HANDED_IN, State, events, uses
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.screening import permissions
from juli.stages.screening.decided import decided_of
from juli.stages.screening.findings import sheet_of
from juli.stages.screening.guards import not_acceptable
from juli.stages.screening.models import Decision, FindingAnswer, OwnFinding, SavedFilter
from juli.stages.screening.officers import officers
from juli.stages.screening.words import STATES

PER_PAGE: Final = 50
_LONGEST: Final = 100
#: Sort in the address → columns.
_SORTS: Final[Mapping[str, tuple[str | OrderBy, ...]]] = {
    "number": ("number", "pk"),
    "name": ("organisation__name", "pk"),
    "came": ("came", "pk"),
    "due": (F("until").asc(nulls_last=True), "pk"),
}
_RETURNED: Final = (State.RETURNED, State.CORRECTED)
#: Acts on several, by their words in the address → the event of the table.
SEVERAL: Final = {"begin": "screen", "accept": "accept"}


@dataclass(frozen=True)
class Filters:
    """What is asked of the list, as it stands in the address."""

    q: str = ""
    state: str = ""
    track: str = ""
    officer: str = ""
    late: str = ""
    sort: str = "number"

    @property
    def query(self) -> str:
        """The same for an address, what is empty left out."""
        return urlencode(
            {name: value for name, value in vars(self).items() if value and (name, value) != ("sort", "number")}
        )


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how it is called, how many it has."""

    value: str
    label: Label
    count: int


@dataclass(frozen=True)
class Queue:
    """The page."""

    call: Call
    programme: Programme
    filters: Filters
    page: Page[Application]
    states: tuple[Choice, ...]
    officers: tuple[User, ...]
    saved: tuple[SavedFilter, ...]
    may: bool
    at: dt.datetime
    tracks: Mapping[str, Label]


@dataclass(frozen=True)
class Listed:
    """One call in the list of calls: how many wait, are screened, are back from correction, are late."""

    call: Call
    title: Label
    waiting: int
    screening: int
    corrected: int
    late: int
    decided: int


@dataclass(frozen=True)
class Preview:
    """What an act on several would do: those it can be done with, those not and why."""

    call: Call
    programme: Programme
    act: str
    can: tuple[Application, ...]
    cannot: tuple[tuple[Application, tuple[str, ...]], ...]


def filters_of(given: Mapping[str, str]) -> Filters:
    """The filters that an address asks for; what they don't know is left out."""
    found = {name: str(given.get(name, "")).strip()[:_LONGEST] for name in Filters.__dataclass_fields__}
    found["sort"] = found["sort"] if found["sort"] in _SORTS else "number"
    found["state"] = found["state"] if found["state"] in STATES else ""
    return Filters(**found)


def calls(user: User | AnonymousUser, at: dt.datetime) -> list[Listed]:
    """The calls in which something was handed in. Raises Refused."""
    permissions.reader(user, at)
    late = Q(state__in=_RETURNED, until__lte=at)
    rows = known(Application.objects.filter(state__in=HANDED_IN))
    counted = rows.values("call").annotate(
        waiting=Count("pk", filter=_OF["waiting"]),
        screened=Count("pk", filter=Q(state=State.SCREENING)),
        back=Count("pk", filter=_OF["corrected"]),
        overdue=Count("pk", filter=late),
        all=Count("pk"),
    )
    counts = {row["call"]: row for row in counted.order_by()}
    found = []
    for call in Call.objects.filter(pk__in=counts).prefetch_related("amendments").order_by("-year", "edition"):
        row = counts[call.pk]
        done = row["all"] - row["waiting"] - row["screened"]
        title = current(call).programme.title
        found.append(Listed(call, title, row["waiting"], row["screened"], row["back"], row["overdue"], done))
    return found


def queue(user: User | AnonymousUser, edition: str, filters: Filters, page: str, at: dt.datetime) -> Queue:
    """The list of a call. Raises Http404, Refused, ProgrammeUnusable."""
    permissions.reader(user, at)
    call = call_of(edition)
    programme = current(call).programme
    rows = filtered(call, filters, user, at)
    every = known(Application.objects.filter(call=call, state__in=HANDED_IN))
    counts = every.aggregate(**{name: Count("pk", filter=_condition(name, at)) for name in STATES})
    may = bool(roles_of(user, at) & {Role.OFFICER, Role.LEAD})
    mine = SavedFilter.objects.filter(user_id=user.pk or 0).order_by("name") if may else ()
    return Queue(
        call=call,
        programme=programme,
        filters=filters,
        page=Paginator(rows, PER_PAGE).get_page(page),
        states=tuple(Choice(name, label, counts[name]) for name, label in STATES.items()),
        officers=officers(at),
        saved=tuple(mine),
        may=may,
        at=at,
        tracks={track.id: track.label for track in programme.tracks},
    )


def call_of(edition: str) -> Call:
    """A call that was published. Raises Http404."""
    call = Call.objects.filter(edition=edition).exclude(state=Call.State.DRAFT).first()
    if call is None:
        raise Http404(f"there is no call {edition}")
    return call


def known(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Applications with what the list shows: when the submission that counts came, until when a correction is due."""
    standing = Submission.objects.filter(application=OuterRef("pk"), taken_back__isnull=True).order_by("-number")
    returned = Decision.objects.filter(application=OuterRef("pk"), kind=Decision.Kind.RETURNED).order_by("-pk")
    corrected = returned.filter(submission__number__lt=OuterRef("submission_number"))
    return rows.annotate(
        came=Subquery(standing.values("at")[:1]),
        submission_number=Subquery(standing.values("number")[:1]),
        until=Subquery(returned.values("until")[:1]),
        due=Subquery(returned.values("due")[:1]),
        was_corrected=Exists(corrected),
    )


def filtered(call: Call, filters: Filters, user: User | AnonymousUser, at: dt.datetime) -> QuerySet[Application]:
    """The applications of a call that the filters let through, in their order."""
    rows = known(Application.objects.filter(call=call, state__in=HANDED_IN))
    rows = rows.select_related("organisation", "screening__officer")
    if filters.state:
        rows = rows.filter(_condition(filters.state, at))
    if filters.late:
        rows = rows.filter(_condition("late", at))
    if filters.officer == "none":
        rows = rows.filter(screening__officer__isnull=True)
    elif filters.officer == "me":
        rows = rows.filter(screening__officer=user.pk)
    elif officer := whole(filters.officer):
        rows = rows.filter(screening__officer=officer)
    if words := filters.q:
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(title__icontains=words)
            | Q(organisation__name__icontains=words)
            | Q(organisation__uscc__iexact=words)
            | Q(submissions__check_code__iexact=words)
            | Q(finals__check_code__iexact=words)
        ).distinct()
    if filters.track:
        # A list of names in a column: both databases keep it as JSON text, and a name has no quotes in it.
        rows = rows.filter(tracks__icontains=f'"{filters.track}"')
    return rows.order_by(*_SORTS[filters.sort])


def preview(user: User, edition: str, act: str, chosen: list[int], at: dt.datetime) -> Preview:
    """What ``begin`` or ``accept`` would do with several. Raises Http404, Refused."""
    permissions.officer(user, at)
    if act not in SEVERAL:
        raise Http404(f"nothing is called {act} with several")
    call = call_of(edition)
    under = ruling(call, at)
    rows = list(
        Application.objects.filter(call=call, pk__in=chosen, state__in=HANDED_IN)
        .select_related("call", "organisation", "screening__officer")
        .order_by("number", "pk")
    )
    why = _why(rows, act, under, at)
    return Preview(
        call,
        under.rules.programme,
        act,
        tuple(row for row in rows if not why[row.pk]),
        tuple((row, why[row.pk]) for row in rows if why[row.pk]),
    )


def _why(rows: list[Application], act: str, under: Ruling, at: dt.datetime) -> dict[int, tuple[str, ...]]:
    event, programme = SEVERAL[act], under.rules.programme
    found: dict[int, tuple[str, ...]] = {}
    there = []
    for row in rows:
        step = events(row, programme).get(event)
        if step is None:
            found[row.pk] = (str(row.get_state_display()),)
        elif act == "begin":
            found[row.pk] = tuple(problems(step.guard, Stands(row, under, at)))
        else:
            there.append(row)
    if there:
        found |= _acceptable(there)
    return found


def _acceptable(rows: list[Application]) -> dict[int, tuple[str, ...]]:
    keys = [row.pk for row in rows]
    given = Submission.objects.filter(application__in=keys, taken_back__isnull=True).order_by("number")
    given = given.select_related("final__version", "rules", "scan__file", "application__call")
    standing = {made.application_id: made for made in given}
    answers: dict[int, list[FindingAnswer]] = {key: [] for key in keys}
    for answer in FindingAnswer.objects.filter(application__in=keys).select_related("by").order_by("-pk"):
        answers[answer.application_id].append(answer)
    own: dict[int, list[OwnFinding]] = {key: [] for key in keys}
    for one in OwnFinding.objects.filter(application__in=keys).select_related("by").order_by("pk"):
        own[one.application_id].append(one)
    decided = decided_of(rows)
    return {
        row.pk: tuple(not_acceptable(sheet_of(row, standing[row.pk], decided[row.pk], answers[row.pk], own[row.pk])))
        for row in rows
        if row.pk in standing
    }


def _condition(name: str, at: dt.datetime) -> Q:
    if name == "late":
        return Q(state__in=_RETURNED, until__lte=at)
    return _OF[name]


#: State of the list → which applications it has.
_OF: Final[Mapping[str, Q]] = {
    "waiting": Q(state__in=(State.SUBMITTED, State.RECOMMENDATION, State.RECOMMENDED, State.NOT_RECOMMENDED)),
    "screening": Q(state=State.SCREENING, was_corrected=False),
    "corrected": Q(state=State.SCREENING, was_corrected=True),
    "returned": Q(state__in=_RETURNED),
    "accepted": ~Q(
        state__in=(
            State.SUBMITTED,
            State.RECOMMENDATION,
            State.RECOMMENDED,
            State.NOT_RECOMMENDED,
            State.SCREENING,
            *_RETURNED,
            State.REFUSED,
        )
    ),
    "refused": Q(state=State.REFUSED),
}


def waits(programme: Programme) -> tuple[str, ...]:
    """The states in which an application waits to be screened in a call."""
    return (State.RECOMMENDED,) if "recommendation" in uses(programme) else (State.SUBMITTED,)


def table(rows: QuerySet[Application], tracks: Mapping[str, Label], lang: str) -> list[list[Any]]:
    """The list as rows of a sheet, under ``COLUMNS``."""
    return [
        [
            row.number,
            row.organisation.name,
            row.organisation.uscc or "",
            row.title,
            "、".join(tracks[name].say(lang) for name in row.tracks if name in tracks),
            str(row.get_state_display()),
            row.came,  # type: ignore[attr-defined]  # Annotated by ``known``.
            row.due,  # type: ignore[attr-defined]
            str(row.screening.officer or "") if hasattr(row, "screening") else "",
        ]
        for row in rows
    ]
