"""What a tracking unit follows, and who follows what of a call (S4-39)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Min, Q, QuerySet

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.queries.posts import held, with_units
from juli.stages.accounts.roles import Role
from juli.stages.awards.models import ApprovalLine, Following, ListLine
from juli.stages.calls.models import Call


class Line(NamedTuple):
    """One that runs. ``label`` is the track's; None where it is the whole call. ``holds``: the post, still."""

    row: Following
    label: Label | None
    holds: bool


class Followed(NamedTuple):
    """What runs of a call, and who may be given more."""

    lines: tuple[Line, ...]
    trackers: list[tuple[User, str]]


def projects(user: User, at: datetime) -> QuerySet[ApprovalLine]:
    """The approved projects that are somebody's to follow: of whole calls, or of the tracks whose list they are on."""
    asked = Q(pk__in=())
    # Whoever holds the post anew begins anew: nothing that was given before opens again by itself.
    posts = Post.objects.filter(held(at), user=user, role=Role.TRACKER)
    began = posts.aggregate(first=Min("since"))["first"]
    if began is None:
        return ApprovalLine.objects.none()
    given = Following.objects.filter(tracker=user, ended_at=None, at__gte=began)
    for call, track in given.values_list("call", "track"):
        mine = Q(application__call=call)
        if track:
            counts = ListLine.objects.filter(ranked_list__call=call, ranked_list__reopened__isnull=True, on_list=True)
            mine &= Q(application__in=counts.filter(track=track).values("application"))
        asked |= mine
    return ApprovalLine.objects.filter(asked)


def of_call(call: Call, programme: Programme, at: datetime) -> Followed:
    """Who follows what of a call."""
    labels = {track.id: track.label for track in programme.tracks}
    rows = Following.objects.filter(call=call, ended_at=None).select_related("tracker").order_by("pk")
    now = trackers(at)
    holders = {user.pk for user, _unit in now}
    return Followed(tuple(Line(row, labels.get(row.track), row.tracker_id in holders) for row in rows), now)


def trackers(at: datetime) -> list[tuple[User, str]]:
    """Who holds the post of a tracking unit, each with the unit."""
    return with_units(Role.TRACKER, at)
