"""What the office verifies, and what is promised: plans, targets, growth over a baseline."""

import pytest

from juli.engines.policy.verdict import Span, Verified
from tests.engines.policy.sample import clause_node, judged, node


class TestVerified:
    PARTS = "categories: [{id: c, sum: talk.seats, at_least: 100}]\nqualification: {at_least: 1, of: categories}"
    FACTS = "achievements: [{id: x, kind: talk, seats: 60}, {id: y, kind: talk, seats: 60}]\nverifications: [%s]"

    @pytest.mark.parametrize(
        ("verification", "verified"),
        [
            ("{achievement: x, accept: true}", Verified("met", Span(120, 120), ("x", "y"))),
            ("{achievement: x, strike: true}", Verified("unmet", Span(60, 60), ("y",))),
            ("{achievement: x, correct: {seats: 39}}", Verified("unmet", Span(99, 99), ("x", "y"))),
            ("{achievement: x, correct: {seats: }}", Verified("open", Span(60, None), ("x", "y"))),
            (
                "{achievement: x, strike: true}, {achievement: x, accept: true}",
                Verified("met", Span(120, 120), ("x", "y")),
            ),
        ],
    )
    def test_beside_the_declared_side(self, verification, verified):
        found = judged(self.PARTS, self.FACTS % verification)
        assert (found.status, found.node("c").status, found.node("c").actual) == ("met", "met", Span(120, 120))
        assert found.node("c").verified == verified
        assert found.verified_status == verified.status

    def test_without_any_there_is_no_verified_side(self):
        found = judged(self.PARTS, self.FACTS % "")
        assert (found.node("c").verified, found.verified_status, found.verified_points) == (None, None, None)


class TestPlannedWork:
    FACTS = """
achievements: [{id: d1, kind: talk, date: 2025-02-01}, {id: d2, kind: talk, date: 2025-03-01}]
plan: [{id: p1, kind: talk, date: 2025-11-01}]
"""

    @pytest.mark.parametrize(
        ("rows", "status", "used", "done", "planned"),
        [
            ("", "unmet", ("d1", "d2"), None, None),
            ("rows: done", "unmet", ("d1", "d2"), None, None),
            ("rows: plan", "unmet", ("p1",), None, None),
            ("rows: both", "met", ("d1", "d2", "p1"), Span(2, 2), Span(1, 1)),
        ],
    )
    def test_done_planned_or_both(self, rows, status, used, done, planned):
        found = clause_node(f"count: talk\nwithin: this_year\nat_least: 3\n{rows}", self.FACTS)
        assert (found.status, found.used, found.done, found.planned) == (status, used, done, planned)

    def test_any_of_tells_the_sides_apart_by_works(self):
        rule = "rows: both\nany_of: [{id: a, count: talk, at_least: 9}, {id: b, count: talk, at_least: 1}]"
        found = clause_node(rule, self.FACTS)
        assert (found.done, found.planned) == (Span(2, 2), Span(1, 1))


class TestTargets:
    PARTS = "targets: [{id: t, count: talk, at_least: 2}]"
    DONE = "achievements: [{id: d1, kind: talk, date: 2025-10-01}, {id: d2, kind: talk, date: 2025-08-01}]\n"
    PLAN = "plan: [{id: p1, kind: talk, date: 2025-11-01}, {id: p2, kind: talk, date: 2025-12-01}, {id: late, kind: talk, date: 2026-09-01}]\n"

    @pytest.mark.parametrize(
        ("application", "status", "used", "done", "planned"),
        [
            # Before the contract is dated what is promised decides; nothing done lies in the period yet.
            ("", "met", ("p1", "p2"), Span(0, 0), Span(2, 2)),
            # From then on what is done in the period does.
            ("application: {contract: 2025-09-01}\n", "unmet", ("d1",), Span(1, 1), Span(2, 2)),
            ("application: {contract: 2025-07-01}\n", "met", ("d1", "d2"), Span(2, 2), Span(2, 2)),
        ],
    )
    def test_promised_then_done(self, application, status, used, done, planned):
        found = judged(self.PARTS, application + self.DONE + self.PLAN)
        target = found.node("t")
        assert (target.status, target.used, target.done, target.planned) == (status, used, done, planned)
        assert found.status == "met"

    def test_a_window_of_their_own_is_kept(self):
        parts = "targets: [{id: t, count: talk, within: last_year, at_least: 1}]"
        assert node(parts, self.PLAN, "t").status == "unmet"


class TestBaseline:
    LONG = "commitments: [{id: c, count: talk, within: period, more_than_baseline: {key: talks, within: past}}]"
    SHORT = "commitments: [{id: c, count: talk, within: period, more_than_baseline: talks}]"
    PAST = "achievements: [{kind: talk, date: 2024-05-01}]\n"
    PLAN = "plan: [{kind: talk, date: 2025-11-01}, {kind: talk, date: 2025-12-01}]\n"

    @pytest.mark.parametrize(
        ("parts", "facts", "status", "required"),
        [
            (LONG, PAST + PLAN, "met", 1),
            (LONG, PAST.replace("}]", "}, {kind: talk, date: 2024-06-01}]") + PLAN, "unmet", 2),
            (LONG, PAST + PLAN + "baseline: {talks: 2}\n", "unmet", 2),
            (LONG, PAST + PLAN + "baseline: {talks: 5}\n", "unmet", 5),
            (LONG, PAST + PLAN + "baseline: {other: 5}\n", "met", 1),
            (LONG, "achievements: [{kind: talk}, {kind: talk}]\n" + PLAN, "open", 0),
            (SHORT, PAST + PLAN, "open", None),
            (SHORT, PAST + PLAN + "baseline: {talks: 1}\n", "met", 1),
            (SHORT, PAST + PLAN + "baseline: {talks: 2}\n", "unmet", 2),
            (SHORT, PAST + "baseline: {talks: 0}\n", "unmet", 0),
        ],
    )
    def test_both_forms(self, parts, facts, status, required):
        found = judged(parts, facts)
        assert (found.node("c").status, found.node("c").required) == (status, required)
        assert found.status == "met"

    def test_one_more_is_lacking_where_the_baseline_is_only_reached(self):
        assert node(self.SHORT, self.PLAN + "baseline: {talks: 2}\n", "c").shortfall == 1
        assert node(self.SHORT, self.PLAN + "baseline: {talks: 5}\n", "c").shortfall == 4
        assert node(self.SHORT, self.PLAN + "baseline: {talks: 1}\n", "c").shortfall is None
