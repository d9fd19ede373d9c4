"""A change that the office has to audit before it holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.stages.organisations.models.organisation import Organisation


class Change(models.Model):
    """A request to change the name, the code, the legal representative or the applicant types.

    While it waits, the organisation may write applications but not hand them in.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting for the audit")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes")
    #: What shall be: ``name``, ``uscc``, ``legal_representative``, ``types`` (programme → list of types).
    wanted = models.JSONField()
    #: What was when it was asked for, the same keys.
    before = models.JSONField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    #: The office's words.
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="waiting"), name="organisations_one_change_waiting"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="organisations_change_queue")]

    def __str__(self) -> str:
        """Of whom."""
        return f"change {self.pk} of {self.organisation_id}"
