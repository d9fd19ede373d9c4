"""The sample dossiers: well formed, clearly samples, and judged as their first lines say."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest
from stdnum.cn import uscc

from juli.engines.policy.catalogue import Catalogue, open_catalogue
from juli.engines.policy.describe import actual_words
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.indicators import indicators
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.verdict import Verdict

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "juli" / "demo" / "dossiers"
FILES = sorted(FOLDER.glob("*/*.yaml"))


@cache
def catalogue() -> Catalogue:
    return open_catalogue(ROOT / "programmes")


@cache
def dossier(name: str) -> Dossier:
    path = FOLDER / f"{name}.yaml"
    return read_dossier(path.read_text(encoding="utf-8"), path.name, catalogue().vocabulary)


@cache
def verdict(name: str) -> Verdict:
    read = dossier(name)
    assert read.application.day is not None
    return Judge(catalogue().load(name.split("/", maxsplit=1)[0]), catalogue().calendar).verdict(
        read, read.application.day
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_samples_say_that_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# 示例：虚构")
    read = dossier(f"{path.parent.name}/{path.stem}")
    assert read.name.startswith("样例")
    assert uscc.is_valid(read.uscc)


def test_one_organisation_has_one_code() -> None:
    codes = {(d.name, d.uscc) for d in (dossier(f"{p.parent.name}/{p.stem}") for p in FILES)}
    assert len({name for name, _ in codes}) == len(codes) == len({code for _, code in codes})


STATUSES = {
    "zgc-2022/intelligence-association": "open",
    "zgc-2022/property-alliance": "met",
    "zgc-2022/hub-federation": "unmet",
    "zgc-2025/intelligence-association": "open",
    "zgc-2025/hub-federation": "met",
    "bast-2024/software-park": "met",
    "bast-2024/incubator": "unmet",
    "cast-2023/automation-society": "met",
    "cast-2023/materials-society": "unmet",
}


@pytest.mark.parametrize("name", STATUSES)
def test_status(name: str) -> None:
    assert verdict(name).status == STATUSES[name]


CLAUSES = {
    "zgc-2022/intelligence-association": {
        "standards": "met", "innovation": "met", "international": "open", "parks": "unmet", "research": "unmet",
        "platforms": "unmet", "brands": "unmet", "standards.association": "met", "international.conference": "open",
        "honours": "unmet", "integrity-report": "unmet", "inspections": "met",
    },
    "zgc-2022/property-alliance": {
        "standards": "met", "innovation": "met", "international": "met", "parks": "met", "research": "met",
        "platforms": "unmet", "brands": "unmet", "form": "met", "date.closes": "met",
    },
    "zgc-2022/hub-federation": {
        "qualification": "unmet", "research": "met", "brands": "met", "parks": "unmet", "grade": "met",
        "integrity-system": "unmet",
    },
    "zgc-2025/intelligence-association": {
        "standards": "met", "international": "open", "research": "open", "tech-services": "met", "investment": "met",
        "park-services": "met", "forum": "open", "growth": "unmet", "park-services.large": "met",
    },
    "zgc-2025/hub-federation": {
        "standards": "met", "parks": "met", "research": "met", "other-work.hub": "met", "forum.region": "met",
        "other-work.research": "open",
    },
    "bast-2024/software-park": {
        "association": "met", "age": "met", "t1": "met", "t3.needs": "met", "t3.followed": "met", "t2": "open",
        "paper": "met", "form": "met", "date.paper": "met",
    },
    "bast-2024/incubator": {
        "staff": "unmet", "ability": "open", "age": "met", "age.published": "unmet", "listed": "met", "t1.report": "unmet",
        "paper": "unmet", "date.closes": "met", "date.paper": "unmet", "recommendation-letter": "unmet",
    },
    "cast-2023/automation-society": {
        "tracks": "met", "joint": "met", "inspection-basic": "met", "form": "met", "paper": "met", "standards.k2": "met",
        "standards.k4": "met", "tracking.k3": "met",
    },
    "cast-2023/materials-society": {
        "tracks": "unmet", "joint": "unmet", "inspection-fail": "open", "earlier-projects": "open",
        "evaluation.duplicate": "open", "form": "unmet", "form.money.sum-3": "unmet", "form.schedule.within": "unmet",
        "paper": "unmet",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", CLAUSES)
def test_clauses(name: str) -> None:
    found = verdict(name)
    assert {clause: found.node(clause).status for clause in CLAUSES[name]} == CLAUSES[name]


def test_the_board_of_the_pictures() -> None:
    """590 attendances where 600 are asked for; a conference that waits for a judgement and lacks one paper."""
    found = verdict("zgc-2022/intelligence-association")
    assert actual_words(found.node("brands.coverage")).zh == "590 人次，差 10"
    assert actual_words(found.node("brands.events")).zh == "10 场次，需 10 场次"
    assert actual_words(found.node("qualification")).zh == "2–3 类，需 3 类"
    conference = found.node("international.conference")
    assert conference.pending == ("forum-2021",)
    assert conference.evidence is not None
    assert conference.evidence.missing == (("forum-2021", (("foreign_guests",),)),)
    assert actual_words(found.node("platforms.internet.views")).zh == "4,120 次，差 880"


def test_verified_values_stand_beside_declared_ones() -> None:
    found = verdict("zgc-2022/property-alliance")
    services = found.node("innovation.pool-growth.services")
    assert services.verified is not None
    assert (services.actual.low, services.verified.actual.low) == (17, 12)
    topics = found.node("research.topics")
    assert topics.verified is not None
    assert (topics.status, topics.verified.status) == ("met", "unmet")
    assert found.verified_status == "met"


def test_claims_are_assigned_and_proven() -> None:
    found = verdict("zgc-2025/hub-federation")
    assert found.assignment is not None
    assert found.assignment.proven
    assert [f.clause for f in found.findings if f.code == "contested"] == ["brands"]


def test_indicators_over_the_small_ones() -> None:
    plan = catalogue().load("juli-2022")
    small = [dossier(f"juli-2022/{p.stem}") for p in FILES if p.parent.name == "juli-2022"]
    found = indicators(plan, small, as_of=dt.date(2025, 1, 31), calendar=catalogue().calendar)
    nodes = {n.id: n for node in found.nodes for n in node.walk()}
    said = {name: actual_words(nodes[name]).zh for name in ("visits.2022", "visits.2023", "visits.2024", "standards")}
    assert said == {
        "visits.2022": "6,360 家次，差 3,640",
        # 80 of the two numbers given for the shared event count, and it counts once.
        "visits.2023": "10,410 家次，需 10,000 家次",
        "visits.2024": "11,976 家次，需 10,000 家次",
        "standards": "4 项",
    }
    assert nodes["models"].actual.low == 3
    assert "shared-differs" in {f.code for f in found.findings}
