"""Which business office keeps contact with an organisation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from juli.stages.organisations.models.organisation import Organisation


class Liaison(models.Model):
    """That a business office (业务处室) is an organisation's contact; the office of the programme says so (S2-44).

    The unit is one that a business office's post names. There may be several; a row is ended, never deleted.
    """

    unit = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="liaisons")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit"], condition=Q(until__isnull=True), name="organisations_one_liaison"
            ),
            models.CheckConstraint(condition=~Q(unit=""), name="organisations_liaison_named"),
        ]

    def __str__(self) -> str:
        """Which office, and whose."""
        return f"{self.unit} for {self.organisation_id}"
