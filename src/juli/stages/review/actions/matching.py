"""A match confirmed: what was shown is what is assigned."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.panel.problems import PanelError
from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.stages.accounts.models import User
from juli.stages.review import notices
from juli.stages.review.actions.panels import held
from juli.stages.review.matching import proposal
from juli.stages.review.models import Assignment, Entry, Panel, Seat
from juli.stages.review.recording import keep_match

S = Panel.State


def confirm_match(*, panel: Panel, fingerprint: str, by: User, at: datetime) -> Panel:
    """Assign what was proposed. Raises Refused; ValidationError where it would be something else by now, or nothing."""
    with transaction.atomic():
        row, actor = held(panel, by, at, S.FORMING, S.FORMED, S.OPEN)
        if row.how != Panel.How.MATCH:
            raise ValidationError(_("The experts of this panel are drawn, not matched."))
        try:
            found = proposal(row)
        except PanelError as error:
            raise ValidationError(error.said.say(language())) from error
        if found.fingerprint != fingerprint:
            raise ValidationError(
                _("Things have changed since you looked: this is what a match gives now. Look at it again.")
            )
        entries = {entry.application_id: entry for entry in Entry.objects.filter(panel=row)}
        seats = {seat.expert_id: seat for seat in Seat.objects.filter(panel=row)}
        standing = Assignment.objects.filter(entry__panel=row, ended_at__isnull=True)
        for application, expert in found.removed:
            reason = _("Taken away by a new match")
            standing.filter(entry=entries[application], seat=seats[expert]).update(ended_at=at, reason=reason)
        for expert in sorted({expert for _application, expert in found.added} - seats.keys()):
            seats[expert] = Seat.objects.create(panel=row, expert_id=expert, since=at)
        origin = Assignment.Origin.MATCH if row.state != S.OPEN else Assignment.Origin.REPLACEMENT
        Assignment.objects.bulk_create(
            Assignment(entry=entries[application], seat=seats[expert], origin=origin, at=at)
            for application, expert in found.added
        )
        if row.state == S.FORMING:
            row.state = S.FORMED
        row.version += 1
        row.save()
        kept = keep_match(panel=row, made_from=found.made_from, at=at)
        details = {
            "fingerprint": found.fingerprint,
            "match": kept.number,
            "inputs": kept.inputs_digest,
            "digest": kept.digest,
            "kept": len(found.kept),
            "added": [list(pair) for pair in found.added],
            "removed": [list(pair) for pair in found.removed],
        }
        record(subject=row.subject, actor=actor, act="panel.matched", details=details, at=at)
        if row.state == S.OPEN:
            notices.tell_opened(row, at, only={expert for _application, expert in found.added})
        return row
