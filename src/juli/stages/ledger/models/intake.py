"""Rows on their way from a spreadsheet into the ledger: kept until each is in, mended or dropped."""

from __future__ import annotations

from django.db import models

from juli.stages.organisations.models import Organisation


class Intake(models.Model):
    """One file, or one pasted table, with the rows still to be dealt with. Nothing of it is lost by leaving."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="intakes")
    #: The file's name; empty for a pasted table.
    name = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    #: What was not read, as messages of the engine: ``[{where, text, remedy}]``.
    remarks = models.JSONField(default=list)
    taken = models.PositiveIntegerField(default=0)
    dropped = models.PositiveIntegerField(default=0)
    #: Nothing is left to do.
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        """What it is called."""
        return self.name or f"table {self.pk}"


class IntakeRow(models.Model):
    """One row as it stands in the file. Once it is in the ledger, or dropped, it goes."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rows")
    #: The sheet and the row in it, counted from 1.
    sheet = models.CharField(max_length=60, blank=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    #: The cells as text, by field.
    cells = models.JSONField(default=dict)
    #: The values that could be read, as YAML would give them; without those that are wrong.
    values = models.JSONField(default=dict)
    #: What is wrong, by field: ``{field: {text, remedy}}``. Empty: the row is sound.
    problems = models.JSONField(default=dict)
    #: Soundness as a column, to count and page by.
    sound = models.BooleanField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["intake", "sound"], name="ledger_intake_rows")]

    def __str__(self) -> str:
        """Where it stands."""
        return f"{self.sheet} {self.number}".strip()

    @property
    def day(self) -> str:
        """Its day, or the year that is all it says."""
        return str(self.values.get("date") or self.values.get("year") or "")
