"""Takes the triggers off frozen tables while Django empties a test database, and puts them back."""

from django.db import connections
from django.db.models.signals import post_migrate

_waiting: dict[str, list[str]] = {}


def thaw_until_emptied(alias):
    """Lift the triggers of a database; Django says that it has emptied it, and then they are put back."""
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute(
                "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'juli_frozen_%'"
            )
            found = cursor.fetchall()
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in found]
            back = [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in found]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'juli_frozen_%'")
            found = cursor.fetchall()
            lift = [f'DROP TRIGGER "{name}"' for name, _ in found]
            back = [sql for _, sql in found]
        for statement in lift:
            cursor.execute(statement)
    _waiting[alias] = back


def _put_back(using, **_):
    statements = _waiting.pop(using, [])
    if statements:
        with connections[using].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


post_migrate.connect(_put_back, dispatch_uid="tests.frozen")
