"""Drafts: made from a file, copied, written, undone; on both databases (S0-2, S1-1, S2-49)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from juli.engines.policy.json_schema import programme_schema
from juli.engines.policy.labels import Label
from juli.registry.journal.models import Entry
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.actions import editing, making
from juli.stages.calls.editing import posted, spans
from juli.stages.calls.editing.shapes import Shapes
from juli.stages.calls.models import Call, Revision
from juli.stages.calls.shelf import shelf
from tests.people import people
from tests.stages.calls.making import BEFORE, FILE, NOW, draft, published

pytestmark = pytest.mark.usefixtures("root", "database")


@pytest.fixture
def world(database):
    return people()


def shapes():
    return Shapes(programme_schema(shelf().vocabulary, "zh"))


def acts(call):
    entries = Entry.objects.filter(subject_type="call", subject_id=str(call.pk)).order_by("number")
    return [(entry.act, entry.actor) for entry in entries]


def test_a_file_becomes_a_draft_as_it_is(world):
    call = draft(world, FILE.replace("\n", "\r\n"))
    call.refresh_from_db()
    assert (call.text, call.edition, call.programme, call.year) == (FILE, "small", "small", 2031)
    assert call.state == "draft"
    assert acts(call) == [("call.made", world.users["officer"].actor_id)]


@pytest.mark.parametrize("who", ["administrator", "expert", "stranger"])
def test_only_the_office_makes_calls(world, who):
    with pytest.raises(Refused):
        making.make(text=FILE, by=world.users[who], at=NOW, came_from="a test")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "just words",
        "id: Large\nyear: 2031\n",
        "id: small\nyear: soon\n",
        "id: small\nid: other\n",
        "id: small\nyear: 2031\x00\n",
        "x" * 500_001,
    ],
)
def test_a_file_that_does_not_say_what_it_is_becomes_no_draft(world, text):
    with pytest.raises(ValidationError) as error:
        draft(world, text)
    assert error.value.messages[0]
    assert not Call.objects.exists()


def test_no_two_calls_go_by_one_id(world):
    draft(world)
    with pytest.raises(ValidationError, match="small"):
        draft(world)


def test_a_copy_moves_what_the_officer_moves_and_keeps_every_comment(world):
    text = FILE.replace("dates:\n", "dates:  # kept\n").replace("exclusions: []", "exclusions: []  # kept too")
    moved = making.Moved(
        "small-2032", 2032, Label("小项目（2032年）", "Small call 2032"), "2032-03-01", "2032-03-20T16:00"
    )
    call = making.copy(text=text, moved=moved, by=world.users["officer"], at=NOW, came_from="small")
    assert (call.edition, call.programme, call.year) == ("small-2032", "small", 2032)
    assert spans.comments(call.text) == ["# kept", "# kept too"]
    for line in (
        "id: small-2032",
        "year: 2032",
        "previous: small",
        "  opens: {at: 2032-03-01}",
        "  closes: {before: 2032-03-20T16:00}",
    ):
        assert line in call.text.splitlines()
    kept = [line for line in text.splitlines() if line.startswith(("  - ", "      ", "windows", "  last_year"))]
    assert [line for line in call.text.splitlines() if line in kept] == kept


def test_dates_that_a_copy_leaves_out_wait_to_be_stated(world):
    call = making.copy(
        text=FILE,
        moved=making.Moved("small-2032", 2032, Label("甲", "b")),
        by=world.users["officer"],
        at=NOW,
        came_from="",
    )
    assert "  opens: {at: unstated}" in call.text
    assert "  closes: {before: unstated}" in call.text


def test_a_copy_needs_an_id_that_can_stand_in_an_address(world):
    with pytest.raises(ValidationError):
        making.copy(
            text=FILE,
            moved=making.Moved("Small 2", 2032, Label("甲", "b")),
            by=world.users["officer"],
            at=NOW,
            came_from="",
        )


def test_a_draft_may_be_thrown_away_and_what_is_published_not(world):
    call = draft(world)
    with pytest.raises(Stale):
        making.discard(call=call, version=7, by=world.users["officer"], at=NOW)
    gone = Call(pk=call.pk)
    making.discard(call=call, version=1, by=world.users["officer"], at=NOW)
    assert not Call.objects.exists()
    assert [act for act, _ in acts(gone)] == ["call.made", "call.discarded"]
    call = published(world)
    with pytest.raises(Refused):
        making.discard(call=call, version=1, by=world.users["officer"], at=NOW)


def save(world, call, text, version, who="officer"):
    return editing.save_text(call=call, text=text, version=version, by=world.users[who], at=NOW)


def test_saving_raises_the_version_and_keeps_what_stood_there(world):
    call = draft(world)
    saved = save(world, call, FILE + "# more\n", 1)
    assert (saved.version, saved.text) == (2, FILE + "# more\n")
    assert list(Revision.objects.order_by("number").values_list("number", "before", "text")) == [
        (1, None, FILE),
        (2, 1, FILE + "# more\n"),
    ]
    assert save(world, call, FILE + "# more\n", 2).version == 2


def test_a_stale_save_changes_nothing(world):
    call = draft(world)
    save(world, call, FILE + "# more\n", 1)
    with pytest.raises(Stale) as error:
        save(world, call, FILE + "# other\n", 1, "lead")
    assert error.value.now == 2
    assert Call.objects.get().text == FILE + "# more\n"


def test_a_text_that_does_not_hold_together_is_kept_all_the_same(world):
    call = draft(world)
    assert save(world, call, "id: [", 1).text == "id: ["
    assert Call.objects.get().edition == "small"


def test_a_draft_goes_by_what_its_text_calls_itself(world):
    call = draft(world)
    save(world, call, FILE.replace("id: small\n", "id: small-b\n", 1), 1)
    assert Call.objects.get().edition == "small-b"
    other = draft(world)
    save(world, other, other.text.replace("id: small\n", "id: small-b\n", 1), 1)
    assert sorted(Call.objects.values_list("edition", flat=True)) == ["small", "small-b"]


def test_undo_and_redo_walk_back_and_forth_without_losing_anything(world):
    call, officer = draft(world), world.users["officer"]
    texts = [FILE, FILE + "# a\n", FILE + "# a\n# b\n"]
    for version, text in enumerate(texts[1:], 1):
        save(world, call, text, version)

    def undo(version):
        return editing.undo(call=call, version=version, by=officer, at=NOW).text

    def redo(version):
        return editing.redo(call=call, version=version, by=officer, at=NOW).text

    assert [undo(3), undo(4)] == [texts[1], texts[0]]
    with pytest.raises(Refused):
        undo(5)
    assert [redo(5), redo(6)] == [texts[1], texts[2]]
    with pytest.raises(Refused):
        redo(7)
    assert [undo(7), undo(8), redo(9), undo(10)] == [texts[1], texts[0], texts[1], texts[0]]
    # Writing anew after undoing: there is nothing to redo, and undoing leads back to here.
    save(world, call, FILE + "# c\n", 11)
    with pytest.raises(Refused):
        redo(12)
    assert undo(12) == FILE
    assert Revision.objects.count() == 13


def test_a_form_writes_what_was_changed_in_it(world):
    call, officer = draft(world), world.users["officer"]
    path = ("categories", 0, "any_of", 0)
    form = {
        "value.at_least": "3",
        "value.count": "standard",
        "value.where": 'level == "national"',
        "value.label.zh": "国标",
        "value.label.en": "Standards",
    }
    saved, mistakes = editing.save_part(call=call, path=path, form=form, shapes=shapes(), version=1, by=officer, at=NOW)
    assert mistakes == ()
    assert (
        '        label: {zh: 国标, en: Standards}\n        count: standard\n        within: last_year\n        where: level == "national"\n        at_least: 3\n'
        in saved.text
    )


def test_a_field_that_cannot_be_read_is_told_and_the_others_are_written(world):
    call, officer = draft(world), world.users["officer"]
    form = {"value.at_least": "5", "value.evidence": "[a, b"}
    saved, mistakes = editing.save_part(
        call=call, path=("categories", 0, "any_of", 0), form=form, shapes=shapes(), version=1, by=officer, at=NOW
    )
    assert [m.control for m in mistakes] == ["value.evidence"]
    assert "at_least: 5" in saved.text


def test_parts_are_added_copied_moved_and_removed(world):
    call, officer = draft(world), world.users["officer"]
    clauses = ("categories", 0, "any_of")

    def ids():
        data = posted.said(Call.objects.get().text)
        return [clause["id"] for clause in data["categories"][0]["any_of"]]

    def change(act, index, version):
        return editing.change_part(call=call, path=(*clauses, index), act=act, version=version, by=officer, at=NOW)[1]

    _, place = editing.add_part(call=call, path=clauses, name="", shapes=shapes(), version=1, by=officer, at=NOW)
    assert place == (*clauses, 2)
    assert ids() == ["works.standards", "works.events", "works.new"]
    assert change("duplicate", 0, 2) == (*clauses, 1)
    assert ids() == ["works.standards", "works.standards-2", "works.events", "works.new"]
    assert change("down", 0, 3) == (*clauses, 1)
    assert change("up", 3, 4) == (*clauses, 2)
    assert ids() == ["works.standards-2", "works.standards", "works.new", "works.events"]
    assert change("remove", 2, 5) == clauses
    assert ids() == ["works.standards-2", "works.standards", "works.events"]
    _, place = editing.add_part(
        call=call, path=("windows",), name="this_year", shapes=shapes(), version=6, by=officer, at=NOW
    )
    assert place == ("windows", "this_year")


def test_only_so_many_versions_are_kept(world, monkeypatch):
    monkeypatch.setattr("juli.stages.calls.drafts.KEPT", 3)
    call = draft(world)
    for version in range(1, 7):
        save(world, call, FILE + f"# {version}\n", version)
    assert list(Revision.objects.order_by("number").values_list("number", flat=True)) == [5, 6, 7]


def test_every_instant_is_the_one_handed_over(world):
    call = draft(world, at=BEFORE)
    save(world, call, FILE + "# more\n", 1)
    assert (call.created_at, Revision.objects.get(number=2).at) == (BEFORE, NOW)
    assert dt.datetime.now(dt.UTC) not in set(Revision.objects.values_list("at", flat=True))
