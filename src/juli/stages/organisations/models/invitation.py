"""An invitation to join an organisation, by a link in a letter."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from juli.stages.organisations.models.organisation import Organisation


class Invitation(models.Model):
    """Somebody is asked to join as staff. The link's token is kept as a digest: nobody reads it from here."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="organisations_invited_once",
            ),
        ]

    def __str__(self) -> str:
        """To where."""
        return f"invitation {self.pk} to {self.organisation_id}"

    def open(self, at: datetime) -> bool:
        """Whether it can be accepted at an instant."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
