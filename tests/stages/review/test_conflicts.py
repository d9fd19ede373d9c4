"""Conflicts of interest: a pair in conflict is kept apart, whatever brings it about."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.stages.accounts.permissions import Refused
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from juli.stages.organisations.models import Officer
from juli.stages.review.actions import conflicts as actions
from juli.stages.review.actions import intakes, pool
from juli.stages.review.conflicting import conflicts
from juli.stages.review.models import Conflict, Expert, Intake, Tie
from juli.stages.review.queries.conflicts import matrix, pooled
from juli.stages.review.queries.intakes import content
from tests.stages.review.pool import NOW, enrolled

DAY = dt.date(2023, 6, 10)


def application(world, number="CAST-001", organisation=None, **more):
    """An accepted one, as far as conflicts look."""
    call, _new = Call.objects.get_or_create(
        edition="cast-2023", defaults={"programme": "cast", "year": 2023, "text": "", "digest": "", "created_at": NOW}
    )
    return Application.objects.create(
        call=call, organisation=organisation or world.ours, applicant_type="x", state="accepted", number=number,
        created_at=NOW, changed_at=NOW, **more,
    )  # fmt: skip


def kinds(expert, *applications, day=DAY):
    """Why an expert is kept from each."""
    rows = Application.objects.filter(pk__in=[a.pk for a in applications]).select_related("organisation__host")
    found = conflicts(pooled().filter(pk=expert.pk), rows, first_day=day, last_day=day)
    return [sorted({r.kind for r in found.between(str(a.pk), str(expert.pk))}) for a in applications]


def test_employers_by_name_or_by_code(world):
    ours, theirs = application(world), application(world, "CAST-002", world.theirs)
    by_name = enrolled(world, 1, employer="样例智能 产业协会")
    by_code = enrolled(world, 2, employer="写法不同的协会", employer_code=world.ours.uscc)
    neither = enrolled(world, 3)
    assert [kinds(e, ours, theirs) for e in (by_name, by_code, neither)] == [
        [["employer"], []],
        [["employer"], []],
        [[], []],
    ]


def test_other_bodies_in_it_count_as_applicants(world):
    joint = application(world, joint=[{"name": "示例大学1", "type": "x"}])
    assert kinds(enrolled(world), joint) == [["employer"]]


def test_a_former_employer_counts_for_three_years(world):
    row, ours = enrolled(world), application(world)
    tie = Tie(kind="employer", unit=world.ours.name, until=dt.date(2020, 6, 10), source="简历")
    pool.add_tie(expert=row, tie=tie, by=world.users["officer"], at=NOW)
    assert [kinds(row, ours, day=day) for day in (DAY, DAY + dt.timedelta(1))] == [[["former_employer"]], [[]]]


def test_one_left_nobody_knows_when_counts_for_good(world):
    row, ours = enrolled(world), application(world)
    tie = Tie(kind="employer", unit=world.ours.name, over=True, source="简历")
    pool.add_tie(expert=row, tie=tie, by=world.users["officer"], at=NOW)
    assert kinds(row, ours, day=dt.date(2050, 1, 1)) == [["former_employer"]]


def test_people_of_the_applicant_are_known_by_name_until_the_office_says_otherwise(world):
    row, ours = enrolled(world, name="王 某"), application(world)
    Officer.objects.create(organisation=world.ours, person="王某", post="chair", since=dt.date(2020, 1, 1))
    assert kinds(row, ours) == [["officer_or_member"]]
    note = Conflict(kind="namesake", expert=row, unit=world.ours.name, source="身份证号核对")
    actions.note_conflict(conflict=note, by=world.users["officer"], at=NOW)
    assert kinds(row, ours) == [[]]


def test_whom_the_applicant_names_is_kept_out_even_before_he_is_in_the_pool(world):
    ours = application(world)
    note = Conflict(kind="to_avoid", named="专家1", application=ours, source="申报书回避申请")
    actions.note_conflict(conflict=note, by=world.users["officer"], at=NOW)
    found = matrix("cast-2023", by=world.users["officer"], at=NOW)
    assert [(a.pk, avoid.name) for a, avoid in found.unmatched] == [(ours.pk, "专家1")]
    assert kinds(enrolled(world), ours) == [["to_avoid"]]


def test_a_record_has_its_days_and_its_source(world):
    row, ours = enrolled(world), application(world)
    bad = (
        Conflict(kind="manual", expert=row, application=ours),
        Conflict(kind="manual", expert=row, source="x"),
        Conflict(kind="manual", named="某", application=ours, source="x"),
        Conflict(kind="manual", expert=row, application=ours, source="x", since=DAY, until=dt.date(2020, 1, 1)),
    )
    for conflict in bad:
        with pytest.raises(ValidationError):
            actions.note_conflict(conflict=conflict, by=world.users["officer"], at=NOW)
    note = Conflict(kind="manual", expert=row, application=ours, source="共同项目", until=DAY)
    actions.note_conflict(conflict=note, by=world.users["officer"], at=NOW)
    assert [kinds(row, ours, day=day) for day in (DAY, DAY + dt.timedelta(1))] == [[["manual"]], [[]]]


def test_a_record_is_ended_with_a_reason_and_never_changed(world):
    row, ours = enrolled(world), application(world)
    note = Conflict(kind="manual", expert=row, application=ours, source="共同项目")
    note = actions.note_conflict(conflict=note, by=world.users["officer"], at=NOW)
    with pytest.raises(Refused):
        actions.end_conflict(conflict=note, reason="x", by=world.users["supervisor"], at=NOW)
    with pytest.raises(ValidationError):
        actions.end_conflict(conflict=note, reason=" ", by=world.users["officer"], at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Conflict.objects.update(source="别的")
    actions.end_conflict(conflict=note, reason="记错了", by=world.users["officer"], at=NOW)
    assert kinds(row, ours) == [[]]


def test_what_an_expert_declared_is_not_taken_back_for_him(world):
    row, ours = enrolled(world), application(world)
    with transaction.atomic():
        from juli.registry.parties import Actor

        note = Conflict(kind="declared", expert=row, application=ours, source="合作论文")
        actions.written(note, Actor("user:1", "expert"), NOW)
    with pytest.raises(ValidationError):
        actions.end_conflict(conflict=note, reason="x", by=world.users["lead"], at=NOW)


def test_an_unsettled_identity_and_absence_bar_from_taking_part(world):
    enrolled(world, 1, number="")
    away = enrolled(world, 2)
    pool.add_absence(expert=away, since=NOW.date(), until=NOW.date(), by=world.users["officer"], at=NOW)
    application(world)
    found = matrix("cast-2023", by=world.users["officer"], at=NOW)
    assert [(e.name, why) for e, why in found.barred] == [("专家1", "identity"), ("专家2", "away")]


def test_a_list_of_conflicts_comes_in_once(world):
    import io

    import openpyxl

    enrolled(world)
    application(world)
    made = openpyxl.Workbook()
    made.active.append(["专家姓名", "回避类型", "申报编号", "单位名称", "依据"])
    made.active.append(["专家1", "其他", "CAST-001", None, "共同课题"])
    made.active.append(["库外人", "申请回避", "CAST-001", None, "来函"])
    made.active.append(["库外人", "其他", None, "某单位", "来函"])
    made.active.append(["专家1", "其他", "CAST-999", None, "共同课题"])
    out = io.BytesIO()
    made.save(out)
    for _again in range(2):
        row = intakes.bring(
            of=Intake.Of.CONFLICTS, name="x.xlsx", blocks=[out.getvalue()], by=world.users["officer"], at=NOW
        )
        assert (row.good, [b.place for b in content(row).bad]) == (2, ["Sheet 4", "Sheet 5"])
        intakes.enter(intake=row, by=world.users["officer"], at=NOW)
    found = Conflict.objects.order_by("pk").values_list("kind", "expert__name", "named")
    assert list(found) == [("manual", "专家1", ""), ("to_avoid", None, "库外人")]


def test_the_matrix_asks_the_database_as_often_for_three_as_for_one(worlds):
    client = worlds.client("officer")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("review:conflicts_in", args=["cast-2023"])).status_code == 200
        return len(queries)

    enrolled(worlds, 1, employer=worlds.ours.name)
    application(worlds)
    asked()
    counts = [asked()]
    for n in (2, 3):
        enrolled(worlds, n, employer=worlds.ours.name)
        application(worlds, f"CAST-00{n}")
    counts.append(asked())
    assert counts[0] == counts[1]
    assert Expert.objects.count() == 3
