"""A correction as the applicant meets it: what was returned with a way to each, locked parts, the date, a reminder."""

import datetime as dt

import pytest
from django.urls import reverse

from juli.registry.messages import reminders
from juli.registry.messages.models import Message
from juli.stages.applications.correcting import correction
from juli.stages.screening.actions import deciding
from juli.stages.screening.working_days import after, between
from tests.people import people
from tests.stages.applications.life.conftest import _blank, _places, fresh, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.screened import AFTER, DUE, LATER, answered, corrected, found, in_screening, returned

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return people()


def sent_back(world, parts=("plan", "record")):
    row = in_screening(world)
    found(row, world, part="plan", text="场次前后不一致")
    answered(row, world)
    returned(row, world, parts=parts)
    return fresh(row)


def form(client, row, section):
    where = {"organisation": row.organisation_id, "application": row.pk, "section": section}
    return client.get(reverse("applications:form", kwargs=where)).content.decode()


def test_everything_is_told_at_once_each_with_the_way_to_it_and_the_date(world):
    row = sent_back(world)
    told = correction(row, LATER)
    where = {"organisation": row.organisation_id, "application": row.pk}
    assert [(point.text.zh, url) for point, url in told.points] == [
        ("场次前后不一致", reverse("applications:form", kwargs={**where, "section": "plan"}))
    ]
    assert [part.url for part in told.unlocked] == [
        reverse("applications:form", kwargs={**where, "section": "plan"}),
        reverse("organisations:record", kwargs={"organisation": row.organisation_id}),
    ]
    assert (told.due, told.late, told.refused) == (DUE, False, False)
    # The last day runs to its end in Beijing, and not a moment longer.
    end = dt.datetime(2022, 10, 21, 16, tzinfo=dt.UTC)
    assert [correction(row, at).late for at in (end - dt.timedelta(microseconds=1), end)] == [False, True]


def test_a_locked_section_is_only_read_and_a_named_one_is_written_s4_59(world):
    row = sent_back(world)
    client = world.client("staff")
    disabled = '<fieldset class="all" disabled>'
    assert [disabled in form(client, row, section) for section in ("plan", "goals")] == [False, True]
    assert "场次前后不一致" in form(client, row, "goals")


def test_writing_into_a_locked_section_is_refused_whatever_the_page_shows(world):
    row = sent_back(world)
    where = {"organisation": row.organisation_id, "application": row.pk, "section": "goals"}
    answer = world.client("staff").post(reverse("applications:form", kwargs=where), {"had": "0"})
    assert answer.status_code == 403


def test_who_was_refused_reads_the_reasons(world):
    row = in_screening(world)
    found(row, world, text="不具备申报主体资格")
    answered(row, world)
    deciding.refuse(application=row, by=world.users["officer"], at=AFTER)
    told = correction(fresh(row), LATER)
    assert (told.refused, told.unlocked) == (True, ())
    assert [point.text.zh for point, _url in told.points] == ["不具备申报主体资格"]


def test_the_tick_reminds_once_three_days_before(world):
    row = sent_back(world)
    end = dt.datetime(2022, 10, 21, 16, tzinfo=dt.UTC)
    reminders.due(now=end - dt.timedelta(days=3, microseconds=1))
    assert Message.objects.filter(kind="screening.due").count() == 0
    reminders.due(now=end - dt.timedelta(days=3))
    told = Message.objects.filter(kind="screening.due").count()
    assert told > 0
    reminders.due(now=end - dt.timedelta(days=2))
    assert Message.objects.filter(kind="screening.due").count() == told
    corrected(row, world)
    assert correction(fresh(row), LATER) is None


def test_working_days_leave_out_weekends_and_holidays_and_take_in_those_worked_instead():
    # The National Day of 2022: off from 1 to 7 October, worked on the 8th and 9th.
    friday = dt.datetime(2022, 9, 30, 2, tzinfo=dt.UTC)
    assert [after(friday, days) for days in (1, 2, 3)] == [
        dt.date(2022, 10, 8),
        dt.date(2022, 10, 9),
        dt.date(2022, 10, 10),
    ]
    assert between(friday, dt.date(2022, 10, 10)) == 3
