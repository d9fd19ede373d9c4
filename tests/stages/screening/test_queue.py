"""The list of a call before the office: filters, search, several at once, a sheet, what waits on the desk."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Submission
from juli.stages.screening.actions import assigning, filters
from juli.stages.screening.actions.deciding import begin
from juli.stages.screening.models import SavedFilter
from juli.stages.screening.queries.queue import Filters, filters_of, preview, queue
from juli.stages.screening.waiting import queues
from tests.people import people
from tests.stages.applications.life.conftest import _blank, _places, fresh, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.screened import (
    AFTER,
    LATER,
    ZGC,
    answered,
    corrected,
    found,
    handed_in,
    in_screening,
    returned,
    state,
)

pytestmark = pytest.mark.django_db
OFFICE = frozenset({Role.OFFICER})


@pytest.fixture
def world():
    return people()


def another(row, organisation, number):
    """The same of another organisation, as far as the list is concerned."""
    made = Application.objects.create(
        call=row.call,
        organisation=organisation,
        applicant_type=row.applicant_type,
        state=row.state,
        number=number,
        title="=1+1",
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
    first = Submission.objects.filter(application=row).first()
    Submission.objects.create(
        application=made,
        number=1,
        final=first.final,
        rules=first.rules,
        amendment=0,
        digest=number,
        check_code=number[-12:],
        entry=1,
        by_name="",
        by=first.by,
        at=first.at,
    )
    return made


def listed(world, **asked):
    found_ = queue(world.users["officer"], ZGC, filters_of(asked), "", LATER)
    return [row.organisation.name for row in found_.page]


def test_it_is_searched_and_filtered(world):
    row = in_screening(world)
    another(row, world.theirs, "ZGC-2022-0002")
    both = [world.ours.name, world.theirs.name]
    assert listed(world) == both
    assert listed(world, q="0002") == [world.theirs.name]
    assert listed(world, q=world.ours.name[2:5]) == [world.ours.name]
    assert listed(world, q=world.theirs.uscc) == [world.theirs.name]
    assert listed(world, officer="me") == [world.ours.name]
    assert listed(world, officer="none") == [world.theirs.name]
    assert listed(world, state="returned") == []
    assert filters_of({"sort": "nothing", "state": "nothing"}) == Filters()


def test_states_follow_a_correction_through(world):
    row = in_screening(world)
    found(row, world)
    answered(row, world)

    def stands():
        shown = queue(world.users["officer"], ZGC, Filters(), "", LATER)
        return {choice.value for choice in shown.states if choice.count}

    assert stands() == {"screening"}
    returned(row, world)
    assert stands() == {"returned"}
    corrected(row, world)
    assert stands() == {"corrected"}


def test_the_list_costs_the_same_with_one_and_with_three(world):
    row = in_screening(world)
    client = world.client("officer")
    where = reverse("screening:queue", kwargs={"edition": ZGC})
    client.get(where)
    with CaptureQueriesContext(connection) as one:
        client.get(where)
    another(row, world.theirs, "ZGC-2022-0002")
    another(row, world.ours, "ZGC-2022-0003")
    with CaptureQueriesContext(connection) as three:
        assert client.get(where).content.decode().count('screening/">ZGC-2022-0') == 3
    assert len(one) == len(three)


def test_the_sheet_holds_the_list_and_text_stays_text(world):
    row = in_screening(world)
    another(row, world.theirs, "ZGC-2022-0002")
    answer = world.client("officer").get(reverse("screening:queue_sheet", kwargs={"edition": ZGC}) + "?q=0002")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [(line[0], line[1], line[3]) for line in rows[1:]] == [("ZGC-2022-0002", world.theirs.name, "=1+1")]
    assert sheet["D2"].data_type == "s"


def test_several_are_begun_after_a_preview_of_which_can(world):
    row = handed_in(world)
    shown = preview(world.users["officer"], ZGC, "begin", [row.pk], row.submissions.get().at)
    assert ([one.pk for one in shown.can], [one.pk for one, _why in shown.cannot]) == ([], [row.pk])
    client = world.client("officer")
    where = reverse("screening:several", kwargs={"edition": ZGC})
    given = {"act": "begin", "chosen": [row.pk]}
    assert client.post(where, given).status_code == 200
    assert state(row) == "submitted"
    client.post(where, {**given, "confirmed": "yes"})
    assert state(row) == "screening"


def test_accepting_several_leaves_those_with_open_findings(world):
    row = in_screening(world)
    given = {"act": "accept", "chosen": [row.pk], "confirmed": "yes"}
    client = world.client("officer")
    where = reverse("screening:several", kwargs={"edition": ZGC})
    client.post(where, given)
    assert state(row) == "screening"
    answered(row, world)
    client.post(where, given)
    assert state(row) == "accepted"


def test_an_application_is_taken_given_and_let_go(world):
    row = in_screening(world)
    lead = world.users["lead"]
    assert assigning.give(application=row, to=lead, by=world.users["officer"], at=AFTER).officer == lead
    assert assigning.give(application=row, to=None, by=lead, at=AFTER).officer is None


def test_filters_are_kept_per_person_and_replaced_by_name(world):
    officer = world.users["officer"]
    filters.keep_filter(name="我的", query="officer=me", by=officer, at=AFTER)
    kept = filters.keep_filter(name="我的", query="officer=me&sort=due", by=officer, at=AFTER)
    assert [(one.name, one.query) for one in SavedFilter.objects.all()] == [("我的", "officer=me&sort=due")]
    filters.drop_filter(kept=kept.pk, by=world.users["lead"], at=AFTER)
    assert SavedFilter.objects.count() == 1
    filters.drop_filter(kept=kept.pk, by=officer, at=AFTER)
    assert SavedFilter.objects.count() == 0


def test_the_desk_knows_what_waits_and_what_is_late(world):
    row = handed_in(world)
    officer = world.users["officer"]

    def waits(at):
        return {queue_.place: (queue_.count, queue_.late) for queue_ in queues(officer, OFFICE, at) if queue_.count}

    assert waits(row.submissions.get().at) == {}
    assert waits(AFTER) == {20: (1, 0)}
    begin(application=row, by=officer, at=AFTER)
    assert waits(AFTER) == {21: (1, 0)}
    found(fresh(row), world)
    answered(fresh(row), world)
    last = returned(row, world).until
    assert (waits(AFTER), waits(last)) == ({24: (1, 0)}, {24: (1, 1)})
    corrected(row, world)
    assert waits(LATER) == {21: (1, 0), 23: (1, 0)}
