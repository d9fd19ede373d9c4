"""One SQL view per kind over the ledger's tables, with the columns of a Parquet export, made from the vocabulary.

The views are the connection's own (TEMP): they always fit the vocabulary as it is, and no migration stumbles over them.
Money is divided exactly: ``numeric`` in PostgreSQL, text in SQLite, which has no exact fractions. Lists are arrays in
PostgreSQL (links: arrays of JSON) and JSON in SQLite.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from juli.engines.policy.population.columns import (
    ANCHOR_DATES,
    DOCUMENTS,
    FILED,
    JUDGEMENTS,
    KEY,
    ORGANISATIONS,
    known_column,
    layout,
    number_column,
)
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import OPEN_WHEN_EMPTY, Field, Kind, Vocabulary
from juli.stages.ledger.columns import COLUMNS
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import ApplicantType, Organisation, Standing

_EVIDENCE: Final = "registry_files_attachment"


class _Words(Protocol):
    """How a database says what the views are made of. ``source`` is a JSON column, ``name`` a key of it."""

    def scalar(self, field: Field, source: str) -> str:
        """A value out of JSON in its type; NULL where the key is absent."""

    def array(self, source: str) -> str:
        """A JSON list of texts, empty where there is none."""

    def number(self, source: str) -> str:
        """A bare number in place of a list; NULL where there is a list."""

    def links(self, source: str) -> str:
        """A JSON list of links."""

    def at(self, source: str, name: str) -> str:
        """The JSON under a key."""

    def nothing(self, type_: str) -> str:
        """NULL of a column's type."""

    def empty(self, type_: str) -> str:
        """An empty list or map of a column's type."""

    def is_in(self, value: str, source: str) -> str:
        """Whether a JSON list holds a text."""

    def gathered(self, select: str) -> str:
        """The texts that a query gives, as a list."""


class _PostgreSQL:
    _TYPES: Final = {
        "integer": "bigint", "year": "integer", "boolean": "boolean", "date": "date", "money": "numeric(18, 2)"
    }  # fmt: skip

    def scalar(self, field: Field, source: str) -> str:
        said = f"({source} ->> {_text(field.name)})"
        if field.type == "money":
            return f"({said}::numeric / 100)::numeric(18, 2)"
        type_ = self._TYPES.get(field.type)
        return f"{said}::{type_}" if type_ else said

    def array(self, source: str) -> str:
        listed = f"ARRAY(SELECT jsonb_array_elements_text({source}))"
        return f"CASE jsonb_typeof({source}) WHEN 'array' THEN {listed} WHEN 'number' THEN NULL ELSE '{{}}'::text[] END"

    def number(self, source: str) -> str:
        return f"CASE WHEN jsonb_typeof({source}) = 'number' THEN ({source} #>> '{{}}')::bigint END"

    def links(self, source: str) -> str:
        listed = f"ARRAY(SELECT jsonb_array_elements({source}))"
        return f"CASE jsonb_typeof({source}) WHEN 'array' THEN {listed} ELSE '{{}}'::jsonb[] END"

    def at(self, source: str, name: str) -> str:
        return f"({source} -> {_text(name)})"

    def nothing(self, type_: str) -> str:
        return f"NULL::{_postgresql_type(type_)}"

    def empty(self, type_: str) -> str:
        return "'{}'::" + _postgresql_type(type_)

    def is_in(self, value: str, source: str) -> str:
        return f"({source} @> to_jsonb({value}::text))"

    def gathered(self, select: str) -> str:
        return f"ARRAY({select})"


def _postgresql_type(duckdb: str) -> str:
    """PostgreSQL's name of a type of the layout."""
    if duckdb.startswith(("MAP", "STRUCT")):
        return "jsonb[]" if duckdb.endswith("[]") else "jsonb"
    return duckdb.replace("VARCHAR", "text").replace("DECIMAL", "numeric").lower()


class _SQLite:
    def scalar(self, field: Field, source: str) -> str:
        said = f"json_extract({source}, {_path(field.name)})"
        if field.type == "money":
            return _exact(said)
        return said

    def array(self, source: str) -> str:
        return f"CASE json_type({source}) WHEN 'array' THEN {source} WHEN 'integer' THEN NULL ELSE '[]' END"

    def number(self, source: str) -> str:
        return f"CASE WHEN json_type({source}) = 'integer' THEN json_extract({source}, '$') END"

    def links(self, source: str) -> str:
        return f"coalesce({source}, '[]')"

    def at(self, source: str, name: str) -> str:
        return f"({source} -> {_path(name)})"

    def nothing(self, type_: str) -> str:
        del type_
        return "NULL"

    def empty(self, type_: str) -> str:
        return "'[]'" if type_.endswith("[]") else "'{}'"

    def is_in(self, value: str, source: str) -> str:
        return f"EXISTS (SELECT 1 FROM json_each({source}) WHERE json_each.value = {value})"

    def gathered(self, select: str) -> str:
        return f"(SELECT json_group_array(one) FROM ({select}))"


