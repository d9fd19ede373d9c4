"""The tables of the journal. Entries and roots are frozen by triggers; see docs/journal.md."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from juli.registry.journal.chain import entry_hash
from juli.registry.parties import Subject


class Entry(models.Model):
    """One act on one subject. ``details`` and ``personal`` are canonical JSON, kept as the text that was hashed."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    #: Counted from 1 within the subject: the order of the acts, whatever their instants say.
    number = models.PositiveIntegerField()
    #: When the act counts: the instant the caller gave, not when the row was written.
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    act = models.CharField(max_length=80)
    details = models.TextField()
    #: Field → the digests that stand for its value; the salts lie in Salt.
    personal = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "number"], name="journal_entry_number"),
        ]
        indexes = [models.Index(fields=["at"], name="journal_entry_at")]

    def __str__(self) -> str:
        """Where the entry stands, and what it says."""
        return f"{self.subject_type}/{self.subject_id} entry {self.number}: {self.act}"

    @property
    def subject(self) -> Subject:
        """What the entry is about."""
        return Subject(self.subject_type, self.subject_id)

    @property
    def said(self) -> dict[str, Any]:
        """The details as they were given."""
        details: dict[str, Any] = json.loads(self.details)
        return details

    def computed_hash(self, *, number: int | None = None) -> str:
        """The hash that the columns give; ``number`` tries another place in the chain. Raises ValueError."""
        return entry_hash(
            subject_type=self.subject_type,
            subject_id=self.subject_id,
            number=self.number if number is None else number,
            at=self.at,
            actor=self.actor,
            role=self.role,
            act=self.act,
            details=self.details,
            personal=self.personal,
            previous=self.previous,
        )


class Salt(models.Model):
    """What makes a personal field's digest unguessable. Without it the digest says nothing: erased is NULL."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="salts")
    field = models.CharField(max_length=80)
    salt = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="journal_salt_field")]

    def __str__(self) -> str:
        """Whose field it is."""
        return f"{self.entry_id} {self.field}"


class Head(models.Model):
    """The last entry of a subject: the row that writers lock."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    number = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="journal_head_subject")]

    def __str__(self) -> str:
        """The subject and how far it got."""
        return f"{self.subject_type}/{self.subject_id} entry {self.number}"


class Waiting(models.Model):
    """A new head that no root names yet. A table of its own, so that writing a root locks no head."""

    head = models.ForeignKey(Head, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Which entry waits."""
        return f"{self.head_id} entry {self.number}"


class Root(models.Model):
    """What the file of roots says, short: a file that lost its end is found by the roots that stand here."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    root = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Its number and its hash."""
        return f"root {self.number}: {self.root}"
