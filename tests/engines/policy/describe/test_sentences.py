"""Clauses as sentences: one small file per construct, read in both languages."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.describe import applies_words, bound_words, counted_by, evidence_asked_words, heading, rule
from juli.engines.policy.labels import Label
from juli.engines.policy.loader import load_programme
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary_file import load_vocabulary

HOUSE = Path(__file__).parents[3] / "cli" / "house"
VOCABULARY = load_vocabulary((HOUSE / "vocabulary.yaml").read_text(encoding="utf-8"), "vocabulary.yaml")
CALENDAR = Calendar(frozenset(), frozenset(), frozenset())
HEAD = """\
id: sample
title: Sample
what: {what}
year: 2025
settings: {{tolerance: 0.1}}
windows:
  last_year: {{years: -1, label: {{zh: 上一年度, en: previous year}}}}
  past: {{from: 2024-01, to: application, label: {{zh: 前期, en: work done before}}}}
  since: {{from: 2024-01-01, to: application, label: {{zh: 2024年以来, en: since 2024}}}}
  span: {{from: 2024-01, to: 2024-06, label: {{zh: 上半年, en: January to June}}}}
  closing: {{from: closes, to: closes, label: {{zh: 截止日, en: the closing day}}}}
  period: {{from: contract, to: 2025-12, label: {{zh: 实施期, en: project period}}}}
lists:
  givers: {{distinct: grant.giver, within: last_year, label: {{zh: 出资方, en: known givers}}}}
