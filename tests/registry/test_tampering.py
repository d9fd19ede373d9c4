"""Whatever is done to the journal behind its back is found, and its place is named."""

import json

import pytest

from juli.registry.journal.actions import erase, record
from juli.registry.journal.chain import NOTHING
from juli.registry.journal.models import Entry, Head, Root, Salt, Waiting
from juli.registry.journal.roots import publish_root, roots_file
from juli.registry.journal.verification import verify_all
from juli.registry.parties import Actor, Subject
from tests.registry.acts import AT

LEAD = Actor("user:1", "lead")
ENTRIES = 6


@pytest.fixture
def chain(database, places, thawed):
    """Six entries on one application, two on another; a root after the third and after the fifth; no triggers."""
    for number in range(1, ENTRIES + 1):
        record(
            subject=Subject("application", "17"),
            actor=LEAD,
            act="application.note",
            details={"n": number},
            personal={"phone": "138"},
            at=AT,
        )
        if number in {3, 5}:
            publish_root(at=AT, reason="test")
    for _ in range(2):
        record(subject=Subject("application", "18"), actor=LEAD, act="application.note", at=AT)
    assert verify_all().findings == ()
    thawed()
    return Entry.objects.filter(subject_id="17")


def found():
    report = verify_all()
    assert not report.sound
    return [finding.say("en") for finding in report.findings]


def remake(entries, start):
    """Hash a chain anew from an entry on, head included: all that can be done inside the database."""
    rows = list(entries.order_by("number"))
    for before, row in zip([None, *rows], rows, strict=False):
        if row.number >= start:
            row.previous = before.hash if before else NOTHING
            row.hash = row.computed_hash()
            row.save()
    Head.objects.filter(subject_id="17").update(number=rows[-1].number, hash=rows[-1].hash)
    Waiting.objects.filter(head__subject_id="17").update(number=rows[-1].number, hash=rows[-1].hash)


@pytest.mark.parametrize(
    "change",
    [
        {"act": "application.praise"},
        {"actor": "user:2"},
        {"role": "expert"},
        {"at": AT.replace(microsecond=0)},
        {"details": '{"n":22}'},
        {"details": '{"n": 2}'},
        {"details": "{"},
        {"details": '{"n":2.0}'},
        {"personal": "{}"},
        {"personal": "["},
    ],
    ids=str,
)
def test_a_changed_line(chain, change):
    chain.filter(number=2).update(**change)
    assert found()[0] == "application/17 entry 2: changed: its content does not give its hash"


def test_a_changed_subject(chain):
    chain.filter(number=6).update(subject_id="19")
    assert found() == [
        "application/17 entry 6: missing: the head of the chain knows it",
        "application/19 entries 1 to 5: missing",
        "application/19 entry 6: changed: its content does not give its hash",
        "application/19 entry 6: the last one, but the chain has no head",
    ]


def test_a_changed_last_line(chain):
    chain.filter(number=6).update(act="application.praise")
    assert found() == ["application/17 entry 6: changed: its content does not give its hash"]


def test_a_replaced_line_with_a_hash_of_its_own(chain):
    row = chain.get(number=2)
    row.details = '{"n":22}'
    row.hash = row.computed_hash()
    row.save()
    assert found() == ["application/17 entry 2: replaced: entry 3 names another one as the one before it"]


def test_a_chain_made_anew_from_a_line_on(chain):
    chain.filter(number=2).update(details='{"n":22}')
    remake(chain, 2)
    assert found() == ["application/17 entry 3: rewritten, here or after entry 0: root 1 saw another one"]


def test_a_chain_made_anew_between_two_roots(chain):
    chain.filter(number=4).update(details='{"n":44}')
    remake(chain, 4)
    assert found() == ["application/17 entry 5: rewritten, here or after entry 3: root 2 saw another one"]


def test_a_missing_line(chain):
    Salt.objects.filter(entry__in=chain.filter(number=4)).delete()
    chain.filter(number=4).delete()
    assert found() == ["application/17 entry 4: missing"]


def test_several_missing_lines(chain):
    Salt.objects.filter(entry__number__in=[2, 3, 4]).delete()
    chain.filter(number__in=[2, 3, 4]).delete()
    assert found() == ["application/17 entries 2 to 4: missing: it was there when root 1 was written"]


def test_a_missing_line_closed_up(chain):
    Salt.objects.filter(entry__in=chain.filter(number=2)).delete()
    chain.filter(number=2).delete()
    for number in range(3, ENTRIES + 1):
        chain.filter(number=number).update(number=number - 1)
    assert found() == [
        "application/17 entry 2: missing",
        *(f"application/17 entry {n}: moved: it was written as entry {n + 1}" for n in range(2, ENTRIES)),
    ]


