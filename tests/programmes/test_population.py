"""Every case of every call as one population: SQL says of each clause what the interpreter says, without tolerance."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.population.compiler import ROOT, column_of
from juli.engines.policy.population.session import Session
from juli.engines.policy.population.tables import write_population
from juli.engines.policy.verdict import Node, Verdict
from tests.programmes.cases import cases
from tests.programmes.test_cases import CALLS, catalogue, judge, programme

STATUSES = {0: "unmet", 1: "open", 2: "met", None: None}


def dossiers(name: str) -> dict[dt.date, list[Dossier]]:
    """The dossiers of a call's cases by the day asked. A population holds no verifications: it is judged as declared."""
    found: dict[dt.date, list[Dossier]] = defaultdict(list)
    types = programme(name).applicants.types
    for case in (c for c in cases() if c.programme == name and "verifications" not in c.data):
        (data,) = case.dossiers(types[0])
        found[case.as_of].append(dossier_from_mapping(data, str(case), catalogue().vocabulary))
    return found


def told(verdict: Verdict) -> dict[str, tuple[Any, ...]]:
    """Status, low and high of every clause of a verdict."""
    nodes: dict[str, Node] = {}
    for node in verdict.walk():
        nodes.setdefault(node.clause.id, node)
    return {name: (n.status, n.actual.low, n.actual.high) for name, n in nodes.items()}


@pytest.mark.parametrize("name", sorted({c.programme for c in CALLS}))
def test_sql_agrees_with_the_interpreter(name: str, tmp_path: Path) -> None:
    compared = 0
    for as_of, found in dossiers(name).items():
        directory = tmp_path / as_of.isoformat()
        directory.mkdir()
        write_population(found, directory, catalogue().vocabulary)
        with Session(programme(name), directory, as_of=as_of, calendar=catalogue().calendar) as session:
            compiled = session.compiled()
            cursor = session.execute(compiled.lines())
            columns = [d[0] for d in cursor.description]
            lines = [dict(zip(columns, line, strict=True)) for line in sorted(cursor.fetchall())]
        assert len(lines) == len(found)
        for line, dossier in zip(lines, found, strict=True):
            verdict = judge(name).verdict(dossier, as_of)
            nodes = told(verdict)
            for clause in compiled.variants[0]:
                status = STATUSES[line[column_of(clause, "status")]] if column_of(clause, "status") in line else None
                if clause == ROOT:
                    # Under exclusive claims the root waits for the joint assignment, which SQL leaves to the interpreter.
                    assert programme(name).exclusive_claims or status == verdict.status
                    continue
                sql = (status, line.get(column_of(clause, "low")), line.get(column_of(clause, "high")))
                assert (clause, dossier.name, sql) == (clause, dossier.name, nodes.get(clause, (None, None, None)))
                compared += 1
    assert compared > 9000
