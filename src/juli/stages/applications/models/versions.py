"""What an application said at an instant: kept whole, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from juli.stages.applications.models.application import Application


class Version(models.Model):
    """A version. Triggers refuse to change or delete it; ``content`` alone may be erased when its time is over.

    The digest is the sha256 of the content's canonical JSON: the same words always have the same digest.
    """

    class Cause(models.TextChoices):
        """What made it."""

        PAUSE = "pause", _("Nobody wrote for ten minutes")
        BEFORE = "before", _("Before it was changed as a whole")
        RESTORED = "restored", _("Restored")
        COPIED = "copied", _("Copied from another application")
        FINAL = "final", _("Final version")
        SUBMISSION = "submission", _("Handed in")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    #: 1, 2, 3 … within the application; printed on paper.
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=12, choices=Cause)
    content = models.JSONField(null=True)
    digest = models.CharField(max_length=64)
    #: The application's own ``version`` that it shows.
    state_of = models.PositiveIntegerField()
    #: None where the machine made it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="applications_version_number"),
        ]

    def __str__(self) -> str:
        """Which one of which application."""
        return f"{self.application_id}/{self.number}"
