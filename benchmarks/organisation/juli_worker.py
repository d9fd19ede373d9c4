"""Juli: one verdict with its whole trace: of every clause its number, its bound, the achievements used; findings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from worker import Answers, serve

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.verdict import Verdict

HERE = Path(__file__).parent
AS_OF = dt.date(2022, 8, 30)
CATALOGUE = open_catalogue(HERE.parent.parent / "programmes")
JUDGE = Judge(CATALOGUE.load(str(HERE / "programme.yaml")), CATALOGUE.calendar)


def prepare(dossiers: list[dict[str, Any]]) -> list[Dossier]:
    return [dossier_from_mapping(d, "", CATALOGUE.vocabulary) for d in dossiers]


def judge(dossier: Dossier) -> Verdict:
    return JUDGE.verdict(dossier, AS_OF)


def answers(verdict: Verdict) -> Answers:
    assert not verdict.findings
    qualification = verdict.node("qualification")
    out = {}
    for node in (*(n for c in verdict.categories for n in c.walk()), qualification):
        assert node.actual.low == node.actual.high
        # What "any of" and "all of" count is each engine's own affair.
        number = node.actual.low if not node.children or node is qualification else None
        out[node.id] = (None if number is None else int(number), node.status == "met")
    return out


if __name__ == "__main__":
    serve(prepare, judge, answers)
