"""Archives of whole calls that somebody asked for: made outside of requests, kept for some days, then let go."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from juli.stages.calls.models import Call


class CallArchive(models.Model):
    """One archive of a call. ``digest`` is the sha256 of its manifest, as the journal has it."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting to be made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")
        GONE = "gone", _("Let go")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="archives")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    #: Why it could not be made.
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    #: The instant that it is made for: when it was asked for.
    at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "at"], name="awards_archives_due")]

    def __str__(self) -> str:
        """Of which call."""
        return f"archive of call {self.call_id}"
