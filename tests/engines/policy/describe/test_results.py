"""What a verdict found, in words, on the house's own dossier."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.describe import actual_words, evidence_state_words, judgement_words
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.verdict import Verdict

HOUSE = Path(__file__).parents[3] / "cli" / "house"


@cache
def verdict() -> Verdict:
    catalogue = open_catalogue(HOUSE)
    dossier = read_dossier((HOUSE / "dossier.yaml").read_text(encoding="utf-8"), "dossier.yaml", catalogue.vocabulary)
    return Judge(catalogue.load("fair"), catalogue.calendar).verdict(dossier, dt.date(2025, 4, 3))


@pytest.mark.parametrize(
    ("clause", "zh", "en"),
    [
        ("talks.many", "3 场，差 1", "3, 1 short"),
        ("talks.large", "0–1 场，需 1 场", "0–1, 1 needed"),
        ("talks", "3 项中 0 项符合，1 项待定", "0 of 3 met, 1 open"),
        ("money", "3,100,000.5 元，需 300 万元", "3,100,000.5 yuan, 3,000,000 yuan needed"),
        ("money.each", "0 笔，差 1", "0, 1 short"),
        ("reach", "2 项中 1 项符合", "1 of 2 met"),
        ("reach.people", "190 人次，差 10", "190 attendances, 10 short"),
        ("qualification", "1–2 类，需 2 类", "1–2 categories, 2 needed"),
        ("fined", "无", "none"),
        ("inspected", "0–1 次，不得有", "0–1, none allowed"),
        ("legal", "是", "yes"),
        ("age", "5 年，需 2 年", "5 years, 2 needed"),
        ("able", "是", "yes"),
        ("study", "1 项（均为计划），需 1 项", "1 (all planned), 1 needed"),
        ("licence-copy", "1 份，需 1 份", "1, 1 needed"),
        ("inspections-copy", "1 份，差 1", "1, 1 short"),
        ("date.closes", "按时", "in time"),
        ("date.paper", "未知", "unknown"),
        ("form.goals", "已填写", "filled in"),
        ("form.money.sum-1", "不一致", "they differ"),
    ],
)
def test_actual(clause: str, zh: str, en: str) -> None:
    assert tuple(actual_words(verdict().node(clause))) == (zh, en)


def test_evidence() -> None:
    found, vocabulary = verdict(), verdict().programme.vocabulary
    titles = {"t1": "大型税务讲座", "g1": "第一笔资助", "g2": "第二笔资助"}
    large = found.node("talks.large")
    assert evidence_state_words(large, vocabulary).zh == "材料 1/2，缺：报道或合同"
    assert (
        evidence_state_words(large, vocabulary, titles).en == "evidence 1/2, missing: press or contract (大型税务讲座)"
    )
    assert evidence_state_words(found.node("money.all"), vocabulary, titles).zh == "材料 1/2，缺：合同（第二笔资助）"
    assert evidence_state_words(found.node("legal"), vocabulary).zh == "材料 1/1"
    assert evidence_state_words(found.node("talks.many"), vocabulary).zh == ""
    assert evidence_state_words(found.node("money.each"), vocabulary).zh == ""


def test_what_is_planned_has_no_evidence_yet() -> None:
    large, vocabulary = verdict().node("talks.large"), verdict().programme.vocabulary
    nothing = large._replace(evidence=large.evidence and large.evidence._replace(missing=()))
    assert evidence_state_words(nothing, vocabulary, planned={"t1"}).zh == ""


def test_judgements() -> None:
    found, vocabulary = verdict(), verdict().programme.vocabulary
    assert judgement_words(found.node("able"), vocabulary).zh == "“是否具备服务能力”由主管处室认定：是 1 项"
    assert judgement_words(found.node("talks.large"), vocabulary).en == (
        "“Did it matter?” answered by the office: 1 awaiting an answer"
    )
    assert judgement_words(found.node("qualification"), vocabulary).zh == "“是否成效突出”由处室负责人认定：待认定"
    assert judgement_words(found.node("talks.many"), vocabulary).zh == ""
