"""Every case of every programme, read by the loader, the dossier reader and the interpreter as a user's would be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from juli.engines.policy.catalogue import Catalogue, open_catalogue
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.indicators import indicators
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Node
from tests.programmes.cases import ROOT, Case, cases, mistakes


@cache
def catalogue() -> Catalogue:
    return open_catalogue(ROOT)


@cache
def programme(name: str) -> Programme:
    return catalogue().load(name)


@cache
def judge(name: str) -> Judge:
    return Judge(programme(name), catalogue().calendar)


CALLS = [c for c in cases() if programme(c.programme).what == "call"]


def said(node: Node) -> dict[str, Any]:
    """A node in the words of a case file."""
    evidence = node.evidence
    return {
        "status": node.status,
        "low": node.actual.low,
        "high": "unbounded" if node.actual.high is None else node.actual.high,
        "shortfall": node.shortfall,
        "required": node.required,
        "used": list(node.used),
        "pending": list(node.pending),
        "done": node.done.low if node.done else None,
        "planned": node.planned.low if node.planned else None,
        "missing": {a: [e[0] if len(e) == 1 else list(e) for e in entries] for a, entries in evidence.missing}
        if evidence
        else None,
        "missed": list(node.missed),
        "verified": node.verified.status if node.verified else None,
        "reading": node.reading,
        "waiting": list(node.judgement.waiting) if node.judgement else None,
    }


def clauses_of(found: Programme) -> list[str]:
    """Every clause that a verdict of the programme may hold, in the order of the file."""
    sections = () if found.form is None else found.form.sections
    return [*found.clauses, *(f"form.{s.id}" for s in sections)]


@pytest.mark.parametrize("case", CALLS, ids=str)
def test_case(case: Case) -> None:
    found = programme(case.programme)
    (data,) = case.dossiers(found.applicants.types[0])
    dossier = dossier_from_mapping(data, str(case), catalogue().vocabulary)
    verdict = judge(case.programme).verdict(dossier, case.as_of)
    expected: dict[str, Any] = {}
    actual: dict[str, Any] = {}
    if "expect" in case.data:
        wanted = case.data["expect"]
        wanted = wanted if isinstance(wanted, Mapping) else {"status": wanted}
        told = said(verdict.node(case.clause))
        expected[case.clause] = dict(wanted)
        actual[case.clause] = {k: told[k] for k in wanted}
    for clause, status in (case.data.get("also") or {}).items():
        expected[f"also {clause}"] = status if isinstance(status, Mapping) else {"status": status}
        told = said(verdict.node(clause))
        actual[f"also {clause}"] = {k: told[k] for k in expected[f"also {clause}"]}
    if "absent" in case.data:
        expected["absent"] = case.data["absent"]
        there = {n.clause.id for n in verdict.walk()}
        actual["absent"] = [name for name in clauses_of(found) if name in case.data["absent"] and name not in there]
    if "verdict" in case.data:
        expected["verdict"], actual["verdict"] = case.data["verdict"], verdict.status
    if "points" in case.data:
        expected["points"] = case.data["points"]
        actual["points"] = verdict.points.total.low if verdict.points else None
    codes = [f.code for f in verdict.findings]
    expected["findings"] = sorted(case.data.get("findings") or [])
    actual["findings"] = sorted(set(codes) & set(case.data.get("findings") or []))
    assert actual == expected


@pytest.mark.parametrize("name", sorted({c.programme for c in CALLS}))
def test_what_only_some_hand_in_is_absent_for_the_others(name: str) -> None:
    """A case for each attachment, and each section of the form, that is asked of some types of applicants only."""
    found = programme(name)
    sections = () if found.form is None else found.form.sections
    partial = [a.clause.id for a in found.attachments if a.clause.applies_to is not None]
    partial += [f"form.{s.id}" for s in sections if s.applies_to]
    told = {clause for c in CALLS if c.programme == name for clause in c.data.get("absent") or ()}
    assert [clause for clause in partial if clause not in told] == []


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"name": {"zh": "一", "en": "one"}, "expect": "met"}, []),
        ({"name": {"zh": "一", "en": "one"}, "absent": ["a"]}, []),
        ({"name": {"zh": "一", "en": "one", "two": None}, "expect": "met"}, ["its name is"]),
        ({"name": {"zh": "一"}, "expect": "met"}, ["its name is"]),
        ({"name": {"zh": "一", "en": 1}, "expect": "met"}, ["its name is"]),
        ({"name": "one", "expect": "met"}, ["its name is"]),
        ({"expect": "met"}, ["its name is"]),
        ({"name": {"zh": "一", "en": "one"}, "expects": "met"}, ["unknown keys ['expects']", "it expects nothing"]),
        ({"name": {"zh": "一", "en": "one"}, "as_of": "2025-01-01"}, ["it expects nothing"]),
    ],
)
def test_a_case_written_wrongly_is_refused(case: Mapping[str, Any], said: list[str]) -> None:
    found = list(mistakes(case))
    assert [text[: len(start)] for text, start in zip(found, said, strict=True)] == said


PLANS = [c for c in cases() if programme(c.programme).what == "plan"]


@pytest.mark.parametrize("case", PLANS, ids=str)
def test_indicator_case(case: Case) -> None:
    found = programme(case.programme)
    types = found.applicants.types or tuple(catalogue().vocabulary.applicant_types)
    dossiers = [
        dossier_from_mapping(data, f"{case} #{i}", catalogue().vocabulary)
        for i, data in enumerate(case.dossiers(types[0]), 1)
    ]
    result = indicators(found, dossiers, as_of=case.as_of, calendar=catalogue().calendar)
    node = next(n for top in result.nodes for n in top.walk() if n.clause.id == case.clause)
    wanted = case.data["expect"]
    wanted = wanted if isinstance(wanted, Mapping) else {"status": wanted}
    told = {**said(node), "split": {key: span.low for key, span in node.split if span.low}}
    assert {k: told[k] for k in wanted} == dict(wanted)
    codes = {f.code for f in result.findings}
    assert set(case.data.get("findings") or []) <= codes