def _exact(fen: str) -> str:
    """Yuan as text, to the cent."""
    return f"CASE WHEN {fen} IS NOT NULL THEN printf('%d.%02d', {fen} / 100, {fen} % 100) END"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _path(name: str) -> str:
    return _text(f'$."{name}"')


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _words(connection: BaseDatabaseWrapper) -> _Words:
    return _PostgreSQL() if connection.vendor == "postgresql" else _SQLite()


def statements(
    connection: BaseDatabaseWrapper, vocabulary: Vocabulary, programme: Programme | None, day: dt.date
) -> Iterator[tuple[str, str]]:
    """Every view's name with its query. Organisations stand as the types that they have under ``programme`` on ``day``.

    Without a programme, as the first of all their types. Those that are not accepted are left out.
    """
    words = _words(connection)
    yield ORGANISATIONS, _organisations(words, vocabulary, programme, day)
    for kind in vocabulary.achievements:
        yield kind.name, _achievements(words, kind)
    for kind in vocabulary.standing:
        yield kind.name, _standing(words, kind)
    tables = layout(vocabulary)
    for name in (JUDGEMENTS, DOCUMENTS):
        columns = ", ".join(f"{words.nothing(c.type)} AS {_name(c.name)}" for c in tables[name].columns)
        yield name, f"SELECT {columns} WHERE 1 = 0"


def make(
    connection: BaseDatabaseWrapper, vocabulary: Vocabulary, programme: Programme | None, day: dt.date
) -> tuple[str, ...]:
    """Make the views in this connection, in place of those it had; their names."""
    made = []
    with connection.cursor() as cursor:
        for name, query in statements(connection, vocabulary, programme, day):
            cursor.execute(f"DROP VIEW IF EXISTS {_place(connection)}{_name(name)}")
            cursor.execute(f"CREATE TEMP VIEW {_name(name)} AS {query}")
            made.append(name)
    return tuple(made)


def _place(connection: BaseDatabaseWrapper) -> str:
    return "pg_temp." if connection.vendor == "postgresql" else "temp."


# -- one query each ----------------------------------------------------------------------------------------------------


def _field(words: _Words, field: Field, source: str) -> Iterator[tuple[str, str]]:
    """The column or columns of a field that lies in JSON."""
    if field.type == "references":
        there = words.at(source, field.name)
        yield field.name, words.array(there)
        yield number_column(field.name), words.number(there)
    elif field.type == "choices":
        yield field.name, words.array(words.at(source, field.name))
    elif field.type == "links":
        yield field.name, words.links(words.at(source, field.name))
    else:
        yield field.name, _known(field, words.scalar(field, source))


def _known(field: Field, said: str) -> str:
    """An empty text is none; another empty value is unknown."""
    return said if field.type in OPEN_WHEN_EMPTY else f"coalesce({said}, '')"


def _own_column(words: _Words, field: Field) -> Iterator[tuple[str, str]]:
    """The column or columns of a shared field that is a column of the table."""
    source = f"a.{_name(field.name)}"
    if field.type == "references":
        yield field.name, words.array(source)
        yield number_column(field.name), words.number(source)
    elif field.type == "choices":
        yield field.name, words.array(source)
    elif field.type == "links":
        yield field.name, words.links(source)
    else:
        yield field.name, source


def _achievements(words: _Words, kind: Kind) -> str:
    table = Achievement._meta.db_table  # noqa: SLF001  # Django documents it as public.
    tags = (
        f"SELECT DISTINCT e.tag AS one FROM {_EVIDENCE} e WHERE e.subject_type = 'achievement' "
        f"AND e.subject_id = CAST(a.id AS varchar(20)) AND e.tag <> '' ORDER BY 1"
    )
    place = "row_number() OVER (PARTITION BY a.organisation_id ORDER BY a.date, a.id) - 1"
    columns = {
        KEY: "a.organisation_id",
        "id": "CAST(a.id AS varchar(20))",
        "position": place,
        "planned": "(1 = 0)",
        "evidence": words.gathered(tags),
        FILED: words.empty("VARCHAR[]"),
    }
    for field in kind.fields.values():
        columns.update(_own_column(words, field) if field.name in COLUMNS else _field(words, field, "a.fields"))
    return f"{_select(columns)} FROM {table} a WHERE a.kind = {_text(kind.name)} AND a.removed_at IS NULL"


