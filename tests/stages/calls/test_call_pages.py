"""Published calls as everybody sees them, through HTTP."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.labels import Label
from juli.stages.calls import doors
from juli.stages.calls.actions import asking, publishing
from juli.stages.calls.library import library
from juli.stages.calls.models import Question
from juli.stages.calls.queries import published as queries
from juli.stages.calls.shelf import shelf
from tests.people import people
from tests.stages.calls.making import FILE, NOW, REASON, draft, proposed, published
from tests.stages.calls.reading import words

pytestmark = [pytest.mark.usefixtures("root"), pytest.mark.django_db]
#: The small call in a year that lies ahead of whoever runs the tests.
AHEAD = FILE.replace("2031", "2091")


@pytest.fixture
def world():
    return people()


def amended(world, call):
    text = AHEAD.replace("2091-03-20T16:00", "2091-04-03T16:00")
    proposal = proposed(world, call, text)
    return publishing.amend(
        call=call, reason=REASON, version=proposal.version, knowing=True, by=world.users["officer"], at=NOW
    )


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("2031-02-28T15:59:59", "coming"),
        ("2031-02-28T16:00", "open"),
        ("2031-03-20T07:59:59.999999", "open"),
        ("2031-03-20T08:00", "over"),
    ],
)
def test_how_a_call_stands_is_worked_out_at_the_instant(world, now, stands):
    published(world)
    found = queries.published(at(now))
    assert [p.stands for p in found] == [stands]
    assert found[0].closes == at("2031-03-20T08:00")
    assert found[0].opens == dt.date(2031, 3, 1)


def test_open_calls_come_first_those_that_close_soonest_on_top(world):
    for name, closes in (("later", "2031-03-25"), ("soon", "2031-03-15"), ("gone", "2031-03-05")):
        published(
            world,
            FILE.replace("id: small\n", f"id: {name}\n", 1).replace("before: 2031-03-20T16:00", f"through: {closes}"),
        )
    call = published(world, FILE.replace("id: small\n", "id: back\n", 1))
    publishing.withdraw(call=call, reason=REASON, by=world.users["lead"], at=NOW)
    draft(world, FILE.replace("id: small\n", "id: unseen\n", 1))
    assert [(p.call.edition, p.stands) for p in queries.published(NOW)] == [
        ("soon", "open"),
        ("later", "open"),
        ("gone", "over"),
        ("back", "withdrawn"),
    ]


def test_the_list_asks_the_database_as_often_for_many_calls_as_for_one(world):
    def count():
        with CaptureQueriesContext(connection) as found:
            queries.published(NOW)
        return len(found)

    published(world)
    one = count()
    for i in range(3):
        published(world, FILE.replace("id: small\n", f"id: small-{i}\n", 1))
    assert count() == one == 2


def test_a_call_whose_rules_the_vocabulary_left_behind_spoils_no_other(world, root, visitor):
    published(world)
    published(world, FILE.replace("id: small\n", "id: other\n", 1).replace("        evidence: [standard_text]\n", ""))
    vocabulary = root / "vocabulary.yaml"
    text = vocabulary.read_text(encoding="utf-8")
    assert "  standard_text:" in text
    vocabulary.write_text(text.replace("  standard_text:", "  text_of_standard:"), encoding="utf-8")
    assert [p.call.edition for p in queries.published(NOW)] == ["other"]
    assert visitor.get("/").status_code == 200
    assert visitor.get("/calls/small/").status_code == 503


def test_the_front_page_shows_published_calls_before_the_library(world, visitor):
    published(world, AHEAD)
    shown = words(visitor.get("/"))
    assert shown.index("已发布的申报批次") < shown.index("支持项目库")
    assert "/calls/small/" in visitor.get("/").content.decode()


def test_the_list_is_searched_and_narrowed(world, visitor):
    published(world, AHEAD)
    assert "小项目" in words(visitor.get("/calls/", {"search": "产业类 样例"}))
    assert "没有批次" in words(visitor.get("/calls/", {"search": "nothing like it"}))
    assert "没有批次" in words(visitor.get("/calls/", {"stands": "over"}))
    assert "即将开始" in words(visitor.get("/calls/"))


def test_without_calls_the_list_says_where_to_go(visitor):
    assert "尚未发布批次" in words(visitor.get("/calls/"))


def test_the_page_of_a_call_shows_rules_dates_digest_and_amendments(world, visitor, english):
    call = published(world, AHEAD)
    made = amended(world, call)
    shown = words(visitor.get("/calls/small/"))
    for said in ("2091年4月3日16:00前", "延期两周", "第 1 号", made.digest, "登录后提问"):
        assert said in shown
    assert "extended by two weeks" in words(english.get("/calls/small/"))
    difference = words(visitor.get("/calls/small/amendments/1/"))
    assert "更正前" in difference
    assert "延期两周" in difference
    assert visitor.get("/calls/small/amendments/2/").status_code == 404


def test_the_text_behind_each_digest_can_be_fetched(world, visitor):
    call = published(world, AHEAD)
    made = amended(world, call)
    assert visitor.get("/calls/small/programme.yaml").content.decode() == made.text
    assert visitor.get("/calls/small/programme.yaml?amendment=1").content.decode() == made.text
    assert visitor.get("/calls/small/programme.yaml?amendment=0").content.decode() == AHEAD
    assert visitor.get("/calls/small/programme.yaml?amendment=9").status_code == 404


def test_a_withdrawn_call_says_why_and_takes_no_questions(world, visitor):
    call = published(world, AHEAD)
    publishing.withdraw(call=call, reason=Label("政策调整", "changed"), by=world.users["lead"], at=NOW)
    shown = words(visitor.get("/calls/small/"))
    assert "不再受理" in shown
    assert "政策调整" in shown
    assert world.client("stranger").post("/calls/small/questions/", {"text": "?"}).status_code == 403


def test_questions_and_answers_are_public_without_the_name_of_who_asked(world, visitor):
    call = published(world, AHEAD)
    stranger = world.client("stranger")
    assert stranger.post("/calls/small/questions/", {"text": "会员活动算不算？"}).status_code == 302
    assert "会员活动" not in words(visitor.get("/calls/small/"))
    assert "您的提问（待答复）" in words(stranger.get("/calls/small/"))
    question = Question.objects.get()
    asking.answer(question=question, text="算。", version=1, by=world.users["officer"], at=NOW)
    shown = words(visitor.get("/calls/small/"))
    assert "会员活动算不算？ 算。" in shown
    assert "stranger" not in shown
    empty = stranger.post("/calls/small/questions/", {"text": " "})
    assert empty.status_code == 422
    assert call.questions.count() == 1


def test_a_question_that_was_refused_stands_in_the_field(world):
    published(world, AHEAD)
    answer = world.client("stranger").post("/calls/small/questions/", {"text": "长" * 2001})
    assert answer.status_code == 422
    assert "长" * 2001 in answer.content.decode()


def test_a_member_sees_how_far_their_organisation_is(world, monkeypatch):
    published(world, AHEAD)
    dossier = dossier_from_mapping(
        {"organisation": {"name": "样例协会", "type": "industry"}, "achievements": []}, "d", shelf().vocabulary
    )
    monkeypatch.setattr(doors, "_providers", {})
    monkeypatch.setattr(doors, "_openers", {})
    doors.register_standing(
        "a test",
        lambda user, programme, at: [doors.Standing("样例协会", dossier, "/x/")] if user.name == "staff" else [],
    )
    doors.register_door("a test", lambda call, user, at: [doors.Door("填写申报书", f"/apply/{call.edition}/")])
    page = world.client("staff").get("/calls/small/")
    shown = words(page)
    assert "样例协会 不符合" in shown
    assert "已达 0，需 1" in shown
    assert "/apply/small/" in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "不属于本批次的申报主体" in words(world.client("stranger").get("/calls/small/"))


def test_a_member_is_held_against_a_call_that_no_file_has(world, visitor):
    published(world, AHEAD.replace("id: small\n", "id: small-2091\n", 1))
    staff = world.client("staff")
    page = staff.get("/calls/small-2091/")
    address = f"/programmes/small-2091/check/organisation-{world.ours.pk}/"
    assert address in page.content.decode()
    assert "样例智能产业协会 不符合" in words(page)
    assert "小项目" in words(staff.get(address))
    assert staff.get(f"{address}missing/").status_code == 200
    assert world.client("other").get(address).status_code == 403
    assert staff.get("/programmes/small-2091/check/").status_code == 200
    # Its rules have one page.
    assert staff.get("/programmes/small-2091/").headers["Location"] == "/calls/small-2091/"
    assert visitor.get("/programmes/nothing/").status_code == 404


def test_a_call_is_judged_under_its_amendment_once_there_is_one(world):
    call = published(world, AHEAD)
    assert library().programmes["small"].digest == call.digest
    assert library() is library()
    made = amended(world, call)
    assert library().programmes["small"].digest == made.digest
    publishing.withdraw(call=call, reason=REASON, by=world.users["lead"], at=NOW)
    assert library() is shelf()


def test_the_dates_go_into_a_calendar(world, visitor):
    call = published(
        world,
        AHEAD.replace(
            "dates:\n",
            "dates:\n  paper: {before: 2091-03-25, judged_by: posting_date}\n  recommendation: {through: 2091-03-31}\n  filing: {always_open: true}\n",
        ),
    )
    answer = visitor.get("/calls/small/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    events = {str(e["uid"]).partition("@")[0]: e for e in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert set(events) == {"small-opens", "small-closes", "small-paper", "small-recommendation"}
    assert events["small-closes"]["dtend"].dt == dt.datetime(2091, 3, 20, 8, tzinfo=dt.UTC)
    assert events["small-opens"]["dtstart"].dt == dt.date(2091, 3, 1)
    assert events["small-paper"]["dtstart"].dt == dt.date(2091, 3, 24)
    assert events["small-recommendation"]["dtstart"].dt == dt.date(2091, 3, 31)
    assert "小项目" in str(events["small-closes"]["summary"])
    assert events["small-closes"]["sequence"] == 0
    # The same event again, with a higher number, once the call is amended.
    made = amended(world, call)
    again = {
        str(e["uid"]): e for e in Calendar.from_ical(visitor.get("/calls/small/calendar.ics").content).walk("VEVENT")
    }
    assert again[str(events["small-closes"]["uid"])]["sequence"] == made.number == 1