applicants: {{types: [society, hub]}}
dates: {{closes: {{through: 2025-03-31}}}}
"""


def programme(section: str, clauses: str, what: str = "call") -> Programme:
    text = HEAD.format(what=what) + f"{section}:\n" + indent(clauses, "  ")
    return load_programme(text, "sample.yaml", VOCABULARY)


def said(clause: str, section: str = "targets", what: str = "call") -> tuple[str, str]:
    """The sentence of a clause written in one line after its id."""
    found = programme(section, f"- {{id: x, {clause}}}\n", what)
    return tuple(rule(found.clauses["x"], found))  # type: ignore[return-value]


DONE = [
    ("count: talk, within: last_year, at_least: 2", "上一年度，讲座不少于 2 场", "at least 2 talks, in the previous year"),
    ("count: talk, at_least: 1", "讲座不少于 1 场", "at least 1 talk"),
    ("count: talk, at_most: 3", "讲座不超过 3 场", "at most 3 talks"),
    ("count: talk, at_most: 0", "不得有讲座", "no talks"),
    ("count: talk, at_least: unstated", "讲座不少于（待填）场", "at least (not stated yet) talks"),
    ("count: talk, at_least: 1, up_to: 2", "讲座不少于 1 场，最多计 2 场", "at least 1 talk, counting at most 2"),
    ("count: talk", "讲座的数量", "number of talks"),
    ("count: talk, within: since, at_least: 2", "2024年以来，讲座不少于 2 场", "at least 2 talks, since 2024"),
    ("count: talk, within: span, at_least: 2", "上半年，讲座不少于 2 场", "at least 2 talks, from January to June"),
    ("count: talk, within: closing, at_most: 0", "截止日，不得有讲座", "no talks, on the closing day"),
    ("count: talk, within: past, at_least: 2", "前期，讲座不少于 2 场", "at least 2 talks, in work done before"),
    ("count: talk, within: last_year, dated: until, at_least: 2", "上一年度（按截止日期），讲座不少于 2 场",
     "at least 2 talks, in the previous year (by its date “until”)"),
    ("count: talk, rows: plan, at_least: 2", "计划的讲座不少于 2 场", "at least 2 planned talks"),
    ("count: talk, rows: both, at_least: 2", "已完成和计划的讲座不少于 2 场", "at least 2 done or planned talks"),
    ("count: talk, split_by: scale", "讲座的数量，按讲座规模分列", "number of talks, by scale"),
    ("count: study, about: {words: 3000}, at_least: 1", "研究不少于 1 项，字数约 3,000 字",
     "at least 1 study, length about 3,000 characters"),
    ("sum: talk.seats, at_least: 200, unit: {zh: 人次, en: attendances}", "讲座的到场人数合计不少于 200 人次",
     "at least 200 attendances in all, adding up people there over talks"),
    ("sum: grant.amount, at_least: 30000000", "资助的金额合计不少于 3,000 万元",
     "at least 30,000,000 yuan in all, adding up amount over grants"),
    ("sum: [talk.seats, study.words], at_least: 5", "讲座的到场人数和研究的字数合计不少于 5 人",
     "at least 5 people in all, adding up people there over talks and length over studies"),
    ("sum: talk.seats", "讲座的到场人数合计", "total people there over talks"),
    ("distinct: grant.giver, at_least: 2, unit: {zh: 家, en: givers}", "资助中不重复的出资方不少于 2 家",
     "at least 2 givers, each counted once, over grants"),
    ("distinct: grant.giver, at_least: 2, unit: {zh: 家, en: bodies}", "资助中不重复的出资方不少于 2 家",
     "at least 2 bodies, each counted once: “giver” over grants"),
    ("distinct: talk.topics, at_least: 2", "讲座中不重复的主题不少于 2", "at least 2 different “topics” over talks"),
    ("distinct: grant.giver", "资助中不重复的出资方数", "number of different “giver” over grants"),
    ("distinct: grant.giver, each: {sum: amount, at_least: 10000}, at_least: 1, unit: {zh: 家, en: givers}",
     "资助中不重复的出资方不少于 1 家，单个出资方的金额合计达到 1 万元才计",
     "at least 1 giver, each counted once, over grants, counting those whose amount adds up to 10,000 yuan or more"),
    ("max: talk.seats, at_least: 300", "讲座中最大的到场人数不少于 300", "largest people there over talks: at least 300"),
    ("longest_run: inspection.year, where: result == \"fail\", at_most: 1, unit: {zh: 年, en: years}",
     "年度检查（结论为不合格）的连续年数不超过 1 年",
     "longest run of years with annual inspections (result: failed): at most 1 year"),
    ("count: talk, judge: {question: {zh: 是否有影响, en: Did it matter?}, by: office}, at_least: 1",
     "讲座不少于 1 场，“是否有影响”由主管处室认定", "at least 1 talk, “Did it matter?” answered yes by the office"),
    ("count: talk, judge: {question: {zh: 是否有影响, en: Did it matter?}, by: office, known: free, record: recognised_by}, at_least: 1",
     "讲座不少于 1 场，“是否有影响”由主管处室认定，免费的不必认定，依“认可单位”登记",
     "at least 1 talk, “Did it matter?” answered yes by the office, not asked where free of charge, as filed under “Recognised by”"),
    ("count: talk, apart: {from: filed_on, to: date, at_least: 10 working days}, at_least: 1",
     "讲座不少于 1 场，“报备日期”至“日期”不少于 10 个工作日",
     "at least 1 talk, at least 10 working days from “Filed on” to “Date”"),
    ("count: talk, within: period, rows: plan, more_than_baseline: {key: items, within: past}",
     "实施期，计划的讲座多于前期", "more planned talks than in work done before, in the project period"),
    ("sum: talk.seats, rows: plan, more_than_baseline: seats", "计划的讲座的到场人数合计多于所填基数",
     "total people there over planned talks: more than the baseline stated"),
    ("holds: staff >= 5 && legal_person", "申报单位：专职人员不少于 5 人，且独立法人",
     "on the applicant's record, staff: at least 5 people, legal person"),
    ("apart: {from: founded, to: closes, at_least: 2 years}", "“成立日期”至申报截止日不少于 2 年",
     "at least 2 years from “Founded on” to the closing day"),
    ("judge: {question: {zh: 是否规范, en: Is it well run?}, by: lead}", "“是否规范”由处室负责人认定",
     "“Is it well run?” answered yes by the lead"),
    ("all_of: [{id: a, count: talk, at_least: 1}, {id: b, count: study, at_least: 1}]", "以下 2 项全部符合", "all 2 below"),
    ("any_of: [{id: a, count: talk, at_least: 1}, {id: b, count: study, at_least: 1}]", "以下 2 项符合任一项",
     "any of the 2 below"),
    ("any_of: [{id: a, count: talk, at_least: 1}]", "以下 1 项符合", "the one below"),
    ("at_least: 1, up_to: 2, of: [{id: a, count: talk, at_least: 1}, {id: b, count: study, at_least: 1}]",
     "以下 2 项中不少于 1 项，最多计 2 项", "at least 1 of the 2 below, counting at most 2"),
    ("one_reading_of: [{id: a, label: {zh: 严, en: strict}, count: talk, at_least: 2}, {id: b, count: talk, at_least: 1}]",
     "以“严”为准（共 2 种读法）", "read as “strict” (one of 2 readings)"),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "zh", "en"), DONE, ids=lambda v: v[:40])
def test_sentence(clause: str, zh: str, en: str) -> None:
    section = "exclusions" if "at_least" not in clause and "rows" not in clause else "categories"
    if clause in ("count: talk", "count: talk, split_by: scale", "sum: talk.seats", "distinct: grant.giver"):
        section = "categories"  # What has no bound can't refuse anybody.
    if "about" in clause or "rows" in clause or "baseline" in clause:
        section = "commitments"
    assert said(f"rows: done, {clause}" if section == "commitments" and "rows" not in clause else clause, section) == (
        zh,
        en,
    )


def test_targets_are_promised() -> None:
    zh, en = said("count: talk, at_least: 2")
    assert (zh, en) == ("实施期，承诺的讲座不少于 2 场", "at least 2 promised talks, in the project period")


def test_organisations_are_counted_in_plans() -> None:
    assert (
        said("count: organisation, where: legal_person", "indicators", "plan")[1]
        == "number of organisations (legal person)"
    )


def test_references_to_categories_and_groups() -> None:
    text = """\
