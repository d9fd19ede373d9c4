"""What else a clause may ask of rows: whose they are, named lists, any kind, lengths, breakdowns, evidence."""

from textwrap import dedent

import pytest

from juli.engines.policy.verdict import Span
from tests.engines.policy.sample import clause_node, judged, node

THREE = """
achievements:
  - {id: a, kind: talk, date: 2024-03-01, seats: 60}
  - {id: b, kind: talk, date: 2024-06-01, seats: 20}
  - {id: c, kind: talk, date: 2025-03-01, seats: 60}
"""


class TestWhose:
    FACTS = """
        organisation:
          name: S
          type: society
          projects: [{leader: 王, year: 2023}, {leader: 李, team: [王, 赵], year: 2023}, {leader: 钱, year: 2024}]
        """

    @pytest.mark.parametrize(
        ("whose", "application", "status", "used"),
        [
            ("organisation", "", "unmet", 3),
            ("leader", "application: {leader: 王}", "met", 1),
            ("leader", "application: {leader: 赵}", "met", 0),
            ("team", "application: {leader: 王}", "unmet", 2),
            ("team", "application: {leader: 孙, team: [赵]}", "met", 1),
            ("leader", "", "open", 0),
        ],
    )
    def test_limits_count_the_rows_of_the_person(self, whose, application, status, used):
        parts = f"applicants: {{types: [society], limits: [{{id: l, count: project, whose: {whose}, at_most: 1}}]}}"
        found = node(parts, dedent(self.FACTS) + application, "l")
        assert (found.status, len(found.used)) == (status, used)


class TestLists:
    PARTS = """
        windows: {last_year: {years: -1}, this_year: {years: 0}}
        lists:
          partners: {distinct: talk.host, within: last_year, where: free}
          named: {values: [甲, 乙]}
        categories:
          - {id: known, count: talk, within: this_year, where: host in partners, at_least: 1}
          - {id: fixed, count: talk, where: host in named, at_least: 1}
        """

    @pytest.mark.parametrize(
        ("rows", "known"),
        [
            ("{kind: talk, date: 2024-05-01, host: 甲, free: true}, {kind: talk, date: 2025-05-01, host: 甲}", "met"),
            (
                "{kind: talk, date: 2024-05-01, host: 甲, free: false}, {kind: talk, date: 2025-05-01, host: 甲}",
                "unmet",
            ),
            ("{kind: talk, date: 2024-05-01, host: 甲}, {kind: talk, date: 2025-05-01, host: 甲}", "open"),
            ("{kind: talk, date: 2024-05-01, host: 甲, free: true}, {kind: talk, date: 2025-05-01}", "unmet"),
        ],
    )
    def test_a_list_over_rows(self, rows, known):
        assert node(self.PARTS, f"achievements: [{rows}]", "known").status == known

    def test_a_list_of_words(self):
        assert node(self.PARTS, "achievements: [{kind: talk, host: 乙}]", "fixed").status == "met"
        assert node(self.PARTS, "achievements: [{kind: talk, host: 丙}]", "fixed").status == "unmet"


class TestAnyKind:
    def test_every_kind_by_its_own_span(self):
        facts = """
            achievements:
              - {id: t, kind: talk, date: 2024-05-01}
              - {id: p, kind: post, date: 2019-05-01}
              - {id: s, kind: site, date: 2023-07-01, until: 2024-06-30}
            """
        found = clause_node("count: achievement\nwithin: last_year\nat_least: 1", facts)
        assert (found.used, found.pending) == (("t", "p"), ("s",))

    def test_filters_may_ask_for_the_kind(self):
        facts = "achievements: [{id: t, kind: talk}, {id: p, kind: post}]"
        assert clause_node('count: achievement\nwhere: kind in ["post", "site"]\nat_least: 1', facts).used == ("p",)
        assert clause_node("distinct: achievement.kind\nat_least: 2", facts).status == "met"


class TestAbout:
    PARTS = """
        settings: {tolerance: 0.1}
        categories: [{id: c, count: talk, about: {seats: 100}, at_least: 2}]
        """

    def test_rows_off_by_more_are_noted_and_still_count(self):
        facts = "achievements: [{id: a, kind: talk, seats: 110}, {id: b, kind: talk, seats: 89}, {id: c, kind: talk}]"
        found = judged(self.PARTS, facts)
        assert (found.node("c").status, found.node("c").missed) == ("met", ("b",))
        assert [(f.code, f.achievement) for f in found.findings] == [("about-missed", "b")]


