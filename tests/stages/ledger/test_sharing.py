"""Shared events: one record, confirmed by every party, changed by agreement."""

import datetime as dt

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.ledger.actions import achievements, sharing
from juli.stages.ledger.models import Achievement, Party, Proposal, SharedEvent
from tests.people import CODES, belongs, organisation, people

AT = dt.datetime(2024, 7, 1, 2, tzinfo=dt.UTC)
VALUES = {
    "title": "京津冀论坛",
    "date": "2024-06-01",
    "form": "forum",
    "attendance": 100,
    "role": "host",
    "charged": False,
}
#: A third organisation's credit code; fictional.
THIRD = "51110000MJ0000003A"


@pytest.fixture
def world(database):
    return people()


@pytest.fixture
def event(world):
    """An event of ours that the other organisation has confirmed; both rows."""
    row = achievements.add(organisation=world.ours, kind="activity", values=VALUES, by=world.users["staff"], at=AT)
    party = sharing.invite(achievement=row, whom=CODES[1], by=world.users["staff"], at=AT)
    theirs = sharing.confirm(party=party, values={"role": "co_organise"}, by=world.users["other"], at=AT)
    row.refresh_from_db()
    return row, theirs


def acts(organisation):
    found = Entry.objects.filter(subject_type="organisation", subject_id=str(organisation.pk)).order_by("number")
    return list(found.values_list("act", flat=True))


def test_invited_by_name_and_confirmed(world):
    row = achievements.add(organisation=world.ours, kind="activity", values=VALUES, by=world.users["staff"], at=AT)
    party = sharing.invite(achievement=row, whom=world.theirs.name, by=world.users["staff"], at=AT)
    assert Message.objects.filter(kind="ledger.invited", recipient=world.users["other"].actor_id).exists()
    theirs = sharing.confirm(
        party=party, values={"role": "co_organise", "attendance": 5}, by=world.users["other"], at=AT
    )
    row.refresh_from_db()
    assert row.shared_id == theirs.shared_id != ""
    assert (theirs.organisation, theirs.title, theirs.date) == (world.theirs, "京津冀论坛", dt.date(2024, 6, 1))
    assert theirs.fields == {"form": "forum", "attendance": 100, "role": "co_organise"}
    assert (theirs.joint, row.joint, theirs.charged) == (True, True, None)
    assert (theirs.partners, row.partners) == ([world.ours.name], [world.theirs.name])
    assert "ledger.confirmed" in acts(world.ours)
    assert "ledger.confirmed" in acts(world.theirs)


def test_an_entry_of_ones_own_becomes_the_shared_one(world):
    row = achievements.add(organisation=world.ours, kind="activity", values=VALUES, by=world.users["staff"], at=AT)
    mine = achievements.add(
        organisation=world.theirs, kind="activity", values={"title": "论坛", "date": "2024-06-02", "charged": True}, by=world.users["other"], at=AT
    )  # fmt: skip
    party = sharing.invite(achievement=row, whom=CODES[1], by=world.users["staff"], at=AT)
    with pytest.raises(Refused):
        sharing.confirm(party=party, values={}, existing=row, by=world.users["other"], at=AT)
    sharing.confirm(party=party, values={"charged": True}, existing=mine, by=world.users["other"], at=AT)
    mine.refresh_from_db()
    assert (mine.title, mine.date, mine.charged, mine.version) == ("京津冀论坛", dt.date(2024, 6, 1), True, 2)
    assert Achievement.objects.count() == 2


