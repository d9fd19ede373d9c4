"""What a clause over rows answers: bounds, windows, filters, spacing, evidence, and what is left open."""

import pytest

from juli.engines.policy.verdict import Span
from tests.engines.policy.sample import clause_node, codes, judged, node

THREE = """
achievements:
  - {id: a, kind: talk, date: 2024-03-01, seats: 60}
  - {id: b, kind: talk, date: 2024-06-01, seats: 20}
  - {id: c, kind: talk, date: 2025-03-01, seats: 60}
"""
UNDATED = THREE + "  - {id: d, kind: talk, seats: 60}\n"


class TestAtLeast:
    @pytest.mark.parametrize(
        ("wanted", "facts", "status", "actual", "shortfall"),
        [
            (2, THREE, "met", Span(2, 2), None),
            (3, THREE, "unmet", Span(2, 2), 1),
            (2, UNDATED, "met", Span(2, 3), None),
            (3, UNDATED, "open", Span(2, 3), 1),
            (4, UNDATED, "unmet", Span(2, 3), 2),
            (0, "", "met", Span(0, 0), None),
        ],
    )
    def test_held_against_both_ends(self, wanted, facts, status, actual, shortfall):
        found = clause_node(f"count: talk\nwithin: last_year\nat_least: {wanted}", facts)
        assert (found.status, found.actual, found.required, found.shortfall) == (status, actual, wanted, shortfall)

    def test_used_and_pending(self):
        found = clause_node("count: talk\nwithin: last_year\nat_least: 2", UNDATED)
        assert (found.used, found.pending) == (("a", "b"), ("d",))

    def test_a_sum_with_an_unknown_number_is_open_until_it_is_reached(self):
        facts = "achievements: [{kind: talk, seats: 60}, {kind: talk}]"
        assert clause_node("sum: talk.seats\nat_least: 60", facts).status == "met"
        found = clause_node("sum: talk.seats\nat_least: 61", facts)
        assert (found.status, found.actual, found.shortfall) == ("open", Span(60, None), 1)


class TestAtMost:
    @pytest.mark.parametrize(
        ("most", "facts", "status", "shortfall"),
        [
            (2, THREE, "met", None),
            (1, THREE, "unmet", 1),
            (3, UNDATED, "met", None),
            (2, UNDATED, "open", 0),
            (1, UNDATED, "unmet", 1),
        ],
    )
    def test_the_ends_change_places(self, most, facts, status, shortfall):
        found = clause_node(f"count: talk\nwithin: last_year\nat_most: {most}", facts)
        assert (found.status, found.required, found.shortfall) == (status, most, shortfall)

    def test_standing_that_nobody_has_told_of_is_open(self):
        rule = "count: sanction\nat_most: 0"
        assert clause_node(rule, "").status == "open"
        assert clause_node(rule, "").actual == Span(0, None)
        assert clause_node(rule, "organisation: {name: S, type: society, sanctions: []}").status == "met"
        assert clause_node(rule, "organisation: {name: S, type: society, sanctions: [{kind: fine}]}").status == "unmet"

    @pytest.mark.parametrize(
        ("facts", "status"),
        [
            ("", "unmet"),
            (THREE, "met"),
            (THREE.replace("2024-06", "2024-07") + "  - {kind: talk, date: 2024-08-01}\n", "unmet"),
        ],
    )
    def test_a_range_has_both_bounds(self, facts, status):
        found = clause_node("count: talk\nwithin: last_year\nat_least: 1\nat_most: 2", facts)
        assert found.status == status


class TestUpTo:
    def test_what_is_beyond_counts_nothing_and_is_not_wrong(self):
        found = clause_node("count: talk\nat_least: 1\nup_to: 2", THREE)
        assert (found.status, found.actual, found.used) == ("met", Span(2, 2), ("a", "b", "c"))

    def test_alone_it_asks_for_nothing(self):
        assert clause_node("count: talk\nup_to: 2", "").status == "met"

    def test_the_least_is_held_against_what_was_counted_before(self):
        assert clause_node("count: talk\nat_least: 3\nup_to: 2", THREE).status == "met"


