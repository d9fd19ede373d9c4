"""The organisations of a generated population, and the answers that people gave about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from juli.engines.policy.population.aiming import aimed
from juli.engines.policy.population.columns import (
    ANCHOR_DATES,
    DOCUMENTS,
    JUDGEMENTS,
    KEY,
    ORGANISATIONS,
    known_column,
)
from juli.engines.policy.population.columns import documents as documents_table
from juli.engines.policy.population.columns import judgements as judgements_table
from juli.engines.policy.population.columns import organisations as organisations_table
from juli.engines.policy.population.conditions import Scope, condition
from juli.engines.policy.population.draws import Draw, typed
from juli.engines.policy.population.solutions import Solution, merged, solutions
from juli.engines.policy.population.tables import literal, quoted
from juli.engines.policy.population.usage import Usage
from juli.engines.policy.rules import Aggregate, Holds, KOf, Programme
from juli.engines.policy.windows import Anchors

#: The share of organisations whose record is as conditions ask for.
_HELD = 0.94
#: How often people have answered what they are asked, and how often with yes.
_ANSWERED, _ASKED_LATE, _YES = 0.8, 0.4, 0.8


def organisations(programme: Programme, asked: Usage, count: int, seed: int, as_of: dt.date) -> str:
    """The query for ``count`` organisations."""
    vocabulary = programme.vocabulary
    draw = Draw(seed, ORGANISATIONS, "0")
    drawn = {c.name: "NULL" for c in organisations_table(vocabulary).columns}
    for name, field in vocabulary.organisation.items():
        drawn.update(draw.field(field, asked.record.get(name)))
        if field.type == "date":
            drawn[name] = draw.day(name, [(as_of - dt.timedelta(days=730), as_of)])
    types = programme.applicants.types
    others = [t for t in vocabulary.applicant_types if t not in types]
    drawn |= {
        KEY: KEY,
        "name": f"'机构' || {KEY}",
        "uscc": "''",
        "type": f"CASE WHEN {draw.chance('other', 0.03 if others and types else 0)} "
        f"THEN {literal(others[0] if others else '')} "
        f"ELSE {draw.pick('type', [literal(t) for t in types or tuple(vocabulary.applicant_types)])} END",
        "application_tracks": _tracks(draw, [t.id for t in programme.tracks]),
        "application_team": "[]",
        "claims": "MAP {}",
        # Documents come with an application, and most organisations haven't made one.
        known_column(DOCUMENTS): draw.chance("documents", 0.3),
    }
    if "founded" in drawn:
        old = f"DATE {literal(as_of.isoformat())} - ({draw.below('age', 30)} * {draw.below('age~', 500)} + 1)::INT"
        drawn["founded"] = f"CASE WHEN {draw.chance('founded?', 0.03)} THEN NULL ELSE {old} END"
    for name, wanted in _held(programme).items():
        value = aimed(draw, vocabulary.organisation[name], wanted)
        if value is not None:
            drawn[name] = f"CASE WHEN {draw.chance(name + '!', _HELD)} THEN {value} ELSE {drawn[name]} END"
    for kind in vocabulary.standing:
        # Who tells of one thing mostly tells of all.
        drawn[known_column(kind.name)] = f"({draw.chance('standing', 0.95)} AND {draw.chance(kind.name, 0.99)})"
    if any(w.start == "contract" or w.end == "contract" for w in programme.windows.values()):
        dated = f"DATE {literal(as_of.isoformat())} + (10 * {draw.below('contract', 9)})::INT"
        drawn[ANCHOR_DATES[Anchors._fields.index("contract")]] = (
            f"CASE WHEN {draw.chance('signed', 0.15)} THEN {dated} END"
        )
    tests = [c.test for c in programme.clauses.values() if isinstance(c.test, Aggregate)]
    if any(t.whose != "organisation" for t in tests):
        drawn["application_leader"] = f"'单位' || ({draw.below('leader', 4)} + {KEY} % 1000)"
        drawn["application_team"] = f"['单位' || ({draw.below('team', 4)} + {KEY} % 1000)]"
    keys = sorted({c.bound.baseline.key for c in programme.clauses.values() if c.bound.baseline is not None})
    if keys:
        entries = ", ".join(f"{literal(k)}: {draw.below('baseline' + k, 12)}" for k in keys)
        drawn["baseline"] = f"CASE WHEN {draw.chance('baseline?', 0.7)} THEN MAP {{{entries}}} END"
    columns = [(drawn[c.name], c.type, c.name) for c in organisations_table(vocabulary).columns]
    return f"SELECT {typed(columns)} FROM (SELECT range AS {KEY} FROM range({count}))"


def _held(programme: Programme) -> Solution:
    """What all conditions on the applicant's record want of it, as far as they go together."""
    out: Solution = {}
    for clause in programme.clauses.values():
        if isinstance(clause.test, Holds):
            out = merged(out, solutions(clause.test.where.expression)[0]) or out
    return out


