"""The list 拟支持名单: what persons decided about the order, the list as it was made, whether it was taken up again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.stages.applications.models import Application, KeptVerdict
from juli.stages.calls.models import Call


class OrderDecision(models.Model):
    """What a person decided where the rule does not: an order of equals, the line, an exception, an amount.

    ``value`` by kind: tie ``{order: [numbers]}``, line ``{places, field}``, exception ``{application, put}``, amount
    ``{application, amount}`` in 分. It stands until somebody takes it back; it is never changed.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        TIE = "tie", _("Order of equals")
        LINE = "line", _("Where the line is drawn")
        EXCEPTION = "exception", _("Exception")
        AMOUNT = "amount", _("Amount")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="order_decisions")
    track = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    #: As the list prints it.
    by_name = models.CharField(max_length=254)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["call", "taken_back_at"], name="awards_order_of_call")]

    def __str__(self) -> str:
        """What, of which call."""
        return f"{self.kind} of call {self.call_id}"


class RankedList(models.Model):
    """A list as it was made; triggers refuse to change it. The latest that was not taken up again counts.

    ``inputs`` and ``result`` are the engine's canonical JSON; from the first the second can be worked out again.
    """

    class Release(models.TextChoices):
        """When those who are not on it are told."""

        NOW = "now", _("At once")
        PUBLICATION = "publication", _("With the publication")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="ranked_lists")
    number = models.PositiveSmallIntegerField()
    inputs = models.TextField()
    inputs_digest = models.CharField(max_length=64)
    decisions = models.TextField()
    result = models.TextField()
    digest = models.CharField(max_length=64)
    release = models.CharField(max_length=12, choices=Release)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="awards_list_number")]

    def __str__(self) -> str:
        """Which one of which call."""
        return f"list {self.number} of call {self.call_id}"


class ListLine(models.Model):
    """One application in one track of a list. ``amount`` in 分, where the rule or a person gives one."""

    ranked_list = models.ForeignKey(RankedList, on_delete=models.PROTECT, related_name="lines")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="list_lines")
    track = models.CharField(max_length=40, blank=True)
    place = models.PositiveIntegerField()
    rank = models.PositiveIntegerField(null=True)
    value = models.CharField(max_length=40, blank=True)
    on_list = models.BooleanField()
    amount = models.BigIntegerField(null=True)
    #: Why it is out of the order, or was put in or out against the line; for those who ask.
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ranked_list", "application", "track"], name="awards_line_once"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="awards_amount_not_owed"),
        ]
        indexes = [models.Index(fields=["application", "ranked_list"], name="awards_lines_of")]

    def __str__(self) -> str:
        """Whose, in which list."""
        return f"{self.application_id} in {self.ranked_list_id}"


class ListVerdict(models.Model):
    """The verdict that an application had when a list was made; frozen."""

    ranked_list = models.ForeignKey(RankedList, on_delete=models.PROTECT, related_name="verdicts")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    verdict = models.ForeignKey(KeptVerdict, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ranked_list", "application"], name="awards_list_verdict")]

    def __str__(self) -> str:
        """Whose, in which list."""
        return f"verdict of {self.application_id} in {self.ranked_list_id}"


class ListReopened(models.Model):
    """A list that was taken up again: it does not count any more."""

    ranked_list = models.OneToOneField(RankedList, on_delete=models.PROTECT, related_name="reopened")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Which one."""
        return f"reopened {self.ranked_list_id}"