def test_the_last_line_missing(chain):
    Salt.objects.filter(entry__in=chain.filter(number=6)).delete()
    chain.filter(number=6).delete()
    assert found() == ["application/17 entry 6: missing: the head of the chain knows it"]


def test_a_cut_tail_with_its_head(chain):
    Salt.objects.filter(entry__number__in=[5, 6]).delete()
    chain.filter(number__in=[5, 6]).delete()
    Waiting.objects.filter(head__subject_id="17").delete()
    remake(chain, 5)
    assert found() == ["application/17 entry 5: missing: it was there when root 2 was written"]


def test_a_subject_that_vanished(chain):
    Salt.objects.all().delete()
    chain.delete()
    Waiting.objects.filter(head__subject_id="17").delete()
    Head.objects.filter(subject_id="17").delete()
    assert found() == ["application/17 entries 1 to 5: missing: it was there when root 1 was written"]


def test_two_lines_that_changed_places(chain):
    chain.filter(number=2).update(number=60)
    chain.filter(number=4).update(number=2)
    chain.filter(number=60).update(number=4)
    assert found() == [
        "application/17 entry 2: moved: it was written as entry 4",
        "application/17 entry 4: moved: it was written as entry 2",
    ]


def test_a_head_set_back(chain):
    Head.objects.filter(subject_id="17").update(number=5, hash=chain.get(number=5).hash)
    assert found() == ["application/17 entry 6: the last one, but the head of the chain names another"]


def test_a_head_that_is_gone(chain):
    Waiting.objects.all().delete()
    Head.objects.filter(subject_id="18").delete()
    assert found() == [
        "application/17 entry 6: in no root, and not waiting for one",
        "application/18 entry 2: the last one, but the chain has no head",
    ]


def test_a_head_far_ahead(chain):
    Head.objects.filter(subject_id="17").update(number=2_000_000_000)
    assert found() == ["application/17 entries 7 to 2000000000: missing: the head of the chain knows it"]


def test_an_exchanged_salt(chain):
    Salt.objects.filter(entry__in=chain.filter(number=3)).update(salt=bytes(32))
    assert found() == ["application/17 entry 3: the salt of personal field phone is not the one it was"]


def test_a_salt_taken_away_without_an_erasure(chain):
    Salt.objects.filter(entry__in=chain.filter(number=3)).update(salt=None)
    assert found() == ["application/17 entry 3: the salt of personal field phone is gone without an erasure"]


def test_an_erasure_covers_what_it_names_alone(chain):
    erase(subject=Subject("application", "17"), field="phone", at=AT, actor=LEAD, reason="asked for")
    assert verify_all().findings == ()
    later = record(
        subject=Subject("application", "17"), actor=LEAD, act="application.note", personal={"phone": "139"}, at=AT
    )
    Salt.objects.filter(entry=later).update(salt=None)
    assert found() == ["application/17 entry 8: the salt of personal field phone is gone without an erasure"]


def change_file(change):
    lines = roots_file().read_text().splitlines()
    roots_file().write_text("".join(line + "\n" for line in change(lines)))


def edited(line, **words):
    return json.dumps({**json.loads(line), **words}, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def test_a_file_of_roots_that_lost_its_end(chain):
    change_file(lambda lines: lines[:1])
    assert found() == ["the file of roots lacks root 2, which the database knows"]


def test_a_file_of_roots_that_lost_a_line(chain):
    publish_root(at=AT, reason="test")
    change_file(lambda lines: [lines[0], lines[2]])
    assert found() == [
        "the file of roots: root 2 is missing before line 2",
        "the file of roots lacks root 2, which the database knows",
    ]


def test_a_changed_line_in_the_file_of_roots(chain):
    change_file(lambda lines: [edited(lines[0], reason="forged"), lines[1]])
    assert found() == ["the file of roots: line 1 (root 1) was changed"]


def test_an_unreadable_line_in_the_file_of_roots(chain):
    change_file(lambda lines: ["{", lines[1]])
    assert found() == [
        "the file of roots: line 1 cannot be read",
        "the file of roots: root 1 is missing before line 2",
        "the file of roots lacks root 1, which the database knows",
    ]


def test_a_root_changed_in_the_database(chain):
    Root.objects.filter(number=1).update(root="0" * 64)
    assert found() == ["root 1 is not the same in the file and in the database"]


def test_a_root_far_ahead_in_the_file(chain):
    change_file(lambda lines: [lines[0], edited(lines[1], number=2_000_000_000)])
    assert "the file of roots: line 2 (root 2) was changed" in found()
