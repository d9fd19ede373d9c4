"""The register of paper: a line for each parcel, and lines that put mistakes right (O-25, S3-53)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from juli.registry.canonical import SHANGHAI
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import office_actor
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.locking import locked
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import HANDED_IN
from juli.stages.screening.models import Parcel
from juli.stages.screening.queries.paper import code_says
from juli.stages.screening.questions import reason_of

Code = Parcel.Code
MOST_COPIES = 999


@dataclass(frozen=True)
class Arrived:
    """What stands on a parcel and in it. ``parts``, ``seals``, ``signatures``: names of the call's paper section."""

    received: dt.date
    posted: dt.date | None = None
    carrier: str = ""
    tracking: str = ""
    copies: int = 0
    parts: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    code: str = ""
    note: str = ""


def log(*, application: Application, arrived: Arrived, by: User, at: dt.datetime) -> Parcel:
    """Write down a parcel. What its check code was found to be is in the line. Raises Refused, NotReady."""
    with transaction.atomic():
        row, actor = _held(application, by, at)
        return _write(row, arrived, None, "", by, actor, at)


def correct(*, parcel: Parcel, arrived: Arrived | None, reason: str, by: User, at: dt.datetime) -> Parcel:
    """Put a line right by a new one that replaces it; ``arrived`` None: there was no such parcel of this application.

    Raises Refused, NotReady (also where somebody has replaced it meanwhile).
    """
    with transaction.atomic():
        row, actor = _held(parcel.application, by, at)
        if parcel.void or Parcel.objects.filter(replaces=parcel).exists():
            raise NotReady([_("This line was put right already; look at the one that stands.")])
        return _write(row, arrived, parcel, reason_of(reason)[:500], by, actor, at)


def _held(application: Application, by: User, at: dt.datetime) -> tuple[Application, Actor]:
    row = locked(application)
    reason = _("Paper is written down by the receipt agency and the office.")
    actor = office_actor(by, at, Role.RECEIPT_AGENCY, Role.OFFICER, Role.LEAD, reason=reason)
    if row.state not in HANDED_IN:
        raise NotReady([_("Nothing is handed in under this number that paper could belong to.")])
    return row, actor


def _write(
    row: Application,
    arrived: Arrived | None,
    replaces: Parcel | None,
    reason: str,
    by: User,
    actor: Actor,
    at: dt.datetime,
) -> Parcel:
    void = arrived is None
    if arrived is None:
        arrived = Arrived(replaces.received if replaces else at.date())
    _check(arrived, at)
    made = Parcel.objects.create(
        application=row,
        posted=arrived.posted,
        received=arrived.received,
        carrier=arrived.carrier.strip(),
        tracking=arrived.tracking.strip(),
        copies=arrived.copies,
        parts=list(arrived.parts),
        seals=list(arrived.seals),
        signatures=list(arrived.signatures),
        code=arrived.code.strip().upper(),
        code_is=code_says(row, arrived.code),
        note=arrived.note.strip(),
        replaces=replaces,
        void=void,
        reason=reason,
        by=by,
        role=actor.role,
        at=at,
    )
    record(
        subject=row.subject,
        actor=actor,
        act="paper.corrected" if replaces else "paper.received",
        details=_told(made),
        at=at,
    )
    return made


def _check(arrived: Arrived, at: dt.datetime) -> None:
    today = timezone.localtime(at, SHANGHAI).date()
    wrong = []
    if arrived.received > today:
        wrong.append(_("It cannot have come after today."))
    if arrived.posted is not None and arrived.posted > arrived.received:
        wrong.append(_("It was posted on %(posted)s and came on %(received)s: swap or correct the days.")
                     % {"posted": arrived.posted, "received": arrived.received})  # fmt: skip
    if not 0 <= arrived.copies <= MOST_COPIES:
        wrong.append(_("Between 0 and %(most)d copies can be written down.") % {"most": MOST_COPIES})
    if wrong:
        raise NotReady(wrong)


def _told(made: Parcel) -> dict[str, Any]:
    return {
        "parcel": made.pk,
        "posted": made.posted.isoformat() if made.posted else None,
        "received": made.received.isoformat(),
        "carrier": made.carrier,
        "tracking": made.tracking,
        "copies": made.copies,
        "parts": made.parts,
        "seals": made.seals,
        "signatures": made.signatures,
        "code": made.code,
        "code_is": str(made.code_is),
        "replaces": made.replaces_id,
        "void": made.void,
        "reason": made.reason,
    }
