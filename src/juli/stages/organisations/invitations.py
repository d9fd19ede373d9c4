"""What becomes of invitations when those who sent them go."""

from __future__ import annotations

from datetime import datetime

from juli.stages.organisations.models import Invitation, Organisation


def take_back_all(organisation: Organisation, at: datetime) -> None:
    """Take back every invitation that waits, within the act that ends the place of whoever sent it."""
    rows = Invitation.objects.filter(organisation=organisation, accepted_at__isnull=True, withdrawn_at__isnull=True)
    rows.update(withdrawn_at=at)
