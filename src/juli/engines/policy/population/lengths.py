"""Lengths of time between two dates in SQL: ``Context.length`` and ``Calendar.working_days``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from sqlglot import exp

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.population import sql
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.quantities import Duration

#: Gives the alias under which the calendar's line of a day is joined.
Line = Callable[[Sql], str]
#: The calendar's table: a day, the working days of its stretch of known years before it, the number of that stretch,
#: and whether the day itself is known (the day after a stretch only ends spans).
CALENDAR_COLUMNS = (("day", "DATE"), ("before", "INTEGER"), ("stretch", "INTEGER"), ("known", "BOOLEAN"))
_MONTHS = 12


def calendar_lines(calendar: Calendar) -> Iterator[tuple[dt.date, int, int, bool]]:
    """The lines of the calendar's table."""
    before = 0
    for year in sorted(calendar.years):
        if year - 1 not in calendar.years:
            before = 0
        day = dt.date(year, 1, 1)
        while day.year == year:
            yield day, before, _first_of_stretch(year, calendar), True
            before += calendar.is_working(day)
            day += dt.timedelta(days=1)
        if year + 1 not in calendar.years:
            yield day, before, _first_of_stretch(year, calendar), False


def _first_of_stretch(year: int, calendar: Calendar) -> int:
    while year - 1 in calendar.years:
        year -= 1
    return year


def length(start: Sql, end: Sql, wanted: Duration, line: Line) -> Sql:
    """The time from ``start`` to ``end`` in whole units of ``wanted``; NULL where a date or the calendar is unknown."""
    if sql.is_null(start) or sql.is_null(end):
        return sql.null()
    if wanted.unit == "working days":
        return _working_days(start, end, line)
    if wanted.unit == "days":
        return exp.DateDiff(this=end.copy(), expression=start.copy(), unit=exp.var("DAY"))
    months = _months(start, end)
    if wanted.unit == "months":
        return months
    twelve = sql.value(_MONTHS)
    # Integer division cuts towards zero; a length before the start is rounded down.
    below = exp.Neg(this=exp.paren(exp.IntDiv(this=exp.paren(sql.value(_MONTHS - 1) - months), expression=twelve)))
    return sql.when(
        (sql.missing(months), sql.null()),
        (sql.compare(">=", months, sql.value(0)), exp.IntDiv(this=exp.paren(months.copy()), expression=twelve.copy())),
        otherwise=below,
    )


def far_enough(start: Sql, end: Sql, wanted: Duration, line: Line) -> Sql:
    """Whether ``end`` lies at least ``wanted`` after ``start``; NULL where a date or the calendar is unknown."""
    if wanted.unit == "years" and not sql.is_null(start) and not sql.is_null(end):
        return sql.compare(">=", _months(start, end), sql.value(_MONTHS * wanted.length))
    return sql.compare(">=", length(start, end, wanted, line), sql.value(wanted.length))


def _months(start: Sql, end: Sql) -> Sql:
    """Whole months; a month is over on its last day where the target month has no such day."""
    years = exp.paren(_part("year", end) - _part("year", start))
    short = sql.all_of(
        [
            sql.compare("<", _part("day", end), _part("day", start)),
            sql.compare("!=", end, exp.LastDay(this=end.copy())),
        ]
    )
    return exp.paren(years * sql.value(_MONTHS) + _part("month", end) - _part("month", start) - sql.flag(short))


def _part(name: str, day: Sql) -> Sql:
    return exp.Extract(this=exp.var(name), expression=day.copy())


def _working_days(start: Sql, end: Sql, line: Line) -> Sql:
    first, last = line(start), line(end)
    before, after = sql.column("before", first), sql.column("before", last)
    same = sql.compare("==", sql.column("stretch", first), sql.column("stretch", last))
    forward = sql.all_of([sql.compare("<", start, end), sql.column("known", first), same])
    backward = sql.all_of([sql.compare(">", start, end), sql.column("known", last), same])
    between = exp.paren(after - before)
    return sql.when(
        (sql.compare("==", start, end), sql.value(0)),
        (forward, between),
        (backward, between.copy()),
        otherwise=sql.null(),
    )
