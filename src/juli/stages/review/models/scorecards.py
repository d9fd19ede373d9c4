"""What experts declare, mark and say; a card that is handed in never changes, a second look is another card."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.stages.review.models.panels import Assignment


class Declaration(models.Model):
    """An expert's word on interests, for one application, before anything of it is visible."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="declaration")
    #: The interest in the expert's words; empty where there is none.
    interest = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """What was declared."""
        return self.interest or "none"


class Scorecard(models.Model):
    """One expert's marks of one application. Marks are decimals as text by the item; the last counts."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Being scored")
        SUBMITTED = "submitted", _("Handed in by the expert")
        ABSTAINED = "abstained", _("Abstained")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="cards")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    marks = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    opinion = models.TextField(blank=True)
    #: Why the expert abstained.
    reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="review_card_once"),
            models.CheckConstraint(condition=~Q(state="abstained") | ~Q(reason=""), name="review_abstained_why"),
        ]

    def __str__(self) -> str:
        """Which."""
        return f"card {self.number} of {self.assignment_id}"


class SecondLook(models.Model):
    """Why an application was marked once more: by one expert more, or by all again. The head of office asks for it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey("review.Entry", on_delete=models.PROTECT, related_name="second_looks")
    how = models.CharField(max_length=10, choices=[("more", _("One expert more")), ("again", _("All mark again"))])
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """How."""
        return self.how
