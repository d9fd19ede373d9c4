"""How long before its registration an enterprise has to be filed (S1-33, O-11): read from the programmes' own clauses.

Working days are counted by the calendar; where it does not know a year, the year is named and nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.clause import Aggregate
from juli.engines.policy.quantities import Duration
from juli.engines.policy.rules import Programme
from juli.engines.policy.windows import add

#: The kind that is filed, and the field that says when.
KIND: Final = "new_enterprise"
FILED: Final = "filed_on"
_ONE: Final = dt.timedelta(days=1)
_WORKING: Final = "working days"


class UnknownYear(LookupError):
    """The calendar does not know the holidays of a year that the answer needs."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the holidays of {year} are not in the calendar; the office enters them")
        self.year = year


class Rule(NamedTuple):
    """A call that asks for a filing so long before the registration."""

    programme: Programme
    cite: str
    lead: Duration


def rules(programmes: tuple[Programme, ...]) -> tuple[Rule, ...]:
    """What the programmes ask of filings, each length once a programme."""
    return tuple(_rules(programmes))


def _rules(programmes: tuple[Programme, ...]) -> Iterator[Rule]:
    for programme in programmes:
        seen: set[Duration] = set()
        for clause in programme.clauses.values():
            test = clause.test
            if not isinstance(test, Aggregate) or test.apart is None or test.apart.start != FILED:
                continue
            if test.apart.at_least not in seen and any(r.kind == KIND for r in test.reads):
                seen.add(test.apart.at_least)
                yield Rule(programme, clause.cite or "", test.apart.at_least)


def last_safe(registration: dt.date, lead: Duration, calendar: Calendar) -> dt.date:
    """The last day on which a filing still counts for a registration. Raises UnknownYear.

    Of working days, the day of the filing counts and that of the registration does not (O-11).
    """
    if lead.unit != _WORKING:
        day = registration - dt.timedelta(days=400 * max(lead.length, 1) if lead.unit == "years" else 32 * lead.length)
        while add(day + _ONE, lead) <= registration:
            day += _ONE
        return day
    day, left = registration, lead.length
    while left:
        day -= _ONE
        left -= _is_working(day, calendar)
    return day


def earliest_registration(filed: dt.date, lead: Duration, calendar: Calendar) -> dt.date:
    """The first day of a registration for which a filing counts. Raises UnknownYear."""
    if lead.unit != _WORKING:
        return add(filed, lead)
    day, left = filed, lead.length
    while left:
        left -= _is_working(day, calendar)
        day += _ONE
    return day


def _is_working(day: dt.date, calendar: Calendar) -> bool:
    if not calendar.knows(day.year):
        raise UnknownYear(day.year)
    return calendar.is_working(day)
