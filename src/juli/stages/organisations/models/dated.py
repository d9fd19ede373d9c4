"""What an organisation is for a while: applicant types, fields of activity, officers. Ended, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from juli.stages.organisations.models.organisation import Organisation


class Dated(models.Model):
    """A row that holds from a day to a day, both included; without an end, until further notice."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class ApplicantType(Dated):
    """As which type an organisation applies under a family of programmes (design §5)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="types")
    #: The family's id, as the calls' files name it; empty for all families.
    programme = models.CharField(max_length=60, blank=True)
    type = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "type"],
                condition=Q(until__isnull=True),
                name="organisations_type_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="organisations_type_order"
            ),
        ]

    def __str__(self) -> str:
        """The type, and under what."""
        return f"{self.type} under {self.programme or 'all'}"


class Activity(Dated):
    """A field that an organisation is active in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activities")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(until__isnull=True), name="organisations_activity_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="organisations_activity_order"
            ),
        ]

    def __str__(self) -> str:
        """The field."""
        return self.name


class Officer(Dated):
    """Somebody in one of the four posts that a clause may ask for (S0-52), with the term."""

    class Post(models.TextChoices):
        """负责人."""

        CHAIR = "chair", _("Chair of the council")
        VICE_CHAIR = "vice_chair", _("Vice chair of the council")
        CHIEF_SUPERVISOR = "chief_supervisor", _("Chief supervisor")
        SECRETARY_GENERAL = "secretary_general", _("Secretary-general")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="officers")
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=20, choices=Post)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "post"],
                condition=Q(until__isnull=True),
                name="organisations_officer_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="organisations_officer_order"
            ),
            models.CheckConstraint(
                condition=Q(post__in=["chair", "vice_chair", "chief_supervisor", "secretary_general"]),
                name="organisations_officer_post_known",
            ),
        ]

    def __str__(self) -> str:
        """Who is what."""
        return f"{self.person} {self.post}"
