"""A tracking unit sees the approved projects that it was given to follow, and no others (S4-39; design §1)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from juli.registry.journal.models import Entry
from juli.stages.accounts.models import Post
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.awards.actions import approvals, following
from juli.stages.awards.models import Following, ListLine
from juli.stages.awards.queries.following import of_call, projects
from juli.stages.calls.rulebook import current
from tests.people import holds, people, person
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards import publications_world as world


@pytest.fixture
def at(database):
    made = world.listed(people())
    approvals.approve(publication=world.published(made), by=made.lead, at=world.OVER)
    made.tracker = person("tracker.new@example.org", "tracker")
    holds(made.tracker, "tracker", "示例监测中心")
    return made


def given(at, track=""):
    return following.follow(call=at.call, track=track, tracker=at.tracker, by=at.officer, at=world.OVER)


def test_what_is_given_is_seen_until_it_ends(at, client):
    whole = reverse("screening:whole", args=[at.rows[0].pk])
    client.force_login(at.tracker)
    assert client.get(whole).status_code in {403, 404}
    assert list(projects(at.tracker, world.OVER)) == []
    made = given(at)
    assert {line.application_id for line in projects(at.tracker, world.OVER)} == {row.pk for row in at.rows}
    assert client.get(whole).status_code == 200
    following.end_following(following=made, by=at.officer, at=world.OVER)
    assert list(projects(at.tracker, world.OVER)) == []
    assert client.get(whole).status_code in {403, 404}
    acts = Entry.objects.filter(act__in=("call.followed", "call.following-ended")).order_by("pk")
    assert list(acts.values_list("act", flat=True)) == ["call.followed", "call.following-ended"]
    with pytest.raises(NotReady):
        following.end_following(following=made, by=at.officer, at=world.OVER)


def test_of_a_track_only_those_on_its_list_are_followed(at):
    first = ListLine.objects.get(application=at.rows[0])
    ListLine.objects.create(ranked_list=first.ranked_list, application=at.rows[0], track="parks", place=9, on_list=True)
    Following.objects.create(call=at.call, track="parks", tracker=at.tracker, by=at.officer, at=world.OVER)
    assert [line.application_id for line in projects(at.tracker, world.OVER)] == [at.rows[0].pk]


def test_a_post_that_ends_takes_what_was_given_with_it_and_a_new_one_does_not_bring_it_back(at, client):
    given(at)
    post = Post.objects.get(user=at.tracker)
    post.until = world.OVER
    post.save()
    later = world.OVER + dt.timedelta(days=1)
    assert list(projects(at.tracker, later)) == []
    (line,) = of_call(at.call, current(at.call).programme, later).lines
    assert (line.row.tracker, line.holds) == (at.tracker, False)
    Post.objects.create(user=at.tracker, role="tracker", unit="别的单位", since=later)
    assert list(projects(at.tracker, later)) == []


@pytest.mark.parametrize("what", ["track", "tracker", "twice"])
def test_what_cannot_be_followed_is_refused_and_leaves_nothing(at, what):
    if what == "twice":
        given(at)
    before = Following.objects.count(), Entry.objects.count()
    tracker = at.officer if what == "tracker" else at.tracker
    with pytest.raises(NotReady):
        following.follow(
            call=at.call, track="none" if what == "track" else "", tracker=tracker, by=at.officer, at=world.OVER
        )
    assert (Following.objects.count(), Entry.objects.count()) == before
    if what == "twice":
        with pytest.raises(IntegrityError), transaction.atomic(using=Following.objects.db):
            Following.objects.create(call=at.call, tracker=at.tracker, by=at.officer, at=world.OVER)


def test_trackers_give_themselves_nothing(at):
    with pytest.raises(Refused):
        following.follow(call=at.call, track="", tracker=at.tracker, by=at.tracker, at=world.OVER)


@pytest.mark.django_db
def test_the_office_gives_and_ends_it_on_the_page_of_the_call(client):
    made = world.listed(people())
    tracker = person("tracker.new@example.org", "示例跟踪员")
    holds(tracker, "tracker", "示例监测中心")
    client.force_login(made.lead)
    page = reverse("awards:awards", args=[made.call.pk])
    assert "示例监测中心" in client.get(page).content.decode()
    refused = client.post(reverse("awards:follow", args=[made.call.pk]), {"tracker": "0"})
    assert refused.status_code == 422
    client.post(reverse("awards:follow", args=[made.call.pk]), {"tracker": tracker.pk})
    row = Following.objects.get()
    end = reverse("awards:end_following", args=[made.call.pk, row.pk])
    assert end in client.get(page).content.decode()
    client.post(end)
    assert end not in client.get(page).content.decode()