def test_without_a_bound_it_is_a_measure():
    found = clause_node("count: talk", THREE)
    assert (found.status, found.actual, found.required, found.shortfall) == (None, Span(3, 3), None, None)


@pytest.mark.parametrize("bound", ["at_least", "at_most"])
def test_a_number_not_stated_yet_is_open_with_a_finding(bound):
    parts = f"exclusions: [{{id: c, count: talk, {bound}: unstated}}]"
    found = judged(parts, THREE)
    assert (found.node("c").status, found.node("c").required) == ("open", None)
    assert "unstated" in codes(found)
    assert found.status == "open"


class TestWhere:
    @pytest.mark.parametrize(
        ("where", "used", "pending"),
        [
            ("seats >= 60", ("a",), ("d",)),
            ("seats < 60", ("b",), ("d",)),
            ('place == ""', ("a", "b", "d"), ()),
            ('place == "" || seats >= 60', ("a", "b", "d"), ()),
            ('place != ""', (), ()),
        ],
    )
    def test_an_empty_field_that_decides_leaves_the_row_undecided(self, where, used, pending):
        facts = THREE.replace(
            "{id: c, kind: talk, date: 2025-03-01, seats: 60}", "{id: d, kind: talk, date: 2024-03-01}"
        )
        found = clause_node(f"count: talk\nwithin: last_year\nwhere: '{where}'\nat_least: 1", facts)
        assert (found.used, found.pending) == (used, pending)

    def test_the_finding_says_what_is_missing(self):
        facts = "achievements: [{id: x, kind: talk, date: 2024-03-01}]"
        found = judged("categories: [{id: c, count: talk, within: last_year, where: seats >= 5, at_least: 1}]", facts)
        assert [(f.code, f.clause, f.achievement) for f in found.findings] == [("unknown-value", "c", "x")]


class TestWithin:
    PARTS = """
        windows: {last_year: {years: -1}, ever: {from: always, to: application}}
        categories: [{id: c, count: %s, within: %s, %s at_least: 1}]
        """

    @pytest.mark.parametrize(
        ("kind", "window", "row", "status", "said"),
        [
            ("talk", "last_year", "date: 2024-12-31", "met", []),
            ("talk", "last_year", "date: 2025-01-01", "unmet", []),
            ("talk", "last_year", "title: x", "open", ["undated"]),
            ("talk", "last_year", "year: 2024", "met", []),
            ("talk", "last_year", "year: 2023", "unmet", []),
            ("talk", "ever", "title: x", "met", []),
            ("talk", "ever", "year: 2025", "open", ["straddles"]),
            ("post", "last_year", "date: 2019-01-01", "met", []),
            ("post", "last_year", "{date: 2019-01-01, until: 2023-12-31}", "unmet", []),
            ("site", "last_year", "{date: 2024-01-01, until: 2024-12-31}", "met", []),
            ("site", "last_year", "{date: 2023-07-01, until: 2024-06-30}", "open", ["straddles"]),
            ("site", "last_year", "{date: 2025-01-01, until: 2025-06-30}", "unmet", []),
        ],
    )
    def test_by_the_span_of_the_kind(self, kind, window, row, status, said):
        values = row.strip("{}")
        found = judged(self.PARTS % (kind, window, ""), f"achievements: [{{id: x, kind: {kind}, {values}}}]")
        assert (found.node("c").status, codes(found)) == (status, said)

    def test_by_another_date(self):
        facts = "achievements: [{kind: talk, date: 2025-02-01, booked_on: 2024-12-31}]"
        parts = self.PARTS % ("talk", "last_year", "dated: booked_on,")
        assert judged(parts, facts).node("c").status == "met"

    def test_an_empty_other_date_is_undecided(self):
        facts = "achievements: [{kind: talk, date: 2024-02-01}]"
        parts = self.PARTS % ("talk", "last_year", "dated: booked_on,")
        assert judged(parts, facts).node("c").status == "open"

    @pytest.mark.parametrize(
        ("record", "status"),
        [
            ("{kind: listing, date: 2020-01-01}", "unmet"),
            ("{kind: listing, date: 2020-01-01, until: 2023-05-01}", "met"),
            ("{kind: fine, date: 2020-01-01}", "met"),
            ("{kind: fine, date: 2024-05-01}", "unmet"),
        ],
    )
    def test_a_listing_lasts_and_a_fine_is_a_day(self, record, status):
        parts = "exclusions: [{id: x, count: sanction, within: last_year, at_most: 0}]"
        facts = f"organisation: {{name: S, type: society, sanctions: [{record}]}}"
        assert node(parts, facts, "x").status == status

    def test_an_unknown_anchor_leaves_every_dated_row_undecided(self):
        parts = (
            "windows: {call: {from: opens, to: closes}}\ncategories: [{id: c, count: talk, within: call, at_least: 1}]"
        )
        facts = "achievements: [{kind: talk, date: 2025-05-01}]"
        assert node(parts, facts, "c").status == "open"
        assert node(parts, facts + "\napplication: {opens: 2025-05-01, closes: 2025-05-31}", "c").status == "met"


