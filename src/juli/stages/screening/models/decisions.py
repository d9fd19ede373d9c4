"""What a screening came to: accepted, refused, returned for correction; each with all that it stands on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from juli.stages.applications.models import Application, KeptVerdict, Submission


class Decision(models.Model):
    """One decision on one submission. Frozen; the latest counts (S0-84, S4-54).

    ``content`` is what the opinion prints: every finding with its clause and state, the reasons, who decided.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        ACCEPTED = "accepted", pgettext_lazy("screening", "Accepted")
        REFUSED = "refused", _("Not accepted")
        RETURNED = "returned", _("Returned for correction")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="screening_decisions")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.JSONField()
    reason = models.TextField(blank=True)
    #: Of a return: the parts that unlock, its last day, the first instant that is too late.
    parts = models.JSONField(default=list)
    due = models.DateField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["application", "kind"], name="screening_decided"),
            models.Index(fields=["kind", "until"], name="screening_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="returned", due__isnull=False, until__isnull=False)
                | (~Q(kind="returned") & Q(due__isnull=True, until__isnull=True)),
                name="screening_return_dated",
            ),
        ]

    def __str__(self) -> str:
        """What was decided of which application."""
        return f"{self.kind} {self.application_id}"


class DecisionVerdict(models.Model):
    """The verdict that a decision stood on; frozen. A decision on what could not be judged has none."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="stood_on")
    verdict = models.ForeignKey(KeptVerdict, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Of which decision."""
        return f"verdict of decision {self.decision_id}"
