"""A call with its rules, frozen when it is published, and what may come after."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject


class Call(models.Model):
    """A call 申报批次. While it is a draft its text may change; once published the rules are frozen (design §6)."""

    class State(models.TextChoices):
        """Open and closed are computed when read; this is what an officer decided."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    #: The programme file's id.
    edition = models.SlugField(max_length=60, unique=True)
    #: The line of support that recurs: the file's ``programme``.
    programme = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    #: The file, comments included.
    text = models.TextField()
    #: The sha256 of the text; of a published call, what its receipts name.
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    #: Rises with every change of the draft.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="calls_published_when"
            ),
        ]

    def __str__(self) -> str:
        """Its edition."""
        return self.edition

    @property
    def subject(self) -> Subject:
        """What it is called in the journal and by its files."""
        return Subject("call", str(self.pk))


class Withdrawal(models.Model):
    """That a published call was taken back, with the reason as the public reads it. Kept for good."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="withdrawal")
    reason_zh = models.TextField()
    reason_en = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Which call."""
        return f"withdrawal of {self.call_id}"


class Amendment(models.Model):
    """A dated change to a published call 更正、延期: a whole text again, with the notice that announces it.

    An application names the amendment it stands under (None: the call as first published).
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    #: What changed and why, as the public reads it.
    reason_zh = models.TextField()
    reason_en = models.TextField(blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="calls_amendment_number")]

    def __str__(self) -> str:
        """Which one of which call."""
        return f"{self.call_id}/{self.number}"
