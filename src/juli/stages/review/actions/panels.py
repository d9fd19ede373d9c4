"""Panels: made, opened, extended, closed, dissolved; experts who withdraw and those who come in their place."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from juli.registry.canonical import SHANGHAI
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.turning import turning
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.review import assigned, notices, reading
from juli.stages.review.models import Assignment, Entry, Expert, Panel, Pin, Seat
from juli.stages.review.permissions import keeper, leading

S = Panel.State


class Making(NamedTuple):
    """What a panel is made with; amounts in 分."""

    round: str
    name: str
    how: str
    size: int
    first_day: dt.date
    last_day: dt.date
    closes_at: datetime
    track: str = ""
    reserves: int = 0
    load: int = 10
    one_per_institution: bool = True
    field: str = ""
    former_years: int = 3
    place: str = ""
    fee: int = 0


def make_panel(*, call: Call, making: Making, by: User, at: datetime) -> Panel:
    """Make a panel of the accepted applications that no panel of this track and round has yet.

    Raises Refused; ValidationError where the file asks for no experts, or the numbers can't be meant.
    """
    with transaction.atomic():
        actor = keeper(by, at)
        Call.objects.select_for_update().get(pk=call.pk)
        programme = current(call).programme
        stage = reading.review_of(programme)
        if stage is None or not stage.rubric:
            raise ValidationError(_("By its file, this call is not reviewed by experts with a scorecard."))
        wrong = {}
        if making.round not in reading.rounds(stage):
            wrong["round"] = _("The file has no such round.")
        if making.track not in ({track.id for track in programme.tracks} or {""}):
            wrong["track"] = _("Choose one of the call's tracks.")
        if making.size < 1:
            wrong["size"] = _("At least one expert.")
        if making.last_day < making.first_day:
            wrong["last_day"] = _("This is before the first day.")
        if making.closes_at <= at:
            wrong["closes_at"] = _("This has passed; choose a later time.")
        if Panel.objects.filter(call=call, track=making.track, round=making.round, name=making.name).exists():
            wrong["name"] = _("There is a panel of this name.")
        if wrong:
            raise ValidationError(wrong)
        row = Panel.objects.create(call=call, rules=reading.frozen(stage), created_at=at, **making._asdict())
        number = _gathered(row)
        details = {**_plain(making), "call": call.edition, "applications": number}
        record(subject=row.subject, actor=actor, act="panel.made", details=details, at=at)
        return row


def gather(*, panel: Panel, by: User, at: datetime) -> int:
    """Take in applications that were accepted meanwhile; how many. Raises Refused, ValidationError."""
    with transaction.atomic():
        row, actor = held(panel, by, at, S.FORMING)
        number = _gathered(row)
        if number:
            _bumped(row)
            record(subject=row.subject, actor=actor, act="panel.gathered", details={"applications": number}, at=at)
        return number


def pin(
    *,
    panel: Panel,
    application: Application,
    expert: Expert,
    together: bool | None,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    """Say that a match must make a pair, or must not; None takes that back. Raises Refused, ValidationError."""
    with transaction.atomic():
        row, actor = held(panel, by, at, S.FORMING, S.FORMED, S.OPEN)
        if not Entry.objects.filter(panel=row, application=application).exists():
            raise ValidationError({"application": _("This application is not before the panel.")})
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        Pin.objects.filter(panel=row, application=application, expert=expert).delete()
        if together is not None:
            Pin.objects.create(
                panel=row, application=application, expert=expert, together=together, reason=reason.strip()[:300],
                by=actor.id, at=at,
            )  # fmt: skip
        details = {
            "application": application.pk,
            "expert": expert.pk,
            "together": {True: "yes", False: "no", None: "free"}[together],
            "reason": reason.strip()[:300],
        }
        record(subject=row.subject, actor=actor, act="panel.pinned", details=details, at=at)


def open_panel(*, panel: Panel, had: int, by: User, at: datetime) -> int:
    """Let the experts in, and take the accepted applications into review; how many. Raises Refused, Stale, NotReady."""
    with transaction.atomic():
        row, actor = held(panel, by, at, S.FORMED)
        require_version(had=had, now=row.version)
        if row.closes_at <= at:
            raise ValidationError(_("Scoring would have ended before it begins; extend it first."))
        if reasons := assigned.lacking(row):
            raise NotReady(reasons)
        # From here on the guard finds the applications assigned.
        row.state, row.opened_at = S.OPEN, at
        _bumped(row)
        taken = 0
        for entry in Entry.objects.filter(panel=row).select_related("application").order_by("application_id"):
            if entry.application.state == Application.State.ACCEPTED:
                turning(application=entry.application, event="review", by=by, at=at).done(details={"panel": row.pk})
                taken += 1
        record(subject=row.subject, actor=actor, act="panel.opened", details={"applications": taken}, at=at)
        notices.tell_opened(row, at)
        return taken


def extend(*, panel: Panel, closes_at: datetime, reason: str, by: User, at: datetime) -> Panel:
    """Give the experts more time. Raises Refused, ValidationError."""
    with transaction.atomic():
        row, actor = held(panel, by, at, S.FORMING, S.FORMED, S.OPEN)
        if closes_at <= at or closes_at <= row.closes_at:
            raise ValidationError(
                {
                    "closes_at": _("Choose a later time than %(end)s.")
                    % {"end": f"{row.closes_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"}
                }
            )
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        details = {"from": row.closes_at.isoformat(), "to": closes_at.isoformat(), "reason": reason.strip()[:300]}
        row.closes_at = closes_at
        _bumped(row)
        record(subject=row.subject, actor=actor, act="panel.extended", details=details, at=at)
        return row


def close_panel(*, panel: Panel, by: User, at: datetime) -> Panel:
    """End the scoring: results are made of what was handed in. Raises Refused, NotReady while too few cards are in."""
    from juli.stages.review.recording import keep_scores
    from juli.stages.review.results import unfinished

    with transaction.atomic():
        row, actor = held(panel, by, at, S.OPEN)
        if reasons := unfinished(row):
            raise NotReady(reasons)
        row.state, row.closed_at = S.CLOSED, at
        _bumped(row)
        kept = keep_scores(panel=row, at=at)
        details = {"scores": kept.number, "inputs": kept.inputs_digest, "digest": kept.digest}
        record(subject=row.subject, actor=actor, act="panel.closed", details=details, at=at)
        return row


def reopen_panel(*, panel: Panel, closes_at: datetime, reason: str, by: User, at: datetime) -> Panel:
    """Let the experts in again, until an instant; the head of office's. Raises Refused, ValidationError."""
    with transaction.atomic():
        leading(by, at)
        row, actor = held(panel, by, at, S.CLOSED)
        if closes_at <= at:
            raise ValidationError({"closes_at": _("This has passed; choose a later time.")})
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        row.state, row.closed_at, row.closes_at = S.OPEN, None, closes_at
        _bumped(row)
        details = {"to": closes_at.isoformat(), "reason": reason.strip()[:300]}
        record(subject=row.subject, actor=actor, act="panel.reopened", details=details, at=at)
        return row


