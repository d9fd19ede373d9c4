"""Verdicts as they were given, with all that they were given on: rows that triggers refuse to change."""

from __future__ import annotations

from django.db import models

from juli.stages.applications.models.submissions import RulesText, Submission


class KeptReference(models.Model):
    """The text of the vocabulary or of the calendar that something was judged with, kept once."""

    digest = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        """The start of its digest."""
        return self.digest[:12]


class KeptVerdict(models.Model):
    """A verdict that an act stood on. ``inputs`` and ``result`` are the engine's own texts (``policy.recorded``).

    From the inputs with rules, vocabulary and calendar the result can be worked out again, byte for byte. The same
    verdict on the same inputs is kept once.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="verdicts")
    #: Can be erased, as the copy that it repeats.
    inputs = models.TextField(null=True)  # noqa: DJ001  # NULL is what erasing leaves.
    inputs_digest = models.CharField(max_length=64)
    result = models.TextField()
    digest = models.CharField(max_length=64)
    rules = models.ForeignKey(RulesText, on_delete=models.PROTECT, related_name="+")
    vocabulary = models.ForeignKey(KeptReference, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(KeptReference, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "inputs_digest", "digest", "rules", "vocabulary", "calendar"],
                name="applications_verdict_once",
            ),
        ]

    def __str__(self) -> str:
        """Of which submission."""
        return f"verdict on {self.submission_id}"


class VerdictKey(models.Model):
    """Under which digest of all that it hangs on a verdict was kept (``weighing.keys_of``); it can be thrown away."""

    key = models.CharField(max_length=64, primary_key=True)
    verdict = models.ForeignKey(KeptVerdict, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Its key, short."""
        return self.key[:12]
