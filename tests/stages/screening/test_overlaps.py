"""The office's own result of looking for duplicates lets an application go on, or not (S0-99, S4-36)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.screening import overlaps
from juli.stages.screening.actions.overlaps import record_overlap
from juli.stages.screening.models import OverlapResult
from juli.stages.screening.queries import overlaps as queries
from tests.people import people
from tests.stages.applications.life.conftest import (  # noqa: F401  # Fixtures.
    _blank,
    _places,
    fresh,
    recommendable,
    the_check,
)
from tests.stages.screening.decided_world import kept
from tests.stages.screening.screened import CAST, CLOSED, in_screening

AT = CLOSED[CAST]


@pytest.fixture
def world(database):
    return people()


@pytest.fixture
def alone(db):
    return people()


def accepted(world):
    row = in_screening(world, CAST)
    Application.objects.filter(pk=row.pk).update(state="accepted")
    return fresh(row)


def found(row, world, word="found", had=0, by="officer", **given):
    said = {"text": "任务相同", "with_whom": "上年项目"} if word != "clear" else {}
    return record_overlap(application=row, word=word, had=had, by=world.users[by], at=AT, **{**said, **given})


def test_what_is_found_has_to_be_settled_before_it_goes_on(world):
    row = accepted(world)
    assert (overlaps.settled(row), list(queries.due())) == (False, [row])
    first = found(row, world)
    assert (overlaps.settled(row), list(queries.due())) == (False, [row])
    found(row, world, "settled", had=first.pk, files=[kept()])
    assert (overlaps.settled(row), list(queries.due())) == (True, [])
    shown = queries.page(world.users["officer"], row.pk, AT)
    assert [[link.name for link in one.files] for one in shown.results] == [["证明.pdf"], []]


def test_nothing_found_lets_it_go_on(world):
    row = accepted(world)
    made = found(row, world, "clear")
    assert overlaps.settled(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        OverlapResult.objects.filter(pk=made.pk).update(word="found")


def test_a_call_that_looks_for_none_holds_nobody_up(alone):
    made = recommendable(alone)
    Application.objects.filter(pk=made.application_id).update(state="accepted")
    row = fresh(made.application)
    assert overlaps.settled(row)
    with pytest.raises(NotReady):
        found(row, alone)


@pytest.mark.parametrize("given", [{"text": ""}, {"with_whom": " "}])
def test_what_was_found_is_told(alone, given):
    row = accepted(alone)
    with pytest.raises(NotReady):
        found(row, alone, **given)


def test_of_two_officers_the_second_is_told(world):
    row = accepted(world)
    found(row, world, "clear")
    with pytest.raises(Stale):
        found(row, world, by="lead")


def test_nobody_else_writes_a_result_down(alone):
    row = accepted(alone)
    for who in ("administrator", "supervisor", "receipt_agency"):
        with pytest.raises(Refused):
            found(row, alone, by=who)


def test_the_pages(alone):
    row = accepted(alone)
    client = alone.client("officer")
    address = reverse("screening:overlap", args=[row.pk])
    half = client.post(f"{address}record/", {"word": "found", "with_whom": "甲项目", "had": "0"})
    assert half.status_code == 422
    assert "甲项目" in half.content.decode()
    assert client.post(f"{address}record/", {"word": "clear", "had": "0"}).status_code == 302
    assert client.get(address).status_code == 200
    assert "CAST-2023-0001" not in client.get(reverse("screening:overlap_queue")).content.decode()
