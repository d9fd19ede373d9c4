"""Whose number it is: how a sealed number is recognised."""

from __future__ import annotations

from juli.stages.review import sealing
from juli.stages.review.models import Expert


def context(name: str) -> str:
    """What a sealed column of an expert opens for."""
    return f"expert.{name}"


def known(document: str, number: str) -> Expert | None:
    """The expert with a number, under whichever key it was sealed."""
    return Expert.objects.filter(identity_digest__in=sealing.digests(matched(document, number))).first()


def matched(document: str, number: str) -> str:
    """What a digest is of. A passport's number is no ID number, though it may look like one."""
    return number if document == Expert.Document.RESIDENT else f"{document}:{number}"
