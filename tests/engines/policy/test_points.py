"""Points: exact, nothing for an unmet clause, planned work at its worth, the best of several works (S1-4, S1-8, O-8 … O-10)."""

from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.points import Scored, earned, worth
from juli.engines.policy.rules import PointsItem
from juli.engines.policy.verdict import Span
from tests.engines.policy.sample import judged


def item(base=0, each=0, over=0, up_to=None):
    return PointsItem("c", Decimal(str(base)), Decimal(str(each)), over, None if up_to is None else Decimal(str(up_to)))


class TestWorth:
    @pytest.mark.parametrize(
        ("line", "number", "points"),
        [
            (item(base=10), 0, "10"),
            (item(base=10, each=2), 3, "16"),
            (item(base=10, each="0.2", over=50, up_to=20), 75, "15.0"),
            (item(base=10, each="0.2", over=50, up_to=20), 50, "10.0"),
            (item(base=10, each="0.2", over=50, up_to=20), 40, "10.0"),
            (item(base=10, each="0.2", over=50, up_to=20), 1000, "20"),
            (item(each="0.1"), 3, "0.3"),
        ],
    )
    def test_base_each_over_up_to(self, line, number, points):
        assert worth(line, number) == Decimal(points)

    @given(st.integers(0, 200), st.integers(0, 200))
    def test_more_is_never_worth_less(self, a, b):
        line = item(base=3, each="0.7", over=20, up_to=50)
        assert worth(line, min(a, b)) <= worth(line, max(a, b)) <= 50


class TestEarned:
    @pytest.mark.parametrize(
        ("status", "actual", "points"),
        [
            ("met", Span(3, 3), Span(16, 16)),
            ("unmet", Span(3, 3), Span(0, 0)),
            ("open", Span(1, 3), Span(0, 16)),
            ("met", Span(1, 3), Span(12, 16)),
            ("met", Span(1, None), Span(12, None)),
            (None, Span(2, 2), Span(14, 14)),
        ],
    )
    def test_the_clause_is_the_gate(self, status, actual, points):
        assert earned(item(base=10, each=2), Scored.same(status, actual), Decimal(1)) == points

    @pytest.mark.parametrize(
        ("plan_worth", "points"), [("1", Span(60, 60)), ("0.5", Span(50, 50)), ("0", Span(40, 40))]
    )
    def test_what_is_done_earns_in_full_and_the_plan_its_share_of_the_rest(self, plan_worth, points):
        scored = Scored("met", Span(6, 6), "met", Span(4, 4))
        assert earned(item(each=10), scored, Decimal(plan_worth)) == points

    def test_what_only_the_plan_reaches_earns_its_share(self):
        scored = Scored("met", Span(6, 6), "unmet", Span(4, 4))
        assert earned(item(each=10), scored, Decimal("0.5")) == Span(30, 30)


PARTS = """
    groups: [{id: work, label: Work}, {id: service, label: Service}]
    categories:
      - {id: talks, group: work, count: talk, at_least: 2}
      - id: choice
        group: service
        at_least: 1
        up_to: 2
        of:
          - {id: choice.posts, count: post, at_least: 1}
          - {id: choice.sites, count: site, at_least: 1}
          - {id: choice.hosts, distinct: talk.host, at_least: 1}
      - {id: hub, for: [park], count: talk, at_least: 1}
      - id: read
        one_reading_of:
          - {id: read.total, sum: talk.seats, at_least: 10}
          - {id: read.each, count: talk, where: seats >= 10, at_least: 1}
    points:
      rank: true
      plan_worth: 0.5
      ties: [service, talks]
      of:
        - {clause: talks, base: 5, each: 1, over: 2}
        - {clause: choice.posts, base: 7}
        - {clause: choice.sites, base: 9}
        - {clause: choice.hosts, base: 4}
        - {clause: hub, base: 100}
        - {clause: read, base: 3}
    """
FACTS = """
achievements:
  - {kind: talk, host: 甲, seats: 5}
  - {kind: talk, host: 乙, seats: 6}
  - {kind: talk, host: 丙}
  - {kind: post}
  - {kind: site}
"""


class TestTheTable:
    def test_lines_and_total(self):
        found = judged(PARTS, FACTS).points
        earned_by = {line.clause: line.earned.low for line in found.lines}
        assert earned_by == {
            "talks": 6, "choice.posts": 7, "choice.sites": 9, "choice.hosts": 4, "read": 3,
        }  # fmt: skip
        assert found.total == Span(25, 25)

    def test_of_a_choice_the_best_works_count(self):
        counted = {line.clause: line.counted for line in judged(PARTS, FACTS).points.lines}
        assert counted == {
            "talks": True,
            "choice.posts": True,
            "choice.sites": True,
            "choice.hosts": False,
            "read": True,
        }

    def test_ties_are_broken_by_groups_and_categories_in_order(self):
        assert judged(PARTS, FACTS).points.ties == (("service", Span(16, 16)), ("talks", Span(6, 6)))

    def test_the_reading_that_decides_earns(self):
        assert judged(PARTS, FACTS, readings={"read": "read.each"}).points.total.low == 22

    def test_lines_of_other_types_are_absent(self):
        found = judged(PARTS, "organisation: {name: P, type: park}\n" + FACTS).points
        assert found.total.low == 125

    def test_what_is_undecided_lies_between(self):
        facts = FACTS.replace("{kind: site}", "{kind: site}\n  - {kind: talk, host: 丁}")
        parts = dedent(PARTS).replace(
            "{id: talks, group: work, count: talk,",
            "{id: talks, group: work, count: talk, where: seats != 99,",
        )
        found = judged(parts, facts).points
        assert {line.clause: line.earned for line in found.lines}["talks"] == Span(5, 7)

    def test_without_a_table_there_are_none(self):
        assert judged("categories: [{id: c, count: talk, at_least: 1}]").points is None

    def test_planned_work_earns_its_share(self):
        parts = """
            categories: [{id: talks, count: talk, rows: both, at_least: 1}]
            points: {plan_worth: 0.5, of: [{clause: talks, each: 10}]}
            """
        facts = "achievements: [{kind: talk}]\nplan: [{kind: talk}, {kind: talk}]"
        assert judged(parts, facts).points.total == Span(20, 20)

    def test_verified_values_have_points_of_their_own(self):
        parts = "categories: [{id: talks, count: talk, at_least: 1}]\npoints: {of: [{clause: talks, each: 10}]}"
        facts = (
            "achievements: [{id: a, kind: talk}, {id: b, kind: talk}]\nverifications: [{achievement: a, strike: true}]"
        )
        found = judged(parts, facts)
        assert (found.points.total, found.verified_points.total) == (Span(20, 20), Span(10, 10))
