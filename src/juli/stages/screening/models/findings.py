"""What officers say to the findings of a screening: to the engine's, by eye on the documents, and of their own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.stages.applications.models import Application, Submission


class Screening(models.Model):
    """One application before the office: whose it is, and how often anything was said of it.

    Every answer, finding and assignment raises ``version``: who decides says on which one.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="screening")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="screenings"
    )
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["officer"], name="screening_of_officer")]

    def __str__(self) -> str:
        """Of which application."""
        return f"screening of {self.application_id}"


class OwnFinding(models.Model):
    """A finding that an officer made: about a clause or a part, in words, with what would put it right. Frozen."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="own_findings")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    #: The clause it stands on, with its place in the notice; the part of the application it is about.
    clause = models.CharField(max_length=120, blank=True)
    cite = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    remedy = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="screening_finding_said"),
            models.CheckConstraint(condition=~Q(clause="") | ~Q(part=""), name="screening_finding_placed"),
        ]

    def __str__(self) -> str:
        """Of which application."""
        return f"finding {self.pk} of {self.application_id}"


class FindingAnswer(models.Model):
    """One answer to one finding of one submission. The latest counts; frozen.

    ``finding`` is the finding's key (``findings.Item``), ``state`` and ``saw`` what the engine said of it then,
    ``seen`` what the eye found on a document: ``sealed``, ``date``, ``valid_until``, ``year``.
    """

    class Word(models.TextChoices):
        """What is said."""

        DEFECT = "defect", _("Confirmed as a defect")
        DISMISSED = "dismissed", _("Dismissed")
        SEEN = "seen", _("Seen by eye")
        MENDED = "mended", _("Put right")
        REOPENED = "reopened", _("Open again")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="finding_answers")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=200)
    word = models.CharField(max_length=10, choices=Word)
    state = models.CharField(max_length=5)
    saw = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    clause = models.CharField(max_length=120, blank=True)
    cite = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "finding"], name="screening_answered")]
        constraints = [
            models.CheckConstraint(
                condition=Q(word__in=("defect", "seen", "mended")) | ~Q(reason=""), name="screening_answer_why"
            ),
        ]

    def __str__(self) -> str:
        """What is said to which."""
        return f"{self.word} {self.finding} of {self.application_id}"
