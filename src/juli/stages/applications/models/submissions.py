"""Final versions, their scans, and what was handed in: rows that triggers refuse to change (design §6)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from juli.registry.files.models import StoredFile
from juli.registry.journal.models import Root
from juli.registry.parties import Subject
from juli.stages.applications.models.application import Application
from juli.stages.applications.models.versions import Version
from juli.stages.calls.models import Call


class Sequence(models.Model):
    """The last number given in a call. Its row is locked while one is given, so that no number is given twice."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """How far it has counted."""
        return f"{self.last} of call {self.call_id}"


class RulesText(models.Model):
    """A programme's text under which something was finalised or handed in, kept once."""

    digest = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        """The start of its digest."""
        return self.digest[:12]


class FinalVersion(models.Model):
    """A final version 定稿: everything the application is judged on, as it was at that instant.

    ``content`` is what ``judged_on`` copies, the digest of the version's own content among it, and ``digest`` the
    sha256 of its canonical JSON. The check code is printed on each of its pages. Its evidence is attached to its
    subject, and so stays.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="finals")
    #: What the form said; its number is the one printed.
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="final")
    content = models.JSONField(null=True)
    digest = models.CharField(max_length=64)
    check_code = models.CharField(max_length=12, unique=True)
    rules = models.ForeignKey(RulesText, on_delete=models.PROTECT, related_name="+")
    #: 0 for the call as first published.
    amendment = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Which version of which application."""
        return f"final {self.version_id} of {self.application_id}"

    @property
    def subject(self) -> Subject:
        """What its files belong to."""
        return Subject("final_version", str(self.pk))


class ScannedCopy(models.Model):
    """The stamped paper of a final version, scanned; ``typed`` is the check code that somebody read off it."""

    final = models.ForeignKey(FinalVersion, on_delete=models.PROTECT, related_name="scans")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    typed = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Submission(models.Model):
    """What was handed in, when, and under which rules. ``at`` is the instant that counts: when the request began.

    ``digest`` is the sha256 of the canonical JSON of ``receipts.sealed``: the final version, the scan, the rules, the
    instant. ``amendment`` is the one that it stands under; 0 for the call as first published.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    #: 1, 2, 3 … within the application.
    number = models.PositiveSmallIntegerField()
    final = models.ForeignKey(FinalVersion, on_delete=models.PROTECT, related_name="submissions")
    scan = models.ForeignKey(ScannedCopy, on_delete=models.PROTECT, null=True, related_name="submissions")
    rules = models.ForeignKey(RulesText, on_delete=models.PROTECT, related_name="+")
    amendment = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    check_code = models.CharField(max_length=12, unique=True)
    #: The number of its entry in the application's chain.
    entry = models.PositiveIntegerField()
    #: Who handed it in, as the receipt names them; can be erased.
    by_name = models.CharField(max_length=254, null=True)  # noqa: DJ001  # NULL is what erasing leaves.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="applications_submission_number"),
        ]

    def __str__(self) -> str:
        """Which one of which application."""
        return f"{self.application_id}/{self.number}"

    @property
    def subject(self) -> Subject:
        """What its files belong to."""
        return Subject("submission", str(self.pk))


class TakenBack(models.Model):
    """A submission that does not count any more, and why."""

    class Cause(models.TextChoices):
        """Who took it back."""

        WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
        SENT_BACK = "sent_back", _("Sent back by the recommender")

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="taken_back")
    cause = models.CharField(max_length=10, choices=Cause)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Which one, and why."""
        return f"{self.submission_id} {self.cause}"


class Seal(models.Model):
    """The first root of the journal that stands for a submission; printed on its receipt."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="seal")
    root = models.ForeignKey(Root, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Which root seals which submission."""
        return f"root {self.root_id} of {self.submission_id}"


class Turn(models.Model):
    """One step of an application's life, as those concerned read it; the journal has it too."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="turns")
    event = models.CharField(max_length=20)
    came_from = models.CharField(max_length=20, choices=Application.State)
    led_to = models.CharField(max_length=20, choices=Application.State)
    remarks = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "id"], name="applications_turns")]

    def __str__(self) -> str:
        """What happened to which application."""
        return f"{self.event} of {self.application_id}"
