"""The pages on which the office makes calls, through HTTP."""

import pytest

from juli.engines.policy.labels import Label
from juli.stages.calls.actions import asking, editing, making
from juli.stages.calls.models import Amendment, Call, Proposal, Question
from tests.people import people
from tests.stages.calls.making import BEFORE, FILE, NOW, draft, published
from tests.stages.calls.reading import words

pytestmark = [pytest.mark.usefixtures("root"), pytest.mark.django_db]
#: The small call in a year that lies ahead of whoever runs the tests.
AHEAD = FILE.replace("2031", "2091")


@pytest.fixture
def world():
    return people()


@pytest.fixture
def officer(world):
    return world.client("officer")


def test_a_call_is_made_from_the_shelf_from_a_file_and_as_a_copy(world, officer, tmp_path):
    assert officer.post("/office/calls/new/", {"way": "shelf", "source": "shelf/small"}).status_code == 302
    again = officer.post("/office/calls/new/", {"way": "shelf", "source": "shelf/small"})
    assert again.status_code == 422
    file = tmp_path / "other.yaml"
    file.write_text(FILE.replace("id: small\n", "id: other\n", 1), encoding="utf-8")
    with file.open("rb") as sent:
        assert officer.post("/office/calls/new/", {"way": "upload", "file": sent}).status_code == 302
    copy = {
        "way": "copy",
        "source": "shelf/small",
        "edition": "small-2032",
        "year": "2032",
        "title_zh": "小项目",
        "title_en": "Small",
        "closes": "2032-03-20T16:00",
    }
    assert officer.post("/office/calls/new/", copy).status_code == 302
    assert sorted(Call.objects.values_list("edition", flat=True)) == ["other", "small", "small-2032"]
    assert officer.post("/office/calls/new/", {**copy, "source": "shelf/nothing"}).status_code == 404


@pytest.mark.parametrize(
    ("key", "wrong"), [("edition", "Not this"), ("year", "soon"), ("closes", "tomorrow"), ("title_en", "")]
)
def test_a_copy_with_a_mistake_says_which_and_keeps_the_rest(world, officer, key, wrong):
    copy = {
        "way": "copy",
        "source": "shelf/small",
        "edition": "small-2032",
        "year": "2032",
        "title_zh": "新的小项目",
        "title_en": "Small",
        "closes": "",
    }
    answer = officer.post("/office/calls/new/", {**copy, key: wrong})
    assert answer.status_code == 422
    assert "新的小项目" in answer.content.decode()
    assert f'id="id_{key}-wrong"' in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"just words", b"id: [", b"PK\x03\x04"])
def test_a_file_that_is_no_programme_is_refused_with_a_remedy(officer, tmp_path, content):
    file = tmp_path / "odd.yaml"
    file.write_bytes(content)
    with file.open("rb") as sent:
        answer = officer.post("/office/calls/new/", {"way": "upload", "file": sent})
    assert answer.status_code == 422
    assert not Call.objects.exists()


def test_the_list_shows_what_cannot_be_read_too(world, officer):
    call = draft(world)
    editing.save_text(call=call, text="id: [", version=1, by=world.users["officer"], at=BEFORE)
    assert "small" in words(officer.get("/office/calls/"))
    assert "没有批次" in words(officer.get("/office/calls/", {"state": "published"}))
    assert officer.get(f"/office/calls/{call.pk}/").status_code == 200
    assert "目前的文本不是 YAML" in words(officer.get(f"/office/calls/{call.pk}/rules/"))
    assert officer.get(f"/office/calls/{call.pk}/text/").status_code == 200


def test_the_form_of_a_part_is_saved_and_a_stale_one_keeps_both(world, officer):
    call = draft(world)
    address = f"/office/calls/{call.pk}/rules/"
    place = {"at": "categories/0/any_of/0"}
    assert officer.post(address, {**place, "version": 1, "value.at_least": "3"}).status_code == 302
    lead = world.client("lead")
    # The lead had the page of version 1 open: other fields are theirs to change, the number is in conflict.
    stale = lead.post(
        address, {**place, "version": 1, "value.at_least": "9", "value.within": "last_year", "value.count": "standard"}
    )
    text = stale.content.decode()
    assert stale.status_code == 409
    assert 'id="value.at_least" value="9"' in text
    assert "草稿现为： 3" in words(stale)
    assert Call.objects.get().version == 2
    assert lead.post(address, {**place, "version": 2, "value.at_least": "9"}).status_code == 302
    assert "at_least: 9" in Call.objects.get().text


def test_what_the_other_changed_is_not_written_over_by_a_form_that_did_not(world, officer):
    call = draft(world)
    address = f"/office/calls/{call.pk}/rules/"
    place = {"at": "categories/0/any_of/0"}
    officer.post(address, {**place, "version": 1, "value.at_least": "3"})
    stale = world.client("lead").post(
        address, {**place, "version": 1, "value.at_least": "2", "value.unit.zh": "项", "value.unit.en": "items"}
    )
    text = stale.content.decode()
    assert 'id="value.at_least" value="3"' in text
    assert "草稿现为" not in words(stale)
    assert "项</textarea>" in text


