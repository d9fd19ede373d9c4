"""Indicators of a plan: the same clauses over all organisations together, joint work once (language §2; S2-16…21,
S2-65).

Indicators count what is recorded: a year without its record adds nothing and is not undecided, as it would be for one
organisation under judgement. A target whose window isn't over on the day asked is open while it isn't reached, not
unmet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.context import Context, Rows
from juli.engines.policy.dossier import Dossier, Judgement, Row
from juli.engines.policy.interpreter.findings import find
from juli.engines.policy.interpreter.trees import Walker
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import DossierUnusable, Place, Problem
from juli.engines.policy.rules import Aggregate, Clause, Programme
from juli.engines.policy.selectors import Selectors
from juli.engines.policy.verdict import MET, OPEN, UNMET, Finding, Node, Span, Status
from juli.engines.policy.vocabulary import ORGANISATION_KIND, Vocabulary
from juli.engines.policy.windows import Interval
from juli.engines.policy.wording import finding


@dataclass(frozen=True, slots=True)
class Indicators:
    """Every indicator of a plan on a day; achievement ids read ``organisation/id``."""

    programme: Programme
    as_of: dt.date
    organisations: tuple[str, ...]
    nodes: tuple[Node, ...]
    findings: tuple[Finding, ...]


def indicators(programme: Programme, dossiers: Sequence[Dossier], *, as_of: dt.date, calendar: Calendar) -> Indicators:
    """The plan's indicators over ``dossiers``.

    Raises DossierUnusable when the programme is a call, or two dossiers are of one name.
    """
    if programme.what != "plan":
        remedy = told("use `juli check` for each organisation")
        raise DossierUnusable(
            [Problem(Place(programme.id), told("{} is a call: it has no indicators", programme.id), remedy)]
        )
    names = [d.name for d in dossiers]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise DossierUnusable(
            [Problem(Place(n), told('two dossiers are of "{}"', n), told("leave one out, or rename it")) for n in twice]
        )
    pool, findings = _pool(dossiers, programme.vocabulary)
    everyone = Dossier(programme.title.zh, "", {}, judgements=tuple(_judgements(programme, dossiers)))
    context = Context(Selectors(programme), everyone, as_of, calendar, pool=pool)
    walker = Walker(context, {})
    nodes = tuple(_node(clause, walker) for clause in programme.indicators)
    return Indicators(programme, as_of, tuple(names), nodes, (*findings, *find(programme, context, nodes, None)))


def _row_id(dossier: Dossier, row: Row) -> str:
    return f"{dossier.name}/{row.id}"


def _pool(dossiers: Sequence[Dossier], vocabulary: Vocabulary) -> tuple[Mapping[str, Rows], list[Finding]]:
    """All rows by kind. An event with a shared id is there once, with the smaller of numbers that differ."""
    rows: dict[str, list[Row]] = {ORGANISATION_KIND: []}
    shared: dict[tuple[str, str], Row] = {}
    findings: list[Finding] = []
    for dossier in dossiers:
        record = {**dossier.record, "name": dossier.name, "type": dossier.type}
        rows[ORGANISATION_KIND].append(Row(dossier.name, ORGANISATION_KIND, record))
        standing = (row for kind in dossier.standing.values() for row in kind)
        for row in (*dossier.achievements, *standing):
            own = Row(_row_id(dossier, row), row.kind, row.values, row.planned, row.evidence)
            key = (row.kind, str(row.values.get("shared_id") or ""))
            if key[1] and key in shared:
                findings.extend(_merge(shared[key], own, vocabulary))
                continue
            if key[1]:
                own = shared[key] = Row(own.id, own.kind, dict(own.values), own.planned, own.evidence)
            rows.setdefault(row.kind, []).append(own)
    return {kind: tuple(found) for kind, found in rows.items()}, findings


def _merge(kept: Row, other: Row, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Fold a second telling of a shared event into the first: numbers that differ count as the smaller one."""
    fields = vocabulary.kinds[kept.kind].fields
    values: dict[str, Any] = kept.values  # type: ignore[assignment]
    for name, value in other.values.items():
        mine = values.get(name)
        if mine is None:
            values[name] = value
        elif mine != value and _is_number(mine) and _is_number(value):
            values[name] = min(mine, value)
            yield finding("shared-differs", "", kept.id, title=kept.title, field=fields[name].label)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _judgements(programme: Programme, dossiers: Sequence[Dossier]) -> Iterator[Judgement]:
    """Every dossier's judgements, of its own rows; one without an achievement answers for the organisation itself."""
    for dossier in dossiers:
        for j in dossier.judgements:
            clause = programme.clauses.get(j.clause)
            test = clause.test if clause else None
            about_it = isinstance(test, Aggregate) and any(r.kind == ORGANISATION_KIND for r in test.reads)
            if about_it:
                yield replace(j, achievement=dossier.name)
            elif j.achievement is not None:
                yield replace(j, achievement=f"{dossier.name}/{j.achievement}")
            else:
                for row in dossier.achievements:
                    yield replace(j, achievement=_row_id(dossier, row))


