"""The tables of a call's notice: its text as imported, where its clauses stand in it, its annexes, its contacts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """A notice 申报通知 as it was imported, once more with each import. The one in force is the last that was taken."""

    class State(models.TextChoices):
        """A text is looked through before it is taken; what is taken is not changed again."""

        READ = "read", _("To be looked through")
        TAKEN = "taken", _("Taken")

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="notices")
    #: 1, 2, … of the call.
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=5, choices=State, default=State.READ)
    #: The file it came from, kept.
    file = models.ForeignKey("registry_files.Attachment", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    #: The sha256 of the file.
    digest = models.CharField(max_length=64)
    #: The sha256 of the paragraphs as they were read; anchors are made on it.
    text_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    encoding = models.CharField(max_length=12, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    imported_by = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    #: Rises with every line that is left out or taken back.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="calls_notice_number"),
            models.CheckConstraint(
                condition=Q(state="read") | Q(taken_at__isnull=False), name="calls_notice_taken_when"
            ),
        ]

    def __str__(self) -> str:
        """Which one of which call."""
        return f"{self.call_id}/notice/{self.number}"


class Paragraph(models.Model):
    """A paragraph of a notice, or a row of one of its tables: see ``lines.Line`` for what its fields mean."""

    class Decision(models.TextChoices):
        """What the officer said of a line, against what the system proposed."""

        NONE = "", ""
        KEPT = "kept", _("Kept")
        DROPPED = "dropped", _("Left out")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="paragraphs")
    number = models.PositiveIntegerField()
    raw = models.TextField()
    hint = models.CharField(max_length=10, blank=True)
    label = models.CharField(max_length=40, blank=True)
    page = models.PositiveIntegerField(default=0)
    table = models.PositiveIntegerField(default=0)
    #: ``[text, across, down]`` of each cell of a row.
    cells = models.JSONField(default=list)
    decision = models.CharField(max_length=7, choices=Decision, default=Decision.NONE, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="calls_paragraph_number")]

    def __str__(self) -> str:
        """Its place and its beginning."""
        return f"{self.number} {self.raw[:20]}"


class Anchor(models.Model):
    """Where a clause stands in a notice, as an officer confirmed it.

    ``first`` and ``last`` are 0 where it nowhere does. ``proposed_*`` keep what the system had proposed, so that its
    share of right proposals can be told at any time.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="anchors")
    clause = models.CharField(max_length=120)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    cite = models.CharField(max_length=60, blank=True)
    proposed_first = models.PositiveIntegerField(default=0)
    proposed_last = models.PositiveIntegerField(default=0)
    sureness = models.PositiveSmallIntegerField(default=0)
    #: The characters of the first paragraph that say it most closely; both 0 for all of it.
    mark_start = models.PositiveIntegerField(default=0)
    mark_end = models.PositiveIntegerField(default=0)
    #: The anchor on the text before, from which this one was carried over.
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "clause"], name="calls_anchor_once"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="calls_anchor_order"),
        ]

    def __str__(self) -> str:
        """What stands where."""
        return f"{self.clause} {self.first}–{self.last}"


class Annex(models.Model):
    """An annex 附件 of the notice, by its number; its file may come in several versions."""

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="annexes")
    number = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="calls_annex_number")]

    def __str__(self) -> str:
        """Its number and its title."""
        return f"{self.number} {self.title_zh}"


class AnnexVersion(models.Model):
    """A version of an annex's file. None is ever replaced; the last one is in force."""

    annex = models.ForeignKey(Annex, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("registry_files.Attachment", on_delete=models.PROTECT, related_name="+")
    #: What changed, as the public reads it; empty for the first.
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["annex", "number"], name="calls_annex_version_number")]

    def __str__(self) -> str:
        """Which version of which annex."""
        return f"{self.annex_id}/{self.number}"


class ContactEntry(models.Model):
    """A person or place behind a role that the programme file names (``phone: entered``), several to a role."""

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="contact_entries")
    role = models.CharField(max_length=40)
    person = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("role", "id")

    def __str__(self) -> str:
        """Its role and its person."""
        return f"{self.role} {self.person or self.unit}"
