"""What if: a population judged before and after some numbers change, and who gains and who falls out (design §4).

What compiles runs in the database. What stands on the joint assignment of exclusive claims doesn't: of the
organisations that may meet it the interpreter is asked, in parallel processes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.mistakes import told
from juli.engines.policy.population.bounds import Overrides
from juli.engines.policy.population.columns import KEY, ORGANISATIONS, PopulationUnusable
from juli.engines.policy.population.compiler import JOINT, MET, OPEN, ROOT, UNMET, Compiled, column_of
from juli.engines.policy.population.interpreting import Judged, Statuses, Task, interpreted
from juli.engines.policy.population.session import Session
from juli.engines.policy.population.tables import quoted
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Span, Status

_STATUSES: Mapping[int, Status] = {UNMET: "unmet", OPEN: "open", MET: "met"}
_RANK: Mapping[Status, int] = {"unmet": UNMET, "open": OPEN, "met": MET}
#: Told how many organisations of how many are judged.
Progress = Callable[[int, int], None]


class Tally(NamedTuple):
    """How many organisations come out how; ``absent`` are those the clause isn't for."""

    met: int
    open: int
    unmet: int
    absent: int = 0


class Change(NamedTuple):
    """One organisation whose own verdict a what-if changes."""

    organisation: int
    name: str
    before: Status
    after: Status

    @property
    def gains(self) -> bool:
        """Whether the organisation comes out better."""
        return _RANK[self.after] > _RANK[self.before]


class Bar(NamedTuple):
    """How many organisations have a clause's actual (its least) from ``start`` up to, not including, ``end``."""

    start: Number
    end: Number
    organisations: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """A what-if over one population.

    ``before`` and ``after`` tally every clause by id, and the programme itself under ``""``; ``changes`` lists whose
    own verdict changes, by number. ``interpreted``: the programme's own status came from the interpreter.
    """

    programme: Programme
    as_of: dt.date
    overrides: Overrides
    organisations: int
    before: Mapping[str, Tally]
    after: Mapping[str, Tally]
    changes: tuple[Change, ...]
    interpreted: bool

    @property
    def gainers(self) -> tuple[Change, ...]:
        """Who comes out better."""
        return tuple(c for c in self.changes if c.gains)

    @property
    def losers(self) -> tuple[Change, ...]:
        """Who comes out worse."""
        return tuple(c for c in self.changes if not c.gains)


def simulate(
    programme: Programme,
    directory: Path,
    *,
    overrides: Overrides,
    as_of: dt.date,
    calendar: Calendar,
    progress: Progress | None = None,
    threads: int | None = None,
    memory: str | None = None,
    processes: int | None = None,
) -> Simulation:
    """Judge the population in ``directory`` as the rules are and under ``overrides``.

    ``progress`` is told how many organisations of how many are judged. Raises UnknownOverride for a number that isn't
    there, PopulationUnusable when the tables can't be read.
    """
    if programme.what == "plan":
        raise PopulationUnusable(
            told("{} is a plan: it judges no organisation by itself", programme.id), told("ask for its totals")
        )
    with Session(programme, directory, as_of=as_of, calendar=calendar, threads=threads, memory=memory) as session:
        compiled = session.compiled([overrides] if overrides else [], only_statuses=True)
        tallied = _tallied(session, compiled)
        changed = _changed(session, compiled) if overrides else {}
        joint = tuple(name for name, reason in compiled.reasons.items() if reason == JOINT)
        asked = [int(n) for (n,) in session.execute(compiled.asking()).fetchall()] if joint else []
        if progress is not None:
            progress(tallied.organisations - len(asked), tallied.organisations)
        if asked:
            task = Task(programme, directory, as_of, calendar, joint, overrides)
            done = tallied.organisations - len(asked)
            for portion in interpreted(task, asked, processes):
                changed.update(_added(portion, tallied, (ROOT, *joint)))
                done += len(portion)
                if progress is not None:
                    progress(done, tallied.organisations)
        names = _names(session, sorted(changed))
    changes = tuple(Change(n, names[n], *changed[n]) for n in sorted(changed))
    return Simulation(
        programme, as_of, overrides, tallied.organisations, tallied.before, tallied.after, changes, bool(joint)
    )


class Total(NamedTuple):
    """An indicator of a plan over a whole population: its status (None: a measure) and its actual."""

    status: Status | None
    actual: Span


