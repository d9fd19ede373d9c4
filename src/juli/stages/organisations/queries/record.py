"""The dated rows of a record, and its standing."""

from __future__ import annotations

from django.db.models import F, QuerySet

from juli.stages.organisations.models import Activity, Officer, Organisation, Standing


def activities(organisation: Organisation) -> QuerySet[Activity]:
    """Fields of activity, the present ones first."""
    found = Activity.objects.filter(organisation=organisation)
    return found.order_by(F("until").desc(nulls_first=True), "since", "pk")


def officers(organisation: Organisation) -> QuerySet[Officer]:
    """Officers, the present ones first."""
    found = Officer.objects.filter(organisation=organisation)
    return found.order_by(F("until").desc(nulls_first=True), "post", "since", "pk")


def standing(organisation: Organisation) -> QuerySet[Standing]:
    """Rows of standing that were not taken back, the newest first."""
    return Standing.objects.filter(organisation=organisation, removed_at=None).order_by("kind", "-fields__year", "-pk")
