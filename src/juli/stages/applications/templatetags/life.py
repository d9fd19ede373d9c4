"""Instants and digests as people compare them: ``{% load life %}``."""

from __future__ import annotations

from datetime import datetime

from django import template

from juli.stages.applications import notices

register = template.Library()
_GROUP = 16


@register.filter
def to_the_second(instant: datetime) -> str:
    """An instant in Beijing's time."""
    return notices.moment(instant, seconds=True)


@register.filter
def ending(instant: datetime) -> str:
    """The first instant that is too late, as people say it: midnight is the end of the day before."""
    return notices.ending(instant)


@register.filter
def grouped(digest: str) -> str:
    """A digest in groups that the eye can follow, as the receipt prints it.

    >>> grouped("ab" * 16)
    'abababababababab abababababababab'
    """
    return " ".join(digest[i : i + _GROUP] for i in range(0, len(digest), _GROUP))
