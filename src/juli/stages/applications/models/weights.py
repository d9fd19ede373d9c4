"""What lists need of a verdict, kept so that a call of thousands is ranked without judging everybody again."""

from __future__ import annotations

from django.db import models


class Weighed(models.Model):
    """A verdict's summary under the digest of all that it hangs on: it can be worked out again and thrown away."""

    key = models.CharField(max_length=64, primary_key=True)
    #: As ``queries.weighing`` writes it.
    text = models.TextField()

    def __str__(self) -> str:
        """Its key, short."""
        return self.key[:12]
