"""Giving a call's projects to a tracking unit to follow, and ending that (S4-39)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.awards import permissions
from juli.stages.awards.models import Following
from juli.stages.awards.queries.following import trackers
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current


def follow(*, call: Call, track: str, tracker: User, by: User, at: datetime) -> Following:
    """Give the projects of a call, or of one track, to a tracking unit. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = permissions.officer(by, at)
        row = Call.objects.select_for_update().get(pk=call.pk)
        wrong = []
        if track and track not in {one.id for one in current(row).programme.tracks}:
            wrong.append(_("The call has no such track; choose one of its own."))
        if tracker.pk not in {user.pk for user, _unit in trackers(at)}:
            wrong.append(_("Choose somebody who holds the post of a tracking unit."))
        if Following.objects.filter(call=row, track=track, tracker=tracker, ended_at=None).exists():
            wrong.append(_("They follow these projects already."))
        if wrong:
            raise NotReady(wrong)
        made = Following.objects.create(call=row, track=track, tracker=tracker, by=by, at=at)
        details = {"tracker": tracker.pk, "track": track}
        record(subject=row.subject, actor=actor, act="call.followed", details=details, at=at)
    return made


def end_following(*, following: Following, by: User, at: datetime) -> None:
    """End it: its projects are not theirs to see any more. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = permissions.officer(by, at)
        row = Following.objects.select_for_update().select_related("call").get(pk=following.pk)
        if row.ended_at is not None:
            raise NotReady([_("It was ended already.")])
        row.ended_by, row.ended_at = by, at
        row.save(update_fields=["ended_by", "ended_at"])
        details = {"tracker": row.tracker_id, "track": row.track}
        record(subject=row.call.subject, actor=actor, act="call.following-ended", details=details, at=at)
