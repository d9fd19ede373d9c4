"""Named spans and rows' dates as days, and whether one lies in the other (language §2, windows; §3, Dates)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from juli.engines.policy import blocks
from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import Application
from juli.engines.policy.quantities import Duration
from juli.engines.policy.rules import Programme, Window

FIRST, LAST = dt.date.min, dt.date.max
ONE_DAY = dt.timedelta(days=1)
Span = Literal["event", "state", "period"]
#: First and last day; a last day of None is "still running" for a state.
Dates = tuple[dt.date, dt.date | None]


class Anchors(NamedTuple):
    """The days that windows are tied to, None while unknown."""

    application: dt.date
    contract: dt.date | None = None
    opens: dt.date | None = None
    closes: dt.date | None = None
    publication: dt.date | None = None


class Interval(NamedTuple):
    """First and last day, both inside. ``holds_undated``: rows without a date are in it too (from ``always``)."""

    start: dt.date
    end: dt.date
    holds_undated: bool = False


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None


def call_date(programme: Programme, name: str, application: Application) -> dt.date | dt.datetime | None:
    """A date of the call: as the file prints it, else as the application knows it; None while unknown."""
    rule: blocks.DateRule | None = programme.dates.get(name)
    written: Any = None
    if rule is not None:
        written = rule.at or rule.before or rule.through
    if name == "publication" and written is None:
        written = programme.notice.published
    if isinstance(written, str) and written not in ("unstated", name):
        return call_date(programme, written, application)
    if isinstance(written, dt.date):
        return written
    found: dt.date | dt.datetime | None = getattr(application, name, None)
    return found


def anchors(programme: Programme, application: Application, as_of: dt.date) -> Anchors:
    """The anchors of one application; its day is ``as_of`` unless it says otherwise."""
    return Anchors(
        application.day or as_of,
        application.contract,
        _day(call_date(programme, "opens", application)),
        _day(call_date(programme, "closes", application)),
        _day(call_date(programme, "publication", application)),
    )


def resolve(programme: Programme, at: Anchors, *, planned: bool, calendar_: Calendar) -> Mapping[str, Interval | None]:
    """Every window as days, for done or for planned rows; None where an anchor it needs is unknown.

    A contract not yet dated lies after every done row and before every planned one.
    """
    known: dict[str, dt.date | None] = {**at._asdict(), "always": FIRST}
    if at.contract is None:
        known["contract"] = FIRST if planned else LAST
    out = {name: _interval(w, programme.year, known, calendar_) for name, w in programme.windows.items()}
    for gap in (w for w in programme.windows.values() if w.counts_as):
        inside = gap_interval(gap, known)
        out[gap.id] = inside
        if inside is None or gap.counts_as == "none":
            continue
        for name, w in programme.windows.items():
            there = out[name]
            if w is gap or there is None:
                continue
            if gap.counts_as == "past" and w.end == gap.start:
                out[name] = there._replace(end=max(there.end, inside.end))
            if gap.counts_as == "plan" and w.start == gap.end:
                out[name] = there._replace(start=min(there.start, inside.start))
    return out


def gap_interval(gap: Window, known: Mapping[str, dt.date | None]) -> Interval | None:
    """The days strictly between a gap's two ends, None while an end is unknown."""
    start, end = _edge(gap.start, known, last=False), _edge(gap.end, known, last=True)
    if start is None or end is None:
        return None
    return Interval(start + ONE_DAY if start < LAST else LAST, end - ONE_DAY if end > FIRST else FIRST)


def _interval(w: Window, year: int, known: Mapping[str, dt.date | None], calendar_: Calendar) -> Interval | None:
    if w.years is not None:
        return Interval(dt.date(year + w.years[0], 1, 1), dt.date(year + w.years[1], 12, 31))
    start = _edge(w.start, known, last=False)
    if start is None:
        return None
    end = _edge(w.end, known, last=True) if w.length is None else _after(start, w.length, w.first_day_counts, calendar_)
    return None if end is None else Interval(start, end, holds_undated=w.start == "always")


def _edge(written: Any, known: Mapping[str, dt.date | None], *, last: bool) -> dt.date | None:
    """A day, the first or last day of a month or a year, or an anchor."""
    if not isinstance(written, str):
        return None
    if written in known:
        return LAST if written == "always" and last else known[written]
    parts = [int(p) for p in written.split("-")]
    if len(parts) == 3:
        return dt.date(parts[0], parts[1], parts[2])
    if len(parts) == 1:
        return dt.date(parts[0], 12, 31) if last else dt.date(parts[0], 1, 1)
    year, month = parts
    return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _after(start: dt.date, length: Duration, first_counts: bool, calendar_: Calendar) -> dt.date | None:
    """The last day of a span of ``length`` that begins on ``start`` (which counts, or doesn't)."""
    if start in (FIRST, LAST):
        # Counted from a day that isn't known yet: whatever is promised lies in it, nothing done does.
        return LAST
    first = start if first_counts else start + ONE_DAY
    if length.unit == "working days":
        day, left = first, length.length
        while True:
            if not calendar_.knows(day.year):
                return None
            left -= calendar_.is_working(day)
            if left <= 0:
                return day
            day += ONE_DAY
    return add(first, length) - ONE_DAY


def add(day: dt.date, length: Duration) -> dt.date:
    """``day`` plus a calendar length; a day that the target month lacks becomes its last one."""
    if length.unit == "days":
        return day + dt.timedelta(days=length.length)
    months = length.length * (12 if length.unit == "years" else 1) + day.month - 1
    year, month = day.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def row_dates(values: Mapping[str, Any], dated: str | None = None) -> Dates | None:
    """First and last day of a row, by its date (or the field ``dated``); the whole of its ``year`` where that is all it
    says; None without any."""
    if dated is not None:
        day = _day(values.get(dated))
        return None if day is None else (day, day)
    start, end = _day(values.get("date")), _day(values.get("until"))
    if start is not None:
        return start, end
    year = values.get("year")
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if isinstance(year, int) else None


def contains(interval: Interval | None, dates: Dates | None, span: Span) -> bool | None:
    """Whether a row lies in a window; None where that can't be said.

    Events: their (first) day lies in it. States: any of their days does, no last day is still running. Periods, and
    rows that only name a year: the whole stretch does (None when it straddles).
    """
    if dates is None:
        return True if interval is not None and interval.holds_undated else None
    if interval is None:
        return None
    start, end = dates
    if span == "state":
        return start <= interval.end and (end is None or end >= interval.start)
    if span == "event" or end is None:
        return interval.start <= start <= interval.end
    if interval.start <= start and end <= interval.end:
        return True
    return None if start <= interval.end and end >= interval.start else False