groups: [{id: core, label: {zh: 核心, en: Core}}]
categories:
  - {id: a, group: core, count: talk, at_least: 1}
  - {id: b, count: study, at_least: 1}
qualification:
  all_of:
    - id: q1
      at_least: 1
      of: categories
      unit: {zh: 类, en: categories}
      or_judged: {at_least: 0, for: [society], question: {zh: 是否突出, en: Is it outstanding?}, by: lead}
    - {id: q2, at_least: 1, of: core, unit: {zh: 类, en: categories}}
"""
    found = load_programme(HEAD.format(what="call") + text, "sample.yaml", VOCABULARY)
    assert tuple(rule(found.clauses["q1"], found)) == (
        "所列 2 类中不少于 1 类；或不少于 0 类，且“是否突出”由处室负责人认定（限学会）",
        "at least 1 of the 2 categories; or at least 0, with “Is it outstanding?” answered yes by the lead (for societies only)",
    )
    assert tuple(rule(found.clauses["q2"], found)) == (
        "“核心”所列 1 类中不少于 1 类",
        "at least 1 of the 1 categories under “Core”",
    )


def test_a_heading_is_the_label_or_else_the_rule() -> None:
    found = programme(
        "categories", "- {id: x, count: talk, at_least: 2}\n- {id: y, label: {zh: 讲座, en: Talks}, count: talk}\n"
    )
    assert heading(found.clauses["x"], found).zh == "讲座不少于 2 场"
    assert heading(found.clauses["y"], found).en == "Talks"


def test_bounds_alone() -> None:
    found = programme(
        "categories", "- {id: x, count: talk, at_least: 2, up_to: 3}\n- {id: y, count: talk, at_most: 0}\n"
    )
    assert tuple(bound_words(found.clauses["x"])) == ("不少于 2 场，最多计 3 场", "at least 2, counting at most 3")
    assert tuple(bound_words(found.clauses["y"])) == ("不得有", "none allowed")


def test_for_whom_and_evidence() -> None:
    clause = '- {id: x, for: [hub], count: talk, at_least: 1, evidence: [photos, [press, contract], {licence: scale == "large"}]}\n'
    found = programme("categories", clause)
    x = found.clauses["x"]
    assert tuple(applies_words(x.applies_to, VOCABULARY)) == ("限枢纽组织", "for hubs only")
    assert tuple(evidence_asked_words(x, found)) == (
        "照片和（报道或合同）；讲座规模为大型的另需登记证书",
        "photos and (press or contract); certificate of registration as well where scale: large",
    )


def test_evidence_that_may_be_added() -> None:
    clause = "- {id: x, count: talk, at_least: 1, evidence: [photos], evidence_optional: [press, contract]}\n"
    found = programme("categories", clause)
    assert tuple(evidence_asked_words(found.clauses["x"], found)) == (
        "照片；可另附报道和合同",
        "photos; press and contract may be added",
    )


def test_what_one_may_be_counted_by_is_told_as_the_file_calls_it() -> None:
    tracks = "- {id: a, label: A, choose: {area: [x, y], exactly: 1, label: {zh: 领域, en: Area}}}\n"
    found = programme("tracks", tracks)
    assert counted_by(found)["area"] == Label("领域", "area")
    assert "area" not in counted_by(programme("tracks", tracks.replace(", label: {zh: 领域, en: Area}", "")))
