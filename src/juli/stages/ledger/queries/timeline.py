"""The timeline: an organisation's entries by year and month, newest first, filtered and by pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, IntegerField, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import Field, Kind
from juli.registry.canonical import SHANGHAI
from juli.registry.files.models import Attachment
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.models import Achievement, Intake, Party, Proposal
from juli.stages.ledger.queries.windows import countable
from juli.stages.ledger.rows import stored
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import shown

PER_PAGE: Final = 40
#: Values of an entry that its line shows.
_SHOWN: Final = 4
#: What a line shows elsewhere, or is too long for one.
_ELSEWHERE: Final = frozenset({"title", "date", "until", "year", "shared_id", "published", "url", "filed_on", "joint"})
_LINE_TYPES: Final = frozenset({"choice", "integer", "money", "reference", "references", "choices", "year"})


class Filters(NamedTuple):
    """What the reader looks for; empty where it doesn't matter."""

    words: str = ""
    kind: str = ""
    year: str = ""
    call: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return any(self)


class Line(NamedTuple):
    """One entry as a line."""

    row: Achievement
    kind: Label
    values: tuple[tuple[Label, str], ...]
    files: int
    shared: bool
    proposed: bool


class Month(NamedTuple):
    """The entries of a month; ``number`` None for those that name no day."""

    year: int | None
    number: int | None
    first_of_year: bool
    lines: tuple[Line, ...]


class Timeline(NamedTuple):
    """The page, and what the filters offer: kinds with how many entries each has, years, calls."""

    filters: Filters
    page: Page[Achievement]
    months: tuple[Month, ...]
    kinds: tuple[tuple[str, Label, int], ...]
    years: tuple[int, ...]
    calls: tuple[Programme, ...]
    total: int
    removed: int
    intakes: tuple[Intake, ...]
    invited: int


def timeline(organisation: Organisation, filters: Filters, page: str, now: dt.datetime) -> Timeline:
    """The page of a ledger. The caller has asked whether the reader may see it."""
    everything = Achievement.objects.filter(organisation=organisation)
    present = everything.filter(removed_at=None)
    words = vocabulary()
    counts = dict(present.order_by().values_list("kind").annotate(n=Count("pk")))
    rows = _sorted(filtered(present, filters, now))
    found = Paginator(rows, PER_PAGE).get_page(page)
    return Timeline(
        filters=filters,
        page=found,
        months=tuple(_months(_lines(found.object_list, words.kinds))),
        kinds=tuple((k.name, k.label, counts[k.name]) for k in words.achievements if k.name in counts),
        years=_years(present),
        calls=shelf().calls,
        total=sum(counts.values()),
        removed=everything.exclude(removed_at=None).count(),
        intakes=tuple(Intake.objects.filter(organisation=organisation, finished_at=None).order_by("-begun_at")[:5]),
        invited=waiting(organisation),
    )


def waiting(organisation: Organisation) -> int:
    """How many shared events wait for the organisation: to be confirmed, admitted, or agreed to a change of."""
    mine = Party.objects.filter(organisation=organisation)
    events = mine.filter(state=Party.State.CONFIRMED).values("event")
    asked = Party.objects.filter(event__in=events, state=Party.State.ASKING)
    proposed = Proposal.objects.filter(event__in=events, state=Proposal.State.OPEN)
    proposed = proposed.exclude(by__organisation=organisation)
    return mine.filter(state=Party.State.INVITED).count() + asked.count() + proposed.count()


def filtered(rows: QuerySet[Achievement], filters: Filters, now: dt.datetime) -> QuerySet[Achievement]:
    """The entries that fit. An unknown kind, year or call is as if it were not asked for."""
    words = vocabulary()
    for word in filters.words.casefold().split()[:8]:
        rows = rows.filter(words__contains=word)
    if filters.kind in words.kinds:
        rows = rows.filter(kind=filters.kind)
    if filters.year.isascii() and filters.year.isdecimal() and len(filters.year) == len("YYYY"):
        year = int(filters.year)
        if dt.MINYEAR <= year <= dt.MAXYEAR:
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
            spans = Q(date__lte=last) & (Q(date__gte=first) | Q(until__gte=first))
            rows = rows.filter(spans | Q(date=None, year=year))
    found = shelf()
    programme = found.programmes.get(filters.call)
    return rows.filter(countable(found, programme, now.astimezone(SHANGHAI).date())) if programme is not None else rows


def _of_year() -> Coalesce:
    """The year of an entry's day, else the year that is all it says."""
    return Coalesce(ExtractYear("date"), F("year"), output_field=IntegerField())


def _sorted(rows: QuerySet[Achievement]) -> QuerySet[Achievement]:
    dated = rows.annotate(of_year=_of_year())
    return dated.order_by(F("of_year").desc(nulls_last=True), F("date").desc(nulls_last=True), "-pk")


def _years(rows: QuerySet[Achievement]) -> tuple[int, ...]:
    found = rows.annotate(of_year=_of_year()).order_by().values_list("of_year").distinct()
    return tuple(sorted((year for (year,) in found if year is not None), reverse=True))


def _lines(rows: Iterable[Achievement], kinds: Mapping[str, Kind]) -> list[Line]:
    here = list(rows)
    keys = [str(row.pk) for row in here]
    files = Counter(
        Attachment.objects.filter(subject_type="achievement", subject_id__in=keys)
        .values_list("subject_id", "file")
        .distinct()
        .values_list("subject_id", flat=True)
    )
    parties = dict(
        Party.objects.filter(achievement__in=here, state=Party.State.CONFIRMED).values_list("achievement", "event")
    )
    open_ = set(
        Proposal.objects.filter(event__in=set(parties.values()), state=Proposal.State.OPEN).values_list(
            "event", flat=True
        )
    )
    return [
        Line(
            row,
            kinds[row.kind].label if row.kind in kinds else Label.both(row.kind),
            tuple(_values(row, kinds[row.kind].fields)) if row.kind in kinds else (),
            files[str(row.pk)],
            row.pk in parties,
            parties.get(row.pk) in open_,
        )
        for row in here
    ]


def _values(row: Achievement, fields: Mapping[str, Field]) -> Iterator[tuple[Label, str]]:
    said = stored(row)
    chosen = [n for n, f in fields.items() if n in said and n not in _ELSEWHERE and f.type in _LINE_TYPES]
    # What the kind itself asks for says more than what all kinds share.
    chosen.sort(key=lambda name: name not in row.fields)
    for name in chosen[:_SHOWN]:
        yield fields[name].label, shown(fields[name], said[name])


def _months(lines: list[Line]) -> Iterator[Month]:
    def month(line: Line) -> tuple[int | None, int | None]:
        day = line.row.date
        return (line.row.year, None) if day is None else (day.year, day.month)

    before: object = object()
    for (year, number), group in groupby(lines, month):
        yield Month(year, number, year != before, tuple(group))
        before = year
