"""Business offices in contact with an organisation (S2-44)."""

import pytest
from django.core.exceptions import ValidationError

from juli.registry.journal.models import Entry
from juli.stages.accounts.models import Post
from juli.stages.accounts.permissions import Refused
from juli.stages.organisations.actions import liaisons
from juli.stages.organisations.models import Liaison
from tests.people import SINCE, people

UNIT = "示例业务处"


@pytest.fixture
def world(database):
    found = people()
    Post.objects.filter(user=found.users["business_office"]).update(unit=UNIT)
    return found


def test_the_office_says_who_keeps_contact_and_both_sides_read_it(world):
    officer, ours = world.client("officer"), world.ours
    where = f"/office/organisations/{ours.pk}/"
    assert UNIT in officer.get(where).content.decode()
    for _ in range(2):
        assert officer.post(f"{where}contacts/", {"unit": UNIT}).status_code == 302
    row = Liaison.objects.get()
    assert (row.unit, row.organisation, row.until) == (UNIT, ours, None)
    record = f"/organisations/{ours.pk}/"
    assert UNIT in world.client("staff").get(record).content.decode()
    officer.post(f"{where}contacts/{row.pk}/end/")
    officer.post(f"{where}contacts/{row.pk}/end/")
    row.refresh_from_db()
    assert row.until is not None
    assert UNIT not in world.client("staff").get(record).content.decode()
    acts = list(Entry.objects.filter(act__startswith="liaison.").order_by("number").values_list("act", flat=True))
    assert acts == ["liaison.made", "liaison.ended"]


def test_only_an_office_that_somebody_has_a_post_in_and_only_by_the_office(world):
    with pytest.raises(ValidationError):
        liaisons.bring_together(organisation=world.ours, unit="没有这个处", by=world.users["lead"], at=SINCE)
    with pytest.raises(Refused):
        liaisons.bring_together(organisation=world.ours, unit=UNIT, by=world.users["administrator"], at=SINCE)
    assert not Liaison.objects.exists()
