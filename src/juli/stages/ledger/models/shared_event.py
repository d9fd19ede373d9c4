"""An event held with another organisation: one shared record that every party confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.ledger.models.achievement import Achievement
from juli.stages.organisations.models import Organisation


class SharedEvent(models.Model):
    """What the parties agree on. Its code is the ``shared_id`` of every party's achievement."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    #: The common fields as agreed, in the JSON form of ``columns``.
    fields = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Its code."""
        return self.code

    @property
    def subject(self) -> Subject:
        """What it is called in the journal."""
        return Subject("shared_event", str(self.pk))


class Party(models.Model):
    """One organisation's part in a shared event."""

    class State(models.TextChoices):
        """How far it is. Of one that asked, the code came from elsewhere, and a confirmed party has to agree."""

        INVITED = "invited", _("Asked to confirm")
        ASKING = "asking", _("Asks to join")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        LEFT = "left", _("No longer part of it")

    event = models.ForeignKey(SharedEvent, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shared_events")
    state = models.CharField(max_length=10, choices=State)
    #: The party's own row, once it has confirmed.
    achievement = models.OneToOneField(
        Achievement, on_delete=models.PROTECT, null=True, blank=True, related_name="party"
    )
    #: Why it declined, in its own words.
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation"], name="ledger_party_once"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(achievement__isnull=False), name="ledger_party_confirmed_row"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="ledger_party_state")]

    def __str__(self) -> str:
        """Who takes part in what."""
        return f"{self.organisation_id} in {self.event_id}"


class Proposal(models.Model):
    """A change to the common fields that one party asks the others to agree to."""

    class State(models.TextChoices):
        """What became of it. One that a newer proposal replaced is superseded."""

        OPEN = "open", _("Waits for an answer")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Not agreed")
        SUPERSEDED = "superseded", _("Replaced by another proposal")

    event = models.ForeignKey(SharedEvent, on_delete=models.PROTECT, related_name="proposals")
    by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="proposals")
    #: Only the fields that would change; None empties a field.
    fields = models.JSONField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    #: Ids of the parties that have agreed, the proposer included.
    agreed = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(state="open"), name="ledger_one_open_proposal"),
        ]

    def __str__(self) -> str:
        """Of which event."""
        return f"{self.event_id}: {', '.join(self.fields)}"
