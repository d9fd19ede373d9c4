"""Windows in SQL: every way a row can lie to a window, held against the engine's own ``contains``."""

from __future__ import annotations

import datetime as dt
from itertools import product

import duckdb
import pytest

from juli.engines.policy.labels import Label
from juli.engines.policy.population import sql
from juli.engines.policy.population.relations import reads
from juli.engines.policy.population.spans import SPANS, Edges, Timeline, _parts, fits
from juli.engines.policy.selection import KindSelector, RowQuestion, dates_fit
from juli.engines.policy.vocabulary import Field, Kind
from juli.engines.policy.windows import FIRST, LAST, Anchors, Interval
from tests.engines.policy.sample import CALENDAR, programme

DATES = {n: Field(n, "date", Label.both(n), {}, None, None, False) for n in ("date", "until", "signed")}
FIELDS = {**DATES, "year": Field("year", "year", Label.both("year"), {}, None, None, False)}
DAYS = (None, "2023-12-31", "2024-01-01", "2024-06-30", "2024-12-31", "2025-01-01")
ROWS = [
    {"date": day, "until": until, "year": year, "signed": day}
    for day, until, year in product(DAYS, DAYS, (None, 2023, 2024, 2025))
    if day is None or until is None or until >= day
]
INTERVALS = {
    "a year": Interval(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    "half a year": Interval(dt.date(2024, 1, 1), dt.date(2024, 6, 30)),
    "a day": Interval(dt.date(2024, 12, 31), dt.date(2024, 12, 31)),
    "from ever": Interval(FIRST, dt.date(2024, 6, 30), holds_undated=True),
    "for ever": Interval(dt.date(2024, 6, 30), LAST),
    "nothing": Interval(LAST, dt.date(2024, 6, 30)),
    "unknown": None,
}


def kind(span: str) -> Kind:
    return Kind(
        "thing", Label.both("thing"), Label.both("things"), Label.both(""), span, None, FIELDS, None, False, False
    )


@pytest.mark.parametrize("dated", [None, "signed"])
@pytest.mark.parametrize("span", ["event", "state", "period"])
@pytest.mark.parametrize("name", INTERVALS)
def test_rows_and_windows(name: str, span: str, dated: str | None) -> None:
    interval = INTERVALS[name]
    edges = Edges(*(sql.value(part) for part in _parts(interval)))
    expression = fits(edges, kind(span), "r", dated, span).sql(dialect="duckdb")
    selector = KindSelector(kind(span), lambda record, lists: True, span, None, None, False)
    with duckdb.connect() as connection:
        connection.execute('CREATE TABLE r (i INT, "date" DATE, "until" DATE, "year" INT, "signed" DATE)')
        connection.executemany(
            "INSERT INTO r VALUES (?, ?, ?, ?, ?)", [(i, *row.values()) for i, row in enumerate(ROWS)]
        )
        found = dict(connection.execute(f"SELECT i, {expression} FROM r").fetchall())
    for i, row in enumerate(ROWS):
        values = {n: dt.date.fromisoformat(v) if isinstance(v, str) else v for n, v in row.items() if v is not None}
        assert (row, found[i]) == (row, dates_fit(RowQuestion(interval, True, dated), selector, values, {}))


def test_only_windows_that_differ_are_looked_up() -> None:
    call = programme("windows: {fixed: {years: -1}, moving: {from: contract, length: 1 year}}")
    days = [Anchors(dt.date(2025, 3, 1), contract=signed) for signed in (None, dt.date(2025, 4, 1))]
    timeline = Timeline.of(call, days, CALENDAR)
    looked_up = {w: any(reads(e, SPANS) for e in vars_of(timeline.edges(w, planned=False))) for w in call.windows}
    assert looked_up == {"fixed": False, "moving": True}
    assert timeline.edges("fixed", planned=False).start == sql.value(dt.date(2024, 1, 1))
    assert [reads(timeline.anchor(name), SPANS) for name in ("application", "contract")] == [False, True]


def vars_of(edges: Edges) -> list[sql.Sql]:
    return [getattr(edges, name) for name in Edges.__dataclass_fields__]
