"""One thing an organisation did: one row of one table, whatever its kind (design §4)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from juli.registry.parties import Subject
from juli.stages.organisations.models import Organisation


class Achievement(models.Model):
    """An achievement. The shared columns are typed; the kind's own fields are JSON, with the vocabulary's version.

    In JSON, dates are YYYY-MM-DD, money is integer 分, an absent key is an empty field.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="achievements")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300, blank=True)
    date = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    fiscal_funding = models.JSONField(null=True, blank=True)
    charged = models.BooleanField(null=True, blank=True)
    joint = models.BooleanField(null=True, blank=True)
    #: One and the same for every organisation that entered the event; what makes it so is the stage's shared record.
    shared_id = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=500, blank=True)
    #: Lists of names, or a bare number where no list is kept.
    partners = models.JSONField(null=True, blank=True)
    published = models.JSONField(null=True, blank=True)
    #: The kind's own fields.
    fields = models.JSONField(default=dict)
    #: The version of the vocabulary that the fields were checked against.
    vocabulary = models.PositiveIntegerField()
    #: Everything in it that can be searched for, lower case; kept by the actions.
    words = models.TextField(blank=True, default="")
    #: Rises with every change.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: Removed rows can be brought back.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "kind", "date"], name="ledger_of_kind"),
            models.Index(fields=["organisation", "date"], name="ledger_timeline"),
            models.Index(fields=["shared_id"], condition=~Q(shared_id=""), name="ledger_shared"),
        ]

    def __str__(self) -> str:
        """Its title, else its kind."""
        return self.title or self.kind

    @property
    def subject(self) -> Subject:
        """What its evidence belongs to."""
        return Subject("achievement", str(self.pk))