def test_a_change_of_what_is_common_waits_for_the_other(world, event):
    ours, theirs = event
    changed = achievements.change(
        achievement=ours, values={**VALUES, "attendance": 130, "charged": True}, version=ours.version, by=world.users["staff"], at=AT
    )  # fmt: skip
    assert (changed.fields["attendance"], changed.charged) == (100, True)
    proposal = Proposal.objects.get()
    assert (proposal.fields, proposal.state) == ({"attendance": 130}, "open")
    assert Message.objects.filter(kind="ledger.proposed", recipient=world.users["other"].actor_id).exists()
    # The same again is the same proposal; another one takes its place.
    achievements.change(
        achievement=ours, values={**VALUES, "attendance": 130}, version=changed.version, by=world.users["staff"], at=AT
    )
    assert Proposal.objects.count() == 1
    with pytest.raises(Refused):
        sharing.agree(proposal=proposal, by=world.users["officer"], at=AT)
    sharing.agree(proposal=proposal, by=world.users["other"], at=AT)
    for row in (ours, theirs):
        row.refresh_from_db()
        assert row.fields["attendance"] == 130
    assert (ours.fields["role"], theirs.fields["role"]) == ("host", "co_organise")
    with pytest.raises(Refused):
        sharing.agree(proposal=proposal, by=world.users["other"], at=AT)


def test_refused_or_taken_back_nothing_changes(world, event):
    ours, theirs = event
    ours = achievements.change(
        achievement=ours, values={**VALUES, "title": ""} | {"title": "改名"}, version=ours.version, by=world.users["staff"], at=AT
    )  # fmt: skip
    refused = sharing.disagree(proposal=Proposal.objects.get(), reason="名称以通知为准", by=world.users["other"], at=AT)
    assert (refused.state, refused.reason) == ("refused", "名称以通知为准")
    achievements.change(
        achievement=theirs, values={**VALUES, "role": "organise", "date": "2024-06-03"}, version=theirs.version, by=world.users["other"], at=AT
    )  # fmt: skip
    back = sharing.disagree(proposal=Proposal.objects.get(state="open"), reason="", by=world.users["other"], at=AT)
    assert back.state == "superseded"
    assert set(Achievement.objects.values_list("title", "date")) == {("京津冀论坛", dt.date(2024, 6, 1))}
    theirs.refresh_from_db()
    assert theirs.fields["role"] == "organise"


def test_before_anybody_confirmed_the_record_follows_the_entry(world):
    row = achievements.add(organisation=world.ours, kind="activity", values=VALUES, by=world.users["staff"], at=AT)
    party = sharing.invite(achievement=row, whom=CODES[1], by=world.users["staff"], at=AT)
    row.refresh_from_db()
    achievements.change(
        achievement=row, values={**VALUES, "attendance": 90}, version=row.version, by=world.users["staff"], at=AT
    )
    assert not Proposal.objects.exists()
    theirs = sharing.confirm(party=party, values={}, by=world.users["other"], at=AT)
    assert theirs.fields["attendance"] == 90


def test_declined_and_invited_again(world):
    row = achievements.add(organisation=world.ours, kind="activity", values=VALUES, by=world.users["staff"], at=AT)
    party = sharing.invite(achievement=row, whom=CODES[1], by=world.users["staff"], at=AT)
    with pytest.raises(sharing.Uninvitable):
        sharing.invite(achievement=row, whom=CODES[1], by=world.users["staff"], at=AT)
    sharing.decline(party=party, reason="未参与", by=world.users["other"], at=AT)
    with pytest.raises(Refused):
        sharing.confirm(party=party, values={}, by=world.users["other"], at=AT)
    again = sharing.invite(achievement=row, whom=CODES[1], by=world.users["staff"], at=AT)
    assert (again.pk, again.state, again.reason) == (party.pk, "invited", "")
    for whom in ("", "没有这家", CODES[0]):
        with pytest.raises(sharing.Uninvitable):
            sharing.invite(achievement=row, whom=whom, by=world.users["staff"], at=AT)


def test_by_code_a_confirmed_party_has_to_agree(world):
    row = achievements.add(organisation=world.ours, kind="activity", values=VALUES, by=world.users["staff"], at=AT)
    code = sharing.share(achievement=row, by=world.users["staff"], at=AT).code
    with pytest.raises(sharing.Uninvitable):
        sharing.join(organisation=world.theirs, code="AAAA-AAAA", by=world.users["other"], at=AT)
    party = sharing.join(organisation=world.theirs, code=f" {code.lower()} ", by=world.users["other"], at=AT)
    with pytest.raises(Refused):
        sharing.confirm(party=party, values={}, by=world.users["other"], at=AT)
    with pytest.raises(Refused):
        sharing.admit(party=party, by=world.users["other"], at=AT)
    sharing.admit(party=party, by=world.users["administrator"], at=AT)
    sharing.confirm(party=party, values={}, by=world.users["other"], at=AT)
    assert Party.objects.filter(state="confirmed").count() == 2


