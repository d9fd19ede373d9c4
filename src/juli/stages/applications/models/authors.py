"""Who writes an application: staff are let in one by one, the administrator is in all of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from juli.stages.applications.models.application import Application


class Author(models.Model):
    """Somebody of the organisation's staff who may work on one application; never deleted, only ended.

    ``leads``: the project leader 项目负责人, who stays with it through delivery.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="authorships")
    leads = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"], condition=Q(until__isnull=True), name="applications_author_once"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(until__isnull=True, leads=True), name="applications_one_leader"
            ),
        ]

    def __str__(self) -> str:
        """Who writes what."""
        return f"{self.user_id} of {self.application_id}"
