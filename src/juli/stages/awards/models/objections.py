"""Objections 异议 to a publication: who objects is sealed, what was done about it is kept step by step."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.applications.models import Application
from juli.stages.awards.models.publications import Publication


class Objection(models.Model):
    """An objection by real name. ``sealed`` holds who objects and what was written; the handler alone opens it.

    Without an application it is against the list as a whole. ``summary`` is the handler's account of the matter, in
    words that do not give the objector away. Where it is upheld, or the applicant did not cooperate, the head of office
    decides what becomes of the application.
    """

    class Kind(models.TextChoices):
        """Who objects."""

        PERSON = "person", _("A person, by real name")
        UNIT = "unit", _("An organisation, by a sealed letter")

    class State(models.TextChoices):
        """How far it is."""

        RECEIVED = "received", _("Received, to be looked at")
        REFUSED = "refused", _("Not admitted")
        ADMITTED = "admitted", _("Admitted")
        INVESTIGATING = "investigating", _("Being investigated")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Rejected")
        UNCOOPERATIVE = "uncooperative", _("The applicant does not cooperate")

    class Decision(models.TextChoices):
        """What became of the application."""

        NONE = "", _("Not decided")
        DROPPED = "dropped", _("Taken off the list")
        KEPT = "kept", _("Stays on the list")

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="objections")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    reference = models.CharField(max_length=40, unique=True)
    #: sha256 of the secret with which the objector looks it up.
    secret_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    sealed = models.TextField()
    on_paper = models.BooleanField(default=False)
    state = models.CharField(max_length=14, choices=State, default=State.RECEIVED)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    summary = models.TextField(blank=True)
    due = models.DateField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default=Decision.NONE)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | Q(state__in=("upheld", "uncooperative")), name="awards_objection_decided"
            ),
        ]
        indexes = [
            models.Index(fields=["application", "state"], name="awards_objections_of"),
            models.Index(fields=["handler", "state"], name="awards_objections_by"),
        ]

    def __str__(self) -> str:
        """Its reference."""
        return self.reference

    @property
    def subject(self) -> Subject:
        """What its files belong to."""
        return Subject("objection", str(self.pk))


class ObjectionStep(models.Model):
    """One step of an objection, never changed: by whom, from where to where, why."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(max_length=14)
    came_from = models.CharField(max_length=14, blank=True)
    led_to = models.CharField(max_length=14)
    #: As the objector and the applicant may read it.
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["objection", "id"], name="awards_objection_steps")]

    def __str__(self) -> str:
        """What happened to which."""
        return f"{self.event} of {self.objection_id}"

    @property
    def word(self) -> str:
        """Where it led, in words."""
        if self.event in Objection.Decision.values:
            return str(Objection.Decision(self.event).label)
        return str(Objection.State(self.led_to).label)
