"""The office's page of who recommends whom."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q

from juli.stages.accounts.models import Post
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Recommends
from juli.stages.organisations.models import Organisation

PER_PAGE: Final = 30


class Line(NamedTuple):
    """An organisation and its unit; empty where it has none."""

    organisation: Organisation
    unit: str


class Assignments(NamedTuple):
    """The page."""

    lines: tuple[Line, ...]
    page: Page[Organisation]
    units: tuple[str, ...]
    query: str


def assignments(query: str, page: str, at: dt.datetime) -> Assignments:
    """The organisations with their units; the caller has asked whether the reader may see it."""
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), role=Role.RECOMMENDER, since__lte=at)
    units = sorted({unit for unit in held.values_list("unit", flat=True) if unit})
    rows = Organisation.objects.filter(state=Organisation.State.ACCEPTED).order_by("name", "pk")
    if query:
        of_unit = Recommends.objects.filter(until__isnull=True, unit__icontains=query).values("organisation")
        rows = rows.filter(Q(name__icontains=query) | Q(uscc__icontains=query) | Q(pk__in=of_unit))
    found = Paginator(rows, PER_PAGE).get_page(page)
    mine = dict(
        Recommends.objects.filter(organisation__in=list(found), until__isnull=True).values_list("organisation", "unit")
    )
    lines = tuple(Line(row, mine.get(row.pk, "")) for row in found)
    return Assignments(lines, found, tuple(units), query)
