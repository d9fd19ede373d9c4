"""The paper that came: what the receipt agency writes down of each parcel (O-25, S3-53)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from juli.stages.applications.models import Application


class Parcel(models.Model):
    """One line of the register: a parcel that arrived. Frozen; a mistake is put right by a line that replaces it.

    A line that ``void`` replaces another one by nothing: that parcel was written down by mistake.
    """

    class Code(models.TextChoices):
        """What the check code on the paper was found to be."""

        RIGHT = "right", _("the version handed in")
        OLDER = "older", _("an older version")
        UNKNOWN = "unknown", _("not a code of this application")
        NONE = "none", _("no code on the paper")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="parcels")
    #: The day of the postmark: what counts where the call judges by it.
    posted = models.DateField(null=True, blank=True)
    received = models.DateField()
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    copies = models.PositiveSmallIntegerField(default=0)
    #: What is in it, by the names that the call's paper section uses; seals by place.
    parts = models.JSONField(default=list)
    seals = models.JSONField(default=list)
    signatures = models.JSONField(default=list)
    #: As typed off the paper, plain; and what it was found to be.
    code = models.CharField(max_length=20, blank=True)
    code_is = models.CharField(max_length=8, choices=Code)
    note = models.CharField(max_length=500, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    void = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application"], name="screening_parcels")]
        constraints = [
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, void=False) | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="screening_parcel_why",
            ),
            models.CheckConstraint(
                condition=Q(posted__isnull=True) | Q(posted__lte=F("received")), name="screening_parcel_days"
            ),
        ]

    def __str__(self) -> str:
        """Whose parcel."""
        return f"parcel {self.pk} of {self.application_id}"
