"""What the office found when it looked for duplicates (查重), until the machine's own result stands beside it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.applications.models import Application


class OverlapResult(models.Model):
    """One result of one application; the latest counts. Frozen (S0-99, S4-36)."""

    class Word(models.TextChoices):
        """What was found."""

        CLEAR = "clear", _("Nothing found twice")
        SETTLED = "settled", _("Found, and settled")
        FOUND = "found", _("Found, not settled")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="overlap_results")
    word = models.CharField(max_length=8, choices=Word)
    #: What is the same, and how it was settled.
    text = models.TextField(blank=True)
    #: The other project, programme or application.
    with_whom = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application"], name="screening_overlaps")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(word="clear") | (~models.Q(text="") & ~models.Q(with_whom="")),
                name="screening_overlap_told",
            ),
        ]

    def __str__(self) -> str:
        """What was found of which application."""
        return f"{self.word} of {self.application_id}"

    @property
    def subject(self) -> Subject:
        """What its file belongs to."""
        return Subject("overlap_result", str(self.pk))
