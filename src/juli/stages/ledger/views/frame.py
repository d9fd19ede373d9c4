"""What every page of the ledger begins with."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from juli.stages.accounts.models import User
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Organisation


def whose(organisation: int) -> Organisation:
    """The organisation that the address names; the gate has asked whether it is the reader's."""
    return get_object_or_404(Organisation, pk=organisation)


def reader(request: HttpRequest) -> User:
    """Who has signed in; the gate has seen to it that somebody has."""
    return cast(User, request.user)


def entry(organisation: int, achievement: int, *, removed: bool = False) -> Achievement:
    """An entry of the ledger that the address names. Raises Http404 for one that is elsewhere, or removed."""
    rows = Achievement.objects.select_related("organisation")
    row = get_object_or_404(rows, pk=achievement, organisation=organisation)
    if row.removed_at is not None and not removed:
        raise Http404("the entry was removed")
    return row