def dissolve(*, panel: Panel, reason: str, by: User, at: datetime) -> Panel:
    """Give a panel up before it is closed; its applications are free for another. The head of office's.

    Applications in review go back to accepted. Raises Refused, ValidationError.
    """
    with transaction.atomic():
        leading(by, at)
        row, actor = held(panel, by, at, S.FORMING, S.FORMED, S.OPEN)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        was_open, row.state = row.state == S.OPEN, S.DISSOLVED
        _bumped(row)
        Assignment.objects.filter(entry__panel=row, ended_at__isnull=True).update(
            ended_at=at, reason=reason.strip()[:300]
        )
        if was_open:
            others = Entry.objects.filter(panel__state__in=(S.OPEN, S.CLOSED)).values("application")
            mine = Entry.objects.filter(panel=row).exclude(application__in=others).select_related("application")
            for entry in mine.order_by("application_id"):
                if entry.application.state == Application.State.REVIEW:
                    turning(application=entry.application, event="dissolve", by=by, at=at, remarks=reason).done()
        record(subject=row.subject, actor=actor, act="panel.dissolved", details={"reason": reason.strip()[:300]}, at=at)
        return row


def held(panel: Panel, by: User, at: datetime, *states: str) -> tuple[Panel, Actor]:
    """The panel, locked, in one of the states, for one who makes panels. Raises Refused, ValidationError."""
    actor = keeper(by, at)
    row = Panel.objects.select_for_update().get(pk=panel.pk)
    if row.state not in states:
        raise ValidationError(
            _("The panel is at “%(state)s” by now, where this can't be done.") % {"state": row.get_state_display()}
        )
    return row, actor


def seated(panel: Panel, drawn: list[int], reserves: list[int], origin: str, at: datetime) -> None:
    """Give seats to those drawn, and all applications to each of them; in the transaction of the draw."""
    seats = [Seat.objects.create(panel=panel, expert_id=pk, since=at) for pk in drawn]
    Seat.objects.bulk_create(
        Seat(panel=panel, expert_id=pk, reserve=turn, since=at) for turn, pk in enumerate(reserves, 1)
    )
    entries = list(Entry.objects.filter(panel=panel).order_by("application_id"))
    Assignment.objects.bulk_create(
        Assignment(entry=entry, seat=seat, origin=origin, at=at) for entry in entries for seat in seats
    )


def _gathered(row: Panel) -> int:
    """The accepted applications of its track that no other panel of its round has."""
    rows = Application.objects.filter(call=row.call, state__in=(Application.State.ACCEPTED, Application.State.REVIEW))
    there = Entry.objects.filter(panel__call=row.call, panel__track=row.track, panel__round=row.round)
    rows = rows.exclude(pk__in=there.exclude(panel__state=S.DISSOLVED).values("application")).order_by("pk")
    found = [a for a in rows if not row.track or row.track in a.tracks]
    Entry.objects.bulk_create(Entry(panel=row, application=a) for a in found)
    return len(found)


def _bumped(row: Panel) -> None:
    row.version += 1
    row.save()


def _plain(making: Making) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in making._asdict().items()
    }


def next_draw(panel: Panel) -> int:
    """The number of the next draw of a panel."""
    return (panel.draws.aggregate(most=Max("number"))["most"] or 0) + 1
