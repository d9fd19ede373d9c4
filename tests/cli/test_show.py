"""``juli show`` leaves nothing out: whatever a file says differently, the page says differently."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import HOUSE, juli

FILE = """\
id: whole
title: Whole
what: call
year: 2025
source: {file: call.txt, sha256: 6adc9ff61a45a7d1f2771f0771870ac836e47273741c10ee5c834b1691c1e16e}
notice:
  issuer: Office
  executor: Centre
  attachment: 1
  number: No. 4
  written: 2025-01-02
  published: 2025-01-05
  printed: 2025-01-06
  printed_by: Press
  kind: Call
  approved_by: {body: Council, number: 3}
  addressed_to: [All]
  copied_to: Some
  basis: [A rule]
  purpose: To help
  links: [Explained]
  attachments: [{label: The form}]
  meta: {theme: Science}
  contacts: [{role: business, label: Desk, unit: Room, address: entered, phone: entered, email: entered, rights: receipt}]
  systems: [{role: application, label: Portal, url: "https://example.org"}]
  note: As printed
settings: {tolerance: 0.1}
costs: {talk: 3}
windows:
  last_year: {years: -1}
  period: {from: contract, to: 2026-06}
lists: {known: {values: [A, B]}}
dates:
  opens: {at: 2025-03-01}
  closes: {before: 2025-03-31T17:00, note: By the clock}
  paper: {through: 2025-04-02, judged_by: posting_date}
applicants: {types: [society, hub], one_per: track, administrators: 2, joint: {with: [hub]}}
categories:
  - {id: talks, label: Talks, count: talk, within: last_year, at_least: 2, note: Any talk}
  - {id: grants, label: Grants, count: grant, within: last_year, at_least: 1, evidence_optional: [press], content: {label: Gifts}}
qualification: {at_least: 1, of: categories}
points: {rank: true, plan_worth: 0.5, ties: [grants], of: [{clause: talks, base: 5, each: 1, over: 2, up_to: 9}]}
support: {total: 1000000, prefer: legal_person}
tracks:
  - {id: one, label: One, combine_with: [two], choose: {field: [x, y], exactly: 1}, support: {quota: {about: 10}, amount: {share: 0.5, of: audited_cost, at_most: 300}}}
  - {id: two, label: Two, combine_with: [one]}
  - {id: three, label: Three, exclusive: [one], joint: {with: [society], clauses: [talks]}}
attachments: [{id: licence, sealed: true, dated: true, type: pdf, personal: true, valid_on: closes, if_any: true, by: recommender}]
form:
  cover: {title: Front, fields: [applicant], maker: office}
  notes: [{label: In ink}]
  sections:
    - {id: name, type: line, required: false, hint: In brief, needs: [money], personal: true, parts: [{label: First part}]}
    - id: money
      type: fields
      for: [hub]
      fields: [{id: total, label: Sum, type: money}, {id: own, label: Own, type: money, required: false}]
      sums: [{total: total, parts: [own]}]
    - {id: steps, type: table, within: period, columns: [{id: goal, label: Goal}]}
  pledges: [{id: truth, label: It is true}]
paper: {size: A3, copies: 2, to: executor, after: submission, scan_due: submission, bound: true, extra_pages: true, parts: [form], seals: [{place: cover}], signatures: [head]}
budget: {rule: audited_cost, unit: Cents, window: last_year, applied: money.total, basis_required: true, rules: By the book, leave_out: [{id: given, where: title == "x"}]}
workflow:
  stages:
    - recommendation: {by: points, letter: true, ranks: true}
    - screening: {refuse_on: [dates]}
    - overlap: {of: awards_elsewhere}
    - review: {by: experts, experts: 7, blind: true, rounds: [online, meeting], score: whole, rubric: [{id: a, label: Line, max: 60, step: 5, weight: 2}], aggregate: {how: trimmed_mean, least: 3, decimals: 1, spread: 20, trim: 2, trim_from: 6, rounds: {online: 1, meeting: 3}}, ranking: {by: combined, points: 0.4, scores: 0.6, ties: [prefer]}}
    - audit: {by: third_party, after: [review]}
    - meeting: {meetings: [Board]}
    - publication: {site: Page, length: 7 days, note: In full}
    - contract: {fixes: [targets]}
    - delivery: {within: period, tracking: [stage], tracked_by: two, every: 3 months}
    - appraisal: {at: year_end, reuses: [commitments], source: assumption}