def totals(
    programme: Programme,
    directory: Path,
    *,
    as_of: dt.date,
    calendar: Calendar,
    overrides: Overrides | None = None,
    threads: int | None = None,
    memory: str | None = None,
) -> Mapping[str, Total]:
    """The indicators of a plan over the population in ``directory``, by id (``CLAUSE.YEAR`` for each of its years).

    Raises PopulationUnusable when the programme is a call, UnknownOverride for a number that isn't there.
    """
    if programme.what != "plan":
        raise PopulationUnusable(told("{} is a call: it has no indicators", programme.id), told("simulate it"))
    with Session(programme, directory, as_of=as_of, calendar=calendar, threads=threads, memory=memory) as session:
        compiled = session.compiled([overrides] if overrides else [])
        statement = session.execute(compiled.lines(1 if overrides else 0))
        names = [column[0] for column in statement.description or ()]
        line = dict(zip(names, statement.fetchone() or (), strict=True))
    out = {}
    for name in compiled.variants[-1]:
        status = line.get(column_of(name, "status"))
        low, high = line[column_of(name, "low")], line[column_of(name, "high")]
        out[name] = Total(None if status is None else _STATUSES[status], Span(low, high))
    return out


def profile(session: Session, clause: str, *, bars: int = 24) -> tuple[Bar, ...]:
    """The distribution of a clause's actual (its least), in at most ``bars`` even steps; the last bar holds the rest.

    The span shown reaches to twice the clause's own number or to nine tenths of the population, whichever is more.
    Raises KeyError when the clause doesn't compile.
    """
    compiled = session.compiled()
    if clause not in compiled.variants[0]:
        raise KeyError(clause)
    low = quoted(column_of(clause, "low"))
    lines = f"SELECT {low} AS actual FROM ({compiled.lines()}) WHERE {low} IS NOT NULL"
    session.execute(f"CREATE OR REPLACE TEMP TABLE actuals AS {lines}")
    tenth = session.execute("SELECT coalesce(quantile_disc(actual, 0.9), 0) FROM actuals").fetchall()[0][0]
    bound = session.programme.clauses[clause].bound
    numbers = [int(b) for b in (bound.at_least, bound.at_most) if isinstance(b, int | Decimal)] or [0]
    step = max(1, -(-max(int(tenth), 2 * max(numbers)) // bars))
    counted = session.execute(
        f"SELECT least(floor(actual / {step}), {bars - 1})::BIGINT AS bar, count(*) FROM actuals GROUP BY bar"
    ).fetchall()
    by_bar = dict(counted)
    last = max((int(b) for b in by_bar), default=0)
    return tuple(Bar(i * step, (i + 1) * step, by_bar.get(i, 0)) for i in range(last + 1))


@dataclass(slots=True)
class _Tallied:
    """How many organisations come out how, as far as that is known."""

    organisations: int
    before: dict[str, Tally]
    after: dict[str, Tally]


def _tallied(session: Session, compiled: Compiled) -> _Tallied:
    statement = session.execute(compiled.counts())
    names = [column[0] for column in statement.description or ()]
    counted = dict(zip(names, statement.fetchone() or (), strict=True))
    total = int(counted["organisations"] or 0)
    sides = []
    for i in range(2):
        variant = min(i, len(compiled.variants) - 1)
        side: dict[str, Tally] = {}
        for name, outcome in {**compiled.variants[variant], **compiled.ceilings[variant]}.items():
            if outcome.status is not None:
                there, met, possible = (
                    int(counted[f"{variant} {name} {w}"] or 0) for w in ("there", "met", "possible")
                )
                side[name] = Tally(met, possible - met, there - possible, total - there)
        sides.append(side)
    return _Tallied(total, *sides)


def _asking(session: Session, compiled: Compiled) -> list[int]:
    return [int(number) for (number,) in session.execute(compiled.asking()).fetchall()]


def _changed(session: Session, compiled: Compiled) -> dict[int, tuple[Status, Status]]:
    lines = session.execute(compiled.changes()).fetchall()
    return {int(number): (_STATUSES[before], _STATUSES[after]) for number, before, after in lines}


def _added(portion: Sequence[Judged], tallied: _Tallied, names: Sequence[str]) -> dict[int, tuple[Status, Status]]:
    """Count what the interpreter says; those whose own status changes."""
    for side, statuses in ((tallied.before, [j.before for j in portion]), (tallied.after, [j.after for j in portion])):
        for name in names:
            side[name] = _more(side[name], name, statuses)
    roots = ((j.organisation, j.before[ROOT], j.after[ROOT]) for j in portion)
    return {number: (b, a) for number, b, a in roots if b is not None and a is not None and a != b}


def _more(tally: Tally, name: str, statuses: Sequence[Statuses]) -> Tally:
    found = Counter(s[name] for s in statuses if name in s)
    told = sum(found.values())
    return Tally(
        tally.met + found["met"], tally.open + found["open"], tally.unmet + found["unmet"], tally.absent - told
    )


def _names(session: Session, numbers: Sequence[int]) -> dict[int, str]:
    if not numbers:
        return {}
    text = f"SELECT {KEY}, name FROM {ORGANISATIONS} WHERE {KEY} IN (SELECT unnest(?::BIGINT[]))"
    return {int(number): str(name) for number, name in session.execute(text, [list(numbers)]).fetchall()}
