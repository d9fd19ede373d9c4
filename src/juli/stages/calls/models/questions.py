"""Questions about a call and their answers 答疑, public for all once answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from juli.stages.calls.models.call import Call


class Question(models.Model):
    """What somebody asked, and what the office answered. Who asked is the office's to know alone."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: Rises with every answer: one that is changed is told again.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="calls_answered_when",
            ),
        ]
        indexes = [models.Index(fields=["call", "answered_at"], name="calls_questions_of")]

    def __str__(self) -> str:
        """Which question about which call."""
        return f"question {self.pk} about {self.call_id}"
