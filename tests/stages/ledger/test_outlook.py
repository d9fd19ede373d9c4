"""What the ledger would meet, before any call opens."""

import datetime as dt

import pytest
from django.urls import reverse

from juli.stages.calls import judging
from juli.stages.ledger.actions import achievements
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.queries.outlook import outlook
from juli.stages.organisations.models import ApplicantType
from tests.people import SINCE, people

AT = dt.datetime(2026, 7, 1, 2, tzinfo=dt.UTC)


def enter(world, n, day):
    for i in range(n):
        achievements.add(
            organisation=world.ours, kind="standard", values={"title": f"标准 {day} {i}", "number": f"T/样例 {i}", "date": day, "level": "national", "role": "lead", "stage": "published"}, by=world.users["staff"], at=AT
        )  # fmt: skip


def standing(world, call):
    found = next(one for one in outlook(world.ours, AT, "zh").calls if one.programme.id == call)
    return found, {clause.label.zh: clause.status for clause in found.clauses}


@pytest.fixture
def world(database):
    found = people()
    ApplicantType.objects.create(organisation=found.ours, programme="", type="industry", since=SINCE.date())
    return found


def test_the_ledger_answers_for_the_latest_editions(world):
    calls = [one.programme.id for one in outlook(world.ours, AT, "zh").calls]
    assert "zgc-2025" in calls
    assert "zgc-2022" not in calls
    before, _ = standing(world, "zgc-2025")
    assert (before.supposed, before.may, before.type.zh) == (False, True, "产业类社会组织")
    assert before.met + before.open + before.unmet == len(before.clauses) > 0


def test_what_is_entered_is_seen_and_nothing_else_is_worked_out_again(world, django_assert_max_num_queries):
    enter(world, 1, "2024-05-01")
    first = outlook(world.ours, AT, "zh")
    judging.verdict.cache_clear()
    with django_assert_max_num_queries(14):
        assert outlook(world.ours, AT, "zh") == first
    worked = judging.verdict.cache_info().misses
    outlook(world.ours, AT, "zh")
    assert judging.verdict.cache_info().misses == worked
    enter(world, 3, "2024-06-01")
    outlook(world.ours, AT, "zh")
    assert judging.verdict.cache_info().misses > worked


def test_entries_move_clauses(world):
    """S1-60: one published national standard within the call's window is enough for its category."""
    found, before = standing(world, "zgc-2025")
    enter(world, 1, "2024-07-31")
    assert standing(world, "zgc-2025")[1] == before
    enter(world, 1, "2025-03-01")
    now, after = standing(world, "zgc-2025")
    assert [label for label in before if before[label] != after[label]] == ["推进标准创制及推广"]
    assert (now.met, now.unmet) == (found.met + 1, found.unmet - 1)


@pytest.mark.django_db
def test_a_ledger_that_does_not_hold_together_is_told_with_its_place():
    world = people()
    Achievement.objects.create(
        organisation=world.ours, kind="brand", title="反了", date=dt.date(2024, 6, 2), until=dt.date(2024, 6, 1), vocabulary=1, created_at=AT, changed_at=AT
    )  # fmt: skip
    found = outlook(world.ours, AT, "zh")
    assert found.calls == ()
    assert found.broken
    page = world.client("staff").get(reverse("ledger:outlook", args=[world.ours.pk]))
    assert page.status_code == 200


@pytest.mark.django_db
def test_the_pages_of_the_calls_take_the_ledger():
    world = people()
    enter(world, 2, "2024-05-01")
    who = f"organisation-{world.ours.pk}"
    client = world.client("staff")
    page = client.get(reverse("calls:check", args=["zgc-2025", who]))
    assert page.status_code == 200
    assert world.ours.name in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert client.get(reverse("calls:overview", args=[who])).status_code == 200
    assert world.client("other").get(reverse("calls:check", args=["zgc-2025", who])).status_code == 403
    assert world.client("nobody").get(reverse("calls:check", args=["zgc-2025", who])).status_code == 302
    assert client.get(reverse("calls:check", args=["zgc-2025", "organisation-999999"])).status_code == 404
    assert client.get(reverse("calls:check", args=["zgc-2025", "organisation-x"])).status_code == 404
