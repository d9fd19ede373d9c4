"""Panels as the office reads them: those of a call, one with its people and its progress."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.review.models import Assignment, Draw, Entry, Panel, Pin, Scorecard, Seat
from juli.stages.review.permissions import keeper, reader
from juli.stages.review.reading import review_of, rounds

State = Application.State
_SERVING = Q(seats__withdrawn_at__isnull=True, seats__reserve=0)


class Row(NamedTuple):
    """A call that experts review, and how far it is."""

    call: Call
    programme: Programme
    accepted: int
    panels: int


class Of(NamedTuple):
    """The panels of one call."""

    call: Call
    programme: Programme
    rounds: tuple[str, ...]
    panels: list[Panel]
    #: (track, accepted applications before no panel of the first round)
    waiting: list[tuple[str, int]]


class Line(NamedTuple):
    """An application before a panel: who scores it, how many cards are in, whether that is enough."""

    entry: Entry
    assignments: list[Assignment]
    done: int
    abstained: int


class View(NamedTuple):
    """One panel with everything that hangs on it."""

    panel: Panel
    programme: Programme
    lines: list[Line]
    members: list[Seat]
    reserves: list[Seat]
    withdrawn: list[Seat]
    draws: list[Draw]
    pins: list[Pin]


def calls(*, by: User, at: datetime) -> list[Row]:
    """The calls that experts review, the latest first. Raises Refused."""
    reader(by, at)
    accepted = Q(applications__state__in=(State.ACCEPTED, State.REVIEW))
    rows = Call.objects.filter(state=Call.State.PUBLISHED).annotate(
        accepted=Count("applications", filter=accepted, distinct=True),
        made=Count("panels", filter=~Q(panels__state=Panel.State.DISSOLVED), distinct=True),
    )
    found = []
    for row in rows.order_by("-year", "-pk"):
        programme = current(row).programme
        if review_of(programme) is not None:
            found.append(Row(row, programme, row.accepted, row.made))
    return found


def of_call(edition: str, *, by: User, at: datetime) -> Of | None:
    """The panels of a call; None where there is none or experts have no part in it. Raises Refused."""
    reader(by, at)
    call = Call.objects.filter(edition=edition).first()
    programme = current(call).programme if call is not None else None
    stage = review_of(programme) if programme is not None else None
    if call is None or programme is None or stage is None:
        return None
    panels = Panel.objects.filter(call=call).annotate(
        number=Count("entries", distinct=True), people=Count("seats", filter=_SERVING, distinct=True)
    )
    had = Entry.objects.filter(panel__call=call).exclude(panel__state=Panel.State.DISSOLVED).values("application")
    left = list(Application.objects.filter(call=call, state=State.ACCEPTED).exclude(pk__in=had))
    tracks = [track.id for track in programme.tracks] or [""]
    waiting = [(track, sum(not track or track in row.tracks for row in left)) for track in tracks]
    return Of(call, programme, rounds(stage), list(panels.order_by("track", "round", "pk")), waiting)


def panel(pk: int, *, by: User, at: datetime) -> View | None:
    """One panel for those who make or watch it. A constant number of queries. Raises Refused."""
    reader(by, at)
    row = Panel.objects.select_related("call").filter(pk=pk).first()
    if row is None:
        return None
    states = Scorecard.objects.filter(assignment__entry__panel=row).order_by("number")
    cards = dict(states.values_list("assignment", "state"))
    of: defaultdict[int, list[Assignment]] = defaultdict(list)
    for assignment in (
        Assignment.objects.filter(entry__panel=row, ended_at__isnull=True)
        .select_related("seat__expert")
        .order_by("seat__expert__name", "pk")
    ):
        assignment.card = cards.get(assignment.pk, "")  # type: ignore[attr-defined]
        of[assignment.entry_id].append(assignment)
    entries = row.entries.select_related("application__organisation").order_by("application__number", "pk")
    lines = [
        Line(
            entry,
            of[entry.pk],
            sum(one.card == Scorecard.State.SUBMITTED for one in of[entry.pk]),  # type: ignore[attr-defined]
            sum(one.card == Scorecard.State.ABSTAINED for one in of[entry.pk]),  # type: ignore[attr-defined]
        )
        for entry in entries
    ]
    seats = list(row.seats.select_related("expert").order_by("reserve", "expert__name", "pk"))
    for seat in seats:
        mine = [one for line in lines for one in line.assignments if one.seat_id == seat.pk]
        seat.given = len(mine)  # type: ignore[attr-defined]
        seat.done = sum(one.card in {"submitted", "abstained"} for one in mine)  # type: ignore[attr-defined]
    return View(
        row,
        current(row.call).programme,
        lines,
        # A reserve who stands in for one application serves like a member, and is paid like one.
        [seat for seat in seats if seat.withdrawn_at is None and (seat.given or not seat.reserve)],  # type: ignore[attr-defined]
        [seat for seat in seats if seat.withdrawn_at is None and seat.reserve and not seat.given],  # type: ignore[attr-defined]
        [seat for seat in seats if seat.withdrawn_at is not None],
        list(row.draws.order_by("-number")),
        list(row.pins.select_related("application", "expert").order_by("pk")),
    )


def seat(pk: int, *, by: User, at: datetime) -> Seat | None:
    """A seat, for those who make panels. Raises Refused."""
    keeper(by, at)
    return Seat.objects.select_related("panel", "expert").filter(pk=pk).first()


def entry(pk: int, *, by: User, at: datetime) -> Entry | None:
    """An application before a panel, for those who make panels. Raises Refused."""
    keeper(by, at)
    return Entry.objects.select_related("panel", "application").filter(pk=pk).first()


def draw(pk: int, *, by: User, at: datetime) -> Draw | None:
    """A draw, for the parties to it. Raises Refused."""
    reader(by, at)
    return Draw.objects.select_related("panel__call").filter(pk=pk).first()


def draws_named(what: str) -> list[Draw]:
    """The finished draws of a call, or the one called so; for the command line."""
    rows = Draw.objects.filter(state=Draw.State.DRAWN).select_related("panel__call").order_by("panel", "number")
    one, dash, number = what.rpartition("-")
    found = [*rows.filter(panel__call__edition=what)]
    if not found and dash and one.isdecimal() and number.isdecimal() and len(what) < 20:
        found = [*rows.filter(panel=int(one), number=int(number))]
    return found
