# ruff: noqa: SLF001  # Django documents _meta as public.
"""Tables whose rows are never changed again, held by triggers in the database itself.

A migration writes ``operations = [..., Freeze("Entry")]``. On SQLite a later migration that alters the table loses the
triggers, because Django makes the table anew there: such a migration ends with Freeze again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

#: Every trigger's name starts with it.
PREFIX = "juli_frozen_"


class Freeze(Operation):
    """Refuses UPDATE, DELETE and (on PostgreSQL) TRUNCATE; such a statement raises IntegrityError.

    ``erasable`` names fields that may be set to NULL while all others stay as they are. ``when`` names a field and its
    values: only rows that have one of them are frozen, and such a row keeps one of them; ``changeable`` names fields
    that may still change then (the one that ``when`` names, where a row goes from one frozen state to another).
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        model: str,
        erasable: Iterable[str] = (),
        when: tuple[str, Iterable[str]] | None = None,
        changeable: Iterable[str] = (),
    ) -> None:
        self.model = model
        self.erasable = list(erasable)
        self.when = None if when is None else (when[0], list(when[1]))
        self.changeable = list(changeable)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the triggers."""
        for statement in self._statements(schema_editor.connection, to_state.apps.get_model(app_label, self.model)):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the triggers."""
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        postgresql = schema_editor.connection.vendor == "postgresql"
        for event in ("update", "delete", *(["truncate"] if postgresql else [])):
            on = f' ON "{table}"' if postgresql else ""
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_name(table, event)}"{on}', params=None)
        if postgresql:
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{_name(table, "refuse")}"()', params=None)

    def describe(self) -> str:
        """What the operation does, for the list of migrations."""
        return f"Freeze the rows of {self.model}"

    def _statements(self, connection: BaseDatabaseWrapper, model: Any) -> list[str]:
        table = model._meta.db_table
        columns = {field.name: field.column for field in model._meta.concrete_fields}
        named = {*self.erasable, *self.changeable, *([self.when[0]] if self.when else [])}
        if unknown := named - set(columns):
            raise ValueError(f"{self.model} has no field {', '.join(sorted(unknown))}")
        free = {columns[name] for name in self.erasable}
        loose = {columns[name] for name in self.changeable}
        fixed = [column for column in columns.values() if column not in free | loose]
        frozen = None if self.when is None else _Frozen(columns[self.when[0]], tuple(self.when[1]))
        if connection.vendor == "postgresql":
            return _postgresql(table, fixed, sorted(free), frozen)
        if connection.vendor == "sqlite":
            return _sqlite(table, fixed, sorted(free), frozen)
        raise NotImplementedError(f"no triggers for {connection.vendor}: use SQLite or PostgreSQL")


class _Frozen(NamedTuple):
    """Which rows are frozen: those whose column has one of the values."""

    column: str
    values: tuple[str, ...]

    def of(self, row: str) -> str:
        """The condition on ``OLD.``, ``NEW.`` or the table itself (empty)."""
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in self.values)
        return f'{row}"{self.column}" IN ({values})'


def _name(table: str, event: str) -> str:
    return f"{PREFIX}{table}_{event}"


def _sqlite(table: str, fixed: list[str], free: list[str], frozen: _Frozen | None) -> list[str]:
    refused = f"SELECT RAISE(ABORT, 'the rows of {table} are never changed');"
    kept = [f'OLD."{column}" IS NEW."{column}"' for column in fixed] + [f'NEW."{column}" IS NULL' for column in free]
    update, delete = _conditions(kept, free, frozen)
    return [
        f'CREATE TRIGGER "{_name(table, "update")}" BEFORE UPDATE ON "{table}"{update} BEGIN {refused} END',
        f'CREATE TRIGGER "{_name(table, "delete")}" BEFORE DELETE ON "{table}"{delete} BEGIN {refused} END',
    ]


def _conditions(kept: list[str], free: list[str], frozen: _Frozen | None) -> tuple[str, str]:
    """``WHEN`` of the triggers against changing and against deleting a row."""
    if frozen is None:
        return (f" WHEN (NOT ({' AND '.join(kept)}))" if free else ""), ""
    still = " AND ".join([*kept, frozen.of("NEW.")])
    return f" WHEN ({frozen.of('OLD.')} AND NOT ({still}))", f" WHEN ({frozen.of('OLD.')})"


def _postgresql(table: str, fixed: list[str], free: list[str], frozen: _Frozen | None) -> list[str]:
    function = _name(table, "refuse")
    kept = [f'OLD."{column}" IS NOT DISTINCT FROM NEW."{column}"' for column in fixed]
    kept += [f'NEW."{column}" IS NULL' for column in free]
    update, delete = _conditions(kept, free, frozen)
    some = f'SELECT 1 FROM "{table}" WHERE {frozen.of("")}' if frozen else f'TABLE "{table}"'  # noqa: S608  # Our names.
    # A table without frozen rows may be emptied: that is how a test database is cleaned.
    body = [
        "BEGIN",
        f"IF TG_OP = 'TRUNCATE' AND NOT EXISTS ({some}) THEN RETURN NULL; END IF;",
        f"RAISE EXCEPTION 'the rows of {table} are never changed' USING ERRCODE = 'restrict_violation';",
        "END",
    ]

    def trigger(event: str, each: str) -> str:
        name = _name(table, event)
        begins = f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}"'
        return f'{begins} FOR EACH {each} EXECUTE FUNCTION "{function}"()'

    return [
        f'CREATE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS $juli${" ".join(body)}$juli$',
        trigger("update", f"ROW{update}"),
        trigger("delete", f"ROW{delete}"),
        trigger("truncate", "STATEMENT"),
    ]
