"""The windows of a programme on a line of years, for drawing."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils.formats import number_format

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.describe import days_words, window_rule
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme, Window
from juli.engines.policy.windows import FIRST, LAST, Anchors, Interval, resolve


class Bar(NamedTuple):
    """One window: how it is laid down, and where it lies, in per cent of the whole line. ``loose``: an end of it has no
    date yet."""

    id: str
    label: Label
    words: Label
    cite: str
    start: str
    width: str
    loose: bool


class Line(NamedTuple):
    """The years that are drawn, with where each begins, and the bars."""

    years: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]


def years_line(programme: Programme, calendar: Calendar) -> Line:
    """The windows of ``programme`` as bars. An end tied to the application lies at the end of the call's year."""
    at = Anchors(dt.date(programme.year, 12, 31))
    resolved = resolve(programme, at, planned=False, calendar_=calendar)
    ends = [day for interval in resolved.values() for day in _ends(interval) if day is not None]
    years = {programme.year, *(day.year for day in ends)}
    start, end = dt.date(min(years), 1, 1), dt.date(max(years), 12, 31)
    whole = (end - start).days + 1

    def share(days: int) -> str:
        return number_format(round(100 * days / whole, 2), use_l10n=False)

    def bar(window: Window) -> Bar:
        first, last = _ends(resolved[window.id])
        # Nobody signs before the call's year.
        from_ = first or (dt.date(programme.year, 1, 1) if window.start == "contract" else start)
        to = last if last is not None and last >= from_ else end
        loose = window.years is None and not (_is_written(window.start) and _is_written(window.end))
        words = window_rule(window) if window.years is None else days_words(resolved[window.id])
        width = share((to - from_).days + 1)
        return Bar(window.id, window.label, words, window.cite, share((from_ - start).days), width, loose)

    ticks = tuple((y, share((dt.date(y, 1, 1) - start).days)) for y in range(start.year, end.year + 1))
    return Line(ticks, tuple(bar(w) for w in programme.windows.values()))


def _ends(interval: Interval | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a window, None where it has none yet (at the edges of the calendar)."""
    if interval is None:
        return None, None
    first, last = (None if day.year in (FIRST.year, LAST.year) else day for day in interval[:2])
    return first, last


def _is_written(edge: object) -> bool:
    """Whether an end of a window is a date, and not an anchor."""
    return isinstance(edge, str) and edge[:1].isdigit()
