"""Working days of mainland China: weekends, public holidays and the make-up days (调休) that go with them.

The calendar is data that the office edits (``programmes/calendar.yaml``), seeded from the package
``chinesecalendar``. A year that isn't in it is unknown: every answer that needs it is None, and the caller says so
(practice, Deadlines).
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from juli.engines.policy.fields import Block, Day
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import Problem, ProgrammeUnusable
from juli.engines.policy.source import read
from juli.engines.policy.structure import shaped

_SATURDAY = 5
_YEAR = re.compile(r"[0-9]{4}\Z")


class _Year(Block):
    off: tuple[Day, ...] = ()
    working: tuple[Day, ...] = ()


class _File(Block):
    years: dict[str, _Year]


@dataclass(frozen=True)
class Calendar:
    """For each known year, the weekdays that are off and the weekend days that are worked."""

    off: frozenset[dt.date]
    working: frozenset[dt.date]
    years: frozenset[int]

    def knows(self, year: int) -> bool:
        """Whether the year's holidays are known."""
        return year in self.years

    def is_working(self, day: dt.date) -> bool:
        """Whether ``day`` is worked. Raises KeyError when its year is unknown."""
        if day.year not in self.years:
            raise KeyError(day.year)
        return day in self.working or (day.weekday() < _SATURDAY and day not in self.off)

    def working_days(self, start: dt.date, end: dt.date) -> int | None:
        """Working days in [start, end): the first day counts, the last does not (S1-33). Negative when ``end`` lies
        before ``start``; None when a year between them is unknown.
        """
        if end < start:
            back = self.working_days(end, start)
            return None if back is None else -back
        if start == end:
            return 0
        last = end - dt.timedelta(days=1)
        if not all(self.knows(year) for year in range(start.year, last.year + 1)):
            return None
        return sum(self.is_working(start + dt.timedelta(days=i)) for i in range((end - start).days))

    def unknown_years(self, start: dt.date, end: dt.date) -> tuple[int, ...]:
        """The years from ``start`` to ``end`` that the calendar doesn't know."""
        first, last = sorted((start.year, end.year))
        return tuple(year for year in range(first, last + 1) if not self.knows(year))


def load_calendar(text: str, file: str) -> Calendar:
    """Read ``calendar.yaml``. Raises ProgrammeUnusable with the place of what is wrong."""
    source = read(text, file)
    problems: list[Problem] = []
    written = shaped(_File, source.data, source, (), problems)
    if written is None:
        raise ProgrammeUnusable(problems)
    off: set[dt.date] = set()
    working: set[dt.date] = set()
    for year, days in written.years.items():
        if not _YEAR.match(year):
            problems.append(
                Problem(
                    source.place(("years", year, "\0key")), told('"{}" is not a year', year), told("write four digits")
                )
            )
            continue
        for key, named in (("off", days.off), ("working", days.working)):
            for i, day in enumerate(named):
                place = source.place(("years", year, key, i))
                if day.year != int(year):
                    problems.append(Problem(place, told("{} is not in {}", day, year), told("move it to its year")))
                elif (key == "working") != (day.weekday() >= _SATURDAY):
                    idle = (
                        told("{}: a weekday is worked anyway", day)
                        if key == "working"
                        else told("{}: a weekend is off anyway", day)
                    )
                    problems.append(Problem(place, idle, told("drop it")))
        off.update(days.off)
        working.update(days.working)
    if problems:
        raise ProgrammeUnusable(problems)
    return Calendar(frozenset(off), frozenset(working), frozenset(int(y) for y in written.years))


def seeded(years: Iterable[int]) -> Mapping[int, tuple[list[dt.date], list[dt.date]]]:
    """For each year, the weekdays off and the weekend days worked, from ``chinesecalendar``.

    Raises NotImplementedError for a year that the package doesn't know.
    """
    return {year: _seed(year) for year in years}


@functools.cache
def _seed(year: int) -> tuple[list[dt.date], list[dt.date]]:
    import chinese_calendar  # slow to import, and only seeding needs it

    days = [
        dt.date(year, 1, 1) + dt.timedelta(days=i) for i in range((dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days)
    ]
    off = [d for d in days if d.weekday() < _SATURDAY and not chinese_calendar.is_workday(d)]
    working = [d for d in days if d.weekday() >= _SATURDAY and chinese_calendar.is_workday(d)]
    return off, working
