"""An organisation's entry in a call."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.calls.models import Call
from juli.stages.organisations.models import Organisation


class Application(models.Model):
    """An application 申报书 (design §6). What it says is in answers and claims; what was handed in, in submissions."""

    class State(models.TextChoices):
        """Where it is. The table of transitions says what leads from one to another, and who may."""

        DRAFT = "draft", _("Being written")
        UNIT_REVIEW = "unit_review", _("Under review in the organisation")
        FINALISED = "finalised", _("Final version")
        SUBMITTED = "submitted", _("Handed in")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        RECOMMENDATION = "recommendation", _("With the recommender")
        SENT_BACK = "sent_back", _("Sent back by the recommender")
        RECOMMENDED = "recommended", _("Recommended")
        NOT_RECOMMENDED = "not_recommended", _("Not recommended")
        SCREENING = "screening", _("In screening")
        RETURNED = "returned", _("Returned for correction")
        CORRECTED = "corrected", _("Final version of the correction")
        REFUSED = "refused", _("Not accepted")
        ACCEPTED = "accepted", _("Accepted for review")
        REVIEW = "review", _("In review")
        SHORTLISTED = "shortlisted", _("Shortlisted")
        NOT_SHORTLISTED = "not_shortlisted", _("Not shortlisted")
        AUDIT = "audit", _("In expenditure audit")
        AUDITED = "audited", _("Audited")
        MEETING = "meeting", _("Before the meeting")
        PUBLICATION = "publication", _("Published for objections")
        OBJECTION = "objection", _("Objected to")
        APPROVED = "approved", _("Approved")
        NOT_APPROVED = "not_approved", _("Not approved")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    #: The applicant type of the call's file as which it applies.
    applicant_type = models.CharField(max_length=40)
    #: The tracks applied for, by id; empty where the call has none.
    tracks = models.JSONField(default=list)
    #: What each track made the applicant choose: track → field → value.
    choices = models.JSONField(default=dict)
    #: Other bodies in it: name, type, clauses that they share in.
    joint = models.JSONField(default=list)
    #: What it is about, for lists: the form's title where it has one.
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    #: Assigned when it is first handed in, unique within the call, kept for good.
    number = models.CharField(max_length=30, blank=True)
    #: Rises with every change of what it says or of its state.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "number"], condition=~Q(number=""), name="applications_number_once"
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="applications_of_call")]

    def __str__(self) -> str:
        """Its number, else its row."""
        return self.number or f"application {self.pk}"

    @property
    def subject(self) -> Subject:
        """What it is called in the journal and by its files."""
        return Subject("application", str(self.pk))
