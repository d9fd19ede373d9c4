"""A second look where marks lie far apart: one expert more, or all mark again; what was marked before stays."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.review import notices
from juli.stages.review.actions.panels import held
from juli.stages.review.actions.replacing import proposed
from juli.stages.review.models import Assignment, Entry, Panel, Scorecard, SecondLook
from juli.stages.review.permissions import leading


def look_again(*, entry: Entry, how: str, reason: str, by: User, at: datetime) -> SecondLook:
    """Ask one expert more (``more``), or all of the application's experts to mark once more (``again``).

    The head of office's, while the panel scores. Raises Refused, ValidationError.
    """
    with transaction.atomic():
        leading(by, at)
        panel, actor = held(entry.panel, by, at, Panel.State.OPEN)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        assignment = None
        if how == "more":
            seat = proposed(panel, entry)
            if seat is None:
                raise ValidationError(_("No reserve is left who may score this application."))
            assignment = Assignment.objects.create(entry=entry, seat=seat, origin=Assignment.Origin.SECOND_LOOK, at=at)
            told = {seat.expert_id}
        elif how == "again":
            told = _again(entry, at)
            if not told:
                raise ValidationError(_("Nobody has handed in a card for it yet."))
        else:
            raise ValidationError({"how": _("Choose how.")})
        look = SecondLook.objects.create(
            entry=entry, assignment=assignment, how=how, reason=reason.strip()[:300], by=actor.id, at=at
        )
        panel.version += 1
        panel.save(update_fields=["version"])
        details = {"application": entry.application_id, "how": how, "reason": look.reason, "experts": sorted(told)}
        record(subject=panel.subject, actor=actor, act="panel.second_look", details=details, at=at)
        notices.tell_opened(panel, at, only=told)
        return look


def _again(entry: Entry, at: datetime) -> set[int]:
    """A new card, begun with the marks of the last, for everybody who handed one in."""
    told = set()
    for row in Assignment.objects.filter(entry=entry, ended_at__isnull=True).select_related("seat"):
        card = row.cards.order_by("-number").first()
        if card is not None and card.state == Scorecard.State.SUBMITTED and row.seat.withdrawn_at is None:
            Scorecard.objects.create(
                assignment=row,
                number=card.number + 1,
                marks=card.marks,
                comments=card.comments,
                opinion=card.opinion,
                changed_at=at,
            )
            told.add(row.seat.expert_id)
    return told
