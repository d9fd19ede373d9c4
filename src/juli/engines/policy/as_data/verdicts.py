"""Verdicts and indicators as plain data (language §3, Output)."""

from __future__ import annotations

from decimal import Decimal

from juli.engines.policy.as_data.exact import Data, number_data, span_data
from juli.engines.policy.as_data.programmes import clause_data
from juli.engines.policy.indicators import Indicators
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import (
    Assignment,
    EvidenceState,
    Finding,
    JudgementState,
    Node,
    PointsState,
    Verdict,
)
from juli.engines.policy.wording import STATUS


def verdict_data(verdict: Verdict, lang: str) -> Data:
    """The whole verdict. Its root reads like a node whose id is the programme's."""
    programme = verdict.programme
    return {
        "programme": programme.id,
        "digest": programme.digest,
        "organisation": verdict.organisation,
        "as_of": verdict.as_of.isoformat(),
        "application_date": verdict.application_date.isoformat(),
        "id": programme.id,
        "label": programme.title.say(lang),
        "status": verdict.status,
        "verdict": STATUS[verdict.status].say(lang),
        "verified_status": verdict.verified_status,
        "assignment": None if verdict.assignment is None else assignment_data(verdict.assignment),
        "points": None if verdict.points is None else points_data(verdict.points),
        "verified_points": None if verdict.verified_points is None else points_data(verdict.verified_points),
        "children": [node_data(n, programme, lang) for n in verdict.children],
        "categories": [node_data(n, programme, lang) for n in verdict.categories],
        "branches": {name: [node_data(n, programme, lang) for n in nodes] for name, nodes in verdict.branches.items()},
        "findings": [finding_data(f, lang) for f in verdict.findings],
    }


def node_data(node: Node, programme: Programme, lang: str) -> Data:
    """One node with all below it. ``actual`` is [low, high], high null where nothing bounds it."""
    out = {
        **clause_data(node.clause, programme, lang),
        "status": node.status,
        "actual": span_data(node.actual),
        "done": None if node.done is None else span_data(node.done),
        "planned": None if node.planned is None else span_data(node.planned),
        "required": number_data(node.required),
        "shortfall": number_data(node.shortfall),
        "used": list(node.used),
        "pending": list(node.pending),
        "evidence": None if node.evidence is None else _evidence(node.evidence),
        "judgement": None if node.judgement is None else _judgement(node.judgement, lang),
        "reading": node.reading,
        "children": [node_data(n, programme, lang) for n in node.children],
    }
    if node.measures:
        out["measures"] = [node_data(n, programme, lang) for n in node.measures]
    if node.split:
        out["split"] = [{"value": value, "actual": span_data(span)} for value, span in node.split]
    if node.missed:
        out["missed"] = list(node.missed)
    if node.verified is not None:
        side = node.verified
        out["verified"] = {"status": side.status, "actual": span_data(side.actual), "used": list(side.used)}
    return out


def _evidence(state: EvidenceState) -> Data:
    missing = [{"achievement": row or None, "of": [list(e) for e in entries]} for row, entries in state.missing]
    return {"required": [list(e) for e in state.required], "missing": missing}


def _judgement(state: JudgementState, lang: str) -> Data:
    answers = [
        {
            "achievement": a.achievement,
            "answer": a.answer,
            "by": a.by,
            "on": None if a.on is None else a.on.isoformat(),
            "reason": a.reason,
        }
        for a in state.answers
    ]
    return {
        "question": state.question.say(lang),
        "by": state.by,
        "answers": answers,
        "waiting": [w or None for w in state.waiting],
        "recorded": [{"achievement": row, "by": by} for row, by in state.recorded],
    }


def assignment_data(assignment: Assignment) -> Data:
    """Which achievement is claimed where, and whether that is proven best."""
    return {
        "claims": dict(assignment.claims),
        "released": list(assignment.released),
        "proven": assignment.proven,
        "gap": number_data(Decimal(str(assignment.gap))),
        "points": None if assignment.points is None else span_data(assignment.points),
    }


def allocation_data(verdict: Verdict, lang: str) -> Data:
    """What ``juli allocate`` says: the assignment, the points it earns, the categories it leaves contested."""
    return {
        "programme": verdict.programme.id,
        "digest": verdict.programme.digest,
        "organisation": verdict.organisation,
        "as_of": verdict.as_of.isoformat(),
        "exclusive": verdict.programme.exclusive_claims,
        "assignment": None if verdict.assignment is None else assignment_data(verdict.assignment),
        "points": None if verdict.points is None else points_data(verdict.points),
        "findings": [finding_data(f, lang) for f in verdict.findings if f.code == "contested"],
    }


def points_data(points: PointsState) -> Data:
    """Points, in all and line by line."""
    return {
        "total": span_data(points.total),
        "lines": [{"clause": li.clause, "earned": span_data(li.earned), "counted": li.counted} for li in points.lines],
        "ties": [{"of": name, "points": span_data(span)} for name, span in points.ties],
    }


def finding_data(finding: Finding, lang: str) -> Data:
    """A finding, with its hint."""
    return {
        "level": finding.level,
        "code": finding.code,
        "clause": finding.clause or None,
        "achievement": finding.achievement or None,
        "text": finding.text.say(lang),
        "hint": finding.hint.say(lang),
    }


def indicators_data(found: Indicators, lang: str) -> Data:
    """The indicators of a plan over all organisations together."""
    return {
        "programme": found.programme.id,
        "digest": found.programme.digest,
        "as_of": found.as_of.isoformat(),
        "organisations": list(found.organisations),
        "indicators": [node_data(n, found.programme, lang) for n in found.nodes],
        "findings": [finding_data(f, lang) for f in found.findings],
    }
