"""Which tracking unit follows which projects (S4-39): those of a call, or of one of its tracks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from juli.stages.calls.models import Call


class Following(models.Model):
    """The approved projects of a call, or of one ``track`` of it, given to a tracking unit to follow; until it ends."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="followings")
    #: A track's id; empty for all of the call.
    track = models.CharField(max_length=60, blank=True)
    tracker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="followings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "track", "tracker"], condition=Q(ended_at__isnull=True), name="awards_followed_once"
            )
        ]

    def __str__(self) -> str:
        """Who follows what."""
        return f"{self.tracker_id} follows {self.call_id} {self.track}".rstrip()
