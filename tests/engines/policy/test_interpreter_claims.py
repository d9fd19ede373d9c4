"""One achievement, one category: what stands above is judged on one assignment (S1-99, S1-110)."""

import pytest

from juli.engines.policy.verdict import Span
from tests.engines.policy.sample import judged

PARTS = """
    categories:
      - {id: small, count: talk, where: 'scale == "small"', at_least: 1}
      - {id: free, count: talk, where: free, at_least: 1}
      - {id: posts, count: post, at_least: 1}
    claims: {exclusive: categories}
    qualification: {at_least: %d, of: categories}
    """
#: One talk fits two categories.
ONE = "achievements: [{id: t, kind: talk, scale: small, free: true}]\n"
TWO = "achievements: [{id: t, kind: talk, scale: small, free: true}, {id: u, kind: talk, scale: small, free: false}]\n"


class TestTheBestAssignment:
    def test_a_category_by_itself_takes_all_it_could(self):
        found = judged(PARTS % 2, ONE)
        assert [found.node(c).status for c in ("small", "free", "posts")] == ["met", "met", "unmet"]

    @pytest.mark.parametrize(
        ("wanted", "facts", "status"), [(1, ONE, "met"), (2, ONE, "unmet"), (2, TWO, "met"), (3, TWO, "unmet")]
    )
    def test_above_them_every_achievement_counts_once(self, wanted, facts, status):
        assert judged(PARTS % wanted, facts).status == status

    def test_the_assignment_is_told(self):
        found = judged(PARTS % 2, TWO).assignment
        assert (found.claims, found.proven) == ({"t": "free", "u": "small"}, True)

    def test_without_exclusive_claims_there_is_none(self):
        parts = (PARTS % 2).replace("    claims: {exclusive: categories}\n", "")
        found = judged(parts, ONE)
        assert (found.assignment, found.status) == (None, "met")

    def test_a_category_that_is_lost_in_every_best_assignment_is_contested(self):
        parts = """
            categories:
              - {id: big, count: talk, at_least: 2}
              - {id: free, count: talk, where: free, at_least: 1}
            claims: {exclusive: categories}
            qualification: {at_least: 1, of: categories}
            points: {of: [{clause: big, base: 10}, {clause: free, base: 1}]}
            """
        facts = "achievements: [{id: t, kind: talk, free: true}, {id: u, kind: talk, free: false}]"
        found = judged(parts, facts)
        assert (found.status, found.points.total) == ("met", Span(10, 10))
        assert [(f.code, f.clause) for f in found.findings] == [("contested", "free")]

    def test_several_clauses_of_one_category_may_use_one_achievement(self):
        parts = """
            categories:
              - id: talks
                all_of: [{id: a, count: talk, where: free, at_least: 1}, {id: b, sum: talk.seats, at_least: 50}]
            claims: {exclusive: categories}
            qualification: {at_least: 1, of: categories}
            """
        assert judged(parts, "achievements: [{kind: talk, free: true, seats: 50}]").status == "met"


class TestClaimsOfTheDossier:
    def test_they_fix_what_they_name(self):
        found = judged(PARTS % 2, TWO + "claims: {t: small}")
        assert (found.status, found.node("free").status, found.node("small").used) == ("unmet", "unmet", ("t", "u"))

    def test_what_they_leave_open_stays_free(self):
        assert judged(PARTS % 2, TWO + "claims: {t: free}").status == "met"

    def test_once_submitted_what_is_not_claimed_counts_nowhere(self):
        found = judged(PARTS % 2, TWO + "claims: {t: free}\nclaims_submitted: true")
        assert (found.status, found.node("small").status, found.node("free").used) == ("unmet", "unmet", ("t",))

    def test_where_claims_do_not_exclude_they_are_not_read(self):
        parts = (PARTS % 2).replace("    claims: {exclusive: categories}\n", "")
        assert judged(parts, ONE + "claims: {t: small}").status == "met"


@pytest.mark.parametrize(
    ("second", "status", "actual"),
    [
        ("{id: u, kind: talk, scale: small}", "met", Span(2, 2)),
        # It may be free, and then each category has one.
        ("{id: u, kind: talk}", "open", Span(1, 2)),
        ("{id: u, kind: talk, free: false}", "unmet", Span(1, 1)),
    ],
)
def test_undecided_works_are_assigned_as_they_may_be(second, status, actual):
    found = judged(PARTS % 2, f"achievements: [{{id: t, kind: talk, scale: small, free: true}}, {second}]")
    assert (found.status, found.node("qualification").actual) == (status, actual)
