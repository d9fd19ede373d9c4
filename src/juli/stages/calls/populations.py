"""Generated populations, and what-ifs over them: worked out in the background, kept on disk.

Everything follows from programme, size, seed, day and numbers, so that any process of the site finds what another one
has worked out, and nothing has to be stored for anybody.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from django.conf import settings

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.population.bounds import Overrides
from juli.engines.policy.population.compiler import JOINT, compilable
from juli.engines.policy.population.generate import generate
from juli.engines.policy.population.run import profile, simulate
from juli.engines.policy.population.session import Session
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Programme
from juli.stages.calls.shelf import Shelf

log = logging.getLogger(__name__)

SIZES = (1_000, 10_000, 50_000)
#: Where one work counts in one category, every organisation is a problem to solve: fewer of them.
SIZES_SOLVED = (200, 1_000)
#: Populations kept on disk; the oldest make room.
KEPT = 12
#: A job that has said nothing for so many seconds is taken to be dead.
_SILENT = 600
_STEPS = Literal["waiting", "drawing", "judging", "profiling"]
#: One what-if at a time in a process: they are heavy, and readers of pages come first.
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="what-if")


@dataclass(frozen=True, slots=True)
class Population:
    """Which population: everything that it follows from."""

    programme: str
    digest: str
    size: int
    seed: int
    day: dt.date

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        name = f"{self.programme}-{self.digest[:12]}-{self.size}-{self.seed}-{self.day.isoformat()}"
        return Path(settings.WHAT_IF) / name


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Which question: numbers in place of the programme's own (clause, bound, number), and the clause to look at."""

    population: Population
    numbers: tuple[tuple[str, str, Number], ...]
    focus: str

    @property
    def overrides(self) -> Overrides:
        """The numbers by clause."""
        out: dict[str, dict[str, Number]] = {}
        for clause, bound, number in self.numbers:
            out.setdefault(clause, {})[bound] = number
        return out

    @property
    def file(self) -> Path:
        """Where the answer is kept."""
        asked = json.dumps([[c, b, str(n)] for c, b, n in self.numbers] + [self.focus])
        return self.population.folder / f"{hashlib.sha256(asked.encode()).hexdigest()[:16]}.json"


class Outcome(NamedTuple):
    """How a question stands: its ``answer`` once worked out, else ``step`` and, where known, ``done`` of ``total``."""

    answer: Mapping[str, Any] | None
    step: _STEPS | Literal["failed"]
    done: int = 0
    total: int = 0


def is_solved(programme: Programme) -> bool:
    """Whether the programme's own verdict takes an assignment for every organisation, which is slow."""
    return JOINT in compilable(programme)[1].values()


def sizes(programme: Programme) -> tuple[int, ...]:
    """The sizes that are offered for a programme."""
    return SIZES_SOLVED if is_solved(programme) else SIZES


def drawn(found: Shelf, population: Population) -> Path:
    """The folder of a population, drawn if it isn't there yet."""
    folder = population.folder
    if (folder / "done").exists():
        os.utime(folder)
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".drawing-", dir=folder.parent))
    generate(
        found.programmes[population.programme],
        scratch,
        organisations=population.size,
        seed=population.seed,
        as_of=population.day,
        calendar=found.calendar,
    )
    (scratch / "done").touch()
    folder.mkdir(exist_ok=True)
    for file in scratch.iterdir():
        # Whoever else draws it draws the same bytes.
        file.replace(folder / file.name)
    scratch.rmdir()
    _make_room(folder.parent)
    return folder


def _make_room(root: Path) -> None:
    by_age = sorted((p for p in root.iterdir() if (p / "done").exists()), key=lambda p: p.stat().st_mtime)
    for old in by_age[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


@functools.lru_cache(maxsize=64)
def member(found: Shelf, population: Population, number: int) -> Dossier | None:
    """One organisation of a population; None where it has no such number."""
    if not 0 <= number < population.size:
        return None
    folder = drawn(found, population)
    programme = found.programmes[population.programme]
    with Session(programme, folder, as_of=population.day, calendar=found.calendar, threads=1) as session:
        return next((dossier for _, dossier in session.dossiers([number])), None)


def ask(found: Shelf, question: WhatIf) -> Outcome:
    """How a question stands; starts to work it out where nobody has."""
    answer = _answer(question.file)
    if answer is not None:
        return Outcome(answer, "profiling")
    progress = _progress(question)
    if progress is not None:
        return progress
    _say(question, "waiting")
    _worker.submit(_work, found, question)
    return Outcome(None, "waiting")


def _answer(file: Path) -> Mapping[str, Any] | None:
    try:
        answer: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return answer


def _said(question: WhatIf) -> Path:
    return question.file.with_suffix(".progress")


def _say(question: WhatIf, step: str, done: int = 0, total: int = 0) -> None:
    file = _said(question)
    file.parent.mkdir(parents=True, exist_ok=True)
    _write(file, json.dumps([step, done, total]))


def _progress(question: WhatIf) -> Outcome | None:
    """What the job last said; None where there is none, or where it died."""
    file = _said(question)
    try:
        silent = time.time() - file.stat().st_mtime
        step, done, total = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if step == "failed":
        file.unlink(missing_ok=True)
    return None if silent > _SILENT else Outcome(None, step, done, total)


def _write(file: Path, text: str) -> None:
    """Whole or not at all."""
    scratch = file.with_suffix(f".{os.getpid()}.tmp")
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(file)


def _work(found: Shelf, question: WhatIf) -> None:
    """Work out a question; whoever asks reads what is said on the way."""
    try:
        _write(question.file, json.dumps(_worked_out(found, question), default=str))
        _said(question).unlink(missing_ok=True)
    except Exception:
        log.exception("what-if failed: %s", asdict(question))
        _say(question, "failed")


def _worked_out(found: Shelf, question: WhatIf) -> Mapping[str, Any]:
    programme, population = found.programmes[question.population.programme], question.population
    _say(question, "drawing")
    folder = drawn(found, population)
    _say(question, "judging", 0, population.size)
    result = simulate(
        programme,
        folder,
        overrides=question.overrides,
        as_of=population.day,
        calendar=found.calendar,
        progress=functools.partial(_say, question, "judging"),
        processes=1,
    )
    return {
        "organisations": result.organisations,
        "before": result.before,
        "after": result.after,
        "changes": [[c.organisation, c.before, c.after] for c in result.changes],
        "bars": _bars(found, question) if question.focus else [],
    }


def _bars(found: Shelf, question: WhatIf) -> list[list[int | float]]:
    """How far the organisations get with the clause in focus. No number that is moved changes it: counted once."""
    population = question.population
    file = population.folder / f"{hashlib.sha256(question.focus.encode()).hexdigest()[:16]}.bars"
    try:
        kept: list[list[int | float]] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        _say(question, "profiling")
        programme = found.programmes[population.programme]
        with Session(programme, population.folder, as_of=population.day, calendar=found.calendar) as session:
            bars = profile(session, question.focus)
        kept = [[_plain(b.start), _plain(b.end), b.organisations] for b in bars]
        _write(file, json.dumps(kept))
    return kept


def _plain(number: Number) -> int | float:
    """A number for a picture, where a hair's breadth doesn't show."""
    return float(number) if isinstance(number, Decimal) else number