"""

CHANGES = [
    ("call.txt", "notice.txt"), ("6adc9", "7adc9"), ("executor: Centre", "executor: Agency"), ("attachment: 1", "attachment: 2"),
    ("No. 4", "No. 5"), ("2025-01-02", "2025-01-03"), ("2025-01-05", "2025-01-04"), ("2025-01-06", "2025-01-07"), ("Press", "Printer"),
    ("kind: Call", "kind: Notice"), ("body: Council", "body: Board"), ("number: 3}", "number: 4}"), ("[All]", "[Everybody]"), ("copied_to: Some", "copied_to: Few"),
    ("To help", "To serve"), ("Explained", "Told"), ("The form", "A form"), ("theme: Science", "theme: Trade"), ("role: business", "role: office"),
    ("label: Desk", "label: Table"), ("unit: Room", "unit: Hall"), ("address: entered, ", ""), ("phone: entered, ", ""), ("email: entered, ", ""),
    (", rights: receipt", ""), ("role: application", "role: filing"), ("label: Portal", "label: Gate"), ("example.org", "example.com"), ("As printed", "As read"),
    ("issuer: Office", "issuer: Bureau"), ("[A rule]", "[A law]"), ("talk: 3}", "talk: 4}"), ("tolerance: 0.1", "tolerance: 0.2"),
    ("{years: -1}", "{years: -2}"), ("to: 2026-06", "to: 2026-07"), ("[A, B]", "[A, C]"),
    ("at: 2025-03-01", "at: 2025-03-02"), ("before: 2025-03-31T17:00", "through: 2025-03-31T17:00"), ("By the clock", "By the sun"),
    ("judged_by: posting_date", "judged_by: receipt"), ("one_per: track", "one_per: park"), ("joint: {with: [hub]}", "joint: {with: [society]}"),
    ("Any talk", "Some talk"), ("rank: true", "rank: false"), ("plan_worth: 0.5", "plan_worth: 0.4"), ("ties: [grants]", "ties: [talks]"),
    ("evidence_optional: [press]", "evidence_optional: [photos]"), ("content: {label: Gifts}", "content: {label: Loans}"),
    ("base: 5", "base: 6"), ("each: 1,", "each: 2,"), ("over: 2", "over: 3"), ("up_to: 9", "up_to: 8"),
    ("total: 1000000", "total: 2000000"), ("prefer: legal_person", "prefer: '!legal_person'"), ("combine_with: [two]", "combine_with: [three]"),
    ("[x, y]", "[x, z]"), ("exactly: 1}", "exactly: 2}"), ("about: 10", "about: 11"), ("share: 0.5", "share: 0.4"),
    ("of: audited_cost,", "of: applied_amount,"), ("at_most: 300", "at_most: 301"), ("exclusive: [one]", "exclusive: [two]"),
    ("clauses: [talks]", "clauses: [grants]"), ("sealed: true", "sealed: false"), ("dated: true", "dated: false"), ("type: pdf", "type: docx"),
    ("type: pdf, personal: true", "type: pdf, personal: false"), ("valid_on: closes", "valid_on: opens"), ("if_any: true", "if_any: false"), (", by: recommender", ""),
    ("type: line, required: false", "type: line, required: true"), ("title: Front", "title: Back"), ("fields: [applicant]", "fields: [contact]"),
    ("maker: office", "maker: centre"), ("In ink", "In pencil"), ("In brief", "At length"), ("needs: [money]", "needs: [steps]"),
    ("needs: [money], personal: true", "needs: [money]"), ("First part", "Second part"), ("administrators: 2", "administrators: 3"), ("score: whole", "score: half"),
    ("step: 5", "step: 6"), ("weight: 2", "weight: 3"), ("decimals: 1", "decimals: 2"), ("spread: 20", "spread: 30"), ("for: [hub]", "for: [society]"), ("label: Sum", "label: All"),
    ("type: money, required: false", "type: money"), ("sums: [{total: total, parts: [own]}]", "sums: []"), ("within: period, columns", "columns"),
    ("label: Goal", "label: Aim"), ("It is true", "It is so"), ("size: A3", "size: A4"), ("copies: 2", "copies: 3"), ("to: executor", "to: issuer"),
    ("after: submission", "after: review"), ("scan_due: submission", "scan_due: contract"), ("bound: true", "bound: false"),
    ("extra_pages: true", "extra_pages: false"), ("parts: [form]", "parts: [licence]"), ("place: cover", "place: edge"), ("signatures: [head]", "signatures: [leader]"),
    ("rule: audited_cost", "rule: fixed"), ("unit: Cents", "unit: Pence"), ("window: last_year, applied", "window: period, applied"),
    ("applied: money.total", "applied: money.own"), ("basis_required: true", "basis_required: false"), ("By the book", "By hand"), ('title == "x"', 'title == "y"'),
    ("by: points", "by: experts"), ("letter: true", "letter: false"), ("ranks: true", "ranks: false"), ("refuse_on: [dates]", "refuse_on: [form]"),
    ("of: awards_elsewhere", "of: everything"), ("experts: 7", "experts: 9"), ("blind: true", "blind: false"), ("rounds: [online, meeting]", "rounds: [meeting, online]"),
    ("label: Line", "label: Row"), ("max: 60", "max: 50"), ("how: trimmed_mean", "how: mean"), ("trim: 2,", "trim: 1,"), ("trim_from: 6", "trim_from: 7"), ("{online: 1, meeting: 3}", "{online: 2, meeting: 3}"), ("points: 0.4", "points: 0.5"), ("scores: 0.6", "scores: 0.7"), ("ties: [prefer]", "ties: [score]"), ("by: combined, points: 0.4, scores: 0.6, ", "by: scores, "), ("least: 3", "least: 4"), ("by: third_party", "by: the office"),
    ("after: [review]", "after: [overlap]"), ("meetings: [Board]", "meetings: [Council]"), ("site: Page", "site: Wall"), ("length: 7 days", "length: 8 days"),
    ("In full", "In short"), ("fixes: [targets]", "fixes: [commitments]"), ("{within: period, tracking", "{tracking"), ("tracking: [stage]", "tracking: [costs]"),
    ("tracked_by: two", "tracked_by: one"), ("every: 3 months", "every: 4 months"), ("at: year_end", "at: midsummer"),
    ("reuses: [commitments]", "reuses: [targets]"), (", source: assumption", ""),
]  # fmt: skip


def shown(text: str, folder: Path) -> str:
    (folder / "whole.yaml").write_text(text, encoding="utf-8")
    result = juli("show", "whole.yaml", "--lang=en", cwd=folder, programmes=HOUSE)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the file as it stands."""
    return shown(FILE, tmp_path_factory.mktemp("unchanged"))


def test_the_same_file_gives_the_same_page(unchanged: str, tmp_path: Path) -> None:
    """Or a page would differ from another for nothing."""
    assert shown(FILE, tmp_path) == unchanged


@pytest.mark.parametrize(("before", "after"), CHANGES, ids=[f"{b} > {a}" for b, a in CHANGES])
def test_what_the_file_says_differently_the_page_says_differently(
    unchanged: str, before: str, after: str, tmp_path: Path
) -> None:
    assert FILE.count(before) == 1
    assert shown(FILE.replace(before, after), tmp_path) != unchanged
