"""What is being written: the amendment that is not published yet, and the states that a draft went through."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from juli.stages.calls.models.call import Call


class Proposal(models.Model):
    """An amendment in the making: the call's whole text again, and the reasons that will announce it."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="proposal")
    text = models.TextField()
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    #: Rises with every change.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Which call it would amend."""
        return f"proposal for {self.call_id}"


class Revision(models.Model):
    """A draft as it stood in one of its versions. ``before`` is where undoing leads, ``after`` where redoing does.

    Undoing makes a new version with an old text: nothing that was written is lost by it.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="revisions")
    #: Of the amendment in the making, not of the call's own draft.
    amending = models.BooleanField(default=False)
    #: The version that it is.
    number = models.PositiveIntegerField()
    before = models.PositiveIntegerField(null=True, blank=True)
    after = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "amending", "number"], name="calls_revision_number"),
        ]

    def __str__(self) -> str:
        """Which version of which call."""
        return f"{self.call_id} v{self.number}"
