"""Empty databases quickly: what the migrations say to one is noted, and said again to the next one.

A run of all migrations takes a quarter of a minute, most of it spent on models as they once were; a dozen databases are
made in one run of the tests. Notes lie under ``var/`` and hold for the very same migrations, word by word.
"""

import hashlib
import pickle
import sys
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor

NOTES = Path(__file__).parents[1] / "var" / "migrated"
#: Of this many states of the migrations, per kind of database.
KEPT = 6
#: A database says these by itself, around what it does as a whole.
_OWN = ("BEGIN", "SAVEPOINT", "RELEASE SAVEPOINT", "PRAGMA foreign_keys")
_migrate = MigrationExecutor.migrate


def install():
    """From here on, whoever migrates an empty database in this process does it from notes where there are any."""
    MigrationExecutor.migrate = _migrate_noted


def _migrate_noted(self, targets, plan=None, state=None, fake=False, fake_initial=False):
    everything = self.migration_plan(self.loader.graph.leaf_nodes(), clean_start=True)
    # Anything but all migrations on an empty database is not this module's affair.
    if self.loader.applied_migrations or plan != everything or fake or self.connection.introspection.table_names():
        return _migrate(self, targets, plan, state, fake, fake_initial)
    path = NOTES / f"{self.connection.vendor}-{_digest(self.connection, everything)}.pickle"
    if path.is_file():
        _say(self.connection, pickle.loads(path.read_bytes()))  # noqa: S301  # Written below.
        self.loader.build_graph()
        return self.loader.project_state()
    noted = []
    with self.connection.execute_wrapper(_noting(noted)):
        after = _migrate(self, targets, plan, state, fake, fake_initial)
    _keep(path, noted)
    return after


def _noting(noted):
    def note(execute, sql, params, many, context):
        if not str(sql).startswith(_OWN):
            noted.append((str(sql), params, many))
        return execute(sql, params, many, context)

    return note


def _say(connection, noted):
    with _at_once(connection), connection.cursor() as cursor:
        for sql, params, many in noted:
            (cursor.executemany if many else cursor.execute)(sql, params)


@contextmanager
def _at_once(connection):
    if connection.vendor == "sqlite":
        with connection.constraint_checks_disabled(), transaction.atomic(connection.alias):
            yield
        return
    # Tables with rows that await their check can't be altered: each statement is a transaction.
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        yield
        cursor.execute("RESET synchronous_commit")


def _keep(path, noted):
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{hashlib.sha256(repr(noted).encode()).hexdigest()[:8]}.draft")
    draft.write_bytes(pickle.dumps(noted))
    draft.replace(path)
    kind = path.name.partition("-")[0]
    for old in sorted(path.parent.glob(f"{kind}-*.pickle"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _digest(connection, plan):
    """Of the text of every migration and of what it is made with, of Django, and of the server."""
    version = connection.pg_version if connection.vendor == "postgresql" else connection.Database.sqlite_version
    found = hashlib.sha256(repr((django.VERSION, sys.version_info[:2], version)).encode())
    for path in sorted({path for migration, _ in plan for path in _sources(migration)}):
        found.update(Path(path).read_bytes())
    return found.hexdigest()[:24]


def _sources(migration):
    made_with = [type(field) for op in migration.operations for _, field in getattr(op, "fields", ())]
    made_with += [type(op.field) for op in migration.operations if hasattr(op, "field")]
    names = {migration.__module__, *(one.__module__ for one in (*migration.operations, *made_with))}
    names |= {getattr(one, "__module__", None) for one in vars(sys.modules[migration.__module__]).values()}
    return {sys.modules[name].__file__ for name in names if name in sys.modules and name != "builtins"}
