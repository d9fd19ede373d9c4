"""Advice on the programmes there are: what it says, and that carrying it out is enough."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from juli.engines.policy.catalogue import Catalogue, open_catalogue
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.optimise.advice import Advice, advise
from juli.engines.policy.optimise.steps import Span
from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.verdict import MET, OPEN, UNMET
from tests.programmes.cases import Case, cases

CATALOGUE: Catalogue = open_catalogue(Path(__file__).parents[4] / "programmes")
DAYS = {
    "zgc-2022": dt.date(2022, 8, 30),
    "zgc-2025": dt.date(2025, 9, 10),
    "bast-2024": dt.date(2024, 3, 8),
    "cast-2023": dt.date(2023, 5, 10),
}


def advised(programme: str, **about: Any) -> Advice:
    rules = CATALOGUE.load(programme)
    organisation = {"name": "样例协会", "type": rules.applicants.types[0], **about.pop("organisation", {})}
    dossier = dossier_from_mapping({"organisation": organisation, **about}, "dossier", CATALOGUE.vocabulary)
    return advise(rules, dossier, DAYS[programme], CATALOGUE.calendar)


def texts(found: Advice, basis: str = "certain") -> list[str]:
    plan = found.certain if basis == "certain" else found.hopeful
    assert plan is not None
    return [step.text.zh for step in plan.steps]


def test_one_piece_of_work_may_serve_two_capabilities() -> None:
    found = advised("zgc-2022")
    assert found.status == UNMET
    assert found.certain is not None
    assert found.certain.proven
    assert found.certain.cost == Decimal(11)
    assert found.certain.gained == ("innovation", "parks", "research")
    growth, study = found.certain.steps
    assert study.clauses == ("parks.research", "research.government")
    assert (study.act, study.kind, study.times, study.cost) == ("add", "research", 1, Decimal(5))
    assert [(r.field, r.op, r.values) for r in study.requirements] == [
        ("nature", "is", ("commissioned",)),
        ("commissioner", "any_of", ("ministry", "province")),
        ("topic", "any_of", ("industry_plan", "park_plan")),
    ]
    assert study.span == Span("date", dt.date(2021, 1, 1), dt.date(2021, 12, 31))
    # The window is over: only what was done and not recorded can still count.
    assert study.closed
    assert [(r.field, r.op, r.values) for r in growth.requirements] == [
        ("patents_added", "at_least", (2,)),
        ("services", "at_least", (10,)),
    ]


def test_where_claims_exclude_one_another_two_pieces_of_work_are_needed() -> None:
    found = advised("zgc-2025")
    assert found.certain is not None
    assert found.certain.cost == Decimal(9)
    assert [(s.kind, s.category, s.closed) for s in found.certain.steps] == [
        ("park_service", "parks", False),
        ("research", "research", False),
    ]
    assert texts(found) == [
        "增加 1 项园区服务性工作：日期在2024年8月1日至2025年9月10日之间",
        "增加 1 项研究课题：课题性质为受托，且日期在2024年8月1日至2025年9月10日之间",
    ]
    assert [o.gained for o in found.others] == [
        ("international", "parks"),
        ("international", "research"),
        ("standards", "parks"),
    ]


def test_hope_counts_on_answers_and_says_which() -> None:
    found = advised("zgc-2025")
    assert found.hopeful is not None
    assert found.hopeful.cost == Decimal(6)
    event = next(s for s in found.hopeful.steps if s.kind == "activity")
    assert event.judged == ("international.conference",)
    found = advised("zgc-2022")
    assert [(j.clause, j.achievement, j.by, j.alone, j.planned) for j in found.judgements] == [
        ("qualification", None, "lead", False, True)
    ]
    assert found.hopeful is not None
    assert [s.act for s in found.hopeful.steps] == ["add", "judge"]


STUDY = {"kind": "research", "nature": "commissioned", "date": "2025-02-01"}
EXPO = {"kind": "expo", "date": "2025-03-01"}


def names(number: int) -> list[str]:
    return [f"企业{i}" for i in range(number)]


def test_answers_that_are_enough_are_told_apart() -> None:
    rows = [STUDY, {**EXPO, "enterprises": names(20)}, {**EXPO, "enterprises": 20}]
    found = advised("zgc-2025", achievements=[{"id": f"x{i}", **row} for i, row in enumerate(rows)])
    assert found.status == OPEN
    assert found.sufficient == ((("international.expo.total", "x1"),), (("international.expo.total", "x2"),))
    assert found.sufficient_complete
    assert all(j.alone for j in found.judgements)
    assert found.hopeful is not None
    assert found.hopeful.cost == 0


def test_a_sum_says_exactly_what_is_left() -> None:
    platform = {"kind": "platform", "type": "common_technology", "date": "2025-01-01", "services": 37}
    found = advised("zgc-2025", achievements=[STUDY, platform])
    plans = [p for p in (found.certain, *found.others) if p is not None]
    step = next((s for p in plans for s in p.steps if s.kind == "platform"), None)
    if step is not None:
        assert ("services", "at_least", (13,)) in [(r.field, r.op, r.values) for r in step.requirements]
    assert found.certain is not None
    assert found.certain.cost == Decimal(4)


def test_missing_values_are_steps_that_cost_nothing() -> None:
    conference = {
        "id": "event",
        "title": "国际论坛",
        "kind": "activity",
        "date": "2021-05-01",
        "form": "forum",
        "scope": "international",
        "nonprofit": True,
        "place": "beijing",
        "foreign_speakers": 3,
    }
    rows = [
        {"kind": "standard", "level": "national", "stage": "published", "date": "2021-03-01"},
        {"kind": "research", "nature": "commissioned", "commissioner": "ministry", "date": "2021-03-01"},
        conference,
    ]
    found = advised("zgc-2022", organisation={"type": "hub"}, achievements=rows)
    assert found.hopeful is not None
    assert found.hopeful.cost == 0
    assert texts(found, "hopeful") == [
        "补填“国际论坛”的参与人数（参与人数不少于 60 人即可）",
        "由认定人答复“是否有影响力”（“国际论坛”）：是",
    ]
    # The value is missing: no answer is enough without it.
    assert found.sufficient == ()
    assert found.certain is not None
    assert found.certain.cost > 0


def test_what_no_effort_can_cure_is_named_and_there_is_no_plan() -> None:
    record = {"park_association": True, "dedicated_staff": 1, "legal_person": True, "founded": "2015-01-01"}
    found = advised("bast-2024", organisation={**record, "sanctions": [{"kind": "accident", "date": "2024-01-05"}]})
    assert [(o.clause, o.why) for o in found.incurable] == [("staff", "record"), ("misconduct", "exceeded")]
    assert (found.certain, found.hopeful, found.others) == (None, None, ())


def test_the_wrong_type_is_incurable() -> None:
    found = advised("bast-2024", organisation={"type": "enterprise_association"})
    assert ("applicant", "type") in [(o.clause, o.why) for o in found.incurable]


def test_standing_that_nobody_stated_has_to_be_stated() -> None:
    found = advised("cast-2023", application={"tracks": ["standards"]})
    assert found.certain is None
    assert found.hopeful is not None
    stated = {(s.act, s.kind, s.achievement) for s in found.hopeful.steps}
    assert ("record", "sanction", "") in stated
    assert ("record", "project", "") in stated
    assert {a for act, kind, a in stated if (act, kind) == ("fill", "inspection")} == {
        "inspection-2020",
        "inspection-2021",
        "inspection-2022",
    }


def test_a_choice_left_open_is_a_step() -> None:
    about = {
        "inspections": [{"year": y, "result": "pass"} for y in (2020, 2021, 2022)],
        "sanctions": [],
        "projects": [],
    }
    found = advised("cast-2023", organisation=about, application={"tracks": ["tracking"]})
    assert found.hopeful is not None
    assert [(s.act, s.clauses) for s in found.hopeful.steps] == [("choose", ("track.tracking.field",))]


def test_what_is_met_needs_nothing() -> None:
    rows = [
        {"kind": "research", "nature": "commissioned", "date": "2025-02-01"},
        {"kind": "park_service", "date": "2025-02-01"},
    ]
    found = advised("zgc-2025", achievements=rows)
    assert found.status == MET
    assert found.certain is not None
    assert (found.certain.steps, found.certain.cost) == ((), 0)


def test_a_submitted_application_claims_its_new_work() -> None:
    rows = [
        {"id": "s", "kind": "park_service", "date": "2025-02-01"},
        {"id": "free", "kind": "research", "nature": "commissioned", "date": "2025-02-01"},
    ]
    found = advised("zgc-2025", achievements=rows, claims={"s": "parks"}, claims_submitted=True)
    assert found.certain is not None
    # What was not claimed counts nowhere, so one more is needed, and no longer the cheapest that is there already.
    assert found.certain.cost == Decimal(5)
    assert [(s.kind, s.category) for s in found.certain.steps] == [("research", "research")]


@pytest.mark.parametrize("case", [c for i, c in enumerate(cases()) if i % 9 == 0 and c.programme in DAYS], ids=str)
def test_every_plan_has_been_carried_out(case: Case) -> None:
    """No plan that the interpreter doesn't confirm leaves ``advise``: over a ninth of all cases none fails."""
    programme = CATALOGUE.load(case.programme)
    try:
        dossier = dossier_from_mapping(case.dossiers(programme.applicants.types[0])[0], "case", CATALOGUE.vocabulary)
    except DossierUnusable:
        pytest.skip("the case is about a dossier that can't be read")
    found = advise(programme, dossier, case.as_of, CATALOGUE.calendar)
    assert not found.interrupted
    assert bool(found.incurable) == (found.hopeful is None)
    if found.certain is not None and found.hopeful is not None:
        assert found.certain.cost >= found.hopeful.cost
        assert (found.certain.cost == 0) == (found.status == MET)
