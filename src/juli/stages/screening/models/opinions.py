"""The opinions of sister offices (联审): asked for by a link, answered of each application."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call


class OpinionRequest(models.Model):
    """One letter to one office: about which applications, until when. The link's digest is kept, never the link."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="opinion_requests")
    #: The office that is asked, and where the link was sent.
    unit = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    question = models.TextField()
    #: The columns that it sees beside the number and the applicant's name, of those that are offered.
    columns = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["call", "until"], name="screening_opinions_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="screening_opinion_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        """Who is asked."""
        return f"{self.unit} on call {self.call_id}"

    @property
    def subject(self) -> Subject:
        """What it is called in the journal."""
        return Subject("opinion_request", str(self.pk))

    def open(self, at: datetime) -> bool:
        """Whether it can be answered at an instant."""
        return self.withdrawn_at is None and at < self.until


class OpinionAsked(models.Model):
    """One application that a request names."""

    request = models.ForeignKey(OpinionRequest, on_delete=models.PROTECT, related_name="asked")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="opinions_asked")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "application"], name="screening_opinion_asked_once"),
        ]

    def __str__(self) -> str:
        """Of which application."""
        return f"{self.application_id} in {self.request_id}"


class Opinion(models.Model):
    """What the office that was asked says of one application; the latest counts. Frozen."""

    class Word(models.TextChoices):
        """What is said."""

        NONE = "none", _("No objection")
        NOTE = "note", _("No objection, with a remark")
        AGAINST = "against", _("Objection")

    asked = models.ForeignKey(OpinionAsked, on_delete=models.PROTECT, related_name="opinions")
    word = models.CharField(max_length=8, choices=Word)
    text = models.TextField(blank=True)
    #: Who signed at the sister office; can be erased.
    by_name = models.CharField(max_length=60, null=True)  # noqa: DJ001  # NULL is what erasing leaves.
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(word="none") | ~Q(text=""), name="screening_opinion_told"),
        ]

    def __str__(self) -> str:
        """What is said of which."""
        return f"{self.word} {self.asked_id}"
