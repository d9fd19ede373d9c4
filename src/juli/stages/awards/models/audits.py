"""The expenditure audit 经费审核: a case for each shortlisted application, its lines, and the report signed off."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Subject
from juli.stages.applications.models import Application


class AuditCase(models.Model):
    """One application's audit, given to an auditor; nobody else's auditor sees it (S0-100, S0-104)."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="audit")
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audits")
    due = models.DateField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    #: Rises with every change of the case or its lines.
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        """Whose."""
        return f"audit of {self.application_id}"


class AuditLine(models.Model):
    """One line of last year's spending; amounts in 分. What is taken out is kept, and not shown."""

    class Word(models.TextChoices):
        """What the auditor decided (S0-101, S0-102)."""

        UNDECIDED = "", _("Not decided")
        IN_SCOPE = "in_scope", _("In scope")
        OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
        NATIONAL = "national_money", _("Paid with national money")
        CITY = "city_money", _("Paid with the city's money")
        COMMERCIAL = "commercial", _("A commercial fee was taken")

    case = models.ForeignKey(AuditCase, on_delete=models.PROTECT, related_name="lines")
    seq = models.PositiveIntegerField()
    item = models.CharField(max_length=200)
    vouchers = models.CharField(max_length=200, blank=True)
    amount = models.BigIntegerField()
    #: The entry of the ledger that it belongs to, by its id in what was handed in.
    achievement = models.CharField(max_length=20, blank=True)
    word = models.CharField(max_length=20, choices=Word, blank=True, default="")
    accepted = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="awards_line_seq"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="awards_line_amount"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(accepted__gte=0, accepted__lte=F("amount")),
                name="awards_line_accepted",
            ),
            models.CheckConstraint(
                condition=Q(word="", accepted__isnull=True)
                | Q(word="in_scope", accepted__isnull=False)
                | (~Q(word__in=["", "in_scope"]) & Q(accepted=0)),
                name="awards_line_word",
            ),
        ]

    def __str__(self) -> str:
        """Which line of which case."""
        return f"{self.case_id}/{self.seq}"

    @property
    def subject(self) -> Subject:
        """What its vouchers belong to."""
        return Subject("audit_line", str(self.pk))


class AuditReport(models.Model):
    """A report signed off: its content as canonical JSON; triggers refuse to change it. The latest counts while the
    application is audited."""

    case = models.ForeignKey(AuditCase, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    #: What counts in the end, in 分: after shares and caps.
    accepted = models.BigIntegerField()
    #: What the lines come to, before them.
    cost = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="awards_report_number")]

    def __str__(self) -> str:
        """Which one of which case."""
        return f"report {self.number} of {self.case_id}"