def _tracks(draw: Draw, tracks: list[str]) -> str:
    if not tracks:
        return "[]"
    return (
        f"CASE WHEN {draw.chance('tracked', 0.8)} THEN [{draw.pick('track', [literal(t) for t in tracks])}] ELSE [] END"
    )


def documents(programme: Programme, seed: int, years: Mapping[str, range], as_of: dt.date) -> str:
    """The query for documents: most of the attachments asked for; ``years`` are those that an attachment is asked
    for of.
    """
    parts: list[str] = []
    today = f"DATE {literal(as_of.isoformat())}"
    for attachment in programme.attachments:
        name, types = attachment.clause.id, attachment.clause.applies_to
        asked = f"type IN ({', '.join(map(literal, sorted(types)))})" if types else "true"
        for year in years.get(name, [None]):
            draw = Draw(seed, f"{DOCUMENTS}/{name}/{year}", "0")
            drawn = {
                KEY: KEY,
                "id": literal(name),
                "year": "NULL" if year is None else str(year),
                "date": f"CASE WHEN {draw.chance('dated', 0.9)} THEN {today} - {draw.below('date', 90)}::INT END",
                "valid_until": f"{today} + ({draw.below('until', 400)} - 100)::INT",
                "sealed": f"CASE WHEN {draw.chance('sealed?', 0.95)} THEN {draw.chance('sealed', 0.85)} END",
                "type": literal(attachment.type) if attachment.type else "NULL",
                "position": str(len(parts)),
            }
            columns = [(drawn.get(c.name, "NULL"), c.type, c.name) for c in documents_table().columns]
            chosen = f"{quoted(known_column(DOCUMENTS))} AND {asked} AND {draw.chance('there', 0.85)}"
            parts.append(f"SELECT {typed(columns)} FROM {ORGANISATIONS} WHERE {chosen}")
    if not parts:
        return f"SELECT {typed([('NULL', c.type, c.name) for c in documents_table().columns])} WHERE false"
    return f"SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY {KEY}, position"


def _answers(programme: Programme, clause: str, organisations: int) -> tuple[float, float]:
    """How often a clause is answered, and how often with yes. What a plan asks of some organisations is said of about
    as many as it asks for: a few more of the first clause, fewer of the next."""
    found = programme.clauses[clause]
    if isinstance(found.test, Aggregate):
        wanted = found.bound.at_least
        asked = [c.id for c in programme.clauses.values() if isinstance(c.test, Aggregate) and c.test.judge is not None]
        share = (1.3, 0.7)[asked.index(clause) % 2]
        return 0.98, min(0.9, share * float(wanted) / organisations) if isinstance(wanted, int | Decimal) else 0.3
    if isinstance(found.test, KOf):
        # Asked only of those who are just short, and late.
        return _ASKED_LATE, _YES
    conditions = (*programme.applicants.conditions, *(c for t in programme.tracks for c in t.conditions))
    if any(clause == c.id for top in conditions for c in top.walk()):
        return 0.96, 0.95
    return _ANSWERED, _YES


def judgements(programme: Programme, asked: Usage, seed: int, organisations: int) -> str:
    """The query for answers: of clauses, and of the rows that a judged clause's own filter lets through."""
    parts = []
    for clause in asked.judged:
        draw = Draw(seed, f"{JUDGEMENTS}/{clause}", "0")
        answered, yes = _answers(programme, clause, organisations)
        parts.append(
            f"SELECT {KEY}, {literal(clause)} AS clause, NULL AS achievement, {draw.chance('answer', yes)} AS answer "
            f"FROM sizes WHERE {draw.chance('answered', answered)}"
        )
    for use in asked.kinds.values():
        kind = programme.vocabulary.kinds[use.kind]
        for clause in sorted(use.judged):
            test = programme.clauses[clause].test
            where = "true"
            if isinstance(test, Aggregate) and test.where is not None:
                # Lists stand aside: answering a few rows more than are asked does no harm.
                scope = Scope(kind.fields, None, lambda name, value, of: value.copy())
                names = {n for n in programme.lists if n in test.where.text}
                where = "true" if names else condition(test.where.expression, scope).sql(dialect="duckdb")
            draw = Draw(seed, f"{JUDGEMENTS}/{clause}", "position")
            # What speaks against an organisation is seldom so.
            yes = 0.1 if programme.clauses[clause].bound.at_most is not None else _YES
            parts.append(
                f"SELECT {KEY}, {literal(clause)} AS clause, id AS achievement, "
                f"{draw.chance('answer', yes)} AS answer "
                f"FROM {quoted(use.kind)} WHERE {draw.chance('answered', _ANSWERED)} AND {where}"
            )
    columns = [
        ({"by": "''", "on": "NULL", "reason": "''", "position": "0"}.get(c.name, quoted(c.name)), c.type, c.name)
        for c in judgements_table().columns
    ]
    if not parts:
        nothing = [("NULL", c.type, c.name) for c in judgements_table().columns]
        return f"SELECT {typed(nothing)} WHERE false"
    return f"SELECT {typed(columns)} FROM ({' UNION ALL '.join(parts)})"
