"""Windows in SQL: the days they resolve to, and whether a row's dates lie in them (language §3, Dates).

Windows are resolved by ``windows.resolve`` alone. A window that is the same for all organisations is written as
literals; else its days are columns of a small table with one line for each set of anchors that occurs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.population import sql
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import Kind
from juli.engines.policy.windows import FIRST, LAST, Anchors, Interval, Span, resolve

#: The table with one line for each set of anchors, and the one that says which an organisation has.
SPANS, ANCHORING = "spans", "anchoring"
#: Longer windows expect no record for each of their years.
_TOO_LONG = 100
_PARTS = ("start", "end", "undated", "first", "last", "first_whole", "last_whole", "expected_first", "expected_last",
          "asked_first", "asked_last")  # fmt: skip
_TYPES = ("DATE", "DATE", "BOOLEAN", *("INTEGER",) * 8)


@dataclass(frozen=True, slots=True)
class Edges:
    """A window's days as expressions; all NULL where an anchor is unknown.

    ``first``/``last`` are the calendar years it touches, ``first_whole``/``last_whole`` those wholly inside (empty
    where the first comes after the last), ``expected_*`` those of which a yearly record is expected, ``asked_*`` those
    of which a document may be asked. ``undated``: holds rows without a date.
    """

    start: Sql
    end: Sql
    undated: Sql
    first: Sql
    last: Sql
    first_whole: Sql
    last_whole: Sql
    expected_first: Sql
    expected_last: Sql
    asked_first: Sql
    asked_last: Sql


def _parts(interval: Interval | None) -> tuple[dt.date | bool | int | None, ...]:
    if interval is None:
        return (None,) * len(_PARTS)
    start, end = interval.start, interval.end
    expected = (start.year, end.year) if end.year - start.year <= _TOO_LONG else (None, None)
    asked = (None, None) if start in (FIRST, LAST) or end == LAST else (start.year, end.year)
    return (
        start,
        end,
        interval.holds_undated,
        start.year,
        end.year,
        start.year if (start.month, start.day) == (1, 1) else start.year + 1,
        end.year if (end.month, end.day) == (12, 31) else end.year - 1,
        *expected,
        *asked,
    )


@dataclass(frozen=True)
class Timeline:
    """The anchors that occur in a population, and every window for each, for done and for planned rows."""

    programme: Programme
    anchors: tuple[Anchors, ...]
    done: tuple[Mapping[str, Interval | None], ...]
    planned: tuple[Mapping[str, Interval | None], ...]

    @classmethod
    def of(cls, programme: Programme, anchors: Sequence[Anchors], calendar: Calendar) -> Timeline:
        """Resolve the windows of ``programme`` for each of ``anchors`` (at least one)."""
        done, planned = (
            tuple(resolve(programme, at, planned=side, calendar_=calendar) for at in anchors) for side in (False, True)
        )
        return cls(programme, tuple(anchors), done, planned)

    def by_year(self) -> Timeline:
        """The same, each year of the windows that are judged year by year a window of its own (``WINDOW.YEAR``)."""
        done = {**self.done[0]}
        for window in self.programme.windows.values():
            interval = self.done[0][window.id]
            if window.each_year and interval is not None:
                for year in years_begun(interval, self.anchors[0].application):
                    part = Interval(max(interval.start, dt.date(year, 1, 1)), min(interval.end, dt.date(year, 12, 31)))
                    done[f"{window.id}.{year}"] = part
        return replace(self, done=(done,))

    @property
    def is_uniform(self) -> bool:
        """Whether all organisations share their anchors."""
        return len(self.anchors) == 1

    def edges(self, window: str, *, planned: bool) -> Edges:
        """A window's days."""
        first, *others = (side[window] for side in (self.planned if planned else self.done))
        if all(other == first for other in others):
            return Edges(*(sql.value(part) for part in _parts(first)))
        return Edges(*(sql.column(_name(window, planned, part), SPANS) for part in _PARTS))

    def anchor(self, name: str) -> Sql:
        """The day of an anchor, NULL while unknown."""
        first, *others = (getattr(at, name) for at in self.anchors)
        if all(other == first for other in others):
            return sql.value(first)
        return sql.column(f"anchor {name}", SPANS)

    def expected_years(self, windows: Sequence[str]) -> tuple[int, int] | None:
        """The first and last year that a yearly record may be expected of, in any of ``windows``."""
        found = [interval[w] for interval in self.done for w in windows]
        years = [p for p in (_parts(i)[-4:-2] for i in found) if p[0] is not None]
        return (min(int(p[0]) for p in years), max(int(p[1]) for p in years)) if years else None  # type: ignore[arg-type]

    def asked_years(self, window: str) -> tuple[int, int] | None:
        """The first and last calendar year of which a document may be asked, under any anchors."""
        years = [p for p in (_parts(side[window])[-2:] for side in self.done) if p[0] is not None]
        return (min(int(p[0]) for p in years), max(int(p[1]) for p in years)) if years else None  # type: ignore[arg-type]

    def columns(self) -> Iterator[tuple[str, str]]:
        """Names and types of the table of spans."""
        yield "anchor", "INTEGER"
        yield from ((f"anchor {name}", "DATE") for name in Anchors._fields)
        for window in self.programme.windows:
            for planned in (False, True):
                yield from ((_name(window, planned, p), t) for p, t in zip(_PARTS, _TYPES, strict=True))

    def lines(self) -> Iterator[tuple[object, ...]]:
        """The lines of the table of spans; a line's number is its place in ``anchors``."""
        for i, at in enumerate(self.anchors):
            windows = (_parts(side[i][w]) for w in self.programme.windows for side in (self.done, self.planned))
            yield (i, *at, *(part for parts in windows for part in parts))


