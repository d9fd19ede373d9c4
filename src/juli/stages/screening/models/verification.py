"""The office's word on each work (核定), its announcement to the applicant, and the applicant's one answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.applications.models import Application


class Verification(models.Model):
    """One word on one work of an application. The latest counts; frozen.

    ``correct``: field of the vocabulary → its verified value, as JSON keeps it (None empties it); ``declared`` the
    values that stood there. ``work`` is the digest of the work as it was then: a corrected
    application may say something else.
    """

    class Act(models.TextChoices):
        """What the office says. Reopened: it says nothing for now."""

        ACCEPT = "accept", _("Accepted as declared")
        CORRECT = "correct", _("Accepted with corrections")
        STRIKE = "strike", _("Struck")
        REOPEN = "reopen", _("Open again")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="verifications")
    achievement = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    act = models.CharField(max_length=10, choices=Act)
    correct = models.JSONField(default=dict)
    declared = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    work = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "achievement"], name="screening_verified")]
        constraints = [
            models.CheckConstraint(condition=models.Q(act="accept") | ~models.Q(reason=""), name="screening_word_why"),
        ]

    def __str__(self) -> str:
        """What is said of which work."""
        return f"{self.act} {self.achievement} of {self.application_id}"


class Announcement(models.Model):
    """That the verification was shown to the applicant, and until when it may answer. The latest counts; frozen."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="announcements")
    answer_until = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Of which application."""
        return f"verification of {self.application_id} shown"


class Reply(models.Model):
    """What the applicant answered to its verification, once; frozen, its text can be erased."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="verification_reply")
    text = models.TextField(null=True)  # noqa: DJ001  # NULL is what erasing leaves.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """To which verification."""
        return f"answer of {self.application_id}"

    @property
    def subject(self) -> Subject:
        """What its files belong to."""
        return Subject("verification_reply", str(self.pk))
