"""Dossiers: what they hold, and everything wrong with one at once, with its place."""

import datetime as dt
from decimal import Decimal
from textwrap import dedent

import pytest

from juli.engines.policy.dossier import Application, Bare, Document, JointApplicant, Judgement, Verification
from juli.engines.policy.dossier_reader import dossier_from_mapping, read_dossier
from juli.engines.policy.problems import DossierUnusable
from tests.engines.policy.sample import VOCABULARY, dossier

ORGANISATION = "organisation: {name: Sample, type: society}\n"


def problems(text, *, whole=False):
    with pytest.raises(DossierUnusable) as error:
        read_dossier(dedent(text) if whole else ORGANISATION + dedent(text), "d.yaml", VOCABULARY)
    return [str(p) for p in error.value.problems]


FULL = """
organisation:
  name: 样例协会
  type: society
  uscc: "511100005000000071"
  founded: 2015-03-01
  staff: 2
  legal_person: true
  level: city
  members: [甲, 乙]
  inspections: [2023, {year: 2024, result: pass}]
  sanctions: []
  grade: {grade: 4A, valid_until: 2026-12-31}
  projects: [{leader: 王, team: [李, 赵], year: 2023}]
application:
  day: 2025-06-30
  tracks: [one, two]
  choices: {one: {field: law}, two: {field: [law, tax]}}
  amount: 100000.50
  period: {from: 2025-07-01, to: 2026-06-30}
  leader: 王
  team: [李]
  joint: [{name: 乙公司, type: firm, clauses: [c]}]
  submitted: 2025-06-30T15:59:59
  posted: 2025-06-29
  received: 2025-07-02
  contract: 2025-09-01
  opens: 2025-05-01
  closes: 2025-06-30T16:00
  publication: 2025-04-30
  park: 某园
  paper: {copies: 2, parts: [form], seals: [cover], signatures: [head]}
achievements:
  - {id: t1, kind: talk, title: 一场, date: 2024-06-01, seats: 60, guests: 12, evidence: [brief, photos]}
  - {kind: post, date: 2020-01-01}
plan:
  - {kind: talk, date: 2025-12-01}
judgements:
  - {clause: c, achievement: t1, answer: true, by: 王处, on: 2025-07-01, reason: 有影响}
  - {clause: c, answer: false}
verifications:
  - {achievement: t1, correct: {seats: 55}, by: 李, on: 2025-07-02, reason: 复核}
  - {achievement: a2, strike: true}
  - {achievement: p1, accept: true}
claims: {t1: standards}
claims_submitted: true
baseline: {kinds: 2, services: 1000.50}
documents:
  - {id: credit-report, year: 2024, date: 2025-01-01, valid_until: 2025-12-31, sealed: true, achievement: t1, type: pdf}
form: {name: 项目, team: [{name: 王}]}
"""


