"""A person's answers to the questions that a call leaves to people (人工认定)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from juli.registry.parties import Subject
from juli.stages.applications.models import Application


class Judgement(models.Model):
    """One answer: to a clause's question, of one achievement where rows are asked. The latest counts; frozen.

    ``answer`` None takes the answer back: the question is open again. ``question`` and ``cite`` are the words that
    were answered, as the file had them; ``asked`` is whom the file names for it (S0-71, S1-37, S1-40, S1-52).
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="judgements")
    clause = models.CharField(max_length=120)
    #: The work's id; empty where the clause itself is asked.
    achievement = models.CharField(max_length=200, blank=True)
    answer = models.BooleanField(null=True)
    reason = models.TextField()
    question = models.JSONField()
    cite = models.CharField(max_length=120, blank=True)
    asked = models.CharField(max_length=20)
    #: The department or panel whose word it is, as its post or its minutes name it.
    unit = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "clause", "achievement"], name="screening_judged")]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="screening_judged_why")]

    def __str__(self) -> str:
        """What was answered of which application."""
        return f"{self.clause} {self.achievement} of {self.application_id}: {self.answer}"

    @property
    def subject(self) -> Subject:
        """What its files belong to."""
        return Subject("judgement", str(self.pk))


class Pending(models.Model):
    """The questions of an application that wait for an answer: a copy of what its verdict says, for the queues.

    ``fingerprint`` tells from what it was worked out; ``questions``: clause, work, whom the file names, outside or not.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="pending_questions")
    fingerprint = models.CharField(max_length=64)
    questions = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Of which application."""
        return f"questions of {self.application_id}"
