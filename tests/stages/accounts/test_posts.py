"""Posts at the edges: days without a day after them, two leads at the same moment."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.stages.accounts.actions import appoint, end_post
from juli.stages.accounts.models import Post
from juli.stages.accounts.roles import Role
from tests.people import holds, people, person

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def test_the_last_of_all_days_is_refused_with_a_remedy(database):
    world = people()
    sent = {"email": "new@example.org", "name": "新人", "role": "expert", "until": "9999-12-31"}
    answer = world.client("lead").post(reverse("accounts:posts"), sent)
    assert answer.status_code == 422
    assert "until" in answer.context["form"].errors
    assert world.client("lead").post(reverse("accounts:posts"), sent | {"until": "9998-12-31"}).status_code == 302


def test_of_two_leads_who_end_each_others_post_one_stays(database):
    """The one whose request began first, and waited, finds that the other was ended meanwhile."""
    first, second = person("a@example.org"), person("b@example.org")
    ours, theirs = holds(first, Role.LEAD), holds(second, Role.LEAD)
    end_post(post=theirs, by=first, at=NOW)
    with pytest.raises(ValidationError):
        end_post(post=ours, by=second, at=NOW - dt.timedelta(seconds=1))
    assert Post.objects.filter(role=Role.LEAD, until=None).get() == ours


@pytest.mark.parametrize("act", ["appoint", "end"])
def test_posts_are_given_and_ended_one_by_one(database, act):
    by = person("a@example.org")
    holds(by, Role.LEAD)
    post = holds(person("b@example.org"), Role.EXPERT)
    with CaptureQueriesContext(connections["default"]) as queries:
        if act == "end":
            end_post(post=post, by=by, at=NOW)
        else:
            appoint(email="c@example.org", name="丙", role=Role.EXPERT, by=by, at=NOW)
    held = [i for i, query in enumerate(queries) if "FOR UPDATE" in query["sql"] and "'lead'" in query["sql"]]
    written = [i for i, query in enumerate(queries) if query["sql"].startswith(("INSERT", "UPDATE"))]
    if database == "postgresql":
        assert held
        assert held[0] < written[0]
    else:
        # There a transaction is alone from its beginning.
        assert connections["default"].transaction_mode == "IMMEDIATE"
