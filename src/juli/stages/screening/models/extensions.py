"""More time for one track: where too few qualified applications came."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from juli.registry.parties import Subject
from juli.stages.calls.models import Call


class Extension(models.Model):
    """One track's new closing, with the notice that gave it. The latest of a track counts. Frozen."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    track = models.CharField(max_length=80)
    #: The first instant that is too late.
    until = models.DateTimeField()
    #: The notice's own number and words.
    number = models.CharField(max_length=60)
    text = models.TextField()
    #: How many were accepted then: why it was extended.
    accepted = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["call", "track"], name="screening_extended")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(text=""), name="screening_extension_noticed"
            ),
        ]

    def __str__(self) -> str:
        """Which track of which call."""
        return f"{self.track} of {self.call_id}"

    @property
    def subject(self) -> Subject:
        """What its paper belongs to."""
        return Subject("extension", str(self.pk))