class TestOwnKind:
    PARTS = "categories: [{id: sorts, distinct: sanction.kind, at_least: 2}, {id: all, distinct: achievement.kind}]"

    def test_a_field_called_kind_is_not_the_kind_of_the_row(self):
        facts = """
            organisation: {name: S, type: society, sanctions: [{date: 2025-01-01}, {date: 2025-01-02, kind: fine}]}
            achievements: [{kind: talk, date: 2025-01-01}]
            """
        found = judged(self.PARTS, facts)
        assert [found.node(c).actual for c in ("sorts", "all")] == [Span(1, 1), Span(1, 1)]


class TestMissingYears:
    PARTS = """
        windows: {three: {years: [-3, -1]}}
        exclusions:
          - {id: fails, count: inspection, within: three, where: result == "fail", at_most: 0}
          - {id: basics, longest_run: inspection.year, within: three, where: result == "basic", at_most: 1}
        categories: [{id: passes, count: inspection, within: three, where: result == "pass", at_least: 3}]
        """

    def facts(self, years, founded="2000-01-01"):
        told = ", ".join(f"{{year: {y}, result: {r}}}" for y, r in years.items())
        return f"organisation: {{name: S, type: society, founded: {founded}, inspections: [{told}]}}"

    @pytest.mark.parametrize(
        ("years", "fails", "basics", "passes"),
        [
            ({2022: "pass", 2023: "pass", 2024: "pass"}, "met", "met", "met"),
            ({2022: "pass", 2023: "pass"}, "open", "met", "open"),
            ({2022: "basic", 2023: "pass"}, "open", "met", "unmet"),
            ({2022: "pass", 2023: "basic"}, "open", "open", "unmet"),
            ({2022: "basic", 2023: "basic", 2024: "pass"}, "met", "unmet", "unmet"),
            ({2021: "basic", 2022: "basic", 2023: "pass", 2024: "basic"}, "met", "met", "unmet"),
            ({2022: "fail"}, "unmet", "open", "unmet"),
            ({}, "open", "open", "open"),
        ],
    )
    def test_a_year_without_its_record_is_undecided(self, years, fails, basics, passes):
        found = judged(self.PARTS, self.facts(years))
        assert [found.node(c).status for c in ("fails", "basics", "passes")] == [fails, basics, passes]

    def test_nothing_is_known_of_it_neither_its_title(self):
        parts = """
            windows: {three: {years: [-3, -1]}}
            categories: [{id: titles, distinct: inspection.title, within: three, where: title != "x", at_least: 2}]
            """
        found = judged(parts, self.facts({2022: "pass", 2023: "pass"})).node("titles")
        assert (found.status, found.actual) == ("open", Span(0, None))

    def test_years_before_the_founding_do_not_count(self):
        found = judged(self.PARTS, self.facts({2023: "pass", 2024: "pass"}, founded="2023-05-01"))
        assert [found.node(c).status for c in ("fails", "basics", "passes")] == ["met", "met", "unmet"]


