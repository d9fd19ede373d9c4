"""Filters of the list that somebody keeps for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """One view of the list, under a name: what stands behind the question mark of its address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="screening_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="screening_filter_named_once")]

    def __str__(self) -> str:
        """Its name."""
        return self.name
