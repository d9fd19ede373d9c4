"""Lengths of time in SQL, held against the engine's calendar and against dates counted by hand."""

from __future__ import annotations

import datetime as dt
from itertools import product

import duckdb
import pytest

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.population import sql
from juli.engines.policy.population.lengths import CALENDAR_COLUMNS, calendar_lines, far_enough, length
from juli.engines.policy.quantities import Duration

#: Two stretches of known years, with a holiday and a weekend day that is worked.
CALENDAR = Calendar(
    off=frozenset({dt.date(2024, 5, 1), dt.date(2025, 1, 1)}),
    working=frozenset({dt.date(2024, 5, 11)}),
    years=frozenset({2021, 2024, 2025}),
)
DAYS = [dt.date.fromisoformat(day) for day in (
    "2020-12-31", "2021-12-31", "2022-01-01", "2023-12-31", "2024-01-01", "2024-02-29", "2024-04-30", "2024-05-12",
    "2024-05-31", "2024-12-31", "2025-01-31", "2025-02-28", "2025-12-31", "2026-01-01", "2026-01-02",
)]  # fmt: skip


def ask(expression: sql.Sql) -> dict[tuple[dt.date, dt.date], object]:
    """The expression over every pair of days."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE c ({', '.join(f'{n} {t}' for n, t in CALENDAR_COLUMNS)})")
        connection.executemany("INSERT INTO c VALUES (?, ?, ?, ?)", list(calendar_lines(CALENDAR)))
        connection.execute("CREATE TABLE p (s DATE, e DATE)")
        connection.executemany("INSERT INTO p VALUES (?, ?)", list(product(DAYS, DAYS)))
        joins = "LEFT JOIN c AS cs ON cs.day = s LEFT JOIN c AS ce ON ce.day = e"
        lines = connection.execute(f"SELECT s, e, {expression.sql(dialect='duckdb')} FROM p {joins}").fetchall()
    return {(start, end): found for start, end, found in lines}


def line(day: sql.Sql) -> str:
    return f"c{day.name}"


START, END = sql.column("s"), sql.column("e")


def test_working_days_are_the_calendars() -> None:
    found = ask(length(START, END, Duration(10, "working days"), line))
    assert found == {pair: CALENDAR.working_days(*pair) for pair in found}
    # 30 April, 2 and 3 May, 6 to 10 May, and Saturday 11 May, which is worked; 1 May is off.
    assert found[dt.date(2024, 4, 30), dt.date(2024, 5, 12)] == 9
    assert found[dt.date(2023, 12, 31), dt.date(2024, 1, 1)] is None
    assert found[dt.date(2025, 12, 31), dt.date(2026, 1, 1)] == 1
    assert found[dt.date(2025, 12, 31), dt.date(2026, 1, 2)] is None


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        ("2024-01-31", "2024-02-29", "months", 1), ("2024-02-29", "2025-02-28", "years", 1),
        ("2024-02-29", "2025-02-28", "months", 12), ("2024-05-31", "2024-12-31", "months", 7),
        ("2024-05-31", "2024-05-12", "months", -1), ("2024-05-12", "2024-04-30", "days", -12),
        ("2025-01-31", "2024-12-31", "years", -1), ("2024-12-31", "2025-12-31", "years", 1),
        ("2025-01-31", "2025-12-31", "years", 0),
    ],
)  # fmt: skip
def test_by_hand(start: str, end: str, unit: str, expected: int) -> None:
    days = [sql.value(dt.date.fromisoformat(day)) for day in (start, end)]
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {length(*days, Duration(1, unit), line).sql(dialect='duckdb')}").fetchone()
    assert found == (expected,)


@pytest.mark.parametrize(
    "wanted", [Duration(0, "years"), Duration(1, "years"), Duration(11, "months"), Duration(60, "days")]
)
def test_far_enough_is_the_length_held_against_what_is_wanted(wanted: Duration) -> None:
    lengths, enough = ask(length(START, END, wanted, line)), ask(far_enough(START, END, wanted, line))
    assert enough == {pair: found >= wanted.length for pair, found in lengths.items()}


def test_unknown_dates_have_no_length() -> None:
    for unit in ("working days", "days", "months", "years"):
        assert sql.is_null(length(sql.null(), END, Duration(1, unit), line))
