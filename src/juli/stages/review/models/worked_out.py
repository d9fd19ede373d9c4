"""What the engine worked out for a panel, with what it was worked out from; rows that triggers refuse to change."""

from __future__ import annotations

from django.db import models

from juli.stages.review.models.panels import Panel


class WorkedOut(models.Model):
    """A match of experts, or the scores of a closed panel: the engine's canonical JSON of inputs and result.

    From the first the second can be worked out again, byte for byte (``engines.panel.recorded``).
    """

    class Kind(models.TextChoices):
        """What was worked out."""

        MATCH = "match"
        SCORES = "scores"

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="worked_out")
    kind = models.CharField(max_length=10, choices=Kind)
    #: Which one of its kind, from 1.
    number = models.PositiveSmallIntegerField()
    inputs = models.TextField()
    inputs_digest = models.CharField(max_length=64)
    result = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "kind", "number"], name="review_worked_out_once")]

    def __str__(self) -> str:
        """Which one of which panel."""
        return f"{self.kind} {self.number} of {self.panel_id}"
