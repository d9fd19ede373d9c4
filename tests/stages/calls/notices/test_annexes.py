"""Annexes with their versions, contacts of several kinds: on both databases (S0-1, S3-49, S3-54, S3-55).

Contacts of every kind: S4-60, S4-61, S4-62, S4-64, S4-103.
"""

import pytest

from juli.registry.journal.models import Entry
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.models import ContactEntry
from juli.stages.calls.notices.actions.annexes import Wordless, add_annex_version
from juli.stages.calls.notices.actions.contacts import enter_contact, remove_contact
from juli.stages.calls.notices.overview import annexes
from tests.people import people
from tests.stages.calls.notices.world import AT, call


@pytest.fixture
def world(database, tmp_path, settings):
    settings.JULI_FILES_DIR = tmp_path / "files"
    return people()


def add(where, by, data, note=""):
    return add_annex_version(
        call=where, number=1, title_zh="申报书", title_en="", note=note, blocks=[data], name="form.txt", by=by, at=AT
    )


def test_a_further_version_says_what_changed_and_the_first_stays(world):
    officer, where = world.users["officer"], call()
    add(where, officer, "申报书".encode())
    with pytest.raises(Wordless):
        add(where, officer, "申报书，改".encode())
    add(where, officer, "申报书，改".encode(), note="增加一栏")
    (annex,) = annexes(where)
    assert [(v.number, v.note, v.file.name) for v in annex.versions.all()] == [
        (2, "增加一栏", "form.txt"),
        (1, "", "form.txt"),
    ]
    with pytest.raises(Refused):
        add(where, world.users["expert"], b"x", note="x")


def enter(where, by, entry=None, version=0, **values):
    return enter_contact(call=where, role="business", values=values, entry=entry, version=version, by=by, at=AT)


def test_several_persons_answer_and_the_journal_keeps_no_name(world):
    officer, where = world.users["officer"], call()
    first = enter(where, officer, person="样甲", phone="010-00000000")
    enter(where, officer, person="样乙", email="b@example.org")
    enter(where, officer, entry=first.pk, version=1, person="样丙", phone="010-00000000")
    with pytest.raises(Stale):
        enter(where, officer, entry=first.pk, version=1, person="样丁")
    assert sorted(ContactEntry.objects.values_list("person", "version")) == [("样丙", 2), ("样乙", 1)]
    said = " ".join(Entry.objects.values_list("details", flat=True)) + " ".join(
        Entry.objects.values_list("personal", flat=True)
    )
    assert [name for name in ("样甲", "样乙", "样丙", "010-") if name in said] == []
    remove_contact(call=where, entry=first.pk, version=2, by=officer, at=AT)
    with pytest.raises(Refused):
        remove_contact(call=where, entry=first.pk, version=2, by=officer, at=AT)
