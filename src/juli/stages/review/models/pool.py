"""The pool 专家库: who may be asked to review, what they know, where they work, when they are away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.accounts.models import User


class Expert(models.Model):
    """An expert. Numbers of identity and bank are sealed; pages show their last four characters."""

    class Document(models.TextChoices):
        """What proves who it is."""

        RESIDENT = "resident", _("Resident ID card")
        OTHER = "other", _("Passport or another document")

    name = models.CharField(max_length=60)
    #: The account with which they review; made by inviting them.
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, related_name="expert")
    document = models.CharField(max_length=10, choices=Document, default=Document.RESIDENT)
    #: Sealed; empty while the identity is not settled.
    identity = models.TextField(blank=True)
    #: The keyed digest by which the same person is recognised.
    identity_digest = models.CharField(max_length=64, blank=True)
    identity_last = models.CharField(max_length=4, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    employer_code = models.CharField(max_length=18, blank=True)
    #: 职务 and 职称.
    post = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    bank = models.CharField(max_length=120, blank=True)
    account = models.TextField(blank=True)
    account_last = models.CharField(max_length=4, blank=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: Since when they are asked no more; the record stays.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity_digest"], condition=~Q(identity_digest=""), name="review_identity_once"
            ),
            models.CheckConstraint(
                condition=Q(identity="", identity_digest="") | (~Q(identity="") & ~Q(identity_digest="")),
                name="review_identity_whole",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="review_expert_name")]

    def __str__(self) -> str:
        """Their name."""
        return self.name

    @property
    def settled(self) -> bool:
        """Whether it is settled who it is: nobody else is assigned or drawn."""
        return bool(self.identity_digest)

    @property
    def masked(self) -> str:
        """The ID number as it may be printed."""
        return f"{'*' * 14}{self.identity_last}" if self.identity_last else ""

    @property
    def masked_account(self) -> str:
        """The account's number as it may be printed."""
        return f"{'*' * 8}{self.account_last}" if self.account_last else ""

    @property
    def subject(self) -> Subject:
        """What they are called in the journal."""
        return Subject("expert", str(self.pk))


class ExpertField(models.Model):
    """A field 领域 in which an expert reviews, in the office's own words."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "name"], name="review_field_once")]
        indexes = [models.Index(fields=["name"], name="review_field_name")]

    def __str__(self) -> str:
        """The field."""
        return self.name


class Tie(models.Model):
    """What binds an expert to a unit: another or a former employer, an office, a membership; dated, with its source."""

    class Kind(models.TextChoices):
        """What sort of tie."""

        EMPLOYER = "employer", _("Employer")
        OFFICE = "office", _("Office or membership")

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind)
    unit = models.CharField(max_length=120)
    code = models.CharField(max_length=18, blank=True)
    since = models.DateField(null=True, blank=True)
    #: The last day; empty while it holds.
    until = models.DateField(null=True, blank=True)
    #: It is over, though nobody knows since when: a former employer that counts for good.
    over = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="review_tie_in_order",
            )
        ]

    def __str__(self) -> str:
        """The unit."""
        return self.unit


class Away(models.Model):
    """Days, both counted, on which an expert can't take part."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="away")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="review_away_in_order"),
            models.UniqueConstraint(fields=["expert", "since", "until"], name="review_away_once"),
        ]

    def __str__(self) -> str:
        """From when to when."""
        return f"{self.since}–{self.until}"


class Intake(models.Model):
    """A workbook that was read and not yet entered. The rows lie sealed: they hold ID numbers; the file is not kept."""

    class Of(models.TextChoices):
        """What the rows are."""

        EXPERTS = "experts", _("Experts")
        CONFLICTS = "conflicts", _("Conflicts")

    of = models.CharField(max_length=10, choices=Of)
    name = models.CharField(max_length=120)
    #: The sha256 of the file.
    digest = models.CharField(max_length=64)
    #: Rows as they were read; emptied once they are entered, or put aside.
    rows = models.TextField(blank=True)
    good = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    entered = models.PositiveIntegerField(null=True, blank=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """The file."""
        return self.name

    @property
    def subject(self) -> Subject:
        """What it is called in the journal."""
        return Subject("expert_intake", str(self.pk))
