"""The applications of an organisation, as far as the reader works on them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404

from juli.engines.policy.labels import Label
from juli.stages.accounts.models import User
from juli.stages.applications import permissions
from juli.stages.applications.models import Application
from juli.stages.applications.queries.shares import shares
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.queries import moments
from juli.stages.calls.queries.moments import Closing
from juli.stages.calls.rulebook import current
from juli.stages.organisations.models import Organisation

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """One application in the list."""

    application: Application
    call: Label
    year: int
    tracks: tuple[Label, ...]
    closing: Closing
    #: Percent of the required parts that are done.
    share: int | None


@dataclass(frozen=True)
class Offer:
    """A call that may be applied in now, or soon."""

    call: Call
    title: Label
    closing: Closing


@dataclass(frozen=True)
class Mine:
    """The page of the list."""

    organisation: Organisation
    page: Page[Application]
    lines: tuple[Line, ...]
    offers: tuple[Offer, ...]
    query: str


def mine(user: User | AnonymousUser, organisation: int, at: dt.datetime, query: str, page: str) -> Mine:
    """What the organisation applies for; ``query`` searches titles and numbers. Raises Http404, Refused."""
    where = get_object_or_404(Organisation, pk=organisation)
    rows = permissions.visible(user, where).select_related("call", "organisation__host").order_by("-changed_at", "-pk")
    if query:
        rows = rows.filter(title__icontains=query) | rows.filter(number__icontains=query)
    found = Paginator(rows, PER_PAGE).get_page(page)
    calls = {row.call_id: row.call for row in found}
    stand = {pk: current(call) for pk, call in calls.items()}
    rules = {pk: one.programme for pk, one in stand.items()}
    longer = {pk: deadlines.extensions(one) for pk, one in rules.items()}
    done = shares(list(found), stand, at)
    lines = tuple(
        Line(
            application=row,
            call=rules[row.call_id].title,
            year=row.call.year,
            tracks=tuple(t.label for t in rules[row.call_id].tracks if t.id in row.tracks),
            closing=moments.closing_for(stand[row.call_id], row.tracks, at, longer[row.call_id]),
            share=done[row.pk],
        )
        for row in found
    )
    return Mine(where, found, lines, tuple(_offers(at)), query)


def _offers(at: dt.datetime) -> list[Offer]:
    """The published calls that have not closed, the next to close first."""
    offers = []
    for call in Call.objects.filter(state=Call.State.PUBLISHED).order_by("-year", "edition"):
        rules = current(call)
        programme = rules.programme
        longer = deadlines.extensions(programme)
        ends = [moments.closing_for(rules, [one.track], at, longer) for one in longer]
        closing = next((one for one in ends if one.state == "open"), moments.closing(programme, at))
        if programme.what == "call" and closing.state != "over":
            offers.append(Offer(call, programme.title, closing))
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(offers, key=lambda offer: offer.closing.instant or never)
