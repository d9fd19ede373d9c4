"""Clauses decided by clauses and by readings, and the root."""

import datetime as dt

import pytest

from juli.engines.policy.interpreter import Judge, judge
from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.verdict import Span
from tests.engines.policy.sample import AS_OF, CALENDAR, clause_node, codes, dossier, judged, node, programme

#: A talk is met, a post isn't, a site can't be told.
MIXED = "achievements: [{id: t, kind: talk}, {id: s, kind: site}]"
MET, UNMET, OPEN = (
    "{id: %s, count: talk, at_least: 1}",
    "{id: %s, count: post, at_least: 1}",
    "{id: %s, count: site, where: views >= 1, at_least: 1}",
)


def children(*of):
    return ", ".join(c % f"c{i}" for i, c in enumerate(of, 1))


class TestTrees:
    @pytest.mark.parametrize(
        ("of", "all_of", "any_of"),
        [
            ((MET, MET), "met", "met"),
            ((MET, OPEN), "open", "met"),
            ((MET, UNMET), "unmet", "met"),
            ((OPEN, UNMET), "unmet", "open"),
            ((OPEN, OPEN), "open", "open"),
            ((UNMET, UNMET), "unmet", "unmet"),
        ],
    )
    def test_all_and_any(self, of, all_of, any_of):
        assert clause_node(f"all_of: [{children(*of)}]", MIXED).status == all_of
        assert clause_node(f"any_of: [{children(*of)}]", MIXED).status == any_of

    @pytest.mark.parametrize(
        ("wanted", "of", "status", "actual", "shortfall"),
        [
            (2, (MET, MET, UNMET), "met", Span(2, 2), None),
            (2, (MET, OPEN, UNMET), "open", Span(1, 2), 1),
            (2, (MET, UNMET, UNMET), "unmet", Span(1, 1), 1),
            (1, (OPEN, UNMET, UNMET), "open", Span(0, 1), 1),
        ],
    )
    def test_so_many_of_them(self, wanted, of, status, actual, shortfall):
        found = clause_node(f"at_least: {wanted}\nof: [{children(*of)}]", MIXED)
        assert (found.status, found.actual, found.shortfall) == (status, actual, shortfall)

    def test_the_actual_of_any_is_the_different_works_used(self):
        rule = "any_of: [{id: a, count: talk, at_least: 1}, {id: b, count: talk, where: seats >= 1, at_least: 1}]"
        found = clause_node(rule, "achievements: [{id: x, kind: talk, seats: 5}, {id: y, kind: talk}]")
        assert (found.actual, found.used, found.pending) == (Span(2, 2), ("x", "y"), ())

    def test_the_actual_of_all_is_that_of_the_first(self):
        rule = "all_of: [{id: a, sum: talk.seats, at_least: 9}, {id: b, count: talk, at_least: 1}]"
        assert clause_node(rule, "achievements: [{kind: talk, seats: 5}]").actual == Span(5, 5)

    def test_clauses_for_other_types_are_absent(self):
        rule = "all_of: [{id: a, count: talk, at_least: 1}, {id: b, for: [park], count: post, at_least: 1}]"
        assert clause_node(rule, MIXED).status == "met"
        found = judged(
            f"categories: [{{id: c, {rule.replace(chr(10), ', ')}}}]",
            MIXED.replace("achievements", "organisation: {name: P, type: park}\nachievements"),
        )
        assert [n.id for n in found.node("c").children] == ["a", "b"]
        with pytest.raises(KeyError):
            judged(f"categories: [{{id: c, {rule}}}]", MIXED).node("b")

    def test_children_take_over_rows_but_never_windows(self):
        parts = """
            categories:
              - id: c
                rows: both
                all_of: [{id: a, count: talk, within: last_year, at_least: 1}, {id: b, count: talk, at_least: 2}]
            """
        facts = "achievements: [{id: x, kind: talk, date: 2024-05-01}]\nplan: [{id: p, kind: talk, date: 2025-12-01}]"
        found = node(parts, facts, "c")
        assert [(c.status, c.used) for c in found.children] == [("met", ("x",)), ("met", ("x", "p"))]


