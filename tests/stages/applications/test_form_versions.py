"""Versions: one for every pause, to be read, compared and restored; answers copied from another application."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from juli.stages.accounts.permissions import Refused
from juli.stages.applications import contents, snapshots
from juli.stages.applications.actions import versions, writing
from juli.stages.applications.form.comparing import pieces, said
from juli.stages.applications.form.layout import parts
from juli.stages.applications.models import Answer, Application, Version
from juli.stages.applications.queries import versions as queries
from juli.stages.applications.starting import Entry, say
from juli.stages.calls.rulebook import current
from tests.people import people
from tests.stages.applications.conftest import NOW, begun

AT = NOW["cast-2023"]
TEN = dt.timedelta(minutes=10)


def save(row, world, section, value, at=AT, by="staff"):
    had = Answer.objects.filter(application=row, section=section).values_list("version", flat=True).first() or 0
    assert writing.save(application=row, section=section, value=value, had=had, by=world.users[by], at=at).rival is None


def test_a_pause_makes_a_version_of_what_stood(database):
    world = people()
    row = begun("cast-2023", world)
    save(row, world, "name", "甲")
    save(row, world, "basis", "一", at=AT + TEN - dt.timedelta(seconds=1))
    assert not Version.objects.exists()
    later = AT + 2 * TEN
    assert versions.keep_pauses(at=later - dt.timedelta(seconds=2)) == 0
    assert versions.keep_pauses(at=later) == 1
    assert versions.keep_pauses(at=later + TEN) == 0
    found = Version.objects.get()
    assert (found.number, found.cause, found.content["answers"]) == (1, "pause", {"name": "甲", "basis": "一"})
    assert found.digest == contents.digest(found.content)
    # Whoever writes on after a pause keeps what stood, where no tick has.
    save(row, world, "basis", "二", at=later + TEN)
    save(row, world, "basis", "三", at=later + 3 * TEN)
    assert [v.content["answers"]["basis"] for v in Version.objects.order_by("number")] == ["一", "二"]


def test_a_version_is_never_changed(database):
    world = people()
    row = begun("cast-2023", world)
    save(row, world, "name", "甲")
    versions.keep_pauses(at=AT + TEN)
    for change in ({"digest": "0" * 64}, {"number": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM applications_version")
    # When its time is over, what it said is erased; that it was there stays.
    Version.objects.update(content=None)
    assert Version.objects.get().content is None


def test_it_is_restored_as_a_new_version(database):
    world = people()
    row = begun("cast-2023", world)
    save(row, world, "name", "甲")
    save(row, world, "basis", "一")
    versions.keep_pauses(at=AT + TEN)
    save(row, world, "basis", "二", at=AT + TEN)
    save(row, world, "content", "新写的", at=AT + TEN)
    made = versions.restore(version=Version.objects.get(number=1), by=world.users["staff"], at=AT + TEN)
    assert (made.number, made.cause) == (3, "restored")
    assert contents.answers(row) == {"name": "甲", "basis": "一"}
    assert Version.objects.get(number=2).content["answers"]["content"] == "新写的"
    assert made.digest == Version.objects.get(number=1).digest
    versions.restore(version=Version.objects.get(number=2), by=world.users["staff"], at=AT + TEN)
    assert contents.answers(row)["content"] == "新写的"
    Application.objects.filter(pk=row.pk).update(state="submitted")
    with pytest.raises(Refused):
        versions.restore(version=made, by=world.users["staff"], at=AT + TEN)


def test_a_final_version_holds_what_paper_shows(world):
    row = begun("zgc-2022", world)
    programme = current(row.call).programme
    from juli.registry.parties import Actor

    with transaction.atomic():
        made = snapshots.keep(
            application=row,
            programme=programme,
            cause=Version.Cause.FINAL,
            by=None,
            actor=Actor("user:1", "staff"),
            at=AT,
        )
    assert set(made.content["paper"]) == {"works", "titles", "files", "documents"}


def test_two_versions_side_by_side(world):
    row = begun("cast-2023", world)
    save(row, world, "basis", "第一句。第二句。")
    save(row, world, "team", [{"#": "aa", "name": "甲", "age": 40}, {"#": "bb", "name": "乙"}])
    versions.keep_pauses(at=AT + TEN)
    save(row, world, "basis", "第一句。第二句改了。", at=AT + TEN)
    save(row, world, "team", [{"#": "bb", "name": "乙"}, {"#": "aa", "name": "甲", "age": 41}], at=AT + TEN)
    found = queries.reading(world.users["staff"], world.ours.pk, row.pk, 1, "now", AT + TEN)
    changed = {section.label.zh: section.lines for section in found.changed}
    assert set(changed) == {"四、立项依据及工作基础", "八、项目负责人及主要参加人员"}
    # Rows are told by their ids: one that only moved is no difference.
    (line,) = changed["八、项目负责人及主要参加人员"]
    assert (line.stands, line.came) == ("40", "41")
    (line,) = changed["四、立项依据及工作基础"]
    assert [(p.change, p.text) for p in line.pieces] == [
        ("same", "第一句。"),
        ("same", "第二句"),
        ("new", "改了"),
        ("same", "。"),
    ]
    for page in ("", "1/", "1/?beside=now", "1/?beside=1"):
        assert (
            world.client("staff")
            .get(f"/organisations/{world.ours.pk}/applications/{row.pk}/versions/{page}")
            .status_code
            == 200
        )


@pytest.mark.parametrize(
    ("stands", "came"), [("", "新"), ("旧", ""), ("同", "同"), ("甲乙丙。" * 400, "甲丁丙。" * 401), ("a\nb", "a\nc")]
)
def test_pieces_put_both_texts_together_again(stands, came):
    found = list(pieces(stands, came))
    assert "".join(p.text for p in found if p.change != "new") == stands
    assert "".join(p.text for p in found if p.change != "gone") == came


def test_what_an_earlier_application_said_is_copied_by_id(world):
    """The rest is named with its reason."""
    old = begun("cast-2023", world)
    save(old, world, "name", "旧项目")
    save(old, world, "unit", {"head": "甲", "nature": "学会"})
    save(
        old,
        world,
        "money",
        {"total": 25500000, "applied": "约二十", "lines": [{"#": "aa", "item": "起草", "amount": 100}]},
    )
    save(old, world, "opinion", "同意")
    save(old, world, "pledges", {"truth": True})
    save(old, world, "cover", {"contact": "李某", "phone": "010-62345678"})
    new = begun("cast-2023", world, entry=Entry("national_society", ("awards",)))
    save(new, world, "unit", {"head": "乙"})
    found = versions.copy_from(application=new, source=old, by=world.users["staff"], at=AT)
    said = contents.answers(new)
    assert said["name"] == "旧项目"
    assert said["unit"] == {"head": "乙", "nature": "学会"}
    assert said["money"] == {"total": 25500000, "lines": [{"#": "aa", "item": "起草", "amount": 100}]}
    assert "opinion" not in said
    assert "pledges" not in said
    assert len(found.left) == 4
    assert Version.objects.filter(application=new, cause="copied").exists()

    other = begun("bast-2024", world)
    found = versions.copy_from(application=other, source=old, by=world.users["staff"], at=NOW["bast-2024"])
    # Of one id and one kind: the cover's lines. Everything else is named.
    assert contents.answers(other) == {"cover": {"contact": "李某", "phone": "010-62345678"}}
    assert {"二、项目联系人", "一、项目名称"} & {name for name, _why in found.left}


def test_only_from_what_one_may_read(world):
    mine = begun("cast-2023", world)
    hidden = begun("cast-2023", world, by="administrator", entry=Entry("national_society", ("awards",)))
    with pytest.raises(Refused):
        versions.copy_from(application=mine, source=hidden, by=world.users["staff"], at=AT)
    with pytest.raises(Refused):
        versions.copy_from(application=mine, source=mine, by=world.users["staff"], at=AT)


def test_what_names_a_category_or_a_work_is_told_by_what_it_is_called(database):
    row = begun("zgc-2022", people())
    programme = current(row.call).programme
    found = [
        (part, column.id)
        for part in parts(programme, row.applicant_type, tuple(row.tracks))
        for column in part.section.columns
        if column.type == "achievement"
    ]
    part, work = found[0]
    clause = next(column.id for column in part.section.columns if column.type == "clause")
    category = programme.categories[0]
    answer = [{"#": "r1", clause: category.id, work: "7"}, {"#": "r2", clause: "gone", work: "8"}]
    texts = [text for _key, (_place, text) in said(programme, part, answer, {"7": "国际会议"})]
    assert sorted(texts) == sorted([say(category.label), "国际会议", "gone", "8"])
