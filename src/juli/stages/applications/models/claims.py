"""Where an application claims its achievements (归类), and the changes to it that can be taken back."""

from __future__ import annotations

from django.db import models

from juli.stages.accounts.models import User
from juli.stages.applications.models.application import Application
from juli.stages.ledger.models import Achievement


class Claim(models.Model):
    """An achievement put under one category of one application, in a call that lets each be used once (S1-99)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="claims")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="claims")
    #: The category's id in the call's file.
    category = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "achievement"], name="applications_claimed_once"),
        ]

    def __str__(self) -> str:
        """What is claimed where."""
        return f"{self.achievement_id} under {self.category}"


class ClaimChange(models.Model):
    """One change of claims, with what stood before: the latest that is not undone can be undone.

    ``before`` and ``after`` map the achievements it touched to the categories they stood under.
    """

    class How(models.TextChoices):
        """What was asked for."""

        CLAIM = "claim"
        UNCLAIM = "unclaim"
        BEST = "best"
        RESTORE = "restore"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="claim_changes")
    how = models.CharField(max_length=8, choices=How)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["application", "undone_at"], name="applications_claim_change_of")]

    def __str__(self) -> str:
        """What it was."""
        return f"{self.how} in {self.application_id}"
