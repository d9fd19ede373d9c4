"""Versions: kept when nobody writes for ten minutes, restored as a whole; answers copied from another application."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from juli.registry import faults
from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import permissions, snapshots, unlocking
from juli.stages.applications.contents import HELD
from juli.stages.applications.copying import Copy, copied
from juli.stages.applications.form.layout import parts
from juli.stages.applications.locking import locked, put, touch
from juli.stages.applications.models import Answer, Application, Version
from juli.stages.applications.transitions import State, writable
from juli.stages.calls.rulebook import current

_RESTORED = faults.Point("applications.restored")
#: Applications looked at by one tick.
_MOST = 500


def keep_pauses(*, at: datetime) -> int:
    """Keep a version of every application that nobody has written in for ten minutes; how many there were.

    Asking again makes nothing twice.
    """
    written = [state for state in State if writable(state)]
    same = Version.objects.filter(application=OuterRef("pk"), state_of=OuterRef("version"))
    due = Application.objects.filter(state__in=written, changed_at__lte=at - snapshots.PAUSE, version__gt=1)
    made = 0
    for pk in due.exclude(Exists(same)).order_by("changed_at").values_list("pk", flat=True)[:_MOST]:
        with transaction.atomic():
            application = locked(Application(pk=pk))
            programme = current(application.call).programme
            made += snapshots.keep_paused(application=application, programme=programme, at=at) is not None
    return made


def restore(*, version: Version, by: User, at: datetime) -> Version:
    """Let the application say again what a version says; what it says until now is kept as a version first.

    Applicant type, tracks and joint applicants stay as they are now. Raises Refused.
    """
    with transaction.atomic():
        application = locked(version.application)
        actor = permissions.writer(by, application, unlocking.WHOLE)
        if version.content is None:
            raise Refused(_("What this version said has been erased."))
        programme = current(application.call).programme
        keep = partial(snapshots.keep, application=application, programme=programme, by=by, actor=actor, at=at)
        if not snapshots.kept(application):
            keep(cause=Version.Cause.BEFORE)
        asked = {part.id for part in parts(programme, application.applicant_type, tuple(application.tracks))}
        _put_all(application, {k: v for k, v in version.content["answers"].items() if k in asked}, by=by, at=at)
        for key, held in HELD.items():
            held.restore(application, version.content.get(key), by, at)
        touch(application, at)
        _RESTORED()
        made = keep(cause=Version.Cause.RESTORED)
        record(
            subject=application.subject,
            actor=actor,
            act="application.restored",
            details={"from": version.number, "to": made.number},
            at=at,
        )
    return made


def copy_from(*, application: Application, source: Application, by: User, at: datetime) -> Copy:
    """Fill what is empty in an application with what another one of the organisation said, field by field of one id.

    What stands here already stays. What could not be copied is told. Raises Refused.
    """
    with transaction.atomic():
        application = locked(application)
        actor = permissions.writer(by, application, unlocking.WHOLE)
        if source.organisation_id != application.organisation_id or source.pk == application.pk:
            raise Refused(_("Copy from another application of your own organisation."))
        permissions.author(by, source)
        programme = current(application.call).programme
        found = copied(application, source)
        if not found.values:
            return found
        keep = partial(snapshots.keep, application=application, programme=programme, by=by, actor=actor, at=at)
        if application.version > 1 and not snapshots.kept(application):
            keep(cause=Version.Cause.BEFORE)
        rows = {row.section: row for row in Answer.objects.filter(application=application)}
        for section, value in found.values.items():
            put(application, rows.get(section), section, value, by=by, at=at)
        touch(application, at)
        keep(cause=Version.Cause.COPIED)
        record(
            subject=application.subject,
            actor=actor,
            act="application.copied",
            details={"from": source.pk, "sections": sorted(found.values)},
            at=at,
        )
    return found


def _put_all(application: Application, wanted: dict[str, Any], *, by: User, at: datetime) -> None:
    rows = {row.section: row for row in Answer.objects.filter(application=application)}
    for section in sorted(rows.keys() | wanted.keys()):
        found = rows.get(section)
        if (found.value if found else None) != wanted.get(section):
            put(application, found, section, wanted.get(section), by=by, at=at)
