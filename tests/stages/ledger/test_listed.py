"""The organisation's own lists of enterprises, parks and partners (S1-17, S1-18, S1-56)."""

import datetime as dt

import pytest
from django.urls import reverse

from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.actions import listed
from juli.stages.ledger.models import Listed
from tests.people import CODES, people

AT = dt.datetime(2024, 7, 1, 2, tzinfo=dt.UTC)
ENTERPRISE = Listed.Register.ENTERPRISE


@pytest.fixture
def world(database):
    return people()


def test_put_on_changed_taken_off_and_put_on_again(world):
    staff = world.users["staff"]
    facts = listed.Facts("样例科技公司", CODES[0], Listed.Size.SMALL)
    row = listed.enlist(organisation=world.ours, register=ENTERPRISE, facts=facts, by=staff, at=AT)
    with pytest.raises(listed.OnTheList, match="样例科技公司"):
        listed.enlist(organisation=world.ours, register=ENTERPRISE, facts=facts, by=staff, at=AT)
    with pytest.raises(listed.OnTheList):
        listed.enlist(organisation=world.ours, register=ENTERPRISE, facts=facts._replace(name="别名"), by=staff, at=AT)
    listed.relist(listed=row, facts=facts._replace(size=Listed.Size.MEDIUM), by=staff, at=AT)
    assert Listed.objects.get().size == "medium"
    listed.delist(listed=row, by=staff, at=AT)
    listed.enlist(organisation=world.ours, register=ENTERPRISE, facts=facts, by=staff, at=AT)
    assert Listed.objects.filter(removed_at=None).count() == 1
    with pytest.raises(Refused):
        listed.relist(listed=row, facts=facts, by=staff, at=AT)
    other = world.users["other"]
    for act in (
        lambda: listed.enlist(organisation=world.ours, register=ENTERPRISE, facts=facts, by=other, at=AT),
        lambda: listed.relist(listed=row, facts=facts, by=other, at=AT),
        lambda: listed.delist(listed=row, by=other, at=AT),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.django_db
def test_the_pages_check_the_code_and_offer_the_names():
    world = people()
    client = world.client("staff")
    address = reverse("ledger:register", args=[world.ours.pk, "enterprise"])
    wrong = client.post(address, {"name": "样例公司", "uscc": CODES[0][:-1] + "1", "size": "small"})
    assert wrong.status_code == 422
    assert 'value="样例公司"' in wrong.content.decode()
    client.post(address, {"name": "样例公司", "uscc": CODES[0].lower(), "size": "small"})
    assert Listed.objects.get().uscc == CODES[0]
    again = client.post(address, {"name": "样例公司", "uscc": "", "size": ""})
    assert again.status_code == 422
    form = client.get(reverse("ledger:add", args=[world.ours.pk, "settlement"])).content.decode()
    assert '<option value="样例公司">' in form
    assert 'list="names-enterprise"' in form
    assert client.get(reverse("ledger:register", args=[world.ours.pk, "nonsense"])).status_code == 404


@pytest.mark.parametrize("act", ["enlist", "relist"])
def test_what_a_colleague_enters_at_the_same_moment_is_told(world, monkeypatch, act):
    """Both have looked before either has written: the database alone sees it."""
    staff = world.users["staff"]
    facts = listed.Facts("样例科技公司", CODES[0])
    where = {"organisation": world.ours, "register": ENTERPRISE}
    listed.enlist(**where, facts=facts, by=staff, at=AT)
    other = listed.enlist(**where, facts=listed.Facts("别的公司"), by=staff, at=AT)
    monkeypatch.setattr(listed, "_require_new", lambda *_, **__: None)
    given = where if act == "enlist" else {"listed": other}
    with pytest.raises(listed.OnTheList, match="样例科技公司"):
        getattr(listed, act)(**given, facts=facts, by=staff, at=AT)
    assert sorted(Listed.objects.values_list("name", flat=True)) == sorted(["样例科技公司", "别的公司"])