def _node(clause: Clause, walker: Walker) -> Node:
    test = clause.test
    context = walker.context
    if not isinstance(test, Aggregate) or test.within is None:
        return walker.node(clause)
    window = context.programme.windows[test.within]
    interval = context.windows[test.within]
    if any(r.kind == ORGANISATION_KIND for r in test.reads):
        # Organisations have no date: the window is the time they have to get there.
        clause = replace(clause, test=replace(test, within=None))
    if not window.each_year or interval is None:
        node = walker.node(clause)
        return node if interval is None else node._replace(status=_so_far(node.status, interval, context.as_of))
    years = tuple(_year(clause, test.within, year, interval, walker) for year in _years(interval, context.as_of))
    return _over_years(clause, years)


def _years(interval: Interval, as_of: dt.date) -> range:
    """The years of the window that have begun."""
    return range(interval.start.year, min(interval.end.year, as_of.year) + 1)


def _year(clause: Clause, window: str, year: int, interval: Interval, walker: Walker) -> Node:
    """One year of an indicator, under the id ``CLAUSE.YEAR``."""
    context, test = walker.context, clause.test
    name = f"{window}.{year}"
    if isinstance(test, Aggregate) and test.within is not None:
        test = replace(test, within=name)
    part = Interval(max(interval.start, dt.date(year, 1, 1)), min(interval.end, dt.date(year, 12, 31)))
    context.windows = {**context.windows, name: part}
    label = Label(f"{year}年", str(year))
    node = walker.node(replace(clause, id=f"{clause.id}.{year}", label=label, test=test))
    return node._replace(status=_so_far(node.status, part, context.as_of))


def _so_far(status: Status | None, interval: Interval, as_of: dt.date) -> Status | None:
    return OPEN if status == UNMET and as_of < interval.end else status


def _over_years(clause: Clause, years: tuple[Node, ...]) -> Node:
    """All years together: every one must reach a target, and the weakest is the actual; a measure adds them up."""
    used = tuple(dict.fromkeys(i for n in years for i in n.used))
    pending = tuple(dict.fromkeys(i for n in years for i in n.pending))
    if clause.bound.is_measure:
        highs = [n.actual.high for n in years]
        high = None if None in highs else sum(h for h in highs if h is not None)
        return Node(
            clause, None, Span(sum(n.actual.low for n in years), high), used=used, pending=pending, children=years
        )
    if not years:
        return Node(clause, OPEN, Span(0, None))
    statuses = {n.status for n in years}
    status = UNMET if UNMET in statuses else (OPEN if OPEN in statuses else MET)
    weakest = min(years, key=lambda n: n.actual.low)
    return Node(clause, status, weakest.actual, weakest.required, weakest.shortfall, used, pending, children=years)