class TestChoosing:
    RULE = "at_least: 1\nup_to: 2\nof: [%s]"

    @pytest.mark.parametrize(
        ("of", "status", "actual"),
        [
            ((MET, MET, MET), "met", Span(2, 2)),
            ((MET, MET, OPEN), "met", Span(2, 2)),
            ((MET, OPEN, OPEN), "met", Span(1, 2)),
            ((UNMET, UNMET, UNMET), "unmet", Span(0, 0)),
        ],
    )
    def test_of_more_than_may_be_chosen_the_rest_counts_nothing(self, of, status, actual):
        found = clause_node(self.RULE % children(*of), MIXED)
        assert (found.status, found.actual) == (status, actual)


class TestReferring:
    PARTS = """
        groups: [{id: work, label: Work}, {id: service, label: Service}]
        categories:
          - {id: one, group: work, count: talk, at_least: 1}
          - {id: two, group: service, count: post, at_least: 1}
          - {id: three, group: service, for: [park], count: site, at_least: 1}
        qualification: {at_least: %s, of: %s}
        """

    @pytest.mark.parametrize(
        ("wanted", "of", "status", "actual"),
        [
            (1, "categories", "met", Span(1, 1)),
            (2, "categories", "unmet", Span(1, 1)),
            (1, "service", "unmet", Span(0, 0)),
            (1, "work", "met", Span(1, 1)),
        ],
    )
    def test_categories_or_one_group_of_them(self, wanted, of, status, actual):
        found = judged(self.PARTS % (wanted, of), MIXED)
        assert (found.node("qualification").status, found.node("qualification").actual) == (status, actual)
        assert found.status == status

    def test_categories_for_others_are_not_counted(self):
        found = node(self.PARTS % (2, "categories"), "organisation: {name: P, type: park}\n" + MIXED, "qualification")
        assert (found.actual, [c.id for c in found.children]) == (Span(2, 2), ["one", "two", "three"])


class TestOrJudged:
    PARTS = """
        categories: [%s]
        qualification:
          at_least: 3
          of: categories
          or_judged: {at_least: 2, for: [society], question: Is it outstanding?, by: lead}
        """
    YES, NO = "{clause: qualification, answer: true}", "{clause: qualification, answer: false}"

    @pytest.mark.parametrize(
        ("of", "answer", "status", "waits"),
        [
            ((MET, MET, UNMET), "", "open", True),
            ((MET, MET, UNMET), YES, "met", False),
            ((MET, MET, UNMET), NO, "unmet", False),
            ((MET, UNMET, UNMET), YES, "unmet", False),
            ((MET, UNMET, UNMET), "", "unmet", False),
            ((MET, OPEN, UNMET), YES, "open", False),
            ((MET, OPEN, UNMET), NO, "unmet", False),
            ((MET, MET, OPEN), NO, "open", False),
            ((MET, MET, OPEN), YES, "met", False),
            ((MET, MET, MET), "", "met", False),
            ((MET, MET, MET), NO, "met", False),
        ],
    )
    def test_fewer_are_enough_when_a_person_says_so(self, of, answer, status, waits):
        found = node(self.PARTS % children(*of), f"{MIXED}\njudgements: [{answer}]", "qualification")
        assert (found.status, bool(found.judgement.waiting)) == (status, waits)

    def test_only_for_the_types_named(self):
        facts = f"organisation: {{name: P, type: park}}\n{MIXED}\njudgements: [{self.YES}]"
        found = node(self.PARTS % children(MET, MET, UNMET), facts, "qualification")
        assert (found.status, found.judgement) == ("unmet", None)


