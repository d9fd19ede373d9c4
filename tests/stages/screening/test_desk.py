"""What waits for whom, what has changed, and finding any application that was handed in."""

import pytest
from django.urls import reverse

from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import POSTS
from juli.stages.organisations.models import Organisation
from juli.stages.screening.desks import Waiting, waiting
from juli.stages.screening.queries import desk as desks
from tests.people import organisation, people
from tests.stages.applications.conftest import NOW
from tests.stages.applications.life.conftest import _blank, _places, finalised, submitted  # noqa: F401  # Fixtures.
from tests.stages.awards.world import world_of

AT = NOW["cast-2023"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return people()


def test_a_registration_waits_for_the_office_and_for_nobody_else(world):
    row = organisation("样例光电联盟", "51110000MJ0000003X")
    Organisation.objects.filter(pk=row.pk).update(state=Organisation.State.WAITING)
    counts = {
        role.value: [
            (queue.count, queue.url) for queue in desks.desk(world.users[role.value], AT).waiting if queue.place == 1
        ]
        for role in POSTS
    }
    there = [(1, reverse("organisations:office"))]
    assert counts == {role.value: there if role.value in {"officer", "lead"} else [] for role in POSTS}


def test_an_applicant_has_no_desk(world):
    with pytest.raises(Refused):
        desks.desk(world.users["administrator"], AT)


def test_what_is_still_the_applicants_is_found_by_nobody(world):
    final = finalised("cast-2023", world)
    assert list(desks.search(world.users["officer"], final.application.number, "", AT)) == []


def test_what_was_handed_in_is_found_by_number_name_and_code(world):
    made = submitted("cast-2023", world)
    row = made.application
    wanted = [row.number[-6:].lower(), row.organisation.name[:4], row.organisation.uscc, made.check_code.lower(), ""]
    found = [[one.pk for one in desks.search(world.users["officer"], words, "", AT)] for words in wanted]
    assert found == [[row.pk]] * len(wanted)
    assert list(desks.search(world.users["officer"], "没有这样的单位", "", AT)) == []


def test_what_changed_is_told_to_those_who_read_applications(world):
    submitted("cast-2023", world)
    assert [one.turn.event for one in desks.desk(world.users["lead"], AT).changed] == ["submit", "finalise", "send"]
    assert desks.desk(world.users["expert"], AT).changed == []


def test_queues_stand_in_the_order_of_a_calls_life(monkeypatch, world):
    later, sooner = Waiting("b", 1, "/b", 9), Waiting("a", 2, "/a", 5, late=1)
    monkeypatch.setattr(
        "juli.stages.screening.desks._queues",
        {"x": lambda *_: [later, Waiting("c", 0, "/c", 1)], "y": lambda *_: [sooner]},
    )
    assert waiting(world.users["lead"], frozenset(), AT) == [sooner, later]


def test_the_desk_asks_the_same_however_much_changed(world, django_assert_num_queries, django_assert_max_num_queries):
    submitted("cast-2023", world)
    with django_assert_max_num_queries(40) as one:
        list(desks.desk(world.users["lead"], AT).changed)
    submitted("cast-2023", world_of(world, 1))
    with django_assert_num_queries(len(one)):
        list(desks.desk(world.users["lead"], AT).changed)
