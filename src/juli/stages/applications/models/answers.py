"""What an application says, section by section, and who is writing it just now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from juli.stages.applications.models.application import Application


class Answer(models.Model):
    """One section of the form as it stands.

    ``value`` is as ``form.cells`` keeps it: texts as typed, money in 分, days as YYYY-MM-DD, rows with an id of
    their own under ``#``. What cannot be read as what the field asks for stays as it was typed, and the check says so.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="answers")
    #: The section's id in the programme file; ``cover`` and ``pledges`` beside them.
    section = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    #: Rises with every save of the section: a save that names an older one is told (design §6).
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "section"], name="applications_answer_once"),
        ]

    def __str__(self) -> str:
        """Which section of which application."""
        return f"{self.section} of {self.application_id}"


class Rival(models.Model):
    """A text that met another one: saved on a version of the section that somebody had changed meanwhile.

    Both are kept until a person has chosen. Typing on replaces the sender's own rival.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="rivals")
    section = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    #: The version that its writer had before them; 0 where the section was still empty.
    had = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section", "by"],
                condition=Q(settled_at__isnull=True),
                name="applications_rival_once",
            ),
        ]

    def __str__(self) -> str:
        """Whose text of which section."""
        return f"{self.section} of {self.application_id} by {self.by_id}"


class Presence(models.Model):
    """Somebody with the application open before them; a row that is not renewed has gone."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="present")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="applications_present_once"),
        ]

    def __str__(self) -> str:
        """Who is where."""
        return f"{self.user_id} at {self.application_id}"