class TestSplitAndMeasures:
    def test_a_breakdown_by_a_choice_in_the_order_of_the_vocabulary(self):
        facts = """
            achievements:
              - {kind: talk, scale: large, seats: 5}
              - {kind: talk, scale: small, seats: 3}
              - {kind: talk, scale: large}
              - {kind: talk, seats: 1}
            """
        found = clause_node("sum: talk.seats\nsplit_by: scale", facts)
        assert found.split == (("small", Span(3, 3)), ("large", Span(5, None)), ("", Span(1, 1)))

    def test_a_breakdown_by_names(self):
        found = clause_node(
            "count: talk\nsplit_by: guests",
            "achievements: [{kind: talk, guests: [乙, 甲]}, {kind: talk, guests: [甲]}]",
        )
        assert found.split == (("乙", Span(1, 1)), ("甲", Span(2, 2)))

    def test_measures_stand_beside_the_status(self):
        rule = "judge: {question: Is it good?, by: experts}\nmeasures: [{count: talk}, {id: big, count: talk, where: seats >= 50}]"
        found = clause_node(rule, THREE)
        assert [(m.id, m.status, m.actual) for m in found.measures] == [
            ("c.measure-1", None, Span(3, 3)),
            ("big", None, Span(2, 2)),
        ]
        assert found.status == "open"


class TestEvidence:
    RULE = "count: talk\nat_least: 1\nevidence: [brief, [photos, press]]"

    @pytest.mark.parametrize(
        ("evidence", "missing"),
        [
            ("[brief, photos]", ()),
            ("[brief, press]", ()),
            ("[brief]", (("a", (("photos", "press"),)),)),
            ("[photos]", (("a", (("brief",),)),)),
            ("[]", (("a", (("brief",), ("photos", "press"))),)),
        ],
    )
    def test_an_inner_list_is_any_one_of(self, evidence, missing):
        found = clause_node(self.RULE, f"achievements: [{{id: a, kind: talk, evidence: {evidence}}}]")
        assert found.evidence.required == (("brief",), ("photos", "press"))
        assert (found.evidence.missing, found.status) == (missing, "met")

    def test_children_take_it_over_unless_they_have_their_own(self):
        rule = """
            evidence: [brief]
            any_of:
              - {id: one, count: talk, at_least: 1}
              - {id: two, count: talk, at_least: 1, evidence: [press]}
              - {id: three, count: talk, at_least: 1, evidence: []}
            """
        found = clause_node(rule, "achievements: [{id: a, kind: talk}]")
        assert [c.evidence and c.evidence.required for c in found.children] == [(("brief",),), (("press",),), None]

    @pytest.mark.parametrize("tree", ["one_reading_of", "any_of", "all_of"])
    def test_it_is_told_at_the_children_of_a_tree_and_at_each_reading(self, tree):
        rule = (
            f"evidence: [brief]\n{tree}: [{{id: one, count: talk, at_least: 1}}, {{id: two, count: talk, at_least: 2}}]"
        )
        found = clause_node(rule, "achievements: [{id: a, kind: talk}]")
        told = [(n.id, n.evidence and n.evidence.missing) for n in (found, *found.children)]
        assert told == [("c", None), *((name, (("a", (("brief",),)),)) for name in ("one", "two"))]

    @pytest.mark.parametrize(
        ("documents", "missing"),
        [("", ()), ("documents: []", (("", (("licence",),)),)), ("documents: [{id: licence}]", ())],
    )
    def test_of_a_condition_it_is_a_document_of_the_organisation(self, documents, missing):
        parts = "applicants: {types: [society], conditions: [{id: c, holds: legal_person, evidence: [licence]}]}"
        assert node(parts, documents, "c").evidence.missing == missing

    @pytest.mark.parametrize(
        ("row", "missing"),
        [
            ("free: true", ("licence",)),
            ("free: false", ()),
            # Where it can't be said whether it is asked, it is.
            ("seats: 5", ("licence",)),
            ("free: true, evidence: [licence]", ()),
        ],
    )
    def test_some_is_asked_only_of_rows_that_pass(self, row, missing):
        rule = "count: talk\nat_least: 1\nevidence: [{licence: free}]"
        found = clause_node(rule, f"achievements: [{{id: a, kind: talk, {row}}}]")
        lacking = tuple(name for _, entries in found.evidence.missing for entry in entries for name in entry)
        assert (found.status, lacking) == ("met", missing)

    def test_what_is_promised_needs_none_yet(self):
        found = clause_node("count: talk\nrows: plan\nat_least: 1\nevidence: [brief]", "plan: [{id: p, kind: talk}]")
        assert (found.status, found.evidence.missing) == ("met", ())
