"""Who belongs to an organisation, and who is invited."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from juli.stages.accounts.models import User
from juli.stages.organisations.models import Invitation, Membership, Organisation


def members(organisation: Organisation) -> QuerySet[Membership]:
    """Its present people, the administrator first."""
    found = Membership.objects.filter(organisation=organisation, until__isnull=True)
    return found.select_related("user", "organisation").order_by("role", "since", "pk")


def may_give_up(organisation: Organisation) -> bool:
    """Whether its administrator may leave: it was never accepted, and nobody else belongs to it."""
    return organisation.accepted_at is None and members(organisation).count() == 1


def places(user: User) -> QuerySet[Membership]:
    """The organisations that somebody acts for, the first they came to first."""
    found = Membership.objects.filter(user=user, until__isnull=True)
    return found.select_related("organisation__host").order_by("since", "pk")


def invitations(organisation: Organisation, at: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    found = Invitation.objects.filter(
        organisation=organisation, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    return found.select_related("invited_by", "organisation").order_by("at", "pk")


def invited(token: str, at: datetime, *, lock: bool = False) -> Invitation:
    """The invitation of a link. Raises ValidationError where it cannot be accepted (any more)."""
    rows = Invitation.objects.select_related("organisation", "invited_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(digest=digest_of(token)).first()
    if found is None or not found.open(at):
        raise ValidationError(
            _("This invitation was used, taken back, or has expired. Ask the organisation's administrator for another.")
        )
    return found


def digest_of(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()