def test_a_stale_text_keeps_both_and_asks(world, officer):
    call = draft(world)
    address = f"/office/calls/{call.pk}/text/"
    assert officer.post(address, {"version": 1, "text": FILE + "# mine\n"}).status_code == 302
    stale = world.client("lead").post(address, {"version": 1, "text": FILE + "# theirs\n"})
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "-# mine" in text
    assert "+# theirs" in text
    assert Call.objects.get().text == FILE + "# mine\n"
    assert world.client("lead").post(address, {"version": 2, "text": FILE + "# theirs\n"}).status_code == 302


def test_mistakes_are_told_live_with_file_line_and_column(world, officer):
    call = draft(world)
    address = f"/office/calls/{call.pk}/rules/check/"
    shown = words(
        officer.post(address, {"at": "categories/0/any_of/1", "version": 1, "value.where": "atendance >= 60"})
    )
    line = FILE.split("\n").index("        where: attendance >= 60") + 1
    assert f"small/programme.yaml:{line}:16" in shown
    assert "attendance" in shown
    shown = words(officer.post(address, {"text": FILE.replace("count: standard", "count: standart")}))
    assert "1 处错误" in shown
    assert "按此保存没有错误" in words(officer.post(address, {"text": FILE}))
    assert Call.objects.get().version == 1


def test_a_line_of_the_text_leads_to_its_part(world, officer):
    call = draft(world)
    line = FILE.split("\n").index("        at_least: 2") + 1
    shown = officer.get(f"/office/calls/{call.pk}/rules/", {"line": line}).content.decode()
    assert "<code>categories/0/any_of/0</code>" in shown


def test_publishing_says_what_is_in_the_way(world, officer):
    call = draft(world, FILE.replace("before: 2031-03-20T16:00", "at: unstated"))
    address = f"/office/calls/{call.pk}/publish/"
    answer = officer.post(address, {"version": 1})
    assert answer.status_code == 422
    assert "申报截止 › 时点：待填" in words(answer)
    editing.save_text(call=call, text=AHEAD, version=1, by=world.users["officer"], at=BEFORE)
    assert officer.post(address, {"version": 1}).status_code == 409
    assert officer.post(address, {"version": 2}).status_code == 302
    assert Call.objects.get().state == "published"


def test_an_amendment_goes_all_its_way_on_the_pages(world, officer):
    call = published(world, AHEAD)
    office = f"/office/calls/{call.pk}/"
    assert officer.post(f"{office}amendment/").status_code == 302
    assert (
        officer.post(
            f"{office}rules/", {"at": "dates/closes", "version": 1, "value.before": "2091-04-03T16:00"}
        ).status_code
        == 302
    )
    assert "2091年4月3日" in words(officer.get(f"{office}difference/"))
    assert "2091年4月3日16:00前" in words(officer.get(f"{office}preview/"))
    half = officer.post(f"{office}publish/", {"version": 2, "reason_zh": "延期", "reason_en": ""})
    assert half.status_code == 422
    assert ">延期</textarea>" in half.content.decode()
    assert (
        officer.post(f"{office}publish/", {"version": 2, "reason_zh": "延期", "reason_en": "extended"}).status_code
        == 302
    )
    assert not Proposal.objects.exists()
    assert Amendment.objects.get().number == 1


def test_the_difference_to_the_edition_before_is_shown(world, officer):
    moved = making.Moved("small-2032", 2032, Label("甲", "b"), "2032-03-01", "2032-03-20")
    call = making.copy(text=FILE, moved=moved, by=world.users["officer"], at=BEFORE, came_from="small")
    editing.save_text(
        call=call, text=call.text.replace("at_least: 2", "at_least: 3"), version=1, by=world.users["officer"], at=BEFORE
    )
    shown = words(officer.get(f"/office/calls/{call.pk}/difference/"))
    assert "小项目 → 甲" in shown
    assert "1 收紧" in shown


def test_undo_and_redo_by_their_buttons(world, officer):
    call = draft(world)
    officer.post(
        f"/office/calls/{call.pk}/rules/", {"at": "categories/0/any_of/0", "version": 1, "value.at_least": "3"}
    )
    step = f"/office/calls/{call.pk}/rules/step/"
    officer.post(step, {"act": "undo", "version": 2})
    assert Call.objects.get().text == FILE
    officer.post(step, {"act": "redo", "version": 3})
    assert "at_least: 3" in Call.objects.get().text
    assert "没有可重做的操作" in words(officer.post(step, {"act": "redo", "version": 4}, follow=True))


def test_the_office_answers_and_a_late_answer_keeps_its_text(world, officer):
    call = published(world, AHEAD)
    question = asking.ask(call=call, text="会员活动算不算？", by=world.users["stranger"], at=NOW)
    assert "1 条待答复" in words(officer.get(f"/office/calls/{call.pk}/questions/"))
    assert officer.post(f"/office/questions/{question.pk}/", {"version": 1, "text": "算。"}).status_code == 302
    late = world.client("lead").post(f"/office/questions/{question.pk}/", {"version": 1, "text": "不算。"})
    assert late.status_code == 409
    assert "不算。</textarea>" in late.content.decode()
    assert Question.objects.get().answer == "算。"
