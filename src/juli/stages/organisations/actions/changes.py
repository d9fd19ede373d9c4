"""Changes that the office audits: name, code, legal representative, applicant types (practice, Accounts)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from juli.registry.canonical import SHANGHAI
from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.accounts.queries.posts import holders
from juli.stages.accounts.roles import Role
from juli.stages.organisations import messages, permissions
from juli.stages.organisations.codes import checked
from juli.stages.organisations.locking import locked, save
from juli.stages.organisations.models import ApplicantType, Change, Organisation
from juli.stages.organisations.queries.changes import present
from juli.stages.organisations.queries.types import holding

_State = Change.State


def ask_change(*, organisation: Organisation, wanted: Mapping[str, Any], reason: str, by: User, at: datetime) -> Change:
    """Ask for a change of name, uscc, legal_representative, types (programme → types; ``""`` for all families).

    What is as it was is left out. Raises Refused; ValidationError where nothing changes, no reason is given, the code
    is wrong or another's, or a change waits already.
    """
    try:
        with transaction.atomic():
            actor = permissions.administrator(by, organisation)
            found = locked(organisation)
            if found.state != Organisation.State.ACCEPTED:
                raise ValidationError(_("Before the registration is accepted, change the record itself."))
            if not reason.strip():
                raise ValidationError({"reason": _("Say why, and since when.")})
            before = present(found, at.astimezone(SHANGHAI).date())
            new = _checked(found, {key: value for key, value in wanted.items() if before.get(key) != value})
            if not new:
                raise ValidationError(_("Nothing changes by this; correct what shall be different."))
            change = Change.objects.create(
                organisation=found,
                wanted=new,
                before={key: before[key] for key in new},
                reason=reason.strip(),
                asked_by=by,
                asked_at=at,
            )
            record(subject=found.subject, actor=actor, act="change.asked", at=at, **_told(change))
            users = holders(Role.OFFICER, at)
            messages.tell_office(found, messages.CHANGE, users, key=f"change:{change.pk}", at=at)
            return change
    except IntegrityError as error:
        raise ValidationError(_("A change waits for the audit already; take it back to ask for another.")) from error


def withdraw_change(*, change: Change, by: User, at: datetime) -> None:
    """Take a change back while it waits. Raises Refused."""
    with transaction.atomic():
        actor = permissions.administrator(by, change.organisation)
        found = _locked(change)
        if found.state == _State.WAITING:
            _settle(found, _State.WITHDRAWN, None, at, "")
            details = {"change": found.pk}
            record(subject=found.organisation.subject, actor=actor, act="change.withdrawn", details=details, at=at)


def accept_change(*, change: Change, by: User, at: datetime) -> None:
    """Accept a change: it holds from now on. Raises Refused; ValidationError where it does not wait, or cannot be."""
    try:
        with transaction.atomic():
            actor = permissions.auditor(by, at)
            found = _waiting(change, by)
            organisation = locked(found.organisation)
            columns = [key for key in ("name", "uscc", "legal_representative") if key in found.wanted]
            for column in columns:
                setattr(organisation, column, found.wanted[column])
            save(organisation, *columns)
            _retype(organisation, found.wanted.get("types"), at.astimezone(SHANGHAI).date())
            _settle(found, _State.ACCEPTED, by, at, "")
            record(subject=organisation.subject, actor=actor, act="change.accepted", at=at, **_told(found))
            key = f"change:{found.pk}"
            messages.tell_decided(organisation, messages.CHANGE, messages.ACCEPTED, "", key=key, at=at)
    except IntegrityError as error:
        raise ValidationError(_("Another organisation has this code by now; refuse the change.")) from error


def refuse_change(*, change: Change, reason: str, by: User, at: datetime) -> None:
    """Refuse a change, with the reason: everything stays. Raises Refused; ValidationError."""
    with transaction.atomic():
        actor = permissions.auditor(by, at)
        found = _waiting(change, by)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; the organisation reads it.")})
        _settle(found, _State.REFUSED, by, at, reason.strip())
        details = {"change": found.pk, "reason": found.remark}
        record(subject=found.organisation.subject, actor=actor, act="change.refused", details=details, at=at)
        key = f"change:{found.pk}"
        messages.tell_decided(found.organisation, messages.CHANGE, messages.REFUSED, found.remark, key=key, at=at)


def _checked(organisation: Organisation, wanted: dict[str, Any]) -> dict[str, Any]:
    """Raises ValidationError for what can't be."""
    if wanted.get("uscc"):
        try:
            wanted["uscc"] = checked(wanted["uscc"])
        except ValidationError as error:
            raise ValidationError({"uscc": error.messages}) from error
        if Organisation.objects.filter(uscc=wanted["uscc"]).exclude(pk=organisation.pk).exists():
            raise ValidationError({"uscc": _("Another organisation has this code.")})
    elif "uscc" in wanted and organisation.host_id is None:
        raise ValidationError({"uscc": _("An organisation without a host needs its code.")})
    if "name" in wanted and not wanted["name"].strip():
        raise ValidationError({"name": _("An organisation needs its name.")})
    if "uscc" in wanted and not wanted["uscc"]:
        wanted["uscc"] = None
    return wanted


def _retype(organisation: Organisation, types: Mapping[str, list[str]] | None, on: dt.date) -> None:
    if types is None:
        return
    rows = ApplicantType.objects.filter(holding(on), organisation=organisation)
    kept = set()
    for row in rows:
        if row.type in types.get(row.programme, []):
            kept.add((row.programme, row.type))
        elif row.since >= on:
            row.delete()
        else:
            row.until = on - dt.timedelta(days=1)
            row.save(update_fields=["until"])
    for programme, kinds in types.items():
        for kind in kinds:
            if (programme, kind) not in kept:
                ApplicantType.objects.create(organisation=organisation, programme=programme, type=kind, since=on)


def _told(change: Change) -> dict[str, dict[str, Any]]:
    """What the journal says of it: a person's name only as a digest."""
    wanted = dict(change.wanted)
    personal = {key: wanted.pop(key) for key in ["legal_representative"] if key in wanted}
    return {"details": {"change": change.pk, "wanted": wanted, "reason": change.reason}, "personal": personal}


def _settle(change: Change, state: Change.State, by: User | None, at: datetime, remark: str) -> None:
    change.state, change.decided_by, change.decided_at, change.remark = state, by, at, remark
    change.save(update_fields=["state", "decided_by", "decided_at", "remark"])


def _locked(change: Change) -> Change:
    return Change.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=change.pk)


def _waiting(change: Change, by: User) -> Change:
    found = _locked(change)
    if found.state != _State.WAITING:
        raise ValidationError(_("This change does not wait for an audit any more."))
    if permissions.membership(by, found.organisation) is not None:
        raise permissions.Refused(_("You act for this organisation; a colleague has to audit it."))
    return found
