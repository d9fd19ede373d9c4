"""Conflicts of interest, written down and ended: with a kind, days, a source; never changed."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.parties import Actor, Subject
from juli.stages.accounts.models import User
from juli.stages.organisations.codes import checked
from juli.stages.review.models import Conflict
from juli.stages.review.permissions import keeper

K = Conflict.Kind


def note_conflict(*, conflict: Conflict, by: User, at: datetime) -> Conflict:
    """Write a conflict down; it keeps the pair apart from now on. Raises Refused; ValidationError by field."""
    with transaction.atomic():
        return written(conflict, keeper(by, at), at)


def end_conflict(*, conflict: Conflict, reason: str, by: User, at: datetime) -> Conflict:
    """Say that a conflict is none any more, and why. Raises Refused; ValidationError without a reason."""
    with transaction.atomic():
        actor = keeper(by, at)
        row = Conflict.objects.select_for_update().get(pk=conflict.pk)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        if row.kind == K.DECLARED:
            raise ValidationError(_("What an expert has declared stands; nobody takes it back for them."))
        if row.ended_at is None:
            row.ended_at, row.ended_by, row.ended_reason = at, actor.id, reason.strip()[:300]
            row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
            _recorded(row, actor, "conflict.ended", at, {"reason": row.ended_reason})
        return row


def written(row: Conflict, actor: Actor, at: datetime) -> Conflict:
    """The row, checked and kept, in the transaction of the act that brings it. Raises ValidationError by field."""
    wrong = {}
    row.named, row.unit, row.source = (" ".join(text.split()) for text in (row.named, row.unit, row.source))
    if row.expert is None and not (row.kind == K.TO_AVOID and row.named):
        wrong["expert"] = _("Say which expert; only one to be avoided may be named without being in the pool.")
    if row.expert is not None:
        row.named = row.named_unit = ""
    if row.application is None and not row.unit and not row.code.strip():
        wrong["application"] = _("Name the application, or the unit.")
    elif row.application is not None:
        row.unit = row.code = ""
    if not row.source:
        wrong["source"] = _("Say where this is known from.")
    if row.since and row.until and row.until < row.since:
        wrong["until"] = _("This is before the first day.")
    try:
        row.code = checked(row.code) if row.code.strip() else ""
    except ValidationError as error:
        wrong["code"] = error.messages[0]
    if wrong:
        raise ValidationError(wrong)
    row.by, row.at = actor.id, at
    row.save(force_insert=True)
    _recorded(row, actor, "conflict.noted", at, {})
    return row


def _recorded(row: Conflict, actor: Actor, act: str, at: datetime, more: dict[str, str]) -> None:
    """On the expert's chain, or the applicant's where the expert is not in the pool."""
    subject = (
        row.expert.subject
        if row.expert
        else row.application.subject
        if row.application
        else Subject("conflict", str(row.pk))
    )
    details = {
        "conflict": row.pk,
        "kind": row.kind,
        "application": row.application_id or 0,
        "code": row.code,
        "since": row.since.isoformat() if row.since else "",
        "until": row.until.isoformat() if row.until else "",
        **more,
    }
    personal = {name: value for name in ("named", "unit", "source") if (value := getattr(row, name))}
    record(subject=subject, actor=actor, act=act, details=details, personal=personal, at=at)
