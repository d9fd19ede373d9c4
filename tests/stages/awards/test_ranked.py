"""What a ranking takes from what was handed in."""

from decimal import Decimal

import pytest

from juli.stages.applications.actions import finalising, reviewing, submitting, writing
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import ranked
from tests.people import people
from tests.stages.applications.conftest import NOW, begun
from tests.stages.applications.life.conftest import _blank, _places, fresh  # noqa: F401  # Fixtures.

pytestmark = pytest.mark.django_db


def test_the_amount_applied_for_is_read_in_yuan_from_the_form_s4_93():
    """The form keeps 分, whatever unit it was typed in; the engine ranks in yuan."""
    world = people()
    row, at = begun("cast-2023", world), NOW["cast-2023"]
    value = {"total": 25_000_000, "applied": 18_500_000, "other": 6_500_000}
    writing.save(application=row, section="money", value=value, had=0, by=world.users["staff"], at=at)
    reviewing.send(application=row, by=world.users["staff"], at=at)
    finalising.finalise(application=fresh(row), by=world.users["administrator"], at=at)
    submitting.submit(application=fresh(row), by=world.users["administrator"], at=at)
    Application.objects.filter(pk=row.pk).update(state=State.ACCEPTED)
    (entry,) = ranked.inputs(row.call).entries
    assert entry.money.applied == Decimal(185_000)
