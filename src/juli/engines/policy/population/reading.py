"""Tables opened for judging, and read back as dossiers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from juli.engines.policy.dossier import Application, Bare, Document, Dossier, Judgement, Row
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.mistakes import told
from juli.engines.policy.population import details
from juli.engines.policy.population.columns import (
    ANCHOR_DATES,
    DOCUMENTS,
    FILED,
    JUDGEMENTS,
    KEY,
    ORGANISATIONS,
    Column,
    PopulationUnusable,
    Table,
    known_column,
    layout,
    number_column,
)
from juli.engines.policy.population.tables import DOCUMENT_FIELDS, literal, quoted
from juli.engines.policy.problems import nearest
from juli.engines.policy.vocabulary import MANY, OPEN_WHEN_EMPTY, Field, Vocabulary

_WHOLE = re.compile(r"U?(TINY|SMALL|BIG)?INT(EGER)?\Z")


def open_population(
    connection: duckdb.DuckDBPyConnection, directory: Path, vocabulary: Vocabulary
) -> Mapping[str, Table]:
    """Make a view of every table in ``directory`` (Parquet, else CSV) and return the tables by name.

    A kind without a file has no rows. In CSV an empty cell is an empty field. Raises PopulationUnusable with the
    file, the column and the remedy when there are no organisations, or a column is unknown or of another type.
    """
    tables = layout(vocabulary)
    for name, table in tables.items():
        file = next((f for f in (directory / f"{name}.parquet", directory / f"{name}.csv") if f.exists()), None)
        if file is None and name == ORGANISATIONS:
            raise PopulationUnusable(
                told('no "{}.parquet" or "{}.csv" in {}', name, name, directory),
                told(
                    "a population is a folder with this file, one for each kind of work (activity, standard …), and "
                    "where there are any, judgements and documents: docs/population.md describes their columns"
                ),
            )
        if file is None:
            nothing = ", ".join(f"NULL::{c.type} AS {quoted(c.name)}" for c in table.columns)
            body = f"SELECT {nothing} WHERE false"
        else:
            body = _select(connection, file, table)
        connection.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS {body}")
    return tables


def _select(connection: duckdb.DuckDBPyConnection, file: Path, table: Table) -> str:
    is_csv = file.suffix == ".csv"
    reader = (
        f"read_csv({literal(file)}, header = true, all_varchar = true)" if is_csv else f"read_parquet({literal(file)})"
    )
    try:
        # S608: the file's name is quoted; a view takes no parameters.
        found = {str(row[0]): str(row[1]) for row in connection.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()}
    except duckdb.Error as error:
        raise PopulationUnusable(told("{}: not readable: {}", file, error)) from error
    for name in found:
        if name not in {c.name for c in table.columns}:
            remedy = nearest(name, [c.name for c in table.columns], otherwise=told("drop it"))
            raise PopulationUnusable(told('{}: unknown column "{}"', file, name), remedy)
    if KEY not in found:
        raise PopulationUnusable(told('{}: no column "{}"', file, KEY), told("it holds the organisation's number"))
    parts = [f"{_value(c, found, file, is_csv=is_csv)} AS {quoted(c.name)}" for c in table.columns]
    return f"SELECT {', '.join(parts)} FROM {reader}"


def _value(column: Column, columns: Mapping[str, str], file: Path, *, is_csv: bool) -> str:
    name, empty, found = quoted(column.name), _when_absent(column), columns.get(column.name)
    if found is None:
        return f"{empty}::{column.type}"
    if found.replace('"', "") == column.type.replace('"', ""):
        return name
    if not is_csv and not _fits(found, column.type):
        raise PopulationUnusable(
            told('{}: column "{}" is {}', file, column.name, found), told("write it as {}", column.type)
        )
    value = f"CAST({name} AS {column.type})"
    if not is_csv or empty == "NULL":
        return value
    number = number_column(column.name)
    if column.field is not None and column.field.type == "references" and number in columns:
        # A bare number in the second column says that no list is kept, not that the list is empty.
        return f"CASE WHEN {quoted(number)} IS NULL THEN coalesce({value}, []) ELSE {value} END"
    return f"coalesce({value}, {empty}::{column.type})"


def _when_absent(column: Column) -> str:
    if column.name in (FILED, "evidence"):
        return "[]"
    if column.field is None or column.name != column.field.name or column.field.type in OPEN_WHEN_EMPTY:
        return "false" if column.type == "BOOLEAN" and column.field is None and column.name != "answer" else "NULL"
    return "[]" if column.field.type in MANY else "''"


def _fits(found: str, wanted: str) -> bool:
    if _WHOLE.match(wanted):
        return bool(_WHOLE.match(found))
    if wanted.startswith("DECIMAL"):
        scale = re.match(r"DECIMAL\(\d+,\s*(\d+)\)", found)
        return bool(_WHOLE.match(found)) or (scale is not None and int(scale[1]) <= 2)
    if wanted == "VARCHAR":
        return found.startswith("ENUM")
    return found == '"NULL"' or found.replace(" ", "").replace('"', "") == wanted.replace(" ", "").replace('"', "")


def read_dossiers(
    connection: duckdb.DuckDBPyConnection, vocabulary: Vocabulary, organisations: Sequence[int] | None = None
) -> Iterator[tuple[int, Dossier]]:
    """The organisations with these numbers (None: all) as dossiers with their numbers, in the order of the numbers.

    ``connection`` has the population open. What is read is held in memory at once: ask in portions.
    """
    tables = layout(vocabulary)
    wanted = None if organisations is None else sorted(set(organisations))
    rows: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    standing: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    for kind in (*vocabulary.achievements, *vocabulary.standing):
        into = standing if kind.is_standing else rows
        for record in _records(connection, tables[kind.name], wanted):
            into[record[KEY]].append((record["position"] or 0, row_of(record, tables[kind.name])))
    judgements: dict[int, list[tuple[int, Judgement]]] = defaultdict(list)
    for r in _records(connection, tables[JUDGEMENTS], wanted):
        judgement = Judgement(r["clause"], r["answer"], r["achievement"], r["by"] or "", r["on"], r["reason"] or "")
        judgements[r[KEY]].append((r["position"] or 0, judgement))
    documents: dict[int, list[tuple[int, Document]]] = defaultdict(list)
    for r in _records(connection, tables[DOCUMENTS], wanted):
        document = Document(**{name: r[name] for name in DOCUMENT_FIELDS})
        documents[r[KEY]].append((r["position"] or 0, document))
    for record in _records(connection, tables[ORGANISATIONS], wanted):
        number = record[KEY]
        held = tuple(_ordered(documents[number])) if record[known_column(DOCUMENTS)] else None
        yield number, _dossier(record, vocabulary, _ordered(rows[number]), _ordered(standing[number]),
                               tuple(_ordered(judgements[number])), held)  # fmt: skip


def _ordered(found: list[tuple[int, Any]]) -> list[Any]:
    return [value for _, value in sorted(found, key=lambda pair: pair[0])]


def _records(
    connection: duckdb.DuckDBPyConnection, table: Table, wanted: Sequence[int] | None
) -> Iterator[dict[str, Any]]:
    names = [c.name for c in table.columns]
    only = "" if wanted is None else f"WHERE {KEY} IN (SELECT unnest(?::BIGINT[]))"
    order = f"{KEY}, position" if "position" in names else KEY
    # S608: only the layout's names are put in, the numbers are a parameter.
    text = f"SELECT {', '.join(quoted(n) for n in names)} FROM {quoted(table.name)} {only} ORDER BY {order}"
    for row in connection.execute(text, None if wanted is None else [list(wanted)]).fetchall():
        yield dict(zip(names, row, strict=True))


def _dossier(
    record: Mapping[str, Any],
    vocabulary: Vocabulary,
    rows: list[Row],
    standing: list[Row],
    judged: tuple[Judgement, ...],
    documents: tuple[Document, ...] | None,
) -> Dossier:
    rest = details.load(record["details"])
    own = {n: v for n, v in values_of(record, vocabulary.organisation).items() if n != "type"}
    dates = {name.removeprefix("application_"): record[name] for name in ANCHOR_DATES}
    application = {
        **dates,
        "tracks": tuple(record["application_tracks"] or ()),
        "leader": record["application_leader"],
        "team": tuple(record["application_team"] or ()),
        **rest.pop("application", {}),
    }
    return Dossier(
        name=record["name"] or f"#{record[KEY]}",
        uscc=record["uscc"] or "",
        type=record["type"] or "",
        record=own,
        standing={
            k.name: tuple(r for r in standing if r.kind == k.name)
            for k in vocabulary.standing
            if record[known_column(k.name)]
        },
        achievements=tuple(r for r in rows if not r.planned),
        plan=tuple(r for r in rows if r.planned),
        application=Application(**application),
        judgements=judged,
        claims=dict(record["claims"] or {}),
        claims_submitted=bool(record["claims_submitted"]),
        baseline=None if record["baseline"] is None else dict(record["baseline"]),
        documents=documents,
        **rest,
    )


def row_of(record: Mapping[str, Any], table: Table) -> Row:
    """One record of a kind's table as the row it was written from, empty fields left out."""
    kind = table.kind
    if kind is None:
        raise ValueError(f'"{table.name}" holds no rows of a kind')
    values = values_of(record, kind.fields)
    return Row(record["id"], kind.name, values, bool(record["planned"]), frozenset(record["evidence"] or ()))


def values_of(record: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """The fields of one record, empty ones left out, unknown texts and lists as ``UNKNOWN``."""
    values: dict[str, Any] = {}
    for name, field in fields.items():
        value = record[name]
        if field.type == "references" and value is None:
            number = record[number_column(name)]
            values[name] = UNKNOWN if number is None else Bare(number)
        elif value is None:
            if field.type not in OPEN_WHEN_EMPTY:
                values[name] = UNKNOWN
        elif field.type == "links":
            if value:
                values[name] = tuple((link["platform"], link["url"], link["on"]) for link in value)
        elif field.type in MANY:
            if value:
                values[name] = tuple(value)
        elif value != "":
            values[name] = value
    return values
