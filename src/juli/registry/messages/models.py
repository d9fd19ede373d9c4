"""The tables of the messages: what is to be told or was told, and what people switched off."""

from __future__ import annotations

import uuid

from django.db import models

from juli.registry.parties import Subject


class Channel(models.TextChoices):
    """The ways by which a message reaches somebody."""

    SITE = "site", "站内"
    EMAIL = "email", "邮件"
    SMS = "sms", "短信"


class Message(models.Model):
    """One message to one person by one way, in the words that were true when it was enqueued."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        FAILED = "failed", "未能送达"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The key of its template.
    kind = models.CharField(max_length=80)
    channel = models.CharField(max_length=10, choices=Channel)
    recipient = models.CharField(max_length=64)
    #: An e-mail address or a telephone number; empty in the site.
    address = models.CharField(max_length=254, blank=True)
    title = models.CharField(max_length=200)
    body = models.TextField()
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    #: The same key is never told twice to the same person by the same way.
    key = models.CharField(max_length=201)
    state = models.CharField(max_length=10, choices=State)
    at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    #: When it is tried (again); while a worker has it, when another one may take it over.
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "channel", "key"], name="messages_once")]
        indexes = [
            models.Index(fields=["state", "next_at"], name="messages_due"),
            models.Index(fields=["recipient", "channel", "at"], name="messages_inbox"),
        ]

    def __str__(self) -> str:
        """Its kind, its way and how far it is."""
        return f"{self.kind} by {self.channel}: {self.state}"

    @property
    def subject(self) -> Subject | None:
        """What it is about."""
        return Subject(self.subject_type, self.subject_id) if self.subject_type else None


class Switch(models.Model):
    """What a person said about one kind of message by one way. Without it, the kind's own habit holds."""

    recipient = models.CharField(max_length=64)
    kind = models.CharField(max_length=80)
    channel = models.CharField(max_length=10, choices=Channel)
    on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "kind", "channel"], name="messages_switch")]

    def __str__(self) -> str:
        """Who switched what."""
        return f"{self.recipient} {self.kind} by {self.channel}: {'on' if self.on else 'off'}"
