"""As which types an organisation applies."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from juli.stages.organisations.models import ApplicantType, Organisation


def holding(on: dt.date) -> Q:
    """A condition on dated rows: they hold on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def applicant_types(organisation: Organisation, programme: str, on: dt.date) -> tuple[str, ...]:
    """The applicant types under a family of programmes on a day, in the order they were given.

    Rows for the family count before those for all families: where it has any, the general ones are not asked.
    """
    rows = ApplicantType.objects.filter(holding(on), organisation=organisation, programme__in=["", programme])
    found = list(rows.order_by("since", "pk").values_list("programme", "type"))
    own = [kind for family, kind in found if family == programme]
    return tuple(dict.fromkeys(own or [kind for family, kind in found if not family]))


def types_of(organisation: Organisation) -> QuerySet[ApplicantType]:
    """All its types, those that hold first."""
    return ApplicantType.objects.filter(organisation=organisation).order_by("until", "programme", "since", "pk")