def _standing(words: _Words, kind: Kind) -> str:
    table = Standing._meta.db_table  # noqa: SLF001  # Django documents it as public.
    columns = {
        KEY: "s.organisation_id",
        "id": f"{_text(kind.name + '-')} || s.id",
        "position": "row_number() OVER (PARTITION BY s.organisation_id ORDER BY s.id) - 1",
        "planned": "(1 = 0)",
        "evidence": words.empty("VARCHAR[]"),
    }
    for field in kind.fields.values():
        columns.update(_field(words, field, "s.fields"))
    last = ""
    if kind.one:
        # Of a kind that one has one of, the latest entry is it.
        newer = f"SELECT 1 FROM {table} n WHERE n.organisation_id = s.organisation_id AND n.kind = s.kind"
        last = f" AND NOT EXISTS ({newer} AND n.removed_at IS NULL AND n.id > s.id)"
    return f"{_select(columns)} FROM {table} s WHERE s.kind = {_text(kind.name)} AND s.removed_at IS NULL{last}"


def _organisations(words: _Words, vocabulary: Vocabulary, programme: Programme | None, day: dt.date) -> str:
    table, rows = Organisation._meta.db_table, Standing._meta.db_table  # noqa: SLF001  # Documented as public.
    columns = {
        KEY: "o.id",
        "name": "o.name",
        "uscc": "coalesce(o.uscc, h.uscc, '')",
        "type": "t.type",
    }
    for field in vocabulary.organisation.values():
        if field.name not in columns:
            columns.update(_field(words, field, "o.record"))
    for kind in vocabulary.standing:
        some = f"SELECT 1 FROM {rows} s WHERE s.organisation_id = o.id AND s.kind = {_text(kind.name)}"
        recorded = f"EXISTS ({some} AND s.removed_at IS NULL)"
        said = words.is_in(_text(kind.name), "o.complete")
        columns[known_column(kind.name)] = f"({recorded} OR {said})" if kind.key is not None else "(1 = 0)"
    known = {known_column(DOCUMENTS): "(1 = 0)", "claims_submitted": "(1 = 0)"}
    for column in layout(vocabulary)[ORGANISATIONS].columns:
        if column.name in columns:
            continue
        if column.name in known:
            columns[column.name] = known[column.name]
        elif column.name in ANCHOR_DATES or column.name == "baseline" or not column.type.endswith((")", "[]")):
            columns[column.name] = words.nothing(column.type)
        else:
            columns[column.name] = words.empty(column.type)
    types = _types(vocabulary, programme, day)
    accepted = _text(Organisation.State.ACCEPTED)
    return (
        f"{_select(columns)} FROM {table} o LEFT JOIN {table} h ON h.id = o.host_id "
        f"JOIN ({types}) t ON t.organisation_id = o.id WHERE o.state = {accepted}"
    )


def _types(vocabulary: Vocabulary, programme: Programme | None, day: dt.date) -> str:
    """As which type each organisation stands: what it holds for the family before what it holds for all, one that may
    apply before one that may not, the first that was given."""
    table = ApplicantType._meta.db_table  # noqa: SLF001  # Django documents it as public.
    family = _text(programme.family if programme is not None else "")
    allowed = programme.applicants.types if programme is not None else tuple(vocabulary.applicant_types)
    listed = ", ".join(_text(name) for name in allowed)
    on = _text(day.isoformat())
    order = f"(y.programme = {family} AND y.programme <> '') DESC, (y.type IN ({listed})) DESC, y.since, y.id"
    ranked = (
        f"SELECT y.organisation_id, y.type, "
        f"row_number() OVER (PARTITION BY y.organisation_id ORDER BY {order}) AS place "
        f"FROM {table} y WHERE y.since <= {on} AND (y.until IS NULL OR y.until >= {on}) "
        f"AND y.programme IN ('', {family})"
    )
    return f"SELECT organisation_id, type FROM ({ranked}) r WHERE place = 1"


def _select(columns: Mapping[str, str]) -> str:
    return "SELECT " + ", ".join(f"{said} AS {_name(name)}" for name, said in columns.items())
