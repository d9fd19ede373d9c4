"""Working days, with holidays and make-up days; a year that nobody has announced is unknown."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.calendar import Calendar, load_calendar, seeded
from juli.engines.policy.problems import ProgrammeUnusable
from tests.engines.policy.sample import CALENDAR

FILE = Path(__file__).parents[3] / "programmes" / "calendar.yaml"
REAL = load_calendar(FILE.read_text(encoding="utf-8"), "calendar.yaml")
FIRST, LAST = dt.date(min(REAL.years), 1, 1), dt.date(max(REAL.years), 12, 31)
days = st.dates(FIRST, LAST)


def problems(text):
    with pytest.raises(ProgrammeUnusable) as error:
        load_calendar(text, "calendar.yaml")
    return [str(p) for p in error.value.problems]


class TestTheCalendarOfTheProgrammes:
    @pytest.mark.parametrize("year", sorted(REAL.years))
    def test_it_is_the_seed_of_every_year_it_knows(self, year):
        off, working = seeded([year])[year]
        assert sorted(d for d in REAL.off if d.year == year) == off
        assert sorted(d for d in REAL.working if d.year == year) == working

    def test_its_years_are_those_it_lists(self):
        assert REAL.years == {d.year for d in (*REAL.off, *REAL.working)}

    def test_a_year_nobody_has_announced_cannot_be_seeded(self):
        with pytest.raises(NotImplementedError):
            seeded([max(REAL.years) + 100])

    # Ten working days before a day: the first counts, the last does not (S1-33, O-11).
    @pytest.mark.parametrize(
        ("filed", "registered", "between"),
        [
            ("2025-09-18", "2025-10-09", 10),
            ("2025-09-19", "2025-10-09", 9),
            ("2026-02-03", "2026-02-24", 10),
            ("2026-02-04", "2026-02-24", 9),
        ],
    )
    def test_ten_working_days_across_the_long_holidays(self, filed, registered, between):
        assert REAL.working_days(dt.date.fromisoformat(filed), dt.date.fromisoformat(registered)) == between


class TestCounting:
    def test_a_day_to_itself_is_no_time(self):
        assert CALENDAR.working_days(dt.date(2025, 6, 2), dt.date(2025, 6, 2)) == 0

    def test_a_plain_week(self):
        assert CALENDAR.working_days(dt.date(2025, 6, 2), dt.date(2025, 6, 9)) == 5

    def test_backwards_is_below_zero(self):
        assert CALENDAR.working_days(dt.date(2025, 6, 9), dt.date(2025, 6, 2)) == -5

    def test_a_worked_sunday_counts_and_a_holiday_does_not(self):
        assert CALENDAR.is_working(dt.date(2025, 9, 28))
        assert not CALENDAR.is_working(dt.date(2025, 10, 1))
        assert CALENDAR.working_days(dt.date(2025, 9, 27), dt.date(2025, 10, 12)) == 6

    def test_the_end_may_be_the_first_day_of_a_year_that_is_unknown(self):
        assert CALENDAR.working_days(dt.date(2025, 12, 29), dt.date(2026, 1, 1)) == 3

    @pytest.mark.parametrize(
        ("start", "end"), [("2025-12-29", "2026-01-02"), ("2023-12-31", "2024-01-02"), ("2030-01-01", "2030-01-05")]
    )
    def test_an_unknown_year_is_never_guessed(self, start, end):
        assert CALENDAR.working_days(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) is None

    def test_the_unknown_years_are_named(self):
        assert CALENDAR.unknown_years(dt.date(2023, 5, 1), dt.date(2027, 5, 1)) == (2023, 2026, 2027)
        assert CALENDAR.unknown_years(dt.date(2027, 5, 1), dt.date(2025, 5, 1)) == (2026, 2027)

    def test_asking_one_day_of_an_unknown_year_is_an_error(self):
        assert not CALENDAR.knows(2026)
        with pytest.raises(KeyError):
            CALENDAR.is_working(dt.date(2026, 1, 5))

    @given(days, days, days)
    def test_stretches_add_up(self, a, b, c):
        start, middle, end = sorted((a, b, c))
        whole = REAL.working_days(start, end)
        assert whole == REAL.working_days(start, middle) + REAL.working_days(middle, end)
        assert 0 <= whole <= (end - start).days

    @given(days, days)
    def test_there_and_back_is_no_time(self, a, b):
        assert REAL.working_days(a, b) == -REAL.working_days(b, a)


class TestEdits:
    def test_a_year_may_be_added(self):
        text = "years:\n  2031: {off: [2031-01-01], working: [2031-01-04]}\n"
        found = load_calendar(text, "calendar.yaml")
        assert found == Calendar(frozenset({dt.date(2031, 1, 1)}), frozenset({dt.date(2031, 1, 4)}), frozenset({2031}))

    def test_a_year_without_changes_is_known_all_the_same(self):
        assert load_calendar("years: {2031: {}}", "calendar.yaml").knows(2031)

    def test_everything_wrong_is_told_with_its_place(self):
        text = "years:\n  2031:\n    off: [2031-01-04, 2030-12-31]\n    working: [2031-01-01]\n"
        assert problems(text) == [
            "calendar.yaml:3:11  2031-01-04: a weekend is off anyway; drop it",
            "calendar.yaml:3:23  2030-12-31 is not in 2031; move it to its year",
            "calendar.yaml:4:15  2031-01-01: a weekday is worked anyway; drop it",
        ]

    def test_a_day_that_does_not_exist(self):
        (said,) = problems("years: {2031: {off: [2031-02-30]}}")
        assert said.startswith("calendar.yaml:1:22  ")
        assert said.endswith("no such day: 2031-02-30")

    def test_a_year_that_is_no_year(self):
        (said,) = problems("years: {next: {off: []}}")
        assert said.startswith("calendar.yaml:1:")

    def test_an_unknown_key(self):
        assert problems("years: {2031: {of: []}}") == ['calendar.yaml:1:16  unknown key "of"; did you mean "off"?']
