"""The settings hold on both databases."""

from io import StringIO

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection


def test_a_visit_is_kept(database):
    visit = SessionStore()
    visit["organisation"] = "样例智能产业协会"
    visit.save()
    assert connection.vendor == database
    assert SessionStore(session_key=visit.session_key)["organisation"] == "样例智能产业协会"


def test_the_tables_are_those_of_the_models(database):
    told = StringIO()
    call_command("migrate", check_unapplied=True, database=connection.alias, stdout=told)
    call_command("check", databases=[connection.alias], fail_level="WARNING", stdout=told)
    assert told.getvalue().splitlines()[-1] == "System check identified no issues (0 silenced)."
    assert [name for name in connection.introspection.table_names() if name.startswith("django_")] == [
        "django_content_type",
        "django_migrations",
        "django_session",
    ]
