"""The commands for whoever runs the site: tick, work, journal verify, backup, restore."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from juli.cli.program import main
from juli.registry import due
from juli.registry.journal.actions import record
from juli.registry.journal.models import Entry
from juli.registry.messages.models import Channel, Message
from juli.registry.parties import Actor, Subject

AT = dt.datetime(2024, 3, 13, 8, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.JULI_ROOTS_DIR = tmp_path / "roots"
    settings.JULI_FILES_DIR = tmp_path / "files"
    settings.JULI_OUTBOX_DIR = tmp_path / "outbox"
    return tmp_path


def juli(*words):
    return CliRunner().invoke(main, words)


def acted(times=3):
    for i in range(times):
        with transaction.atomic():
            record(
                subject=Subject("call", "1"), actor=Actor("user:1", "lead"), act="call.note", details={"i": i}, at=AT
            )


def test_what_is_due_is_done(monkeypatch):
    asked = []
    monkeypatch.setattr(due, "_hooks", {"closings": lambda now: asked.append(now) or 2})
    said = juli("tick", "--json")
    assert (said.exit_code, json.loads(said.output)["acts"], len(asked)) == (0, 2, 1)


def test_one_round_hands_over_what_waits_and_writes_the_days_root(places):
    acted()
    Message.objects.create(
        recipient="user:1", channel=Channel.EMAIL, key="k", kind="none", address="li@example.org", title="标题", body="正文",
        state=Message.State.WAITING, at=AT, next_at=AT,
    )  # fmt: skip
    said = json.loads(juli("work", "--once", "--json").output)
    assert (said["sent"], said["root"]) == (1, 1)
    assert json.loads(juli("work", "--once", "--json").output)["root"] is None
    assert len(list((places / "outbox").iterdir())) == 1


def test_a_sound_journal_and_a_touched_one():
    acted()
    assert juli("work", "--once").exit_code == 0
    said = juli("journal", "verify", "--lang", "en")
    assert (said.exit_code, said.output) == (0, "3 entries of 1 subjects and 1 roots checked: nothing was touched\n")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'juli_frozen_%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    Entry.objects.filter(number=2).update(act="call.nothing")
    said = juli("journal", "verify", "--lang", "en")
    assert said.exit_code == 1
    assert "entry 2" in said.output
    assert json.loads(juli("journal", "verify", "--json").output)["findings"][0]["code"] == "changed"


def test_a_backup_does_not_replace_another_by_mistake(places):
    acted()
    path = places / "juli.zip"
    assert juli("backup", str(path), "--lang", "en").output == f"{_rows()} rows and 0 files: {path}\n"
    again = juli("backup", str(path), "--lang", "en")
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert juli("backup", str(path), "--force").exit_code == 0


def _rows() -> int:
    """What three acts leave: entries, their head, what waits for a root."""
    from django.apps import apps

    left_out = {"contenttypes", "auth", "sessions"}
    return sum(m.objects.count() for m in apps.get_models() if m._meta.app_label not in left_out)


def test_a_restore_into_a_full_database_says_why_not(places):
    acted()
    path = places / "juli.zip"
    assert juli("backup", str(path)).exit_code == 0
    said = juli("restore", str(path))
    assert said.exit_code == 1
    assert "is not empty" in said.output


def test_a_file_that_is_no_backup_is_refused(places):
    path = places / "notes.zip"
    path.write_text("not a zip")
    said = juli("restore", str(path))
    assert said.exit_code == 1
    assert str(path) in said.output
