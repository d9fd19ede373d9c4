"""What doesn't compile, judged by the interpreter: in portions, in parallel processes, in the order of the numbers."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.overriding import overridden
from juli.engines.policy.population.bounds import Overrides, bounds_under
from juli.engines.policy.population.compiled import ROOT
from juli.engines.policy.population.session import Session
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Node, Status, Verdict

#: Organisations that one process judges at a time.
PORTION = 500
#: By clause, and by ``ROOT`` for the programme itself; a clause that isn't there for the applicant is left out.
Statuses = Mapping[str, Status | None]


class Judged(NamedTuple):
    """One organisation's statuses, as the rules are and as they would be."""

    organisation: int
    before: Statuses
    after: Statuses


class Task(NamedTuple):
    """What the interpreter is asked: of which clauses, under which rules."""

    programme: Programme
    directory: Path
    as_of: dt.date
    calendar: Calendar
    clauses: tuple[str, ...]
    overrides: Overrides


#: What this process has made ready: the task, the rules as they are, and as they would be.
_ready: dict[str, Any] = {}


def interpreted(task: Task, organisations: Sequence[int], processes: int | None = None) -> Iterator[list[Judged]]:
    """The statuses of ``organisations``, a portion at a time, in the order given.

    ``processes``: how many work on it (by default one for each processor); with one, nothing is started.
    """
    portions = [organisations[i : i + PORTION] for i in range(0, len(organisations), PORTION)]
    workers = min(processes or os.cpu_count() or 1, len(portions))
    if workers < 2:
        _prepare(task)
        yield from (_judged(portion) for portion in portions)
        return
    # A forked copy of a process that runs threads can hang; a fresh one can't.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=_prepare, initargs=(task,)) as pool:
        yield from pool.map(_judged, portions)


def _prepare(task: Task) -> None:
    changed = overridden(task.programme, bounds_under(task.programme, task.overrides)) if task.overrides else None
    _ready["task"] = task
    _ready["before"] = Judge(task.programme, task.calendar)
    _ready["after"] = None if changed is None else Judge(changed, task.calendar)


def _judged(organisations: Sequence[int]) -> list[Judged]:
    task: Task = _ready["task"]
    before, after = _ready["before"], _ready["after"]
    out = []
    with Session(task.programme, task.directory, as_of=task.as_of, calendar=task.calendar, threads=1) as session:
        for number, dossier in session.dossiers(organisations):
            own = _statuses(before.verdict(dossier, task.as_of, trace=False), task.clauses)
            changed = own
            if after is not None:
                changed = _statuses(after.verdict(dossier, task.as_of, trace=False), task.clauses)
            out.append(Judged(number, own, changed))
    return out


def _statuses(verdict: Verdict, clauses: Sequence[str]) -> Statuses:
    wanted = set(clauses)
    found: dict[str, Status | None] = {ROOT: verdict.status}
    for node in _nodes(verdict.children):
        if node.clause.id in wanted:
            found.setdefault(node.clause.id, node.status)
    return found


def _nodes(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield from node.walk()
