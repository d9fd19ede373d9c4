"""More time for a track in which too few qualified applications came."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.canonical import instant
from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import office_actor
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.screening import telling
from juli.stages.screening.extending import ENOUGH, counts
from juli.stages.screening.models import Extension
from juli.stages.screening.questions import reason_of

LONGEST_NUMBER: Final = 60


def extend(*, call: Call, track: str, until: datetime, number: str, text: str, by: User, at: datetime) -> Extension:
    """Take applications to one track, and to it alone, until another date, with a notice. Earlier ones stay.

    Fewer than three were accepted in it, and none waits for its screening. Raises Refused, NotReady, ProgrammeUnusable.
    """
    with transaction.atomic():
        actor = office_actor(by, at, Role.LEAD, reason=_("Only the head of office may do this."))
        row = Call.objects.select_for_update().get(pk=call.pk)
        rules = current(row)
        named = {one.id: one for one in rules.programme.tracks}.get(track)
        if named is None:
            raise NotReady([_("The call has no such track.")])
        wrong = []
        end = deadlines.closes_for(rules, [track])
        if row.state != Call.State.PUBLISHED:
            wrong.append(_("This call is not published."))
        if end is None or at < end:
            wrong.append(_("The call still takes applications to this track."))
        count = counts(row)[track]
        if count.accepted >= ENOUGH:
            wrong.append(
                _("%(number)d qualified applications are in this track; three are enough.") % {"number": count.accepted}
            )
        if count.waiting:
            wrong.append(
                _("%(number)d applications to this track still wait for their screening.") % {"number": count.waiting}
            )
        if until <= at:
            wrong.append(_("The new closing lies in the past."))
        if not number.strip():
            wrong.append(_("Give the notice its number."))
        if wrong:
            raise NotReady(wrong)
        made = Extension.objects.create(
            call=row,
            track=track,
            until=until,
            number=number.strip()[:LONGEST_NUMBER],
            text=reason_of(text),
            accepted=count.accepted,
            by=by,
            at=at,
        )
        details = {
            "track": track,
            "until": instant(until),
            "number": made.number,
            "text": made.text,
            "accepted": count.accepted,
        }
        entry = record(subject=row.subject, actor=actor, act="call.track-extended", details=details, at=at)
        telling.tell_extended(made, rules.programme.title, named.label, key=entry.hash, at=at)
    return made
