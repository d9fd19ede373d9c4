"""Which entries a call could count: those of the kinds its clauses read, dated inside the windows they read them in."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from juli.engines.policy.clause import Aggregate
from juli.engines.policy.dossier import Application
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import ANY_KIND
from juli.engines.policy.windows import FIRST, LAST, Interval, anchors, resolve
from juli.stages.calls.queries.moments import usual_day
from juli.stages.calls.shelf import Shelf


def countable(found: Shelf, programme: Programme, today: dt.date) -> Q:
    """The condition on achievements; an application made on the usual day is supposed."""
    at = anchors(programme, Application(), usual_day(programme, today))
    spans = resolve(programme, at, planned=False, calendar_=found.calendar)
    asked: dict[str, set[str | None]] = {}
    for clause in programme.clauses.values():
        if not isinstance(clause.test, Aggregate) or clause.test.rows != "done":
            continue
        for kind in _kinds(clause.test, programme):
            asked.setdefault(kind, set()).add(clause.test.within)
    condition = Q(pk__in=[])
    for windows, kinds in _by_windows(asked).items():
        inside = Q() if None in windows else Q(pk__in=[])
        for name in windows:
            if name is not None:
                inside |= _inside(spans.get(name))
        condition |= Q(kind__in=kinds) & inside
    return condition


def _kinds(test: Aggregate, programme: Programme) -> set[str]:
    named = {reading.kind for reading in test.reads}
    known = {kind.name for kind in programme.vocabulary.achievements}
    return known if ANY_KIND in named else named & known


def _by_windows(asked: dict[str, set[str | None]]) -> dict[frozenset[str | None], list[str]]:
    grouped: dict[frozenset[str | None], list[str]] = {}
    for kind, windows in asked.items():
        grouped.setdefault(frozenset(windows), []).append(kind)
    return grouped


def _inside(interval: Interval | None) -> Q:
    """Any day of the entry lies in the window; of one that only names its year, the year does."""
    if interval is None:
        return Q(pk__in=[])
    first, last = max(interval.start, FIRST), min(interval.end, LAST)
    begins = Q(date__lte=last) & (Q(date__gte=first) | Q(until__gte=first))
    return begins | Q(date__isnull=True, year__gte=first.year, year__lte=last.year)
