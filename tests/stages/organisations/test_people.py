"""People of an organisation: invited by a letter, joining, handing over, leaving; one administrator at any time."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.organisations.actions import people as acts
from juli.stages.organisations.models import Invitation, Membership
from tests.people import PASSPHRASE, belongs, people

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
SITE = "https://juli.example.org"


def token(path):
    return path.strip("/").rpartition("/")[2]


def administrators(organisation):
    return list(
        Membership.objects.filter(organisation=organisation, role="administrator", until=None).values_list(
            "user__email", flat=True
        )
    )


def test_an_invitation_by_letter_makes_an_account_and_a_member(database):
    world = people()
    client = world.client("administrator")
    answer = client.post(reverse("organisations:people", args=[world.ours.pk]), {"email": "New@Example.org"})
    assert answer.status_code == 302
    letter = Message.objects.get(kind="organisations.invited")
    assert (letter.address, letter.channel) == ("new@example.org", "email")
    path = re.search(r"http://testserver(/\S+)", letter.body)[1]
    assert Invitation.objects.get().digest not in letter.body
    fresh = Client()
    page = fresh.get(path)
    assert "样例智能产业协会" in page.content.decode()
    weak = fresh.post(path, {"name": "新人", "password": "12345", "again": "12345"})
    assert weak.status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()
    fresh.post(path, {"name": "新人", "password": PASSPHRASE, "again": PASSPHRASE})
    user = User.objects.get(email="new@example.org")
    assert user.emailaddress_set.get().verified
    assert Membership.objects.get(user=user).role == "staff"
    assert fresh.get(reverse("organisations:record", args=[world.ours.pk])).status_code == 200
    # The link works once.
    assert Client().get(path).status_code == 404
    assert list(Entry.objects.filter(subject_type="organisation").values_list("act", flat=True)) == [
        "person.invited",
        "person.joined",
    ]


def test_an_invitation_is_for_one_address_expires_and_can_be_taken_back(database):
    world = people()
    admin, stranger = world.users["administrator"], world.users["stranger"]

    def invite(email, at=NOW):
        return token(acts.invite(organisation=world.ours, email=email, site=SITE, by=admin, at=at))

    first = invite("stranger@example.org")
    with pytest.raises(Refused):
        acts.accept_invitation(token=first, by=world.users["other"], at=NOW)
    with pytest.raises(ValidationError):
        invite("Stranger@example.org")
    with pytest.raises(ValidationError):
        acts.accept_invitation(token=first, by=stranger, at=NOW + acts.LIFETIME)
    # After it has expired a new one can be sent, and the old link stays dead.
    second = invite("stranger@example.org", NOW + acts.LIFETIME)
    with pytest.raises(ValidationError):
        acts.accept_invitation(token=first, by=stranger, at=NOW + acts.LIFETIME)
    acts.withdraw_invitation(invitation=Invitation.objects.latest("pk"), by=admin, at=NOW + acts.LIFETIME)
    with pytest.raises(ValidationError):
        acts.accept_invitation(token=second, by=stranger, at=NOW + acts.LIFETIME)
    third = invite("stranger@example.org", NOW + acts.LIFETIME)
    acts.accept_invitation(token=third, by=stranger, at=NOW + acts.LIFETIME)
    with pytest.raises(ValidationError):
        invite("stranger@example.org")
    with pytest.raises(ValidationError):
        acts.join(token="x" * 30, name="某", password=PASSPHRASE, at=NOW)


def test_the_administration_is_handed_over_whole(database):
    world = people()
    staff = Membership.objects.get(user=world.users["staff"])
    with pytest.raises(ValidationError):
        acts.leave(organisation=world.ours, by=world.users["administrator"], at=NOW)
    acts.hand_over(to=staff, by=world.users["administrator"], at=NOW)
    assert administrators(world.ours) == ["staff@example.org"]
    assert Membership.objects.get(user=world.users["administrator"], until=None).role == "staff"
    with pytest.raises(Refused):
        acts.hand_over(to=staff, by=world.users["administrator"], at=NOW)
    acts.leave(organisation=world.ours, by=world.users["administrator"], at=NOW)
    assert Membership.objects.filter(organisation=world.ours, until=None).count() == 1
    told = Message.objects.filter(kind="organisations.people", channel="site", recipient=world.users["staff"].actor_id)
    assert told.count() == 2


def test_one_is_taken_out_and_the_administrator_is_not(database):
    world = people()
    places = {place.role: place for place in Membership.objects.filter(organisation=world.ours)}
    acts.remove_member(membership=places["staff"], by=world.users["administrator"], at=NOW)
    with pytest.raises(ValidationError):
        acts.remove_member(membership=places["administrator"], by=world.users["administrator"], at=NOW)
    assert [p.role for p in Membership.objects.filter(organisation=world.ours, until=None)] == ["administrator"]


def test_the_office_installs_an_administrator_with_a_reason(database):
    world = people()
    staff = Membership.objects.get(user=world.users["staff"])
    with pytest.raises(ValidationError):
        acts.install(to=staff, reason="", by=world.users["officer"], at=NOW)
    acts.install(to=staff, reason="原管理员离职", by=world.users["officer"], at=NOW)
    assert administrators(world.ours) == ["staff@example.org"]
    assert "原管理员离职" in Entry.objects.get(act="person.installed").details


def test_the_database_itself_allows_one_administrator(database):
    world = people()
    with pytest.raises(IntegrityError), transaction.atomic():
        belongs(world.users["stranger"], world.ours, Role.ADMINISTRATOR)
    assert administrators(world.ours) == ["administrator@example.org"]


def test_a_member_of_two_organisations_sees_each_as_what_they_are_there(database):
    world = people()
    belongs(world.users["other"], world.ours, Role.STAFF)
    client = world.client("other")
    for organisation, may in ((world.ours, 403), (world.theirs, 302)):
        assert client.get(reverse("organisations:record", args=[organisation.pk])).status_code == 200
        assert client.post(reverse("organisations:hand_in", args=[organisation.pk])).status_code == may
