"""The approval 立项: numbers, amounts, what the result page shows; never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from juli.stages.applications.models import Application
from juli.stages.awards.models.publications import Publication


class Approval(models.Model):
    """What was approved of a publication in one go. ``document`` is the number of the paper 文号, where it has one.

    ``experts``: the names that the result page shows; empty where they are not shown.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="approvals")
    document = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    experts = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Of which publication."""
        return f"approval of {self.publication_id}"


class ApprovalLine(models.Model):
    """One application that is approved: its number 立项编号 and amount in 分."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="lines")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="approval_line")
    number = models.CharField(max_length=40, unique=True)
    place = models.PositiveIntegerField()
    amount = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="awards_approved_amount"),
            models.UniqueConstraint(fields=["approval", "place"], name="awards_approved_place"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number
