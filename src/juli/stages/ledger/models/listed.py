"""The organisation's own lists: enterprises, parks and partners that its achievements name, entered once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.stages.organisations.models import Organisation


class Listed(models.Model):
    """One enterprise, park or partner of one organisation. Achievements name it by its text, as the vocabulary says."""

    class Register(models.TextChoices):
        """Which of the lists it stands in."""

        ENTERPRISE = "enterprise", _("Enterprises")
        PARK = "park", _("Parks")
        PARTNER = "partner", _("Partners")

    class Size(models.TextChoices):
        """How large an enterprise is, by the state's classification."""

        LARGE = "large", _("Large enterprise")
        MEDIUM = "medium", _("Medium enterprise")
        SMALL = "small", _("Small enterprise")
        MICRO = "micro", _("Micro enterprise")
        UNKNOWN = "unknown", _("Not known")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listed")
    register = models.CharField(max_length=12, choices=Register)
    name = models.CharField(max_length=120)
    #: 统一社会信用代码 (GB 32100), where it is known.
    uscc = models.CharField(max_length=18, blank=True)
    #: Of enterprises; ``unknown`` otherwise.
    size = models.CharField(max_length=8, choices=Size, default=Size.UNKNOWN)
    note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    #: Taken off the list; what names it stays as it is.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "register", "name"],
                condition=Q(removed_at__isnull=True),
                name="ledger_listed_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "register", "uscc"],
                condition=Q(removed_at__isnull=True) & ~Q(uscc=""),
                name="ledger_listed_code_once",
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name
