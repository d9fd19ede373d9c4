"""Panels 专家组: which applications, which experts, how they came to be there, who scores what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from juli.stages.review.models.pool import Expert


class Panel(models.Model):
    """A panel of a call, for one of its tracks where it has any, and for one round."""

    class Round(models.TextChoices):
        """The rounds that a call's file may name."""

        ONLINE = "online", _("Online review")
        MEETING = "meeting", _("Review meeting")

    class How(models.TextChoices):
        """How experts come to it."""

        DRAW = "draw", _("By random draw: all score all")
        MATCH = "match", _("By match: each application gets the fitting ones")

    class State(models.TextChoices):
        """How far it is."""

        FORMING = "forming", _("Being formed")
        FORMED = "formed", _("Formed")
        OPEN = "open", _("Scoring")
        CLOSED = "closed", _("Closed")
        DISSOLVED = "dissolved", _("Dissolved")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="panels")
    track = models.CharField(max_length=60, blank=True)
    round = models.CharField(max_length=10, choices=Round)
    #: Which of several of the same track and round.
    name = models.CharField(max_length=60)
    how = models.CharField(max_length=10, choices=How)
    state = models.CharField(max_length=10, choices=State, default=State.FORMING)
    #: Experts: of the panel where they are drawn, of each application where they are matched.
    size = models.PositiveSmallIntegerField()
    reserves = models.PositiveSmallIntegerField(default=0)
    #: At most one expert of an institution: in the panel where they are drawn, with an application where matched.
    one_per_institution = models.BooleanField(default=True)
    #: Applications that an expert gets at most; where experts are matched.
    load = models.PositiveSmallIntegerField(default=10)
    #: A field that every expert of it has; empty for all.
    field = models.CharField(max_length=40, blank=True)
    #: The days of the review: conflicts and absences are those of these days.
    first_day = models.DateField()
    last_day = models.DateField()
    #: When scoring ends by itself; extended by the office.
    closes_at = models.DateTimeField()
    former_years = models.PositiveSmallIntegerField(default=3)
    place = models.CharField(max_length=120, blank=True)
    #: What each expert gets, in 分.
    fee = models.PositiveBigIntegerField(default=0)
    #: What the file says of scoring when the panel was made: rubric, aggregate, blind (as ``reading.frozen``).
    rules = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "track", "round", "name"], name="review_panel_once"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="review_panel_days"),
            models.CheckConstraint(condition=Q(size__gte=1), name="review_panel_size"),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def subject(self) -> Subject:
        """What it is called in the journal."""
        return Subject("panel", str(self.pk))


class Entry(models.Model):
    """An application before a panel."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="entries")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="panel_entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "application"], name="review_entry_once")]

    def __str__(self) -> str:
        """Which where."""
        return f"{self.application_id} in {self.panel_id}"


class Draw(models.Model):
    """A draw: the plan is fixed, both parties commit, both reveal, and the record repeats it. Then it never changes."""

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("Waiting for the two secrets")
        DRAWN = "drawn", _("Drawn")
        BROKEN = "broken", _("Broken off")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    #: The plan in canonical JSON, and its digest.
    plan = models.TextField()
    digest = models.CharField(max_length=64)
    office_commitment = models.CharField(max_length=64, blank=True)
    office_by = models.CharField(max_length=64, blank=True)
    office_secret = models.CharField(max_length=200, blank=True)
    office_nonce = models.CharField(max_length=32, blank=True)
    supervisor_commitment = models.CharField(max_length=64, blank=True)
    supervisor_by = models.CharField(max_length=64, blank=True)
    supervisor_secret = models.CharField(max_length=200, blank=True)
    supervisor_nonce = models.CharField(max_length=32, blank=True)
    #: The engine's record, byte for byte.
    record = models.TextField(blank=True)
    remark = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="review_draw_once"),
            models.UniqueConstraint(fields=["panel"], condition=Q(state="planned"), name="review_one_draw_at_a_time"),
            models.CheckConstraint(
                condition=~Q(office_by=F("supervisor_by")) | Q(office_by=""), name="review_draw_two_people"
            ),
        ]

    def __str__(self) -> str:
        """What the record calls the session."""
        return f"{self.panel_id}-{self.number}"


class Seat(models.Model):
    """An expert on a panel, or waiting as a reserve. Whoever withdraws leaves the row, with the reason."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    #: Its turn among the reserves; 0 for a member.
    reserve = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    #: When the expert signed the pledge 承诺书, and the sha256 of its text.
    pledged_at = models.DateTimeField(null=True, blank=True)
    pledge = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "expert"], name="review_seat_once")]

    def __str__(self) -> str:
        """Who where."""
        return f"{self.expert_id} in {self.panel_id}"


class Assignment(models.Model):
    """An expert who scores an application. It is ended, never deleted."""

    class Origin(models.TextChoices):
        """How it came about."""

        DRAW = "draw", _("Drawn")
        MATCH = "match", _("Matched")
        REPLACEMENT = "replacement", _("Replacement")
        SECOND_LOOK = "second_look", _("Second look")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="assignments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="assignments")
    origin = models.CharField(max_length=12, choices=Origin)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "seat"], condition=Q(ended_at__isnull=True), name="review_assignment_once"
            )
        ]
        indexes = [models.Index(fields=["seat", "ended_at"], name="review_assignments_of")]

    def __str__(self) -> str:
        """Who scores what."""
        return f"{self.seat_id} scores {self.entry_id}"


class Pin(models.Model):
    """A pair that a match must make, or must not, by a person's word."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="pins")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    together = models.BooleanField()
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "application", "expert"], name="review_pin_once")]

    def __str__(self) -> str:
        """The pair."""
        return f"{self.expert_id} and {self.application_id}"
