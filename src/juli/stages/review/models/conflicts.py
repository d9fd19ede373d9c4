"""Conflicts of interest 回避 that somebody wrote down; those that follow from what is known are derived each time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from juli.stages.applications.models import Application
from juli.stages.review.models.pool import Expert


class Conflict(models.Model):
    """A conflict: of what kind, since when, known from where. It is ended with a reason, never deleted or changed."""

    class Kind(models.TextChoices):
        """What sort of conflict. ``namesake`` is the contrary: of the same name, and another person."""

        EMPLOYER = "employer", _("Employed by the applicant")
        FORMER_EMPLOYER = "former_employer", _("Formerly employed by the applicant")
        OFFICER_OR_MEMBER = "officer_or_member", _("Officer or member of the applicant")
        DECLARED = "declared", _("Declared by the expert")
        TO_AVOID = "to_avoid", _("To be avoided, says the applicant")
        MANUAL = "manual", _("Noted by the office")
        NAMESAKE = "namesake", _("Of the same name only: no conflict")

    kind = models.CharField(max_length=20, choices=Kind)
    #: None where an applicant names somebody who is not in the pool.
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts")
    named = models.CharField(max_length=60, blank=True)
    named_unit = models.CharField(max_length=120, blank=True)
    #: With one application, or with a unit whatever it applies for.
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts"
    )
    unit = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=18, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expert__isnull=False) | (Q(kind="to_avoid") & ~Q(named="")), name="review_conflict_of_whom"
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=False, unit="", code="")
                | (Q(application__isnull=True) & (~Q(unit="") | ~Q(code=""))),
                name="review_conflict_with_what",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="review_conflict_in_order",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="review_conflict_sourced"),
        ]
        indexes = [models.Index(fields=["application"], name="review_conflict_application")]

    def __str__(self) -> str:
        """Its kind."""
        return str(self.get_kind_display())
