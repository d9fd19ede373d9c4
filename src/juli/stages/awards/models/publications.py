"""The publication 公示: composed from the list, sent out for its period, frozen as it was published (S0-105)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call


class Publication(models.Model):
    """A list before the public. Once it is out, triggers refuse to change what it says; its end is noted beside it.

    ``text`` is the canonical JSON of all that was published, ``digest`` its sha256. ``length`` and ``working``: the
    length it says of its period; ``first`` and ``last``: its days, both in it.
    """

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Being written")
        OUT = "out", _("Published")
        CORRECTED = "corrected", _("Replaced by a correction")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="publications")
    #: Which one of the call, from 1.
    number = models.PositiveSmallIntegerField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=120)
    body = models.TextField()
    columns = models.JSONField(default=list)
    length = models.PositiveSmallIntegerField(null=True, blank=True)
    working = models.BooleanField(default=True)
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    #: Why the dates are right though something stated disagrees with them.
    answer = models.TextField(blank=True)
    site = models.CharField(max_length=120, blank=True)
    #: unit, person, phone, email, address of those who take objections, and of those who supervise them.
    contact = models.JSONField(default=dict)
    supervision = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="awards_publication_number"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False, first__isnull=False, last__isnull=False)),
                name="awards_publication_out",
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(last__gte=F("first")),
                name="awards_publication_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "out"), ended_at__isnull=True)
                | (Q(state__in=("corrected", "withdrawn")) & Q(ended_at__isnull=False)),
                name="awards_publication_ended",
            ),
        ]
        indexes = [models.Index(fields=["state", "published_at"], name="awards_publications_out")]

    def __str__(self) -> str:
        """Which one of which call."""
        return f"publication {self.number} of call {self.call_id}"

    @property
    def subject(self) -> Subject:
        """What its files belong to."""
        return Subject("publication", str(self.pk))


class PublicationLine(models.Model):
    """One application in a publication that is out."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="lines")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="publication_lines")
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "application"], name="awards_published_once"),
            models.UniqueConstraint(fields=["publication", "place"], name="awards_published_place"),
        ]

    def __str__(self) -> str:
        """Whose, in which publication."""
        return f"{self.application_id} in {self.publication_id}"
