"""Credit is looked up afresh, and meetings decide; what is signed stays (S2-3)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import credit, meetings
from juli.stages.awards.actions import meetings as acts
from juli.stages.awards.models import CreditCheck, Meeting
from tests.people import people
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards.world import LATER, accepted, call

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 10, 9)


@pytest.fixture
def world():
    return people()


@pytest.fixture
def row(world):
    """An application on the list."""
    call()
    found = accepted(world, 0)
    Application.objects.filter(pk=found.pk).update(state=State.SHORTLISTED)
    found.refresh_from_db()
    return found


def looked(row, world, outcome="clear", **rest):
    given = {"source": "信用中国", "checked_on": DAY, "note": "", **rest}
    return acts.check_credit(application=row, outcome=outcome, by=world.users["officer"], at=LATER, **given)


def held(row, world, order=0):
    return acts.hold(
        call=row.call, order=order, held_on=DAY, place="", chair="周处", present="", by=world.users["officer"], at=LATER
    )


def tabled(row, world):
    looked(row, world)
    acts.table(application=row, by=world.users["officer"], at=LATER)
    row.refresh_from_db()


def test_nothing_goes_before_the_meeting_without_a_fresh_look_at_its_credit(row, world):
    with pytest.raises(NotReady):
        acts.table(application=row, by=world.users["officer"], at=LATER)
    looked(row, world, "bad", note="列入经营异常名录")
    with pytest.raises(NotReady):
        acts.table(application=row, by=world.users["officer"], at=LATER)
    looked(row, world)
    acts.table(application=row, by=world.users["officer"], at=LATER)
    assert Application.objects.get(pk=row.pk).state == State.MEETING
    assert credit.clear(row)
    assert CreditCheck.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "fine"}, {"source": " "}, {"checked_on": dt.date(2099, 1, 1)}, {"outcome": "bad", "note": ""}],
)
def test_a_look_says_what_was_found_where_and_when(row, world, wrong):
    with pytest.raises(NotReady):
        looked(row, world, **wrong)
    assert not CreditCheck.objects.exists()


def test_a_meeting_decides_and_what_is_signed_stays(row, world):
    tabled(row, world)
    meeting = held(row, world)
    said = {row.pk: acts.Said("support", 15_000_000)}
    officer, lead = world.users["officer"], world.users["lead"]
    written = acts.write(meeting=meeting, minutes="会议同意。", said=said, had=1, by=officer, at=LATER)
    assert not meetings.supported(row)
    with pytest.raises(Refused):
        acts.sign(meeting=meeting, had=written.version, by=officer, at=LATER)
    acts.sign(meeting=meeting, had=written.version, by=lead, at=LATER)
    assert meetings.supported(row)
    assert meetings.amount(row) == 15_000_000
    with pytest.raises(NotReady):
        acts.write(meeting=meeting, minutes="改", said={}, had=3, by=officer, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(minutes="改")


def test_minutes_are_not_signed_while_something_is_undecided(row, world):
    tabled(row, world)
    meeting = held(row, world)
    with pytest.raises(NotReady, match=row.number):
        acts.sign(meeting=meeting, had=1, by=world.users["lead"], at=LATER)


def test_a_meeting_with_nothing_before_it_is_not_signed(row, world):
    meeting = held(row, world)
    acts.write(meeting=meeting, minutes="无", said={}, had=1, by=world.users["officer"], at=LATER)
    with pytest.raises(NotReady, match="上会"):
        acts.sign(meeting=meeting, had=2, by=world.users["lead"], at=LATER)


def test_not_to_support_needs_its_reason(row, world):
    tabled(row, world)
    meeting = held(row, world)
    with pytest.raises(NotReady, match=row.number):
        acts.write(
            meeting=meeting, minutes="", said={row.pk: acts.Said("not")}, had=1, by=world.users["officer"], at=LATER
        )


def test_two_at_once_the_second_is_told(row, world):
    meeting = held(row, world)
    acts.write(meeting=meeting, minutes="一", said={}, had=1, by=world.users["officer"], at=LATER)
    with pytest.raises(Stale):
        acts.write(meeting=meeting, minutes="二", said={}, had=1, by=world.users["lead"], at=LATER)
    assert Meeting.objects.get().minutes == "一"


def test_what_is_taken_off_the_list_comes_back_with_a_reason(row, world):
    lead = world.users["lead"]
    with pytest.raises(NotReady):
        acts.drop(application=row, reason=" ", by=lead, at=LATER)
    acts.drop(application=row, reason="信用记录不良", by=lead, at=LATER)
    assert Application.objects.get(pk=row.pk).state == State.NOT_APPROVED
    acts.restore(application=row, reason="记录已撤销", by=lead, at=LATER)
    assert Application.objects.get(pk=row.pk).state == State.SHORTLISTED


def test_a_call_without_such_a_meeting_has_none(row, world):
    with pytest.raises(NotReady):
        held(row, world, order=7)


def test_the_pages_open(row, world):
    tabled(row, world)
    meeting = held(row, world)
    client = world.client("lead")
    assert client.get(f"/office/calls/{row.call_id}/awards/").status_code == 200
    assert client.get(f"/office/meetings/{meeting.pk}/").status_code == 200
    form = {"version": "1", "minutes": "会议同意。", f"word-{row.pk}": "support", "sign": "1"}
    assert client.post(f"/office/meetings/{meeting.pk}/write/", form).status_code == 302
    assert Meeting.objects.get().state == "signed"
    assert client.get(f"/office/meetings/{meeting.pk}/paper/pdf/").content[:5] == b"%PDF-"