def years_begun(interval: Interval, as_of: dt.date) -> range:
    """The years of a window that have begun."""
    return range(interval.start.year, min(interval.end.year, as_of.year) + 1)


def _name(window: str, planned: bool, part: str) -> str:  # only ever called positionally, here
    return f"{window} {'plan' if planned else 'done'} {part}"


def fits(edges: Edges, kind: Kind, table: str, dated: str | None, span: Span) -> Sql:
    """Whether a row of ``kind`` lies in a window, NULL where that can't be said: ``windows.contains`` in SQL."""
    undated = sql.when((edges.undated, sql.true()), otherwise=sql.null())
    if dated is not None:
        day = sql.column(dated, table)
        return sql.when((sql.given(day), _inside(day, day, edges)), otherwise=undated)
    by_year = undated
    if "year" in kind.fields:
        year = sql.column("year", table)
        by_year = sql.when((sql.given(year), _year(year, edges, span)), otherwise=undated)
    if "date" not in kind.fields:
        return by_year
    day = sql.column("date", table)
    until = sql.column("until", table) if "until" in kind.fields else sql.null()
    if span == "event":
        # A day always has an answer, unless the window itself is unknown, and then all answers are.
        return sql.coalesce(_days(day, until, edges, span), by_year)
    return sql.when((sql.given(day), _days(day, until, edges, span)), otherwise=by_year)


def _inside(start: Sql, end: Sql, edges: Edges) -> Sql:
    return sql.all_of([_not_before(start, edges.start), _not_after(end, edges.end)])


def _days(day: Sql, until: Sql, edges: Edges, span: Span) -> Sql:
    if span == "event":
        return _inside(day, day, edges)
    if span == "state":
        running = sql.any_of([sql.missing(until), _not_before(until, edges.start)])
        return sql.all_of([_not_after(day, edges.end), running])
    last = sql.coalesce(until, day)
    outside = sql.any_of([sql.compare(">", day, edges.end), sql.compare("<", last, edges.start)])
    return sql.when((_inside(day, last, edges), sql.true()), (outside, sql.false()), otherwise=sql.null())


def _year(year: Sql, edges: Edges, span: Span) -> Sql:
    touches = sql.all_of([sql.compare(">=", year, edges.first), sql.compare("<=", year, edges.last)])
    if span == "state":
        return touches
    whole = sql.all_of([sql.compare(">=", year, edges.first_whole), sql.compare("<=", year, edges.last_whole)])
    return sql.when((whole, sql.true()), (sql.negation(touches), sql.false()), otherwise=sql.null())


def _not_before(day: Sql, start: Sql) -> Sql:
    return sql.true() if start == sql.value(FIRST) else sql.compare(">=", day, start)


def _not_after(day: Sql, end: Sql) -> Sql:
    return sql.true() if end == sql.value(LAST) else sql.compare("<=", day, end)
