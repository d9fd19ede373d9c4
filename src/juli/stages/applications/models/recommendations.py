"""Who recommends whom, what a recommender says of a submission, and its letters."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from juli.registry.files.models import StoredFile
from juli.registry.parties import Subject
from juli.stages.applications.models.submissions import Submission
from juli.stages.calls.models import Call
from juli.stages.organisations.models import Organisation


class Recommends(models.Model):
    """That a unit (a district's or a park's association) recommends an organisation: the office assigns it.

    The unit is the one that the recommender's post names. One unit at a time; never deleted, only ended.
    """

    unit = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="recommenders")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(until__isnull=True), name="applications_one_recommender"
            ),
            models.CheckConstraint(condition=~Q(unit=""), name="applications_recommender_named"),
        ]
        indexes = [models.Index(fields=["unit"], name="applications_recommends_unit")]

    def __str__(self) -> str:
        """Who recommends whom."""
        return f"{self.unit} recommends {self.organisation_id}"


class Recommendation(models.Model):
    """A unit's word on one submission, from taking it up to passing it on; it may change until its own closing."""

    class Word(models.TextChoices):
        """What the unit says."""

        OPEN = "open", _("Not decided yet")
        RECOMMENDED = "recommended", pgettext_lazy("recommendation", "Recommended")
        SENT_BACK = "sent_back", _("Sent back")
        DECLINED = "declined", pgettext_lazy("recommendation", "Not recommended")

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="recommendation")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=120)
    word = models.CharField(max_length=12, choices=Word, default=Word.OPEN)
    #: The unit's order of preference, from 1; empty where it has not ranked it.
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    opinion = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["call", "unit"], name="applications_recommended")]

    def __str__(self) -> str:
        """What is said of which submission."""
        return f"{self.word} {self.submission_id}"


class Letter(models.Model):
    """A stamped letter of recommendation, as a unit handed it in; the latest counts."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="letters")
    unit = models.CharField(max_length=120)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["call", "unit"], name="applications_letters")]

    def __str__(self) -> str:
        """Whose letter in which call."""
        return f"{self.unit} in {self.call_id}"

    @property
    def subject(self) -> Subject:
        """What its file belongs to."""
        return Subject("recommendation_letter", str(self.pk))
