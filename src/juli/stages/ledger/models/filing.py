"""Pre-filing 提前报备 (S1-33, O-11): a dated notice of a new enterprise, handed in before it is registered."""

from __future__ import annotations

import datetime as dt

from django.db import models

from juli.registry.canonical import SHANGHAI
from juli.registry.parties import Subject
from juli.stages.ledger.models.achievement import Achievement
from juli.stages.organisations.models import Organisation


class Filing(models.Model):
    """What was filed, when. The table is frozen by triggers: a correction is a new filing."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="filings")
    enterprise = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    #: 分.
    capital = models.BigIntegerField()
    business_scope = models.TextField()
    foreign = models.BooleanField()
    #: The day on which the enterprise means to be registered, where it is known.
    planned_on = models.DateField(null=True, blank=True)
    #: The instant that counts: when the server began the request.
    filed_at = models.DateTimeField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=60, blank=True)
    #: The sha256 of what was filed, in canonical form; the receipt names it.
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["organisation", "filed_at"], name="ledger_filing_of")]

    def __str__(self) -> str:
        """Its number."""
        return self.number

    @property
    def number(self) -> str:
        """What the receipt calls it: BB (报备), the day, the row."""
        return f"BB{self.filed_on:%Y%m%d}-{self.pk:05d}"

    @property
    def filed_on(self) -> dt.date:
        """The day in Beijing on which it was filed."""
        return self.filed_at.astimezone(SHANGHAI).date()

    @property
    def subject(self) -> Subject:
        """What it is called in the journal and by its files."""
        return Subject("filing", str(self.pk))


class Licence(models.Model):
    """The business licence 营业执照 that followed a filing, matched with it, and the achievement that came of both."""

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="licence")
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, blank=True)
    registered_on = models.DateField()
    achievement = models.OneToOneField(Achievement, on_delete=models.PROTECT, related_name="licence")
    #: Why the name differs from the one filed, where it does.
    difference = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        """Whose."""
        return self.name