class TestReadings:
    PARTS = """
        categories:
          - id: c
            label: {zh: 讲座, en: Talks}
            one_reading_of:
              - {id: total, label: {zh: 合计, en: in total}, sum: talk.seats, at_least: 100}
              - {id: each, label: {zh: 单场, en: at one}, count: talk, where: seats >= 100, at_least: 1}
        qualification: {at_least: 1, of: categories}
        """
    FACTS = "achievements: [{id: x, kind: talk, seats: 60}, {id: y, kind: talk, seats: 60}]"

    def test_the_first_decides_and_the_others_are_run(self):
        found = judged(self.PARTS, self.FACTS)
        assert (found.node("c").status, found.node("c").reading) == ("met", "total")
        assert [(c.id, c.status) for c in found.node("c").children] == [("total", "met"), ("each", "unmet")]
        assert codes(found) == ["reading-differs", "reading-decides"]

    def test_another_may_be_chosen(self):
        found = judged(self.PARTS, self.FACTS, readings={"c": "each"})
        assert (found.node("c").status, found.node("c").reading, found.status) == ("unmet", "each", "unmet")
        assert codes(found) == ["reading-differs", "reading-decides"]

    def test_readings_that_agree_need_no_word(self):
        assert codes(judged(self.PARTS, "achievements: [{kind: talk, seats: 100}]")) == []

    def test_a_reading_that_changes_nothing_above_does_not_decide(self):
        parts = self.PARTS.replace("  - id: c\n", "  - {id: other, count: talk, at_least: 1}\n          - id: c\n")
        assert codes(judged(parts, self.FACTS)) == ["reading-differs"]


class TestTheRoot:
    @pytest.mark.parametrize(
        ("facts", "status"),
        [
            (
                "organisation: {name: S, type: society, legal_person: true, sanctions: []}\nachievements: [{kind: talk}]",
                "met",
            ),
            (
                "organisation: {name: S, type: firm, legal_person: true, sanctions: []}\nachievements: [{kind: talk}]",
                "unmet",
            ),
            (
                "organisation: {name: S, type: society, legal_person: false, sanctions: []}\nachievements: [{kind: talk}]",
                "unmet",
            ),
            ("organisation: {name: S, type: society, sanctions: []}\nachievements: [{kind: talk}]", "open"),
            (
                "organisation: {name: S, type: society, legal_person: true, sanctions: [{kind: fine}]}\nachievements: [{kind: talk}]",
                "unmet",
            ),
            ("organisation: {name: S, type: society, legal_person: true}\nachievements: [{kind: talk}]", "open"),
            ("organisation: {name: S, type: society, legal_person: true, sanctions: []}", "unmet"),
        ],
    )
    def test_type_conditions_exclusions_and_qualification_decide(self, facts, status):
        parts = """
            applicants: {types: [society, park], conditions: [{id: legal, holds: legal_person}]}
            exclusions: [{id: fines, count: sanction, at_most: 0}]
            categories: [{id: talks, count: talk, at_least: 1}]
            qualification: {at_least: 1, of: categories}
            targets: [{id: never, count: post, at_least: 99}]
            attachments: [{id: licence}]
            """
        found = judged(parts, facts + "\ndocuments: []")
        assert found.status == status
        assert [n.id for n in found.children] == ["applicant", "legal", "fines", "qualification"]
        assert found.node("never").status == found.node("licence").status == "unmet"

    def test_a_plan_judges_no_single_organisation(self):
        with pytest.raises(DossierUnusable, match="juli indicators"):
            Judge(programme("what: plan\nindicators: [{id: i, count: talk}]"), CALENDAR)

    def test_names_and_days(self):
        found = judge(
            programme("categories: []"), dossier("application: {day: 2025-05-05}"), as_of=AS_OF, calendar=CALENDAR
        )
        assert (found.organisation, found.as_of, found.application_date) == ("Sample", AS_OF, dt.date(2025, 5, 5))

    def test_without_the_trace_the_status_is_the_same(self):
        parts = TestReadings.PARTS
        ready = Judge(programme(parts), CALENDAR)
        full, quick = (ready.verdict(dossier(TestReadings.FACTS), AS_OF, trace=t) for t in (True, False))
        assert (quick.status, quick.findings) == (full.status, ())

    def test_the_same_twice_is_the_same(self):
        assert judged(TestReadings.PARTS, TestReadings.FACTS) == judged(TestReadings.PARTS, TestReadings.FACTS)
