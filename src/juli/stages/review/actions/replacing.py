"""Experts who withdraw, or may not score one application, and who comes in their place."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from juli.engines import panel as engine
from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.review import notices
from juli.stages.review.actions.panels import held
from juli.stages.review.eligible import field_of
from juli.stages.review.models import Assignment, Draw, Entry, Panel, Scorecard, Seat

S = Panel.State
_DONE = (Scorecard.State.SUBMITTED, Scorecard.State.ABSTAINED)


def withdraw_expert(*, seat: Seat, reason: str, by: User, at: datetime) -> Seat | None:
    """Note that an expert can't go on; the next reserve who fits takes the place and what was not handed in.

    The seat that came; None where no reserve is left, or where experts are matched (a new match fills the gap).
    Raises Refused, ValidationError.
    """
    with transaction.atomic():
        panel, actor = held(seat.panel, by, at, S.FORMED, S.OPEN)
        row = Seat.objects.select_for_update().get(pk=seat.pk)
        if row.withdrawn_at is not None:
            raise ValidationError(_("This expert has withdrawn already."))
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        row.withdrawn_at, row.reason = at, reason.strip()[:300]
        row.save(update_fields=["withdrawn_at", "reason"])
        left = Assignment.objects.filter(seat=row, ended_at__isnull=True).exclude(cards__state__in=_DONE)
        entries = [assignment.entry_id for assignment in left]
        left.update(ended_at=at, reason=row.reason)
        came = _next(panel, row) if panel.how == Panel.How.DRAW and not row.reserve else None
        if came is not None:
            came.reserve = 0
            came.save(update_fields=["reserve"])
            _give(panel, came, entries, at)
        panel.version += 1
        panel.save(update_fields=["version"])
        details = {"out": row.expert_id, "in": came.expert_id if came else 0, "reason": row.reason}
        record(subject=panel.subject, actor=actor, act="panel.replaced", details=details, at=at)
        if came is not None and panel.state == S.OPEN:
            notices.tell_opened(panel, at, only={came.expert_id})
        return came


def stand_in(*, entry: Entry, by: User, at: datetime) -> Seat:
    """Give an application the first reserve who may score it, beside the reserve's turn for a whole place.

    Raises Refused; ValidationError where none may, or where it has all the experts it needs.
    """
    with transaction.atomic():
        panel, actor = held(entry.panel, by, at, S.FORMED, S.OPEN)
        if serving(entry).count() >= panel.size:
            raise ValidationError(_("This application has all the experts it needs."))
        seat = proposed(panel, entry)
        if seat is None:
            raise ValidationError(_("No reserve is left who may score this application."))
        Assignment.objects.create(entry=entry, seat=seat, origin=Assignment.Origin.REPLACEMENT, at=at)
        details = {"application": entry.application_id, "in": seat.expert_id}
        record(subject=panel.subject, actor=actor, act="panel.stood_in", details=details, at=at)
        if panel.state == S.OPEN:
            notices.tell_opened(panel, at, only={seat.expert_id})
        return seat


def proposed(panel: Panel, entry: Entry) -> Seat | None:
    """The reserve who would stand in for an application: the first without a conflict with it."""
    found = field_of(panel)
    barred = {one.expert for one in found.conflicts.barred}
    had = set(Assignment.objects.filter(entry=entry).values_list("seat", flat=True))
    for seat in Seat.objects.filter(panel=panel, reserve__gt=0, withdrawn_at__isnull=True).order_by("reserve"):
        key = str(seat.expert_id)
        if seat.pk in had or key in barred or key not in found.experts:
            continue
        if not found.conflicts.between(str(entry.application_id), key):
            return seat
    return None


def serving(entry: Entry) -> models.QuerySet[Assignment]:
    """Who scores an application: not ended; of those who withdrew, the cards that are in."""
    return Assignment.objects.filter(entry=entry, ended_at__isnull=True)


def _next(panel: Panel, gone: Seat) -> Seat | None:
    """Who comes in the place: what the engine says of the record and all withdrawals in their order."""
    draw = panel.draws.get(state=Draw.State.DRAWN)
    rows = Seat.objects.filter(panel=panel, withdrawn_at__isnull=False).order_by("withdrawn_at", "pk")
    after = engine.panel_after(
        engine.replay(draw.record.encode()),
        [engine.Withdrawal(str(row.expert_id), row.reason) for row in rows],
    )
    came = next((r.came for r in after.replacements if r.out == str(gone.expert_id)), None)
    return None if came is None else Seat.objects.select_for_update().get(panel=panel, expert_id=int(came))


def _give(panel: Panel, seat: Seat, entries: list[int], at: datetime) -> None:
    """The open applications to a newcomer, but those with which there is a conflict by now."""
    found = field_of(panel)
    for entry in Entry.objects.filter(pk__in=entries).order_by("pk"):
        if not found.conflicts.between(str(entry.application_id), str(seat.expert_id)):
            Assignment.objects.get_or_create(
                entry=entry, seat=seat, ended_at=None, defaults={"origin": Assignment.Origin.REPLACEMENT, "at": at}
            )
