"""Dossiers written as tables: one Parquet file per kind, streaming."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import duckdb

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.mistakes import told
from juli.engines.policy.population import details
from juli.engines.policy.population.columns import (
    DOCUMENTS,
    FILED,
    JUDGEMENTS,
    KEY,
    ORGANISATIONS,
    PopulationUnusable,
    Table,
    choice_key,
    known_column,
    layout,
    number_column,
)
from juli.engines.policy.problems import nearest
from juli.engines.policy.vocabulary import MANY, OPEN_WHEN_EMPTY, Field, Vocabulary


def write_population(dossiers: Iterable[Dossier], directory: Path, vocabulary: Vocabulary) -> int:
    """Write ``dossiers`` as Parquet files into ``directory`` (made if need be), one at a time; returns how many.

    Organisations are numbered from 0 in the order given; a table without rows has no file. Raises PopulationUnusable
    when a row holds a field that its kind doesn't have.
    """
    tables = layout(vocabulary)
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="juli-population-") as place, contextlib.ExitStack() as stack:
        lines: dict[str, IO[str]] = {
            name: stack.enter_context((Path(place) / f"{name}.ndjson").open("w", encoding="utf-8")) for name in tables
        }
        number = 0
        for dossier in dossiers:
            for name, record in _records(dossier, number, tables, vocabulary):
                json.dump(record, lines[name], ensure_ascii=False, default=_written)
                lines[name].write("\n")
            number += 1
        for file in lines.values():
            file.close()
        with duckdb.connect() as connection:
            for name, table in tables.items():
                source, target = Path(place) / f"{name}.ndjson", directory / f"{name}.parquet"
                target.unlink(missing_ok=True)
                if source.stat().st_size or name == ORGANISATIONS:
                    _to_parquet(connection, table, source, target)
    return number


def _to_parquet(connection: duckdb.DuckDBPyConnection, table: Table, source: Path, target: Path) -> None:
    types = {c.name: c.type for c in table.columns}
    if source.stat().st_size == 0:
        nothing = ", ".join(f"NULL::{c.type} AS {quoted(c.name)}" for c in table.columns)
        connection.execute(f"COPY (SELECT {nothing} WHERE false) TO {literal(target)} (FORMAT parquet)")
        return
    declared = "{" + ", ".join(f"{literal(n)}: {literal(t)}" for n, t in types.items()) + "}"
    read = f"read_json({literal(source)}, format = 'newline_delimited', columns = {declared})"
    # S608: the texts come from the layout and are quoted; DuckDB takes no parameters here.
    connection.execute(f"COPY (SELECT * FROM {read}) TO {literal(target)} (FORMAT parquet)")


def quoted(name: str) -> str:
    """``name`` as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | Path) -> str:
    """``value`` as a DuckDB text."""
    return "'" + str(value).replace("'", "''") + "'"


def _written(value: Any) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{value!r} is no value of a field")


# -- one dossier as records --------------------------------------------------------------------------------------------


def _records(
    dossier: Dossier, number: int, tables: Mapping[str, Table], vocabulary: Vocabulary
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield ORGANISATIONS, {KEY: number, **_organisation(dossier, vocabulary)}
    standing = [row for rows in dossier.standing.values() for row in rows]
    filed = {v.achievement: sorted(name for name, value in v.correct.items() if value) for v in dossier.verifications}
    for rows in ((*dossier.achievements, *dossier.plan), standing):
        for position, row in enumerate(rows):
            if row.kind not in tables or tables[row.kind].kind is None:
                raise PopulationUnusable(
                    told('{}: unknown kind "{}"', f"{dossier.name}, {row.id}", row.kind),
                    nearest(row.kind, vocabulary.kinds),
                )
            record = _fields(row.values, vocabulary.kinds[row.kind].fields, f"{dossier.name}, {row.id}")
            record |= {
                KEY: number,
                "id": row.id,
                "position": position,
                "planned": row.planned,
                "evidence": sorted(row.evidence),
            }
            if not vocabulary.kinds[row.kind].is_standing:
                record[FILED] = filed.get(row.id, [])
            yield row.kind, record
    for position, j in enumerate(dossier.judgements):
        yield JUDGEMENTS, {KEY: number, "clause": j.clause, "achievement": j.achievement, "answer": j.answer,
                           "by": j.by, "on": j.on, "reason": j.reason, "position": position}  # fmt: skip
    for position, d in enumerate(dossier.documents or ()):
        yield DOCUMENTS, {KEY: number, **{name: getattr(d, name) for name in DOCUMENT_FIELDS}, "position": position}


def _organisation(dossier: Dossier, vocabulary: Vocabulary) -> dict[str, Any]:
    own = {"name": dossier.name, "uscc": dossier.uscc, "type": dossier.type}
    application = dossier.application
    return {
        **_fields({**dossier.record, **own}, vocabulary.organisation, dossier.name, own),
        **{known_column(k.name): k.name in dossier.standing for k in vocabulary.standing},
        "application_day": application.day,
        "application_contract": application.contract,
        "application_opens": application.opens,
        "application_closes": None if application.closes is None else application.closes.isoformat()[:10],
        "application_publication": application.publication,
        "application_tracks": list(application.tracks),
        "application_leader": application.leader,
        "application_team": list(application.team),
        "baseline": None if dossier.baseline is None else dict(dossier.baseline),
        "claims": dict(dossier.claims),
        "claims_submitted": dossier.claims_submitted,
        "application_choices": {
            choice_key(track, name): picked
            for track, named in application.choices.items()
            for name, picked in named.items()
        },
        "application_joint": [{"name": j.name, "type": j.type, "clauses": list(j.clauses)} for j in application.joint],
        known_column(DOCUMENTS): dossier.documents is not None,
        "details": details.dump(dossier),
    }


DOCUMENT_FIELDS = ("id", "year", "date", "valid_until", "sealed", "achievement", "type")


def _fields(
    values: Mapping[str, Any], fields: Mapping[str, Field], where: str, also: Mapping[str, str] | None = None
) -> dict[str, Any]:
    unknown = [name for name in values if name not in fields and name not in (also or {})]
    if unknown:
        raise PopulationUnusable(told('{}: unknown field "{}"', where, unknown[0]), nearest(unknown[0], fields))
    out: dict[str, Any] = dict(also or {})
    for name, field in fields.items():
        value = values.get(name)
        if value is UNKNOWN:
            out[name] = None
        elif field.type in MANY:
            out[name] = _many(value, field)
        elif value is None:
            out[name] = None if field.type in OPEN_WHEN_EMPTY else ""
        else:
            out[name] = value
        if field.type == "references":
            out[number_column(name)] = value if isinstance(value, int) else None
    return out


def _many(value: Any, field: Field) -> Any:
    if value is None:
        return []
    if isinstance(value, int):
        return None
    if field.type == "links":
        return [{"platform": platform, "url": url, "on": on} for platform, url, on in value]
    return list(value)