def test_whoever_removes_its_entry_leaves_and_comes_back_as_things_are(world, event):
    ours, theirs = event
    achievements.remove(achievement=theirs, by=world.users["other"], at=AT)
    assert Party.objects.get(achievement=theirs).state == "left"
    ours = achievements.change(
        achievement=ours, values={**VALUES, "attendance": 77}, version=ours.version, by=world.users["staff"], at=AT
    )
    assert ours.fields["attendance"] == 77
    achievements.restore(achievement=theirs, by=world.users["other"], at=AT)
    theirs.refresh_from_db()
    assert (theirs.fields["attendance"], theirs.fields["role"]) == (77, "co_organise")


@pytest.mark.django_db
def test_over_the_pages():
    world = people()
    staff, other = world.client("staff"), world.client("other")
    row = achievements.add(organisation=world.ours, kind="activity", values=VALUES, by=world.users["staff"], at=AT)
    answer = staff.post(reverse("ledger:invite", args=[world.ours.pk, row.pk]), {"whom": CODES[1]}, follow=True)
    assert world.theirs.name in answer.content.decode()
    party = Party.objects.get(organisation=world.theirs)
    page = other.get(reverse("ledger:shared", args=[world.theirs.pk])).content.decode()
    assert "京津冀论坛" in page
    address = reverse("ledger:invitation", args=[world.theirs.pk, party.pk])
    assert "京津冀论坛" in other.get(address).content.decode()
    assert staff.get(reverse("ledger:invitation", args=[world.ours.pk, party.pk])).status_code == 404
    other.post(address, {"role": "co_organise"})
    assert Achievement.objects.filter(organisation=world.theirs).count() == 1
    row.refresh_from_db()
    staff.post(
        reverse("ledger:entry", args=[world.ours.pk, row.pk]),
        {"title": "新名称", "date": "2024-06-01", "form": "forum", "attendance": "100", "version": str(row.version)},
    )
    proposal = Proposal.objects.get()
    for client, where in ((other, world.theirs), (staff, world.ours)):
        assert "新名称" in client.get(reverse("ledger:shared", args=[where.pk])).content.decode()
    other.post(reverse("ledger:agree", args=[world.theirs.pk, proposal.pk]))
    assert set(Achievement.objects.values_list("title", flat=True)) == {"新名称"}


@pytest.mark.parametrize("act", ["change", "remove", "invite", "confirm"])
def test_every_act_locks_the_event_before_its_entries(world, event, act):
    """In two orders, two could wait for each other for ever."""
    row, _theirs = event
    by = world.users["staff"]
    if act == "confirm":
        third = organisation("样例第三方协会", THIRD)
        belongs(world.users["stranger"], third, Role.ADMINISTRATOR)
        party = sharing.invite(achievement=row, whom=THIRD, by=by, at=AT)
    with CaptureQueriesContext(connections["default"]) as queries:
        if act == "change":
            values = VALUES | {"title": "京津冀创新论坛"}
            achievements.change(achievement=row, values=values, version=row.version, by=by, at=AT)
        elif act == "remove":
            achievements.remove(achievement=row, by=by, at=AT)
        elif act == "invite":
            with pytest.raises(sharing.Uninvitable):
                sharing.invite(achievement=row, whom=CODES[1], by=by, at=AT)
        else:
            sharing.confirm(party=party, values={"role": "co_organise"}, by=world.users["stranger"], at=AT)
    lock = "FOR UPDATE" if connections["default"].vendor == "postgresql" else "SELECT"
    asked = [query["sql"] for query in queries if lock in query["sql"]]
    first = {
        model: next(i for i, sql in enumerate(asked) if f'FROM "{model._meta.db_table}"' in sql)
        for model in (SharedEvent, Achievement)
    }
    assert first[SharedEvent] < first[Achievement]
