"""Accepted, refused, returned: what must hold for each, what is kept of it, and who is told.

S0-84 and S0-103 (accepted once all is answered), S3-53, S4-54 and S4-71 (what is refused and not returned), S4-59 and
O-26 (nothing is put right after closing), O-25 (a correction keeps the day of what it corrects).
"""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import permissions as writing
from juli.stages.applications.cases import NotReady
from juli.stages.calls.rulebook import current
from juli.stages.screening.actions import answering, deciding
from juli.stages.screening.findings import sheet
from juli.stages.screening.items import refused_on
from juli.stages.screening.models import Decision, FindingAnswer, OwnFinding, Screening
from tests.people import people
from tests.stages.applications.conftest import published
from tests.stages.applications.life.conftest import _blank, _places, fresh, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.screened import (
    AFTER,
    CAST,
    CLOSED,
    DUE,
    LATER,
    answered,
    corrected,
    found,
    handed_in,
    in_screening,
    returned,
    state,
)


@pytest.fixture
def world(db):
    return people()


@pytest.fixture
def both(database):
    """The same, on SQLite and on PostgreSQL."""
    return people()


def refusal(act, *args, **given):
    """The reasons with which an act is turned away."""
    with pytest.raises(NotReady) as caught:
        act(*args, **given)
    return list(caught.value.reasons)


def test_nothing_is_screened_while_the_applicant_may_still_change_it(world):
    row = handed_in(world)
    open_ = dt.datetime(2022, 9, 30, 15, 59, 59, tzinfo=dt.UTC)
    assert len(refusal(deciding.begin, application=row, by=world.users["officer"], at=open_)) == 1
    deciding.begin(application=row, by=world.users["officer"], at=open_ + dt.timedelta(seconds=1))
    assert state(row) == "screening"
    assert Screening.objects.get(application=row).officer == world.users["officer"]


def test_accepted_once_every_finding_is_answered_s0_84(both):
    world = both
    row = in_screening(world)
    assert sheet(row).waiting
    assert len(refusal(deciding.accept, application=row, by=world.users["officer"], at=AFTER)) == 1
    answered(row, world)
    made = deciding.accept(application=row, by=world.users["officer"], at=AFTER)
    assert state(row) == "accepted"
    assert {one["standing"] for one in made.content["findings"]} <= {"met", "dismissed"}
    assert Message.objects.filter(kind="screening.accepted").exists()


def test_a_confirmed_defect_is_not_accepted_and_gives_the_reason_to_refuse_s4_54(both):
    world = both
    row = in_screening(world)
    found(row, world)
    answered(row, world)
    assert len(refusal(deciding.accept, application=row, by=world.users["officer"], at=AFTER)) == 1
    made = deciding.refuse(application=row, by=world.users["officer"], at=AFTER)
    assert [one["text"] for one in made.content["reasons"]] == ["封面信息与附件不一致"]
    assert state(row) == "refused"
    entry = Entry.objects.get(subject_type="application", subject_id=str(row.pk), act="application.refused")
    assert json.loads(entry.details)["decision"] == made.pk


def test_refusing_needs_a_reason_and_a_typed_one_will_do(world):
    row = in_screening(world)
    assert len(refusal(deciding.refuse, application=row, by=world.users["officer"], at=AFTER)) == 1
    made = deciding.refuse(application=row, by=world.users["officer"], at=AFTER, reason="申报单位已注销")
    assert [one["text"] for one in made.content["reasons"]] == ["申报单位已注销"]


def test_returned_with_everything_at_once_a_working_day_and_named_parts(both):
    world = both
    row = in_screening(world)
    officer = world.users["officer"]
    found(row, world, part="cover")
    one = {"application": row, "by": officer, "at": AFTER}
    # Unanswered findings: not everything is listed.
    assert len(refusal(deciding.send_back, parts=["whole"], due=DUE, **one)) == 1
    answered(row, world)
    assert len(refusal(deciding.send_back, parts=[], due=DUE, **one)) == 1
    assert len(refusal(deciding.send_back, parts=["no-such-part"], due=DUE, **one)) == 1
    assert len(refusal(deciding.send_back, parts=["whole"], due=AFTER.date(), **one)) == 1
    made = deciding.send_back(parts=["whole", "record"], due=DUE, **one)
    assert (state(row), made.due, made.parts) == ("returned", DUE, ["record", "whole"])
    # The last day runs to its end, in Beijing.
    assert made.until == dt.datetime(2022, 10, 21, 16, tzinfo=dt.UTC)
    said = Message.objects.filter(kind="screening.returned").first()
    assert "封面信息与附件不一致" in said.body


def test_only_the_named_parts_unlock_s4_59(world):
    row = in_screening(world)
    found(row, world)
    answered(row, world)
    returned(row, world, parts=["record"])
    row = fresh(row)
    staff = world.users["staff"]
    with pytest.raises(Refused):
        writing.writer(staff, row, "claims")
    assert writing.writer(staff, row, "record")


