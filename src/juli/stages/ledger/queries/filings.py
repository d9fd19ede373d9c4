"""Filings: what is asked, until when one is safe, what was filed and what became of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q

from juli.registry.canonical import SHANGHAI
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.leadtimes import FILED, KIND, Rule, UnknownYear, earliest_registration, last_safe, rules
from juli.stages.ledger.models import Achievement, Filing, Licence
from juli.stages.ledger.queries.entries import latest
from juli.stages.organisations.models import Organisation

PER_PAGE = 30


class Safe(NamedTuple):
    """A rule, and the day that it leads to; ``unknown`` is a year whose holidays nobody has entered yet."""

    rule: Rule
    day: dt.date | None
    unknown: int | None


class Line(NamedTuple):
    """A filing, with the day from which a registration counts, and how it stands with the licence that came.

    ``in_time`` None: no licence yet, or the calendar does not say.
    """

    filing: Filing
    licence: Licence | None
    earliest: tuple[Safe, ...]
    in_time: bool | None

    @property
    def capital(self) -> Decimal:
        """Yuan."""
        return Decimal(self.filing.capital) / 100


class Filings(NamedTuple):
    """The page of an organisation's filings."""

    page: Page[Filing]
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    today: dt.date
    words: str


def asked() -> tuple[Rule, ...]:
    """What the latest calls ask of filings."""
    return rules(latest(shelf()))


def filings(organisation: Organisation, words: str, page: str, now: dt.datetime) -> Filings:
    """The page. The caller has asked whether the reader may see it."""
    rows = Filing.objects.filter(organisation=organisation).select_related("licence").order_by("-filed_at", "-pk")
    for word in words.split()[:8]:
        rows = rows.filter(Q(enterprise__icontains=word) | Q(place__icontains=word) | Q(licence__name__icontains=word))
    found = Paginator(rows, PER_PAGE).get_page(page)
    lines = tuple(line(filing) for filing in found.object_list)
    return Filings(found, lines, asked(), now.astimezone(SHANGHAI).date(), words)


def line(filing: Filing) -> Line:
    """A filing as it stands."""
    licence = getattr(filing, "licence", None)
    days = tuple(earliest(filing.filed_on))
    known = [safe.day for safe in days if safe.day is not None]
    in_time = None
    if licence is not None and days and len(known) == len(days):
        in_time = all(licence.registered_on >= day for day in known)
    return Line(filing, licence, days, in_time)


def earliest(filed: dt.date) -> list[Safe]:
    """From when on a registration counts, by each rule, for a filing of a day."""
    return [_safe(rule, filed, first=True) for rule in asked()]


def latest_safe(registration: dt.date) -> list[Safe]:
    """Until when one has to file, by each rule, for a registration on a day."""
    return [_safe(rule, registration, first=False) for rule in asked()]


def _safe(rule: Rule, day: dt.date, *, first: bool) -> Safe:
    calendar = shelf().calendar
    reckon = earliest_registration if first else last_safe
    try:
        return Safe(rule, reckon(day, rule.lead, calendar), None)
    except UnknownYear as error:
        return Safe(rule, None, error.year)
    except (OverflowError, ValueError):
        # Before the year 1, or after 9999: no calendar goes as far.
        return Safe(rule, None, day.year)


def unmatched(filing: Filing) -> tuple[Achievement, ...]:
    """Entries of new enterprises that no filing belongs to."""
    rows = Achievement.objects.filter(organisation=filing.organisation_id, kind=KIND, removed_at=None)
    return tuple(row for row in rows.order_by("-date")[:200] if not row.fields.get(FILED))
