"""Indicators of a plan: all organisations together, joint work once, years one by one."""

import datetime as dt
from textwrap import dedent

import pytest

from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.indicators import indicators
from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.verdict import Span
from tests.engines.policy.sample import CALENDAR, VOCABULARY, programme

PLAN = """
what: plan
windows:
  all: {from: 2023-01-01, to: 2025-12-31}
  every: {from: 2023-01-01, to: 2025-12-31, each: year}
indicators:
  - {id: talks, count: talk, within: all, at_least: 3}
  - {id: seats, sum: talk.seats, within: every, at_least: 10}
  - {id: seen, sum: talk.seats, within: every}
  - {id: hosts, distinct: talk.host, within: all, split_by: scale}
  - {id: bodies, count: organisation, split_by: type}
  - {id: models, count: organisation, judge: {question: Is it a model?, by: lead}, at_least: 1}
  - {id: checks, count: inspection, within: all, where: 'result == "pass"'}
"""


def dossiers(*texts):
    return [read_dossier(dedent(text), f"d{i}.yaml", VOCABULARY) for i, text in enumerate(texts, 1)]


def measured(*texts, as_of="2025-06-30", plan=PLAN):
    return indicators(programme(plan), dossiers(*texts), as_of=dt.date.fromisoformat(as_of), calendar=CALENDAR)


def node(result, name):
    return next(n for top in result.nodes for n in top.walk() if n.id == name)


ONE = """
organisation: {name: One, type: society, inspections: [{year: 2024, result: pass}]}
achievements:
  - {id: t, kind: talk, date: 2024-05-01, seats: 8, scale: small, host: 甲, shared_id: X}
  - {id: u, kind: talk, date: 2023-05-01, seats: 12, scale: large, host: 乙}
"""
TWO = """
organisation: {name: Two, type: park}
achievements:
  - {id: t, kind: talk, date: 2024-05-01, seats: 5, scale: small, host: 甲, shared_id: X, place: 京}
"""


class TestOrganisations:
    def test_have_no_date_also_where_each_year_is_judged(self):
        plan = """
what: plan
windows:
  every: {from: 2023-01-01, to: 2025-12-31, each: year}
indicators:
  - {id: bodies, count: organisation, within: every, at_least: 2}
"""
        found = node(measured(ONE, TWO, plan=plan), "bodies")
        assert [(n.id, n.status, n.actual) for n in (found, *found.children)] == [
            ("bodies", "met", Span(2, 2)),
            *((f"bodies.{year}", "met", Span(2, 2)) for year in (2023, 2024, 2025)),
        ]


class TestTogether:
    def test_joint_work_counts_once(self):
        found = node(measured(ONE, TWO), "talks")
        assert (found.actual, found.used) == (Span(2, 2), ("One/t", "One/u"))

    def test_numbers_that_differ_count_as_the_smaller_and_are_said(self):
        result = measured(ONE, TWO)
        assert node(result, "seats.2024").actual == Span(5, 5)
        (said,) = [f for f in result.findings if f.code == "shared-differs"]
        assert said.achievement == "One/t"
        assert "Seats" in said.text.en

    def test_what_only_the_other_tells_is_taken_over(self):
        plan = "what: plan\nindicators: [{id: placed, count: talk, where: 'place != \"\"'}]"
        assert node(measured(ONE, TWO, plan=plan), "placed").actual == Span(1, 1)

    def test_an_id_shared_by_works_of_different_kinds_is_not_shared(self):
        other = "organisation: {name: Two, type: park}\nachievements: [{kind: site, date: 2024-05-01, shared_id: X}]"
        plan = "what: plan\nindicators: [{id: works, count: achievement}]"
        assert node(measured(ONE, other, plan=plan), "works").actual == Span(3, 3)

    def test_the_order_of_dossiers_changes_no_number(self):
        one, other = measured(ONE, TWO), measured(TWO, ONE)
        assert [n.actual for n in one.nodes] == [n.actual for n in other.nodes]

    def test_organisations_are_counted_and_split(self):
        found = node(measured(ONE, TWO), "bodies")
        assert (found.status, found.actual) == (None, Span(2, 2))
        assert dict(found.split)["society"] == dict(found.split)["park"] == Span(1, 1)

    def test_standing_counts_what_is_recorded(self):
        assert node(measured(ONE, TWO), "checks").actual == Span(1, 1)

    def test_split_by_a_choice(self):
        found = dict(node(measured(ONE, TWO), "hosts").split)
        assert (found["small"], found["large"]) == (Span(1, 1), Span(1, 1))

    @pytest.mark.parametrize(
        ("judgements", "status"),
        [
            ("", "open"),
            ("judgements: [{clause: models, answer: true}]", "met"),
            ("judgements: [{clause: models, answer: false}]", "unmet"),
        ],
    )
    def test_a_person_says_which_organisations_are_models(self, judgements, status):
        facts = "organisation: {name: One, type: society}\n" + judgements
        assert node(measured(facts), "models").status == status

    def test_a_judgement_answers_for_its_own_organisation(self):
        one = "organisation: {name: One, type: society}\njudgements: [{clause: models, answer: true}]"
        two = "organisation: {name: Two, type: society}\njudgements: [{clause: models, answer: false}]"
        assert node(measured(one, two), "models").used == ("One",)

    JUDGED = "what: plan\nindicators: [{id: good, count: talk, judge: {question: Good?, by: office}, at_least: 1}]"

    @pytest.mark.parametrize(
        ("judgement", "used"),
        [
            ("{clause: good, achievement: t, answer: true}", ("One/t",)),
            ("{clause: good, answer: true}", ("One/t", "One/u")),
        ],
    )
    def test_a_judgement_of_works_stays_with_the_works_of_its_organisation(self, judgement, used):
        other = "organisation: {name: Two, type: park}\nachievements: [{id: t, kind: talk}]"
        found = node(measured(ONE + f"judgements: [{judgement}]", other, plan=self.JUDGED), "good")
        assert (found.used, len(found.pending)) == (used, 3 - len(used))


