"""Exporting complete files: an application's at once, a call's outside of requests; each export is in the journal."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.paper.problems import PaperError
from juli.registry.archive.exporting import export, of
from juli.registry.archive.writing import Written
from juli.registry.journal.actions import record
from juli.registry.parties import SYSTEM, Actor
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import HANDED_IN
from juli.stages.awards import permissions
from juli.stages.awards.archives import about_application, about_call, place
from juli.stages.awards.models import CallArchive
from juli.stages.calls.models import Call

#: So long the archive of a call lies ready.
KEPT: Final = dt.timedelta(days=7)
S = CallArchive.State
_log = logging.getLogger("juli.archives")


def export_application(*, application: Application, to: Path, by: User, at: dt.datetime) -> Written:
    """Write the complete file of an application. Raises Refused, NotReady where nothing was handed in, OSError."""
    actor = permissions.archivist(by, at)
    if application.state not in HANDED_IN:
        raise NotReady([_("It has not been handed in; until then it is the applicant's alone.")])
    try:
        return export(about=about_application(application), to=to, actor=actor, at=at)
    except PaperError as error:
        raise NotReady([_("The inner list cannot be printed: %(why)s") % {"why": error.say("zh")}]) from error


def order_archive(*, call: Call, by: User, at: dt.datetime) -> CallArchive:
    """Ask for the complete file of a call; the worker makes it. Raises Refused, NotReady while one is waiting."""
    with transaction.atomic():
        actor = permissions.archivist(by, at)
        row = Call.objects.select_for_update().get(pk=call.pk)
        if row.state == Call.State.DRAFT:
            raise NotReady([_("The call is not published yet; there is nothing to export.")])
        if CallArchive.objects.filter(call=row, state=S.WAITING).exists():
            raise NotReady([_("One is being made already; it is here in a moment.")])
        made = CallArchive.objects.create(call=row, by=by, role=actor.role, at=at)
        record(subject=of(row.subject), actor=actor, act="archive.ordered", details={"archive": made.pk}, at=at)
    return made


def make_ordered(*, now: dt.datetime) -> int:
    """Make what was asked for, and let go of what has lain long enough; how many. What falls due."""
    done = 0
    for row in CallArchive.objects.filter(state=S.WAITING).select_related("call", "by").order_by("pk"):
        _make(row, now)
        done += 1
    for row in CallArchive.objects.filter(state=S.READY, made_at__lte=now - KEPT).select_related("call").order_by("pk"):
        _end(row, S.READY, S.GONE, "archive.let-go", now)
        done += 1
    return done


def _make(row: CallArchive, now: dt.datetime) -> None:
    try:
        made = export(about=about_call(row.call), to=place(row), actor=Actor(row.by.actor_id, row.role), at=row.at)
    except Exception as error:  # Whatever it is: one archive must not hold up all that falls due, again and again.
        _log.exception("the archive %s could not be made", row.pk)
        _end(row, S.WAITING, S.FAILED, "archive.failed", now, why=str(error)[:300], made_at=now)
        return
    CallArchive.objects.filter(pk=row.pk, state=S.WAITING).update(
        state=S.READY, digest=made.digest, size=made.size, made_at=now
    )


def _end(row: CallArchive, was: S, state: S, act: str, now: dt.datetime, **said: object) -> None:
    """Nothing of it lies ready any more; the file goes once that is written down."""
    with transaction.atomic():
        if not CallArchive.objects.filter(pk=row.pk, state=was).update(state=state, **said):
            return
        record(subject=of(row.call.subject), actor=SYSTEM, act=act, details={"archive": row.pk}, at=now)
    place(row).unlink(missing_ok=True)
