"""Between the list and its publication: fresh checks of credit, meetings with their decisions (S2-3)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.engines.policy.labels import Label
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call


class CreditCheck(models.Model):
    """A fresh look at an applicant's credit before approval. The latest counts; earlier ones stay."""

    class Outcome(models.TextChoices):
        """What was found."""

        CLEAR = "clear", _("No record against it")
        BAD = "bad", _("A record stands against it")
        UNCLEAR = "unclear", _("Not clear yet")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="credit_checks")
    outcome = models.CharField(max_length=10, choices=Outcome)
    #: Where it was looked up, and on which day.
    source = models.CharField(max_length=120)
    checked_on = models.DateField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "id"], name="awards_credit_of")]

    def __str__(self) -> str:
        """Of which application."""
        return f"{self.outcome} of {self.application_id}"


class Meeting(models.Model):
    """A meeting that decides about a call's list; once it is signed, it and its decisions are not changed any more.

    ``order``: its place among the meetings that the call's file names, from 0.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="meetings")
    order = models.PositiveSmallIntegerField()
    label_zh = models.CharField(max_length=60)
    label_en = models.CharField(max_length=120)
    held_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    chair = models.CharField(max_length=60)
    present = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, choices=[("open", _("Being written")), ("signed", _("Signed"))], default="open"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", signed_at__isnull=True) | Q(state="signed", signed_at__isnull=False),
                name="awards_meeting_signed",
            ),
        ]
        indexes = [models.Index(fields=["call", "order"], name="awards_meetings_of")]

    def __str__(self) -> str:
        """Which one of which call."""
        return f"{self.label_zh} {self.held_on}"

    @property
    def label(self) -> Label:
        """What it is called, as the call's file named it then."""
        return Label(self.label_zh, self.label_en)


class MeetingDecision(models.Model):
    """What a meeting decided about one application; ``amount`` in 分 where it set one."""

    class Word(models.TextChoices):
        """The decision."""

        SUPPORT = "support", _("Support")
        NOT = "not", _("Do not support")
        DEFER = "defer", _("Defer")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="meeting_decisions")
    word = models.CharField(max_length=10, choices=Word)
    amount = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "application"], name="awards_decided_once")]

    def __str__(self) -> str:
        """Of which application."""
        return f"{self.word} {self.application_id}"