class TestApart:
    PARTS = """
        categories:
          - {id: c, count: talk, apart: {from: filed_on, to: date, at_least: %s}, at_least: 1}
        """

    @pytest.mark.parametrize(
        ("length", "row", "status"),
        [
            # The first day counts, the last does not.
            ("10 working days", "filed_on: 2025-09-18, date: 2025-10-09", "met"),
            ("10 working days", "filed_on: 2025-09-19, date: 2025-10-09", "unmet"),
            ("10 days", "filed_on: 2025-06-01, date: 2025-06-11", "met"),
            ("10 days", "filed_on: 2025-06-02, date: 2025-06-11", "unmet"),
            ("1 month", "filed_on: 2025-01-31, date: 2025-02-28", "met"),
            ("1 month", "filed_on: 2025-01-31, date: 2025-02-27", "unmet"),
            ("1 year", "filed_on: 2024-02-29, date: 2025-02-28", "met"),
            ("2 years", "filed_on: 2024-03-01, date: 2026-02-28", "unmet"),
            # Never filed is an answer; an empty date is not.
            ("10 days", "date: 2025-06-11", "unmet"),
            ("10 days", "filed_on: 2025-06-01", "open"),
            ("10 days", "filed_on: 2025-06-20, date: 2025-06-11", "unmet"),
        ],
    )
    def test_of_each_row(self, length, row, status):
        assert node(self.PARTS % length, f"achievements: [{{kind: talk, {row}}}]", "c").status == status

    def test_a_year_that_the_calendar_does_not_know_is_open_and_said(self):
        found = judged(
            self.PARTS % "10 working days", "achievements: [{kind: talk, filed_on: 2025-12-01, date: 2026-01-20}]"
        )
        assert found.node("c").status == "open"
        (said,) = [f for f in found.findings if f.code == "calendar-unknown"]
        assert "2026" in said.text.zh
        assert "2026" in said.text.en

    @pytest.mark.parametrize(
        ("founded", "status", "actual"),
        [("2024-05-13", "met", Span(1, 1)), ("2024-05-14", "unmet", Span(0, 0)), (None, "open", Span(0, None))],
    )
    def test_between_dates_of_applicant_and_call(self, founded, status, actual):
        parts = """
            dates: {closes: {through: 2025-05-13}}
            exclusions: [{id: age, apart: {from: founded, to: closes, at_least: 1 year}}]
            """
        facts = f"organisation: {{name: S, type: society{f', founded: {founded}' if founded else ''}}}"
        found = node(parts, facts, "age")
        assert (found.status, found.actual, found.required) == (status, actual, 1)


class TestHolds:
    @pytest.mark.parametrize(
        ("filter_", "record", "status"),
        [
            ("staff >= 2", "staff: 2", "met"),
            ("staff >= 2", "staff: 1", "unmet"),
            ("staff >= 2", "", "open"),
            ("legal_person", "", "open"),
            ('level == "city"', "", "unmet"),
            ('type == "society"', "", "met"),
            ('name == "S"', "", "met"),
            ("members >= 2", "members: [甲, 乙]", "met"),
            ("founded <= 2020-01-01", "founded: 2019-05-01", "met"),
        ],
    )
    def test_asks_the_record(self, filter_, record, status):
        facts = f"organisation: {{name: S, type: society, {record}}}"
        assert clause_node(f"holds: '{filter_}'", facts).status == status
