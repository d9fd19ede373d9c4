"""The query's answers held against the interpreter's, clause by clause, without tolerance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.overriding import overridden
from juli.engines.policy.population.bounds import Overrides, bounds_under
from juli.engines.policy.population.compiler import ROOT, column_of, compilable
from juli.engines.policy.population.session import Session
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Node, Verdict

STATUS = {"unmet": 0, "open": 1, "met": 2, None: None}
#: Status, least and greatest of a clause; all None where it isn't there for the applicant.
Answer = tuple[int | None, Any, Any]


def nodes(verdict: Verdict) -> Mapping[str, Node]:
    """Every node of a verdict by its clause; of a category the one judged by itself, not the one assigned."""
    found: dict[str, Node] = {}
    tops = (*verdict.categories, *verdict.children, *(n for branch in verdict.branches.values() for n in branch))
    for node in (inner for top in tops for inner in below(top)):
        found.setdefault(node.clause.id, node)
    return found


def below(node: Node) -> Iterator[Node]:
    """A node, its measures and all below it."""
    yield node
    for inner in (*node.measures, *node.children):
        yield from below(inner)


def asked(
    session: Session, overrides: Sequence[Overrides] = (), variant: int = 0, **how: Any
) -> dict[int, dict[str, Any]]:
    """The query's lines by organisation."""
    compiled = session.compiled(overrides, **how)
    statement = session.execute(compiled.lines(variant))
    names = [column[0] for column in statement.description or ()]
    return {line[0]: dict(zip(names, line, strict=True)) for line in statement.fetchall()}


def differences(
    programme: Programme,
    directory: Path,
    dossiers: Mapping[int, Dossier],
    *,
    as_of: dt.date,
    calendar: Calendar,
    overrides: Overrides | None = None,
    readings: Mapping[str, str] | None = None,
) -> tuple[int, list[str]]:
    """How many answers were compared, and every one that differs, told with its clause and organisation."""
    compiles, reasons = compilable(programme)
    judged = overridden(programme, bounds_under(programme, overrides)) if overrides else programme
    judge = Judge(judged, calendar)
    compared, out = 0, []
    with Session(programme, directory, as_of=as_of, calendar=calendar, threads=1) as session:
        lines = asked(session, [overrides] if overrides else [], 1 if overrides else 0, readings=readings)
        if set(lines) != set(dossiers):
            out.append(f"organisations {sorted(lines)}, not {sorted(dossiers)}")
        for number, dossier in dossiers.items():
            verdict, line = judge.verdict(dossier, as_of, readings), lines[number]
            there = nodes(verdict)
            for clause in compiles:
                want: Answer = (None, None, None)
                if clause in there:
                    node = there[clause]
                    want = (STATUS[node.status], node.actual.low, node.actual.high)
                found = (line.get(column_of(clause, "status")), *(line[column_of(clause, s)] for s in ("low", "high")))
                compared += 1
                if found != want:
                    out.append(f"{dossier.name} ({number}), {clause}: SQL says {found}, the interpreter {want}")
            if not reasons:
                compared += 1
                if line[column_of(ROOT, "status")] != STATUS[verdict.status]:
                    out.append(
                        f"{dossier.name} ({number}), root: SQL says {line[column_of(ROOT, 'status')]}, {verdict.status}"
                    )
    return compared, out
