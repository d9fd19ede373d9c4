"""What the journal takes, keeps and refuses."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from juli.registry.canonical import NotCanonical
from juli.registry.journal.actions import Unrecordable, erase, hold, record
from juli.registry.journal.chain import NOTHING
from juli.registry.journal.models import Entry, Head, Root, Salt
from juli.registry.journal.queries import entries, latest_root, was
from juli.registry.journal.roots import RootsUnusable, publish_root, roots_file
from juli.registry.journal.verification import verify, verify_all
from juli.registry.parties import SYSTEM, Actor, Subject, Unnamed
from juli.registry.transactions import OutsideTransaction
from tests.registry.acts import AT
from tests.settings import postgresql_refusal

ON_POSTGRESQL_COMMITTED = (
    pytest.mark.skip(reason=postgresql_refusal())
    if postgresql_refusal()
    else pytest.mark.django_db(transaction=True, databases=["default", "postgresql"])
)
LEAD = Actor("user:1", "lead")
CALL = Subject("call", "7")
OTHER = Subject("application", "聚力-17")


def note(subject=CALL, **given):
    return record(**{"subject": subject, "actor": LEAD, "act": "call.publish", "at": AT, **given})


def test_an_entry_says_who_did_what_to_what_and_when(database, places):
    entry = note(details={"edition": "示例", "tracks": [1, None, True]})
    kept = entries(CALL).get()
    assert (kept.number, kept.at, kept.actor, kept.role, kept.act) == (1, AT, "user:1", "lead", "call.publish")
    assert kept.said == {"edition": "示例", "tracks": [1, None, True]}
    assert kept.previous == NOTHING
    assert kept.hash == kept.computed_hash() == entry.hash


def test_each_subject_has_a_chain_of_its_own(database, places):
    first, second, other = note(), note(act="call.amend", at=AT - timedelta(days=1)), note(OTHER)
    assert [(e.number, e.previous) for e in (first, second, other)] == [(1, NOTHING), (2, first.hash), (1, NOTHING)]
    assert verify_all().sound


def test_the_zone_of_the_caller_leaves_no_trace(database, places):
    from zoneinfo import ZoneInfo

    here, there = note(CALL), note(Subject("call", "8"), at=AT.astimezone(ZoneInfo("America/Lima")))
    assert here.computed_hash() == there.__class__(**{**values(there), "subject_id": "7"}).computed_hash()


def values(entry):
    return {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_apart_from_its_act():
    with pytest.raises(OutsideTransaction, match="record belongs in the transaction of the act"):
        note()
    with pytest.raises(OutsideTransaction):
        hold(subjects=[CALL])
    with pytest.raises(OutsideTransaction):
        erase(subject=CALL, field="phone", at=AT, actor=LEAD, reason="asked")


def test_what_is_rolled_back_was_never_recorded(database, places):
    note()

    def act():
        with transaction.atomic():
            note()
            raise RuntimeError("taken back")

    with pytest.raises(RuntimeError, match="taken back"):
        act()
    assert [e.number for e in entries(CALL)] == [1]
    assert note().number == 2
    assert verify_all().findings == ()


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"act": "Publish"}, Unrecordable, "write a verb in lower case"),
        ({"act": ""}, Unrecordable, "write a verb in lower case"),
        ({"details": {"share": 0.1}}, NotCanonical, r"\$\.share: a float has no canonical form; write it as text"),
        ({"details": {"rows": [{"on": AT}]}}, NotCanonical, r"\$\.rows\[0\]\.on: a datetime has no canonical form"),
        ({"details": {"text": "a\x00b"}}, NotCanonical, r"\$\.text: the character U\+0000 cannot be kept"),
        ({"details": {"text": "\ud800"}}, NotCanonical, r"U\+D800"),
        ({"details": {1: "a"}}, NotCanonical, "the key 1 is not text"),
        ({"at": datetime(2024, 3, 13)}, NotCanonical, "give a datetime with a time zone"),
        ({"personal": {"Phone!": "1"}}, Unrecordable, "personal field 'Phone!'"),
        ({"subject": Subject("Call", "7")}, Unnamed, "subject type 'Call'"),
        ({"subject": Subject("call", "a b")}, Unnamed, "subject id 'a b'"),
        ({"actor": Actor("", "lead")}, Unnamed, "actor ''"),
        ({"actor": Actor("user:1", "")}, Unnamed, "role ''"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(db, places, given, error, says):
    with pytest.raises(error, match=says):
        note(**given)
    assert Entry.objects.count() == 0


FROZEN = {"entry": "act", "salt": "field", "root": "reason"}


@pytest.mark.parametrize("table", FROZEN)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "{emptying}"])
def test_the_database_refuses_to_change_what_is_written(database, places, table, statement):
    note(personal={"phone": "138"})
    Root.objects.create(number=1, at=AT, reason="test", root="0" * 64)
    # What is still to be checked when the transaction ends would stand in the way of TRUNCATE.
    connection.check_constraints()
    name = f"registry_journal_{table}"
    emptying = "TRUNCATE {table} CASCADE" if database == "postgresql" else "DELETE FROM {table} WHERE 1"
    with pytest.raises(IntegrityError, match="are never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=name, column=FROZEN[table], emptying=emptying.format(table=name)))


def test_a_personal_field_can_be_proved_and_erased(database, places):
    first = note(personal={"leader.phone": "13800000000", "leader.name": "喆"})
    second = note(personal={"leader.phone": "13900000000"})
    assert "13800000000" not in first.personal
    assert (was(first, "leader.phone", "13800000000"), was(first, "leader.phone", "13900000000")) == (True, False)
    assert erase(subject=CALL, field="leader.phone", at=AT, actor=SYSTEM, reason="asked for") == 2
    assert (was(first, "leader.phone", "13800000000"), was(second, "leader.phone", "13900000000")) == (None, None)
    assert was(first, "leader.name", "喆") is True
    last = entries(CALL).last()
    assert last is not None
    assert (last.act, last.said) == (
        "journal.erase",
        {"field": "leader.phone", "entries": [1, 2], "reason": "asked for"},
    )
    assert verify_all().findings == ()
    with pytest.raises(Unrecordable, match=r"no personal field 'leader\.phone' that is still kept"):
        erase(subject=CALL, field="leader.phone", at=AT, actor=SYSTEM, reason="asked for")


def test_equal_values_leave_different_digests(database, places):
    one, two = note(personal={"phone": "138"}), note(personal={"phone": "138"})
    assert json.loads(one.personal) != json.loads(two.personal)


def test_a_root_names_the_heads_that_are_new(database, places):
    note()
    last = note()
    other = note(OTHER)
    first = publish_root(at=AT, reason="submission")
    note(OTHER)
    second = publish_root(at=AT, reason="daily")
    third = publish_root(at=AT, reason="daily")
    lines = [json.loads(line) for line in roots_file().read_text().splitlines()]
    assert [line["heads"] for line in lines] == [
        [["application", "聚力-17", 1, other.hash], ["call", "7", 2, last.hash]],
        [["application", "聚力-17", 2, entries(OTHER).get(number=2).hash]],
        [],
    ]
    assert [line["previous"] for line in lines] == [NOTHING, first.root, second.root]
    assert [line["number"] for line in lines] == [1, 2, 3]
    assert latest_root() == third
    assert verify_all() == verify_all()._replace(subjects=2, entries=4, roots=3, findings=())


def test_a_lost_file_of_roots_is_not_begun_anew(database, places):
    publish_root(at=AT, reason="daily")
    roots_file().unlink()
    with pytest.raises(RootsUnusable, match="ends at root 0, but root 1 was written: put the file back"):
        publish_root(at=AT, reason="daily")


def test_a_line_cut_off_by_a_power_cut_is_made_up_for(database, places):
    note()
    publish_root(at=AT, reason="daily")
    with roots_file().open("ab") as file:
        file.write(b'{"at":"2024-03-13T')
    note()
    publish_root(at=AT, reason="daily")
    report = verify_all()
    assert [finding.say("en") for finding in report.findings] == [
        "the file of roots: line 2 was cut off while it was written; the line after it holds what it said"
    ]
    assert report.sound
    assert report.roots == 2


def test_one_subject_can_be_verified_by_itself(database, places, thawed):
    note()
    note(OTHER)
    thawed()
    Entry.objects.filter(subject_id=OTHER.id).update(act="call.forged")
    assert verify(subject=CALL).findings == ()
    assert [f.say("zh") for f in verify(subject=OTHER).findings] == [
        "application/聚力-17 第 1 条：内容与其哈希不符，已被改动"
    ]


def test_hold_locks_new_subjects_too(database, places):
    hold(subjects=[OTHER, CALL])
    assert set(Head.objects.values_list("subject_id", "number")) == {("7", 0), (OTHER.id, 0)}
    assert verify_all().findings == ()
    assert note().number == 1
    assert Salt.objects.count() == 0


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(
    "alias",
    [
        pytest.param("default", marks=pytest.mark.django_db(transaction=True)),
        pytest.param("postgresql", marks=ON_POSTGRESQL_COMMITTED),
    ],
)
def test_after_a_test_that_commits_the_tables_are_empty_and_frozen(places, alias, again):
    assert Entry.objects.using(alias).count() == 0
    row = Entry(subject_type="call", subject_id="7", number=1, at=AT, actor="a", role="r", act="x", details="{}")
    row.save(using=alias)
    with pytest.raises(IntegrityError, match="are never changed"):
        row.delete(using=alias)
