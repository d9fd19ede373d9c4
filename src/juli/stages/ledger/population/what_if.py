"""A what-if over all ledgers of the database, in PostgreSQL: the compiler's query over the views of the kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import Application
from juli.engines.policy.population.bounds import Overrides
from juli.engines.policy.population.compiler import ROOT, Compiled, column_of, compile_programme
from juli.engines.policy.population.lengths import CALENDAR_COLUMNS, calendar_lines
from juli.engines.policy.population.rows import CALENDAR
from juli.engines.policy.population.spans import Timeline
from juli.engines.policy.rules import Programme
from juli.engines.policy.windows import anchors
from juli.stages.ledger.population.postgresql import shortened, translated
from juli.stages.ledger.population.views import make


class WrongDatabase(RuntimeError):
    """What-ifs over the ledgers run in PostgreSQL alone."""


class Change(NamedTuple):
    """One organisation whose own verdict a what-if changes: 0 unmet, 1 open, 2 met."""

    organisation: int
    before: int
    after: int


class Answers(NamedTuple):
    """What the query says. ``lines``: of each organisation, by column, status, least and greatest of every clause.

    ``joint`` names the clauses that stand on a joint assignment, of which only the interpreter knows.
    """

    lines: Mapping[int, Mapping[str, Any]]
    joint: tuple[str, ...]


def answers(programme: Programme, *, as_of: dt.date, calendar: Calendar, overrides: Overrides | None = None) -> Answers:
    """Every ledger judged, as the rules are or under ``overrides``. Raises WrongDatabase, UnknownOverride."""
    compiled = _compiled(programme, as_of, calendar, overrides)
    variant = 1 if overrides else 0
    # The query's names, as the compiler gives them: PostgreSQL cuts long ones.
    names = _columns(compiled, variant)
    lines = {}
    with connection.cursor() as cursor:
        cursor.execute(translated(compiled.lines(variant)))
        found = [column[0] for column in cursor.description]
        for values in cursor.fetchall():
            said = dict(zip(found, values, strict=True))
            lines[int(said["organisation"])] = {name: said[shortened(name)] for name in names}
    return Answers(lines, tuple(compiled.reasons))


def changes(programme: Programme, *, as_of: dt.date, calendar: Calendar, overrides: Overrides) -> tuple[Change, ...]:
    """Whose own verdict the overrides change, without those of whom the interpreter must be asked.

    Raises WrongDatabase, UnknownOverride.
    """
    compiled = _compiled(programme, as_of, calendar, overrides)
    with connection.cursor() as cursor:
        cursor.execute(translated(compiled.changes()))
        found = [Change(int(number), int(before), int(after)) for number, before, after in cursor.fetchall()]
    return tuple(sorted(found))


def _columns(compiled: Compiled, variant: int) -> list[str]:
    out = []
    for name, outcome in compiled.variants[variant].items():
        if outcome.status is not None:
            out.append(column_of(name, "status"))
        if name != ROOT:
            out += [
                column_of(name, side)
                for side, bound in (("low", outcome.low), ("high", outcome.high))
                if bound is not None
            ]
    return out


def _compiled(programme: Programme, as_of: dt.date, calendar: Calendar, overrides: Overrides | None) -> Compiled:
    """The programme compiled, with the views and what else the query reads in place."""
    if connection.vendor != "postgresql":
        raise WrongDatabase(f"the database is {connection.vendor}; what-ifs over the ledgers run in PostgreSQL")
    make(connection, programme.vocabulary, programme, as_of)
    # No ledger knows an application: all stand on the same days.
    timeline = Timeline.of(programme, [anchors(programme, Application(), as_of)], calendar)
    compiled = compile_programme(programme, timeline, overrides=[overrides] if overrides else [])
    if compiled.uses_calendar:
        _write_calendar(calendar)
    return compiled


def _write_calendar(calendar: Calendar) -> None:
    columns = ", ".join(f'"{name}" {type_}' for name, type_ in CALENDAR_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS pg_temp."{CALENDAR}"')
        cursor.execute(f'CREATE TEMP TABLE "{CALENDAR}" ({columns})')
        marks = ", ".join(["%s"] * len(CALENDAR_COLUMNS))
        cursor.executemany(f'INSERT INTO "{CALENDAR}" VALUES ({marks})', list(calendar_lines(calendar)))
