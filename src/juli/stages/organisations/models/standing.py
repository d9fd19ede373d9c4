"""How an organisation stands: inspections, integrity reports, grades, sanctions, earlier projects."""

from __future__ import annotations

from django.db import models

from juli.registry.parties import Subject
from juli.stages.organisations.models.organisation import Organisation


class Standing(models.Model):
    """One row of standing, of a kind that the vocabulary declares as one; the year where the kind is yearly."""

    class Source(models.TextChoices):
        """Who entered it. What the office entered, the organisation cannot change."""

        ORGANISATION = "organisation"
        OFFICE = "office"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="standing")
    kind = models.CharField(max_length=40)
    #: The kind's own fields; dates as YYYY-MM-DD, money in 分.
    fields = models.JSONField(default=dict)
    source = models.CharField(max_length=12, choices=Source)
    #: Whence the office has it: the list's name and row.
    basis = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    #: Taken back, not deleted.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "kind"], name="organisations_standing_kind")]

    def __str__(self) -> str:
        """What it says of whom."""
        return f"{self.kind} of {self.organisation_id}"

    @property
    def subject(self) -> Subject:
        """What its evidence belongs to."""
        return Subject("standing", str(self.pk))