class TestReading:
    def test_the_organisation(self):
        found = read_dossier(FULL, "d.yaml", VOCABULARY)
        assert (found.name, found.type, found.uscc) == ("样例协会", "society", "511100005000000071")
        assert found.founded == dt.date(2015, 3, 1)
        assert found.record["members"] == ("甲", "乙")
        assert (found.record["staff"], found.record["legal_person"], found.record["level"]) == (2, True, "city")

    def test_standing(self):
        found = read_dossier(FULL, "d.yaml", VOCABULARY).standing
        assert [dict(r.values) for r in found["inspection"]] == [{"year": 2023}, {"year": 2024, "result": "pass"}]
        assert [r.id for r in found["inspection"]] == ["inspection-1", "inspection-2"]
        assert found["sanction"] == ()
        assert [dict(r.values) for r in found["grade"]] == [{"grade": "4A", "valid_until": dt.date(2026, 12, 31)}]
        assert found["project"][0].values["team"] == ("李", "赵")

    def test_what_is_left_out_is_unknown_and_what_is_empty_is_none(self):
        assert "sanction" not in dossier().standing
        assert dossier("organisation: {name: S, type: society, sanctions: []}").standing["sanction"] == ()
        assert dossier().documents is None
        assert dossier("documents: []").documents == ()
        assert dossier().form is None
        assert dossier().baseline is None
        assert dossier("organisation: {name: S, type: society, grade: }").standing["grade"] == ()

    def test_achievements_and_plan(self):
        found = read_dossier(FULL, "d.yaml", VOCABULARY)
        first, second = found.achievements
        assert (first.id, first.kind, first.planned, first.title) == ("t1", "talk", False, "一场")
        assert dict(first.values) == {"title": "一场", "date": dt.date(2024, 6, 1), "seats": 60, "guests": Bare(12)}
        assert first.evidence == {"brief", "photos"}
        assert (second.id, second.title) == ("a2", "a2")
        assert [(r.id, r.planned) for r in found.plan] == [("p1", True)]

    def test_the_application(self):
        assert read_dossier(FULL, "d.yaml", VOCABULARY).application == Application(
            day=dt.date(2025, 6, 30),
            tracks=("one", "two"),
            choices={"one": {"field": "law"}, "two": {"field": "law,tax"}},
            amount=Decimal("100000.50"),
            period=(dt.date(2025, 7, 1), dt.date(2026, 6, 30)),
            leader="王",
            team=("李",),
            joint=(JointApplicant("乙公司", "firm", ("c",)),),
            submitted=dt.datetime(2025, 6, 30, 15, 59, 59),
            posted=dt.date(2025, 6, 29),
            received=dt.date(2025, 7, 2),
            contract=dt.date(2025, 9, 1),
            opens=dt.date(2025, 5, 1),
            closes=dt.datetime(2025, 6, 30, 16, 0),
            publication=dt.date(2025, 4, 30),
            park="某园",
            paper={"copies": 2, "parts": ("form",), "seals": ("cover",), "signatures": ("head",)},
        )

    def test_what_people_decided(self):
        found = read_dossier(FULL, "d.yaml", VOCABULARY)
        assert found.judgements == (
            Judgement("c", answer=True, achievement="t1", by="王处", on=dt.date(2025, 7, 1), reason="有影响"),
            Judgement("c", answer=False),
        )
        assert found.verifications == (
            Verification("t1", "correct", {"seats": 55}, "李", dt.date(2025, 7, 2), "复核"),
            Verification("a2", "strike"),
            Verification("p1", "accept"),
        )
        assert (found.claims, found.claims_submitted) == ({"t1": "standards"}, True)
        assert found.baseline == {"kinds": 2, "services": Decimal("1000.50")}

    def test_documents_and_form(self):
        found = read_dossier(FULL, "d.yaml", VOCABULARY)
        (document,) = found.documents
        assert document == Document(
            "credit-report", 2024, dt.date(2025, 1, 1), dt.date(2025, 12, 31), sealed=True, achievement="t1", type="pdf"
        )
        assert document.name == "credit_report"
        assert found.form == {"name": "项目", "team": [{"name": "王"}]}

    def test_json_is_read_too(self):
        text = '{"organisation": {"name": "Sample", "type": "society"}, "achievements": [{"kind": "talk", "seats": 5}]}'
        assert read_dossier(text, "d.json", VOCABULARY).achievements[0].values == {"seats": 5}

    def test_plain_data_is_read_too(self):
        data = {"organisation": {"name": "Sample", "type": "society", "founded": dt.date(2020, 1, 1)}}
        assert dossier_from_mapping(data, "d", VOCABULARY).founded == dt.date(2020, 1, 1)

    def test_an_empty_field_is_left_out(self):
        assert dossier("achievements: [{kind: talk, title: '', seats: , guests: []}]").achievements[0].values == {}


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("acheivements: []", ['d.yaml:2:1  unknown key "acheivements"; did you mean "achievements"?']),
            ("achievements: {}", ["d.yaml:2:15  expected a list; one entry for each achievement"]),
            ("achievements: [5]", ["d.yaml:2:16  expected a mapping; with kind, title, date …"]),
            (
                "achievements: [{title: a}]",
                ["d.yaml:2:16  `kind` is missing; use one of post, site, talk"],
            ),
            ("achievements: [{kind: tlak}]", ['d.yaml:2:23  unknown kind "tlak"; did you mean "talk"?']),
            ("achievements: [{kind: inspection}]", ['d.yaml:2:23  unknown kind "inspection"; write it under organisation.inspections']),
            ("achievements: [{kind: achievement}]", ['d.yaml:2:23  unknown kind "achievement"; use one of post, site, talk']),
            ("achievements: [{kind: [talk]}]", ["d.yaml:2:23  unknown kind \"['talk']\"; did you mean \"talk\"?"]),
            (
                "achievements: [{kind: talk, setas: 5}]",
                ['d.yaml:2:29  unknown field "setas" of kind talk; did you mean "seats"?'],
            ),
            (
                "achievements: [{kind: talk, zzz: 5}]",
                [f'd.yaml:2:29  unknown field "zzz" of kind talk; use one of {", ".join(sorted(VOCABULARY.kinds["talk"].fields))}'],
            ),
            ("achievements: [{kind: talk, seats: -5}]", ["d.yaml:2:36  seats: -5 is below zero; write 0 or more"]),
            (
                "achievements: [{kind: talk, seats: 60人}]",
                ["d.yaml:2:36  seats: '60人' is not a whole number; digits only, without unit or separators"],
            ),
            ("achievements: [{kind: talk, id: 5}]", ["d.yaml:2:33  5 is not an id; put it in quotes"]),
            (
                "achievements: [{kind: talk, id: x}, {kind: post, id: x}]",
                ['d.yaml:2:54  the id "x" stands twice; the other is at line 2'],
            ),
            (
                "achievements: [{kind: talk, id: x}]\nplan: [{kind: talk, id: x}]",
                ['d.yaml:3:25  the id "x" stands twice; the other is at line 2'],
            ),
            (
                "achievements: [{kind: talk, date: 2024-05-02, until: 2024-05-01}]",
                ["d.yaml:2:54  it ends on 2024-05-01, before it begins on 2024-05-02; swap them"],
            ),
            ("achievements: [{kind: talk, evidence: brief}]", ["d.yaml:2:39  expected a list; write [brief, photos]"]),
            (
                "achievements: [{kind: talk, evidence: [breif]}]",
                ['d.yaml:2:40  unknown evidence "breif"; did you mean "brief"?'],
            ),
            ("achievements: [{kind: talk, evidence: [{brief: 1}]}]", ["d.yaml:2:40  unknown evidence \"{'brief': 1}\"; use one of brief, licence, photos, press"]),
            ("judgements: [{clause: c, answer: yes}]", ["d.yaml:2:34  \"answer\": 'yes' is not true or false; write true or false"]),
            ("judgements: [{clause: c}]", ['d.yaml:2:14  "answer" is missing; add it']),
            (
                "judgements: [{clause: c, achievement: x, answer: true}]",
                ['d.yaml:2:39  no achievement "x"; write the id of one of its works'],
            ),
            (
                "verifications: [{achievement: x, accept: true}]\nachievements: [{kind: talk, id: y}]",
                ['d.yaml:2:31  no achievement "x"; use one of y'],
            ),
            (
                "verifications: [{achievement: y}]\nachievements: [{kind: talk, id: y}]",
                ["d.yaml:2:17  a verification is one of accept, strike, correct; write accept: true, or strike: true"],
            ),
            (
                "verifications: [{achievement: y, accept: true, strike: true}]\nachievements: [{kind: talk, id: y}]",
                ["d.yaml:2:17  a verification is one of accept, strike, correct; write accept: true, or strike: true"],
            ),
            (
                "verifications: [{achievement: y, correct: {seat: 5}}]\nachievements: [{kind: talk, id: y}]",
                ['d.yaml:2:50  unknown field "seat" of kind talk; did you mean "seats"?'],
            ),
            (
                "verifications: [{achievement: y, correct: {seats: many}}]\nachievements: [{kind: talk, id: y}]",
                ["d.yaml:2:51  seats: 'many' is not a whole number; digits only, without unit or separators"],
            ),
            (
                "achievements: [{kind: tlak, id: y}]\nclaims: {x: standards, y: standards}",
                [
                    'd.yaml:2:23  unknown kind "tlak"; did you mean "talk"?',
                    'd.yaml:3:13  no achievement "x"; use one of y',
                ],
            ),
            ("claims: {x: standards}", ['d.yaml:2:13  no achievement "x"; write the id of one of its works']),
            ("documents: [{id: a, achievement: x}]", ['d.yaml:2:34  no achievement "x"; write the id of one of its works']),
            ("documents: [{id: a, dated: 2024-01-01}]", ['d.yaml:2:21  unknown key "dated"; did you mean "date"?']),
            ("application: {day: 30.6.2025}", ['d.yaml:2:20  "day": "30.6.2025" is not a day; write YYYY-MM-DD']),
            (
                "application: {submitted: 2025-06-30}",
                ['d.yaml:2:26  "submitted": "2025-06-30" is not a day and time; write YYYY-MM-DDTHH:MM:SS'],
            ),
            ("application: {closes: 20250630}", ['d.yaml:2:23  "closes": "20250630" is not a day; write YYYY-MM-DD']),
            ("application: {amount: '10,000'}", ['d.yaml:2:23  "amount": "10,000" is not a number; digits only, without separators']),
            ("baseline: {kinds: -1}", ['d.yaml:2:19  "kinds": -1 is below zero; write 0 or more']),
        ],
    )  # fmt: skip
    def test_each(self, text, said):
        assert problems(text) == said

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("achievements: []", ["d.yaml:1:1  `organisation` is missing; with name and type"]),
            ("organisation: Sample", ["d.yaml:1:15  expected a mapping; with name and type"]),
            ("organisation: {type: society}", ["d.yaml:1:15  organisation.name is missing; add it"]),
            ("organisation: {name: S}", ["d.yaml:1:15  organisation.type is missing; add it"]),
            (
                "organisation: {name: S, type: club}",
                ['d.yaml:1:31  unknown applicant type "club"; use one of firm, park, society'],
            ),
            (
                "organisation: {name: S, type: society, fonded: 2020-01-01}",
                ['d.yaml:1:40  unknown key "fonded" of the organisation; did you mean "founded"?'],
            ),
            (
                "organisation: {name: S, type: society, uscc: '511100005000000072'}",
                ['d.yaml:1:46  "511100005000000072" is not a unified social credit code; 18 characters; check them one by one'],
            ),
            (
                "organisation: {name: S, type: society, sanctions: }",
                ["d.yaml:1:50  empty: is it none, or unknown?; write [] for none, or leave the key out while unknown"],
            ),
            ("organisation: {name: S, type: society, sanctions: none}", ["d.yaml:1:51  expected a list; one entry each"]),
            (
                "organisation: {name: S, type: society, sanctions: [fine]}",
                ["d.yaml:1:52  expected a mapping; with title, date, until, kind"],
            ),
            (
                "organisation: {name: S, type: society, inspections: [{yaer: 2024}]}",
                ['d.yaml:1:55  unknown field "yaer" of kind inspection; did you mean "year"?'],
            ),
            ("- a", ["d.yaml:1:1  a dossier is a mapping; with organisation, achievements …"]),
            ("a: [", [("d.yaml:1:5  not readable as YAML: expected the node content, but found '<stream end>'; "
                      "quote texts that hold braces, brackets or a colon, or that start with ! or a quote mark")]),
        ],
    )  # fmt: skip
    def test_the_organisation(self, text, said):
        assert problems(text, whole=True) == said

    def test_all_at_once_in_the_order_of_the_file(self):
        text = """
            achievements:
              - {kind: talk, seats: many, fee: "5,000"}
              - {kind: tlak}
              - {kind: talk, date: 2024-13-01, evidence: [breif]}
            judgements: [{clause: c}]
            form: 5
            """
        said = problems(text)
        assert [s.split("  ")[0] for s in said] == [
            "d.yaml:4:25", "d.yaml:4:36", "d.yaml:5:12", "d.yaml:6:24", "d.yaml:6:47", "d.yaml:7:14", "d.yaml:8:7",
        ]  # fmt: skip

    def test_plain_data_names_the_path(self):
        data = {"organisation": {"name": "S", "type": "society"}, "achievements": [{"kind": "talk", "seats": "x"}]}
        with pytest.raises(DossierUnusable) as error:
            dossier_from_mapping(data, "d", VOCABULARY)
        assert str(error.value) == (
            "d  achievements.0.seats: seats: 'x' is not a whole number; digits only, without unit or separators"
        )

    def test_a_judgement_may_name_a_record_of_standing(self):
        text = """
            organisation: {name: S, type: society, projects: [{year: 2023}]}
            judgements: [{clause: c, achievement: project-1, answer: true}]
            """
        assert dossier(text).judgements[0].achievement == "project-1"
