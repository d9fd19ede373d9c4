"""Fewer than three qualified applications in a track: that track alone takes more, and what is in stays."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.registry.messages.models import Message
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.actions import drafting
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.starting import Entry
from juli.stages.calls import deadlines
from juli.stages.calls.queries import moments
from juli.stages.calls.rulebook import current
from juli.stages.screening.actions.extensions import extend
from juli.stages.screening.extending import counts
from juli.stages.screening.models import Extension
from juli.stages.screening.queries import extensions as queries
from tests.people import people
from tests.stages.applications.conftest import ENTRIES
from tests.stages.applications.life.conftest import _blank, _places, fresh, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.screened import CAST, CLOSED, in_screening

AT = CLOSED[CAST]
UNTIL = AT + dt.timedelta(days=10)
TRACK, OTHER = "standards", "awards"


@pytest.fixture
def world(database):
    return people()


@pytest.fixture
def alone(db):
    return people()


def screened(world, state="accepted"):
    row = in_screening(world, CAST)
    Application.objects.filter(pk=row.pk).update(state=state)
    return fresh(row)


def extended(call, world, track=TRACK, by="lead", **changes):
    said = {"until": UNTIL, "number": "科协函〔2023〕9号", "text": "合格申报不足三家，延期申报。", **changes}
    return extend(call=call, track=track, by=world.users[by], at=AT, **said)


def test_one_track_takes_applications_and_no_other_does(world):
    row = screened(world)
    rules = current(row.call)
    assert [deadlines.accepts(rules, AT, tracks) for tracks in ([TRACK], [OTHER], [])] == [False, False, False]
    made = extended(row.call, world)
    assert made.accepted == 1
    asks = ([TRACK], [OTHER], [TRACK, OTHER], [])
    assert [deadlines.accepts(rules, AT, tracks) for tracks in asks] == [True, False, False, False]
    assert [deadlines.accepts(rules, at, [TRACK]) for at in (UNTIL - deadlines.ONE_MICROSECOND, UNTIL)] == [True, False]
    assert moments.closing_for(rules, [TRACK], AT).state == "open"
    assert moments.closing_for(rules, [OTHER], AT).state == "over"
    assert fresh(row).state == "accepted"


def test_an_application_to_it_can_be_begun_and_to_others_not(world):
    row = screened(world)
    extended(row.call, world)
    entry = ENTRIES[CAST]
    made = drafting.start(call=row.call, organisation=world.theirs, entry=entry, by=world.users["other"], at=AT)
    assert made.tracks == [TRACK]
    with pytest.raises(Refused):
        drafting.start(
            call=row.call, organisation=world.theirs, entry=Entry("national_society", (OTHER,)),
            by=world.users["other"], at=AT,
        )  # fmt: skip
    with pytest.raises(Refused):
        drafting.start(call=row.call, organisation=world.theirs, entry=entry, by=world.users["other"], at=UNTIL)


def test_those_concerned_are_told_and_the_calls_page_shows_it(world):
    row = screened(world)
    extended(row.call, world)
    told = Message.objects.filter(kind="screening.track_extended", channel="site").values_list("recipient", flat=True)
    assert sorted(told) == sorted(world.users[who].actor_id for who in ("administrator", "staff"))
    page = world.client("nobody").get(reverse("calls:call", args=[CAST])).content.decode()
    assert "科协函〔2023〕9号" in page


def test_a_notice_stands_as_it_was_given_and_a_later_one_counts(world):
    row = screened(world)
    made = extended(row.call, world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=made.pk).update(until=AT)
    with pytest.raises(NotReady):
        extended(row.call, world)
    later = UNTIL + dt.timedelta(days=10)
    extend(call=row.call, track=TRACK, until=later, number="2", text="再延", by=world.users["lead"], at=UNTIL)
    assert deadlines.closes_for(current(row.call), [TRACK]) == later


@pytest.mark.parametrize("changes", [{"number": " "}, {"text": ""}, {"until": AT}, {"track": "nothing"}], ids=str)
def test_an_extension_needs_its_notice_and_a_day_ahead(alone, changes):
    row = screened(alone)
    with pytest.raises(NotReady):
        extended(row.call, alone, **changes)
    assert Extension.objects.count() == 0


def test_not_while_one_still_waits_for_its_screening_nor_with_three(alone):
    row = screened(alone, "screening")
    with pytest.raises(NotReady):
        extended(row.call, alone)
    Application.objects.filter(pk=row.pk).update(state="accepted")
    for number in (2, 3):
        Application.objects.create(
            call=row.call, organisation=alone.theirs, applicant_type="national_society", tracks=[TRACK],
            state="accepted", number=f"X-{number}", created_at=AT, changed_at=AT,
        )  # fmt: skip
    assert counts(row.call)[TRACK] == (3, 0, 0)
    with pytest.raises(NotReady):
        extended(row.call, alone)


def test_only_the_head_of_office_extends(alone):
    row = screened(alone)
    for who in ("officer", "administrator", "divisional_leader"):
        with pytest.raises(Refused):
            extended(row.call, alone, by=who)


def test_the_recommenders_time_grows_as_the_applicants_does(alone):
    rules = current(screened(alone).call)
    assert deadlines.recommended_until(rules) == deadlines.closes(rules.programme)
    assert deadlines.recommends(rules, AT, [TRACK]) is False


def test_the_page_and_its_queries(alone):
    row = screened(alone)
    client = alone.client("lead")
    address, counted = reverse("screening:extensions"), []
    client.get(address)
    for number in range(2):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counted.append(len(found))
        Application.objects.create(
            call=row.call, organisation=alone.theirs, applicant_type="national_society", tracks=[TRACK],
            state="refused", number=f"X-{number}", created_at=AT, changed_at=AT,
        )  # fmt: skip
    assert counted[0] == counted[1]
    block = queries.blocks(alone.users["lead"], AT)[0]
    assert [(line.track, line.few) for line in block.lines][:2] == [(TRACK, True), (OTHER, True)]
    post = reverse("screening:extend", args=[CAST, TRACK])
    half = client.post(post, {"until": "2999-01-01", "number": "", "text": "延期"})
    assert (half.status_code, "延期" in half.content.decode()) == (422, True)
    assert client.post(post, {"until": "2999-01-01", "number": "1号", "text": "延期"}).status_code == 302
