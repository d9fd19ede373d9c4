"""Who acts for an organisation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from juli.stages.accounts.roles import APPLICANT, Role
from juli.stages.organisations.models.organisation import Organisation


class Membership(models.Model):
    """Somebody's place in an organisation, from one instant to another: never deleted, only ended.

    Of administrators there is at most one at any time, by the database (S4-57).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in Role if r in APPLICANT])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(role=Role.ADMINISTRATOR.value, until__isnull=True),
                name="organisations_one_administrator",
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(until__isnull=True), name="organisations_member_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(r.value for r in APPLICANT)), name="organisations_member_role_known"
            ),
        ]

    def __str__(self) -> str:
        """Who is what, where."""
        return f"{self.user_id} {self.role} of {self.organisation_id}"
