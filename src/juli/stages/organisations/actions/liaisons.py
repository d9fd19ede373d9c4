"""Acts on the business offices that keep contact with an organisation (S2-44): the programme's office says which."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.organisations import permissions
from juli.stages.organisations.locking import locked
from juli.stages.organisations.models import Liaison, Organisation
from juli.stages.organisations.queries.liaisons import business_offices


def bring_together(*, organisation: Organisation, unit: str, by: User, at: datetime) -> Liaison:
    """Make a business office the organisation's contact; nothing new where it is. Raises Refused, ValidationError."""
    with transaction.atomic():
        actor = permissions.auditor(by, at)
        found = locked(organisation)
        if unit not in business_offices(at):
            raise ValidationError(_("Choose one of the business offices that have a post."))
        made, new = Liaison.objects.get_or_create(
            organisation=found, unit=unit, until=None, defaults={"by": by, "since": at}
        )
        if new:
            record(subject=found.subject, actor=actor, act="liaison.made", details={"unit": unit}, at=at)
        return made


def part(*, liaison: Liaison, by: User, at: datetime) -> None:
    """End it; nothing where it has ended. Raises Refused."""
    with transaction.atomic():
        actor = permissions.auditor(by, at)
        found = locked(liaison.organisation)
        if Liaison.objects.filter(pk=liaison.pk, until__isnull=True).update(until=at):
            record(subject=found.subject, actor=actor, act="liaison.ended", details={"unit": liaison.unit}, at=at)
