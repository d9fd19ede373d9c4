"""The business offices that keep contact with organisations (S2-44)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from juli.stages.accounts.models import Post
from juli.stages.accounts.roles import Role
from juli.stages.organisations.models import Liaison, Organisation


def business_offices(at: datetime) -> list[str]:
    """Every business office that somebody has a post in."""
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), role=Role.BUSINESS_OFFICE).exclude(unit="")
    return list(held.order_by("unit").values_list("unit", flat=True).distinct())


def contacts(organisation: Organisation) -> list[Liaison]:
    """Those that keep contact with one organisation now."""
    return list(organisation.liaisons.filter(until__isnull=True).order_by("unit"))
