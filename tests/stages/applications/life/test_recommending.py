"""The recommender's word: to its own closing, in its own order, with its letter (S3-50)."""

import datetime as dt

import pytest
from django.db import transaction
from stdnum.cn import uscc

from juli.registry.files.actions.keeping import Kept
from juli.registry.messages.models import Message
from juli.registry.messages.places import place_of
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.actions import drafting, finalising, recommending, reviewing, submitting
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Letter, Recommendation, Recommends, TakenBack
from juli.stages.applications.queries import recommending as queries
from juli.stages.applications.starting import Entry
from tests.people import belongs, organisation, people, person
from tests.stages.applications.conftest import NOW, begun, published
from tests.stages.applications.life.conftest import (
    MICROSECOND,
    RECOMMENDING,
    UNIT,
    finalised,
    fresh,
    recommendable,
    recommended_by,
    scanned,
    stored,
)

AT = NOW["bast-2024"]
BEIJING = dt.timezone(dt.timedelta(hours=8))
#: The recommenders' end in the test's call, later than the applicants'.
END = dt.datetime(2024, 3, 21, tzinfo=BEIJING)
CLOSED = dt.datetime(2024, 3, 13, 16, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def test_taken_up_recommended_ranked_and_reconsidered(database):
    world = people()
    made = recommendable(world)
    by = world.users["recommender"]
    assert {m.recipient for m in Message.objects.filter(kind="application.to_recommend")} == {by.actor_id}
    row = made.application
    recommending.take(application=row, by=by, at=CLOSED)
    # Its own closing is later than the applicants'.
    said = recommending.recommend(application=row, opinion=" 基础扎实 ", by=by, at=END - MICROSECOND)
    assert (said.rank, said.opinion, said.unit) == (1, "基础扎实", UNIT)
    assert fresh(row).state == "recommended"
    assert Message.objects.filter(kind="application.recommended", recipient=world.users["staff"].actor_id).exists()
    with pytest.raises(NotReady, match="time has passed"):
        recommending.reconsider(application=row, by=by, at=END)
    recommending.reconsider(application=row, by=by, at=END - MICROSECOND)
    with pytest.raises(NotReady, match="Say what"):
        recommending.decline(application=row, remarks="", by=by, at=AT)
    recommending.decline(application=row, remarks="不在支持范围", by=by, at=AT)
    found = Recommendation.objects.get()
    assert (found.word, found.rank, fresh(row).state) == ("declined", None, "not_recommended")


def test_sent_back_only_while_it_can_be_handed_in_again(world):
    row = recommendable(world).application
    by, boss = world.users["recommender"], world.users["administrator"]
    recommending.take(application=row, by=by, at=AT)
    with pytest.raises(NotReady, match="could not be handed in again"):
        recommending.send_back(application=row, remarks="补充附件", by=by, at=CLOSED)
    recommending.send_back(application=row, remarks="补充附件", by=by, at=CLOSED - MICROSECOND)
    assert (fresh(row).state, TakenBack.objects.get().cause) == ("sent_back", "sent_back")
    assert "补充附件" in Message.objects.get(kind="application.sent_back", recipient=boss.actor_id, channel="site").body
    reviewing.send(application=row, by=boss, at=AT)
    final = finalising.finalise(application=row, by=boss, at=AT)
    scanned(final, world)
    again = submitting.submit(application=row, by=boss, at=CLOSED - MICROSECOND)
    assert again.number == 2
    recommending.take(application=row, by=by, at=CLOSED)
    recommending.recommend(application=row, opinion="", by=by, at=CLOSED)
    assert [one.application for one in queries.ranked(row.call, UNIT)] == [row]


def test_withdrawn_takes_the_recommendation_with_it(world):
    row = recommendable(world).application
    by = world.users["recommender"]
    recommending.take(application=row, by=by, at=AT)
    recommending.recommend(application=row, opinion="", by=by, at=AT)
    submitting.withdraw(application=row, by=world.users["administrator"], at=AT)
    assert list(queries.ranked(row.call, UNIT)) == []
    with pytest.raises(NotReady):
        recommending.reconsider(application=row, by=by, at=AT)


def another(world, number):
    """One more organisation of the unit, with its application recommended."""
    body = f"51110000MJ0000{number + 10:03d}"
    code = body + uscc.calc_check_digit(body)
    ours = organisation(f"另一协会{number}", code)
    boss = person(f"boss{number}@example.org")
    belongs(boss, ours, "administrator")
    Recommends.objects.create(organisation=ours, unit=UNIT, by=world.users["lead"], since=AT)
    call = fresh_call()
    row = drafting.start(call=call, organisation=ours, entry=Entry("park_operator"), by=boss, at=AT)
    reviewing.send(application=row, by=boss, at=AT)
    final = finalising.finalise(application=row, by=boss, at=AT)
    with transaction.atomic():
        finalising.add_scan(
            application=row, kept=Kept(stored(f"scan{number}"), "s.pdf", ()), code=final.check_code, by=boss, at=AT
        )
    submitting.submit(application=row, by=boss, at=AT)
    by = world.users["recommender"]
    recommending.take(application=row, by=by, at=AT)
    recommending.recommend(application=row, opinion="", by=by, at=AT)
    return row


def fresh_call():
    from juli.stages.calls.models import Call

    return Call.objects.get(edition="bast-2024")


def test_the_order_is_the_units_own(world):
    published("bast-2024", words=RECOMMENDING)
    recommended_by(world)
    rows = [another(world, number) for number in range(3)]
    call, by = fresh_call(), world.users["recommender"]
    given = {"call": call, "unit": UNIT, "by": by, "at": AT}
    recommending.rank(order=[rows[2].pk, rows[0].pk], **given)
    assert [one.application for one in queries.ranked(call, UNIT)] == [rows[2], rows[0], rows[1]]
    with pytest.raises(Refused, match="does not recommend"):
        recommending.rank(order=[rows[0].pk, 999], **given)
    with pytest.raises(NotReady):
        recommending.rank(order=[rows[0].pk], **{**given, "at": END})
    with pytest.raises(Refused):
        recommending.rank(order=[rows[0].pk], **{**given, "unit": "别的区科协"})
    recommending.reconsider(application=rows[0], by=by, at=AT)
    assert [one.place.rank for one in queries.ranked(call, UNIT)] == [1, 2]
    assert [item.applicant for item in queries.items(call, UNIT)] == ["另一协会2", "另一协会1"]


def test_another_unit_sees_nothing(world):
    row = recommendable(world).application
    Recommends.objects.update(unit="别的区科协")
    for act in (recommending.take, recommending.reconsider):
        with pytest.raises(Refused, match="not your unit's"):
            act(application=row, by=world.users["recommender"], at=AT)
    assert [line.waiting for line in queries.home(world.users["recommender"], AT).lines] == [0]
    with pytest.raises(Refused):
        queries.sheet(world.users["recommender"], row.pk, AT)


def test_only_what_is_handed_in_is_seen(world):
    published("bast-2024", words=RECOMMENDING)
    recommended_by(world)
    row = finalised("bast-2024", world).application
    with pytest.raises(Refused):
        queries.sheet(world.users["recommender"], row.pk, AT)


def test_a_call_without_recommendation_has_none(world):
    recommended_by(world)
    row = begun("cast-2023", world)
    with pytest.raises(NotReady, match="this cannot be done"):
        recommending.take(application=row, by=world.users["recommender"], at=NOW["cast-2023"])


def test_not_while_the_closing_is_not_stated(world):
    """The printed call leaves it open: nothing is recommended until the office has set it."""
    recommended_by(world)
    final = finalised("bast-2024", world)
    scanned(final, world)
    row = submitting.submit(application=final.application, by=world.users["administrator"], at=AT).application
    with pytest.raises(NotReady, match="has not set"):
        recommending.take(application=row, by=world.users["recommender"], at=AT)


def test_the_latest_letter_counts(world):
    published("bast-2024", words=RECOMMENDING)
    recommended_by(world)
    by = world.users["recommender"]
    for text in ("letter", "better letter"):
        with transaction.atomic():
            recommending.add_letter(
                call=fresh_call(), unit=UNIT, kept=Kept(stored(text), f"{text}.pdf", ()), by=by, at=AT
            )
    assert [kept.name for kept in queries.board(by, "bast-2024", "", "", "", AT).letters] == [
        "better letter.pdf",
        "letter.pdf",
    ]
    with pytest.raises(NotReady), transaction.atomic():
        recommending.add_letter(call=fresh_call(), unit=UNIT, kept=Kept(stored("late"), "late.pdf", ()), by=by, at=END)
    assert Letter.objects.count() == 2


def test_the_office_assigns(database):
    world = people()
    recommended_by(world)
    by = world.users["officer"]
    given = {"organisation": world.ours, "by": by, "at": AT}
    with pytest.raises(Refused, match="Nobody holds"):
        recommending.assign(unit="没有的单位", **given)
    with pytest.raises(Refused, match="Only the office"):
        recommending.assign(unit=UNIT, **{**given, "by": world.users["recommender"]})
    recommending.assign(unit="", **given)
    assert not Recommends.objects.filter(until__isnull=True).exists()
    assert recommending.assign(unit=UNIT, **given).unit == UNIT
    assert recommending.assign(unit=UNIT, **given).pk == Recommends.objects.get(until__isnull=True).pk


def test_a_message_leads_each_reader_to_their_own_page(world):
    row = recommendable(world).application
    leads = {who: place_of(row.subject, world.users[who].actor_id) for who in ("staff", "recommender", "other", "lead")}
    assert leads == {
        "staff": f"/organisations/{world.ours.pk}/applications/{row.pk}/life/",
        "recommender": f"/recommendations/applications/{row.pk}/",
        "other": "",
        "lead": "",
    }