def test_a_second_return_is_the_leads_with_a_reason(both):
    world = both
    row = in_screening(world)
    found(row, world)
    answered(row, world)
    returned(row, world)
    corrected(row, world)
    row = fresh(row)
    again = sheet(row).find(f"own:{OwnFinding.objects.get().pk}")
    assert (again.standing, again.earlier) == ("open", True)
    answering.answer(
        application=row, finding=again.item.key, word="defect", had=again.had, by=world.users["officer"], at=LATER
    )
    answered(row, world, at=LATER)
    with pytest.raises(Refused):
        returned(row, world, at=LATER, reason="仍未更正")
    assert len(refusal(returned, row, world, at=LATER, by="lead")) == 1
    returned(row, world, at=LATER, by="lead", reason="仍未更正")
    assert Decision.objects.filter(application=row, kind="returned").count() == 2


def test_a_call_that_repairs_nothing_after_closing_returns_nothing_s4_59(world):
    row = in_screening(world, CAST)
    found(row, world)
    answered(row, world)
    reasons = refusal(returned, row, world, at=CLOSED[CAST], due=dt.date(2023, 6, 1))
    assert len(reasons) == 1
    assert "四.3" in reasons[0]


def test_what_the_call_refuses_on_is_not_returned_s4_54(world):
    row = in_screening(world, CAST, words={"correction: {after_closing: false": "correction: {after_closing: true"})
    form = next(one for one in sheet(row).waiting if one.item.group == "form")
    answered(row, world, defects=[form.item.key])
    reasons = refusal(returned, row, world, at=CLOSED[CAST], due=dt.date(2023, 6, 1))
    assert len(reasons) == 1
    made = deciding.refuse(application=row, by=world.users["officer"], at=CLOSED[CAST])
    assert [one["key"] for one in made.content["reasons"]] == [form.item.key]


@pytest.mark.parametrize(
    ("edition", "groups"),
    [(CAST, {"exclusions", "dates", "form"}), ("bast-2024", {"exclusions", "dates"}), ("zgc-2022", set())],
)
def test_the_file_says_what_is_refused_and_not_returned_s3_53(db, edition, groups):
    assert refused_on(current(published(edition)).programme) == groups


def test_a_correction_comes_in_time_or_not_at_all(world):
    row = in_screening(world)
    found(row, world)
    answered(row, world)
    last = returned(row, world).until
    late = last
    assert (
        len(
            refusal(
                deciding.lapse, application=row, by=world.users["officer"], at=last - dt.timedelta(1), reason="逾期"
            )
        )
        == 1
    )
    assert len(refusal(corrected, row, world, at=late)) == 1
    deciding.lapse(application=fresh(row), by=world.users["officer"], at=late, reason="逾期未补正")
    assert state(row) == "refused"


def test_a_correction_is_judged_as_of_the_day_it_was_first_handed_in_o_25(world):
    row = in_screening(world)
    before = sheet(row)
    found(row, world)
    answered(row, world)
    returned(row, world)
    corrected(row, world)
    after = sheet(fresh(row))
    assert after.submission.number == 2
    assert after.copy.day == before.copy.day
    assert after.find("clause:date.closes").item.state == "met"


def test_a_return_is_taken_back_and_a_decision_taken_up_again(world):
    row = in_screening(world)
    found(row, world)
    answered(row, world)
    returned(row, world)
    deciding.recall(application=fresh(row), by=world.users["officer"], at=LATER, reason="误退")
    assert state(row) == "screening"
    deciding.refuse(application=fresh(row), by=world.users["officer"], at=LATER)
    with pytest.raises(Refused):
        deciding.rescreen(application=fresh(row), by=world.users["officer"], at=LATER, reason="复核")
    deciding.rescreen(application=fresh(row), by=world.users["lead"], at=LATER, reason="复核")
    assert state(row) == "screening"


def test_two_officers_at_once_the_second_is_told(both):
    world = both
    row = in_screening(world)
    one = sheet(row).waiting[0]
    given = {"application": row, "finding": one.item.key, "had": one.had, "at": AFTER}
    answering.answer(word="dismissed", by=world.users["officer"], reason="已核", **given)
    with pytest.raises(Stale):
        answering.answer(word="defect", by=world.users["lead"], reason="缺", **given)
    assert FindingAnswer.objects.count() == 1
    with pytest.raises(Stale):
        deciding.refuse(application=row, by=world.users["lead"], at=AFTER, reason="缺", had=1)
    assert state(row) == "screening"


@pytest.mark.parametrize("model", [FindingAnswer, OwnFinding, Decision])
def test_what_was_said_is_never_changed(both, model):
    world = both
    row = in_screening(world)
    found(row, world)
    answered(row, world)
    returned(row, world)
    for change in (lambda: model.objects.update(role="x"), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_sheet_of_an_application_costs_the_same_with_one_and_with_three_findings_of_its_own(world):
    row = in_screening(world)
    found(row, world)
    sheet(row)
    with CaptureQueriesContext(connections["default"]) as one:
        sheet(row)
    found(row, world)
    found(row, world)
    with CaptureQueriesContext(connections["default"]) as three:
        sheet(row)
    assert len(one) == len(three)