class TestTime:
    @pytest.mark.parametrize(
        ("as_of", "status"),
        [("2025-06-30", "open"), ("2025-12-30", "open"), ("2025-12-31", "unmet"), ("2026-05-01", "unmet")],
    )
    def test_a_target_that_is_not_reached_is_open_until_its_window_is_over(self, as_of, status):
        assert node(measured(ONE, as_of=as_of), "talks").status == status

    def test_a_target_that_is_reached_is_met_before(self):
        more = "organisation: {name: Two, type: park}\nachievements: [{kind: talk, date: 2024-06-01}]"
        assert node(measured(ONE, more), "talks").status == "met"

    def test_years_are_judged_one_by_one_once_they_have_begun(self):
        found = node(measured(ONE), "seats")
        assert [(n.id, n.status, n.actual) for n in found.children] == [
            ("seats.2023", "met", Span(12, 12)),
            ("seats.2024", "unmet", Span(8, 8)),
            ("seats.2025", "open", Span(0, 0)),
        ]
        assert (found.status, found.actual, found.shortfall) == ("unmet", Span(0, 0), 10)

    def test_a_year_that_has_not_begun_is_not_asked(self):
        assert [n.id for n in node(measured(ONE, as_of="2023-03-01"), "seats").children] == ["seats.2023"]
        found = node(measured(ONE, as_of="2022-03-01"), "seats")
        assert (found.status, found.children) == ("open", ())

    def test_a_measure_adds_its_years_up(self):
        found = node(measured(ONE), "seen")
        assert (found.status, found.actual, len(found.children)) == (None, Span(20, 20), 3)

    def test_undated_work_leaves_each_year_open(self):
        facts = "organisation: {name: Two, type: park}\nachievements: [{kind: talk, seats: 50}]"
        result = measured(ONE, facts)
        assert {n.status for n in node(result, "seats").children} == {"met", "open"}
        assert "undated" in {f.code for f in result.findings}


class TestRefusals:
    def test_a_call_has_no_indicators(self):
        with pytest.raises(DossierUnusable, match="sample is a call: it has no indicators; use `juli check`"):
            measured(ONE, plan="categories: []")

    def test_two_dossiers_of_one_name(self):
        with pytest.raises(DossierUnusable, match='two dossiers are of "One"; leave one out, or rename it'):
            measured(ONE, ONE)


def test_what_it_says_of_itself():
    result = measured(ONE, TWO)
    assert (result.organisations, result.as_of) == (("One", "Two"), dt.date(2025, 6, 30))
    assert [n.id for n in result.nodes] == ["talks", "seats", "seen", "hosts", "bodies", "models", "checks"]
