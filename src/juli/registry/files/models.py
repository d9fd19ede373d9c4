"""The tables of the file store: what is kept, what arrives, what it proves."""

from __future__ import annotations

import uuid

from django.db import models

from juli.engines.policy.labels import Label
from juli.registry.language import language
from juli.registry.parties import Subject

_SCANS = {
    "unscanned": Label("未查毒", "not scanned for viruses"),
    "clean": Label("未发现病毒", "no virus found"),
    "infected": Label("有病毒", "holds a virus"),
}


class StoredFile(models.Model):
    """Some content, kept once however often it is handed in."""

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        UNSCANNED = "unscanned", "未查毒"
        CLEAN = "clean", "未发现病毒"
        INFECTED = "infected", "有病毒"

    class Previews(models.TextChoices):
        """How far the previews are."""

        WAITING = "waiting", "待生成"
        MADE = "made", "已生成"
        NONE = "none", "无"

    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    #: The id of its kind, by its content (see examine.kinds).
    kind = models.CharField(max_length=20)
    pages = models.PositiveIntegerField(null=True)
    #: Pixels of a picture, points of a PDF's first page.
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    #: What was noticed and did not stand against it, as codes with data.
    notes = models.JSONField(default=list)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField(null=True)
    previews = models.CharField(max_length=10, choices=Previews)
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["scan"], name="files_scan"),
            models.Index(fields=["previews"], name="files_previews"),
        ]

    def __str__(self) -> str:
        """Its kind and the start of its digest."""
        return f"{self.kind} {self.digest[:12]}"

    @property
    def scan_said(self) -> str:
        """What the virus scanner said, in the reader's language."""
        return _SCANS[self.scan].say(language())


class Preview(models.Model):
    """A picture of one page of a file, kept like any other content. Page 0 is the thumbnail."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="drawn")
    page = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "page"], name="files_preview_page")]

    def __str__(self) -> str:
        """Which page of which file."""
        return f"page {self.page} of {self.file_id}"


class Upload(models.Model):
    """A file on its way in, resumable until it expires."""

    class State(models.TextChoices):
        """How far it is."""

        ARRIVING = "arriving", "上传中"
        KEPT = "kept", "已保存"
        REFUSED = "refused", "已拒收"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The door it came in by, and who brings it: it goes on by the same door, for the same person.
    endpoint = models.CharField(max_length=40)
    owner = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    length = models.PositiveBigIntegerField()
    #: Bytes that lie safely on the disk.
    offset = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.ARRIVING)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="uploads")
    findings = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "state"], name="files_upload_owner")]

    def __str__(self) -> str:
        """Its name and how far it is."""
        return f"{self.name} {self.offset}/{self.length}"


class Attachment(models.Model):
    """A file as proof of something: many may lead to one file."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    #: What a clause asks for: photos, agreement, press; empty where nothing is asked.
    tag = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120)
    by = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "tag", "file"], name="files_attachment_once"),
        ]

    def __str__(self) -> str:
        """What it is called, and what it belongs to."""
        return f"{self.name} of {self.subject}"

    @property
    def subject(self) -> Subject:
        """What the file belongs to."""
        return Subject(self.subject_type, self.subject_id)
