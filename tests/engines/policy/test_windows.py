"""Windows as days, rows' dates, and whether one lies in the other."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.dossier import Application
from juli.engines.policy.quantities import Duration
from juli.engines.policy.windows import (
    FIRST,
    LAST,
    Anchors,
    Interval,
    add,
    anchors,
    call_date,
    contains,
    resolve,
    row_dates,
)
from tests.engines.policy.sample import AS_OF, CALENDAR, programme


def day(text):
    return {"first": FIRST, "last": LAST}.get(text) or dt.date.fromisoformat(text)


def interval(text):
    if text is None:
        return None
    start, _, end = text.partition(" ")
    return Interval(day(start), day(end))


def days(written, *, planned=False, **known):
    """The window ``w``, written as given, in the year 2025."""
    found = programme(f"windows:\n  w: {written}\n")
    at = Anchors(**{"application": AS_OF, **{name: day(text) for name, text in known.items()}})
    return resolve(found, at, planned=planned, calendar_=CALENDAR)["w"]


class TestForms:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            # Whole calendar years, counted from the programme's.
            ("{years: 0}", "2025-01-01 2025-12-31"),
            ("{years: -1}", "2024-01-01 2024-12-31"),
            ("{years: [-2, -1]}", "2023-01-01 2024-12-31"),
            ("{years: [-1, 1]}", "2024-01-01 2026-12-31"),
            # A day, a month or a year at either end, both inside.
            ("{from: 2024-08-01, to: 2024-09-15}", "2024-08-01 2024-09-15"),
            ("{from: 2024-08, to: 2024-09}", "2024-08-01 2024-09-30"),
            ("{from: 2024-02, to: 2024-02}", "2024-02-01 2024-02-29"),
            ("{from: 2025-02, to: 2025-02}", "2025-02-01 2025-02-28"),
            ("{from: 2024-12, to: 2024-12}", "2024-12-01 2024-12-31"),
            ("{from: 2024, to: 2024}", "2024-01-01 2024-12-31"),
            ("{from: 2024-02-29, to: 2024-02-29}", "2024-02-29 2024-02-29"),
            # Anchors.
            ("{from: 2024-08, to: application}", "2024-08-01 2025-06-30"),
            ("{from: always, to: application}", "first 2025-06-30"),
            ("{from: always, to: always}", "first last"),
            ("{from: 2024-08, to: unstated}", None),
            ("{from: opens, to: closes}", None),
            # A length; the first day counts unless the file says otherwise.
            ("{from: 2025-03-03, length: 10 days}", "2025-03-03 2025-03-12"),
            ("{from: 2025-03-03, length: 10 days, first_day: does_not_count}", "2025-03-03 2025-03-13"),
            ("{from: 2025-01-31, length: 1 month}", "2025-01-31 2025-02-27"),
            ("{from: 2024-02-29, length: 1 year}", "2024-02-29 2025-02-27"),
            ("{from: 2025-03-01, length: 1 year}", "2025-03-01 2026-02-28"),
            ("{from: 2025-09-26, length: 3 working days}", "2025-09-26 2025-09-29"),
            ("{from: 2025-09-26, length: 3 working days, first_day: does_not_count}", "2025-09-26 2025-09-30"),
            ("{from: 2025-10-01, length: 1 working day}", "2025-10-01 2025-10-09"),
            ("{from: 2025-12-30, length: 5 working days}", None),
            ("{from: contract, length: 1 year}", "last last"),
        ],
    )
    def test_as_days(self, written, expected):
        found = days(written)
        assert (found and found[:2]) == (interval(expected) and interval(expected)[:2])

    def test_a_window_from_always_holds_what_has_no_date(self):
        assert days("{from: always, to: application}").holds_undated
        assert not days("{from: 2000, to: always}").holds_undated

    @pytest.mark.parametrize("planned", [False, True])
    def test_known_anchors(self, planned):
        found = days("{from: contract, to: closes}", planned=planned, contract="2025-07-01", closes="2025-08-01")
        assert found == interval("2025-07-01 2025-08-01")

    def test_a_contract_not_yet_dated_lies_after_what_is_done_and_before_what_is_planned(self):
        assert days("{from: contract, to: 2026-06}") == Interval(LAST, dt.date(2026, 6, 30))
        assert days("{from: contract, to: 2026-06}", planned=True) == Interval(FIRST, dt.date(2026, 6, 30))
        assert days("{from: 2024, to: contract}") == Interval(dt.date(2024, 1, 1), LAST)
        assert days("{from: 2024, to: contract}", planned=True) == Interval(dt.date(2024, 1, 1), FIRST)


class TestGaps:
    WRITTEN = """
        windows:
          past: {from: 2024, to: application}
          between: {from: application, to: contract, counts_as: %s}
          period: {from: contract, to: 2026-06}
          other: {from: 2024, to: 2026}
        """
    APPLIED, SIGNED = dt.date(2025, 6, 30), dt.date(2025, 9, 1)

    def resolved(self, counts_as, contract):
        at = Anchors(self.APPLIED, contract)
        return resolve(programme(self.WRITTEN % counts_as), at, planned=False, calendar_=CALENDAR)

    @pytest.mark.parametrize(
        ("counts_as", "past", "period"),
        [
            ("none", "2024-01-01 2025-06-30", "2025-09-01 2026-06-30"),
            ("past", "2024-01-01 2025-08-31", "2025-09-01 2026-06-30"),
            ("plan", "2024-01-01 2025-06-30", "2025-07-01 2026-06-30"),
        ],
    )
    def test_a_gap_counts_as_the_file_says(self, counts_as, past, period):
        found = self.resolved(counts_as, self.SIGNED)
        assert found["between"] == interval("2025-07-01 2025-08-31")
        assert (found["past"], found["period"]) == (interval(past), interval(period))
        assert found["other"] == interval("2024-01-01 2026-12-31")

    @pytest.mark.parametrize("counts_as", ["none", "past", "plan"])
    def test_an_undated_contract_leaves_the_gap_open_at_its_end(self, counts_as):
        assert self.resolved(counts_as, None)["between"] == Interval(dt.date(2025, 7, 1), LAST - dt.timedelta(days=1))


class TestAnchors:
    WRITTEN = """
        notice: {published: 2025-03-01}
        dates:
          opens: {at: publication}
          closes: {before: 2025-05-13T16:00}
        """

    def test_of_the_call_and_of_the_application(self):
        application = Application(contract=dt.date(2025, 9, 1))
        assert anchors(programme(self.WRITTEN), application, AS_OF) == Anchors(
            application=AS_OF,
            contract=dt.date(2025, 9, 1),
            opens=dt.date(2025, 3, 1),
            closes=dt.date(2025, 5, 13),
            publication=dt.date(2025, 3, 1),
        )

    def test_the_day_of_the_application_is_its_own(self):
        assert anchors(programme(self.WRITTEN), Application(day=dt.date(2025, 4, 1)), AS_OF).application == dt.date(
            2025, 4, 1
        )

    def test_what_the_file_leaves_unstated_the_application_knows(self):
        found = programme("dates: {closes: {at: unstated}}")
        assert call_date(found, "closes", Application()) is None
        assert call_date(found, "closes", Application(closes=dt.date(2025, 5, 1))) == dt.date(2025, 5, 1)
        assert call_date(found, "opens", Application(opens=dt.date(2025, 3, 1))) == dt.date(2025, 3, 1)
        assert call_date(found, "publication", Application(publication=dt.date(2025, 2, 1))) == dt.date(2025, 2, 1)

    def test_what_the_file_prints_the_application_cannot_change(self):
        application = Application(
            closes=dt.date(2030, 1, 1), opens=dt.date(2030, 1, 1), publication=dt.date(2030, 1, 1)
        )
        assert anchors(programme(self.WRITTEN), application, AS_OF).closes == dt.date(2025, 5, 13)
        assert anchors(programme(self.WRITTEN), application, AS_OF).opens == dt.date(2025, 3, 1)


class TestRowDates:
    @pytest.mark.parametrize(
        ("values", "dated", "expected"),
        [
            ({"date": day("2024-05-01")}, None, ("2024-05-01", None)),
            ({"date": day("2024-05-01"), "until": day("2024-05-03")}, None, ("2024-05-01", "2024-05-03")),
            ({"year": 2024}, None, ("2024-01-01", "2024-12-31")),
            ({"date": day("2024-05-01"), "year": 2023}, None, ("2024-05-01", None)),
            ({"until": day("2024-05-03")}, None, None),
            ({}, None, None),
            ({"date": day("2024-05-01"), "until": day("2024-05-03")}, "until", ("2024-05-03", "2024-05-03")),
            ({"year": 2024}, "until", None),
        ],
    )
    def test_first_and_last_day(self, values, dated, expected):
        assert row_dates(values, dated) == (expected and tuple(e and day(e) for e in expected))


YEAR = Interval(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


class TestContains:
    @pytest.mark.parametrize(
        ("span", "start", "end", "inside"),
        [
            # An event is in when its first day is.
            ("event", "2024-01-01", None, True),
            ("event", "2024-12-31", None, True),
            ("event", "2023-12-31", None, False),
            ("event", "2025-01-01", None, False),
            ("event", "2024-12-31", "2025-03-01", True),
            ("event", "2023-12-31", "2024-03-01", False),
            # A state is in when any of its days is; without a last day it still runs.
            ("state", "2023-01-01", None, True),
            ("state", "2023-01-01", "2024-01-01", True),
            ("state", "2023-01-01", "2023-12-31", False),
            ("state", "2024-12-31", "2026-01-01", True),
            ("state", "2025-01-01", None, False),
            # A period is in when all of it is, out when none is, and undecided when it straddles.
            ("period", "2024-01-01", "2024-12-31", True),
            ("period", "2023-06-01", "2024-05-31", None),
            ("period", "2024-06-01", "2025-05-31", None),
            ("period", "2023-01-01", "2025-12-31", None),
            ("period", "2023-01-01", "2023-12-31", False),
            ("period", "2025-01-01", "2025-12-31", False),
            ("period", "2024-06-01", None, True),
            ("period", "2023-06-01", None, False),
        ],
    )
    def test_by_span(self, span, start, end, inside):
        assert contains(YEAR, (day(start), end and day(end)), span) is inside

    @pytest.mark.parametrize("span", ["event", "state", "period"])
    def test_what_is_unknown_stays_unknown(self, span):
        assert contains(None, (FIRST, None), span) is None
        assert contains(YEAR, None, span) is None
        assert contains(None, None, span) is None
        assert contains(YEAR._replace(holds_undated=True), None, span) is True

    moments = st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31))

    @given(moments, moments, moments, moments)
    def test_against_the_days_one_by_one(self, a, b, c, d):
        window, (start, end) = Interval(*sorted((a, b))), sorted((c, d))
        inside = [window.start <= start + dt.timedelta(days=n) <= window.end for n in range((end - start).days + 1)]
        assert contains(window, (start, end), "event") is inside[0]
        assert contains(window, (start, end), "state") is any(inside)
        assert contains(window, (start, end), "period") is (True if all(inside) else (None if any(inside) else False))


class TestAdding:
    @pytest.mark.parametrize(
        ("start", "length", "end"),
        [
            ("2025-01-31", "1 month", "2025-02-28"),
            ("2024-01-31", "1 month", "2024-02-29"),
            ("2024-02-29", "1 year", "2025-02-28"),
            ("2024-02-29", "4 years", "2028-02-29"),
            ("2025-12-31", "2 months", "2026-02-28"),
            ("2025-06-30", "20 days", "2025-07-20"),
        ],
    )
    def test_a_day_the_month_lacks_is_its_last(self, start, length, end):
        assert add(day(start), Duration.parse(length)) == day(end)
