"""Fresh checks of credit, and the meetings that decide about the list (S2-3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.turning import turning
from juli.stages.awards import credit, meetings, permissions
from juli.stages.awards.models import CreditCheck, Meeting, MeetingDecision
from juli.stages.calls.models import Call

LONGEST = 20_000


class Said(NamedTuple):
    """What a meeting said of one application; ``amount`` in 分."""

    word: str
    amount: int | None = None
    note: str = ""


def check_credit(
    *, application: Application, outcome: str, source: str, checked_on: dt.date, note: str, by: User, at: dt.datetime
) -> CreditCheck:
    """Record what a fresh look at an applicant's credit found. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = permissions.officer(by, at)
        row = Application.objects.select_for_update().get(pk=application.pk)
        wrong = []
        if row.state not in credit.CHECKED:
            wrong.append(
                _("Credit is looked at for those on the list; this one is at “%(state)s”.")
                % {"state": row.get_state_display()}
            )
        if outcome not in CreditCheck.Outcome.values:
            wrong.append(_("Say what was found."))
        if not source.strip():
            wrong.append(_("Say where it was looked up."))
        if checked_on > at.date() + dt.timedelta(days=1):
            wrong.append(_("The day of the look lies ahead."))
        if outcome != CreditCheck.Outcome.CLEAR and not note.strip():
            wrong.append(_("Say which record it is, or what is not clear."))
        if wrong:
            raise NotReady(wrong)
        made = CreditCheck.objects.create(
            application=row,
            outcome=outcome,
            source=source.strip()[:120],
            checked_on=checked_on,
            note=note.strip(),
            by=by,
            at=at,
        )
        details = {"outcome": outcome, "source": made.source, "checked_on": checked_on.isoformat(), "note": made.note}
        record(subject=row.subject, actor=actor, act="application.credit-checked", details=details, at=at)
    return made


def table(*, application: Application, by: User, at: dt.datetime) -> None:
    """Put an application before the meeting. Raises Refused, NotReady."""
    with transaction.atomic():
        turning(application=application, event="table", by=by, at=at).done()


def hold(
    *, call: Call, order: int, held_on: dt.date, place: str, chair: str, present: str, by: User, at: dt.datetime
) -> Meeting:
    """Open the record of a meeting that the call's file names. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = permissions.officer(by, at)
        Call.objects.select_for_update().get(pk=call.pk)
        labels = meetings.labels(call)
        if not 0 <= order < len(labels):
            raise NotReady([_("The call has no such meeting.")])
        if not chair.strip():
            raise NotReady([_("Say who was in the chair.")])
        if before := meetings.undecided_before(call, order):
            raise NotReady([_("“%(name)s” comes first, and is not signed yet.") % {"name": before}])
        made = Meeting.objects.create(
            call=call, order=order, label_zh=labels[order].zh, label_en=labels[order].en, held_on=held_on,
            place=place.strip(), chair=chair.strip(), present=present.strip(), by=by, at=at,
        )  # fmt: skip
        details = {"meeting": made.pk, "label": made.label_zh, "held_on": held_on.isoformat()}
        record(subject=call.subject, actor=actor, act="call.meeting-opened", details=details, at=at)
    return made


def write(*, meeting: Meeting, minutes: str, said: Mapping[int, Said], had: int, by: User, at: dt.datetime) -> Meeting:
    """Write the minutes, and what was decided about each application (by its row). Raises Refused, NotReady, Stale."""
    with transaction.atomic():
        actor = permissions.officer(by, at)
        row = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if row.state == "signed":
            raise NotReady([_("The minutes are signed, and stay as they are.")])
        require_version(had=had, now=row.version)
        if len(minutes) > LONGEST:
            raise NotReady([_("At most %(most)d characters fit here.") % {"most": LONGEST}])
        before = {one.pk: one for one in meetings.tabled(row.call)}
        for key, one in said.items():
            if key not in before:
                raise NotReady([_("An application is not before the meeting any more; load the page anew.")])
            if one.word not in MeetingDecision.Word.values:
                raise NotReady([_("Say what was decided about %(number)s.") % {"number": before[key].number}])
            if one.word != MeetingDecision.Word.SUPPORT and not one.note.strip():
                raise NotReady([_("Say why %(number)s is not supported.") % {"number": before[key].number}])
            MeetingDecision.objects.update_or_create(
                meeting=row,
                application=before[key],
                defaults={"word": one.word, "amount": one.amount, "note": one.note.strip()},
            )
        row.minutes = minutes.strip()
        row.version += 1
        row.save(update_fields=["minutes", "version"])
        details = {"meeting": row.pk, "decisions": {before[key].number: one.word for key, one in sorted(said.items())}}
        record(subject=row.call.subject, actor=actor, act="call.minutes-written", details=details, at=at)
    return row


def sign(*, meeting: Meeting, had: int, by: User, at: dt.datetime) -> Meeting:
    """Sign the minutes: from now on they and the decisions stay. Raises Refused, NotReady, Stale."""
    with transaction.atomic():
        actor = permissions.lead(by, at)
        row = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if row.state == "signed":
            raise NotReady([_("The minutes are signed, and stay as they are.")])
        require_version(had=had, now=row.version)
        decided = set(row.decisions.values_list("application", flat=True))
        left = [one.number for one in meetings.tabled(row.call) if one.pk not in decided]
        if left:
            raise NotReady([_("Nothing is decided yet about: %(names)s") % {"names": "、".join(left)}])
        if not decided:
            raise NotReady([_("Nothing was before this meeting; put applications before it first.")])
        if not row.minutes:
            raise NotReady([_("The minutes are empty.")])
        row.state, row.signed_by, row.signed_at = "signed", by, at
        row.version += 1
        row.save(update_fields=["state", "signed_by", "signed_at", "version"])
        words = {one.application.number: one.word for one in row.decisions.select_related("application").order_by("pk")}
        details = {"meeting": row.pk, "decisions": words}
        record(subject=row.call.subject, actor=actor, act="call.minutes-signed", details=details, at=at)
    return row


def drop(*, application: Application, reason: str, by: User, at: dt.datetime) -> None:
    """Take an application off the list, with a reason. Raises Refused, NotReady."""
    with transaction.atomic():
        turning(application=application, event="drop", by=by, at=at, remarks=reason).done()


def restore(*, application: Application, reason: str, by: User, at: dt.datetime) -> None:
    """Put it on the list again. Raises Refused, NotReady."""
    with transaction.atomic():
        turning(application=application, event="restore", by=by, at=at, remarks=reason).done()
