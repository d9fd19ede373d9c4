"""Registering an organisation, and auditing the registration (practice: search, data, sheet, stamp, upload, audit)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from juli.registry.files.actions import detach
from juli.registry.files.queries import attachments
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import acting
from juli.stages.accounts.queries.posts import holders
from juli.stages.accounts.roles import Role
from juli.stages.organisations import messages, permissions
from juli.stages.organisations.codes import checked
from juli.stages.organisations.invitations import take_back_all
from juli.stages.organisations.locking import locked, save
from juli.stages.organisations.models import Membership, Organisation, Standing
from juli.stages.organisations.queries.registration import lacking
from juli.stages.organisations.sections import TEXTS

_State = Organisation.State
#: Registrations that one person may have under way: nobody holds the codes of many.
MOST_UNDER_WAY: Final = 5


def register(
    *, name: str, uscc: str = "", host_uscc: str = "", host_name: str = "", by: User, at: datetime
) -> Organisation:
    """Begin the registration; whoever does becomes the one administrator (S4-57).

    With ``uscc`` under the body's own code; without, under ``host_uscc``. A row that was never accepted and that nobody
    administers is taken over. Raises ValidationError where the code is wrong or the body is registered.
    """
    try:
        with transaction.atomic():
            _not_too_many(by)
            found = _own(name, checked(uscc), at) if uscc else _hosted(name, checked(host_uscc), host_name, at)
            Membership.objects.create(organisation=found, user=by, role=Role.ADMINISTRATOR, since=at)
            record(
                subject=found.subject,
                actor=acting(by, Role.ADMINISTRATOR),
                act="organisation.begun",
                details={"name": found.name, "uscc": found.uscc or "", "host": found.host_id or 0},
                at=at,
            )
            return found
    except IntegrityError as error:
        raise ValidationError(_taken(), code="registered") from error


def hand_in(*, organisation: Organisation, by: User, at: datetime) -> None:
    """Send the registration to the audit. Raises Refused; ValidationError with everything that is missing."""
    with transaction.atomic():
        actor = permissions.administrator(by, organisation)
        found = locked(organisation)
        if found.state not in {_State.DRAFT, _State.REFUSED}:
            return
        if missing := lacking(found):
            raise ValidationError([_("Still missing: %(what)s.") % {"what": str(what)} for what in missing])
        _move(found, _State.WAITING, "organisation.handed_in", actor, at)
        users = holders(Role.OFFICER, at)
        messages.tell_office(found, messages.REGISTRATION, users, key=f"registration:{found.pk}:{found.version}", at=at)


def take_back(*, organisation: Organisation, by: User, at: datetime) -> None:
    """Take the registration back from the audit, to correct it. Raises Refused."""
    with transaction.atomic():
        actor = permissions.administrator(by, organisation)
        found = locked(organisation)
        if found.state == _State.WAITING:
            _move(found, _State.DRAFT, "organisation.taken_back", actor, at)


def accept(*, organisation: Organisation, version: int | None = None, by: User, at: datetime) -> None:
    """Accept a registration that waits. Raises Refused, Stale; ValidationError where it does not wait."""
    with transaction.atomic():
        actor = permissions.auditor(by, at)
        found = _waiting(organisation, version)
        _apart(by, found)
        found.accepted_at = at
        found.remark = ""
        _move(found, _State.ACCEPTED, "organisation.accepted", actor, at, "accepted_at", "remark")
        key = f"registration:{found.pk}:{found.version}"
        messages.tell_decided(found, messages.REGISTRATION, messages.ACCEPTED, "", key=key, at=at)


def refuse(
    *,
    organisation: Organisation,
    reason: str,
    release: bool = False,
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Refuse a registration, with the reason; it may be handed in again.

    ``release`` also ends the place of whoever began it, and their invitations: the body's own people can then register
    it, and nobody else comes in.
    Raises Refused, Stale; ValidationError without a reason, or where it does not wait.
    """
    with transaction.atomic():
        actor = permissions.auditor(by, at)
        found = _waiting(organisation, version)
        _apart(by, found)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; the organisation reads it.")})
        found.remark = reason.strip()
        details = {"reason": found.remark, "released": release}
        _move(found, _State.REFUSED, "organisation.refused", actor, at, "remark", details=details)
        key = f"registration:{found.pk}:{found.version}"
        messages.tell_decided(found, messages.REGISTRATION, messages.REFUSED, found.remark, key=key, at=at)
        if release:
            Membership.objects.filter(organisation=found, until__isnull=True).update(until=at)
            take_back_all(found, at)


def _not_too_many(by: User) -> None:
    """Raises ValidationError where somebody has begun more than one person would."""
    mine = Membership.objects.filter(user=by, until__isnull=True)
    if mine.exclude(organisation__state=_State.ACCEPTED).count() >= MOST_UNDER_WAY:
        raise ValidationError(
            _("You have %(number)d registrations under way; finish or leave one first.") % {"number": MOST_UNDER_WAY}
        )


def _own(name: str, code: str, at: datetime) -> Organisation:
    found = Organisation.objects.select_for_update().filter(uscc=code).first()
    if found is None:
        return Organisation.objects.create(name=name, uscc=code, registered_at=at)
    return _taken_over(found, name, at)


def _hosted(name: str, code: str, host_name: str, at: datetime) -> Organisation:
    host = Organisation.objects.filter(uscc=code).first()
    if host is None:
        if not host_name.strip():
            raise ValidationError({"host_name": _("The host is not registered yet: write its name as well.")})
        host = Organisation.objects.create(name=host_name.strip(), uscc=code, registered_at=at)
    found = Organisation.objects.select_for_update().filter(host=host, name=name).first()
    if found is None:
        return Organisation.objects.create(name=name, host=host, registered_at=at)
    return _taken_over(found, name, at)


def _taken_over(found: Organisation, name: str, at: datetime) -> Organisation:
    """A row that is nobody's. Raises ValidationError where it is somebody's."""
    held = Membership.objects.filter(organisation=found, until__isnull=True).exists()
    if held or found.accepted_at is not None:
        raise ValidationError(_taken(), code="registered")
    # Whoever was there before is somebody else: what they wrote and uploaded is not shown to the next, nor taken for
    # theirs. What the office has entered about the body itself stays.
    texts = dict.fromkeys(TEXTS, "")
    for column, text in texts.items():
        setattr(found, column, text)
    found.name, found.state, found.remark, found.record, found.complete = name, _State.DRAFT, "", {}, []
    save(found, "name", "state", "remark", "record", "complete", *(column for column in texts if column != "name"))
    for rows in (found.types, found.activities, found.officers):
        rows.all().delete()
    own = found.standing.filter(source=Standing.Source.ORGANISATION, removed_at=None)
    for row in own:
        for link in attachments(row.subject):
            detach(link=link)
    own.update(removed_at=at)
    for link in attachments(found.subject):
        detach(link=link)
    return found


def _taken() -> str:
    return _("This organisation is registered already. Ask its administrator for an invitation, or the office.")


def _waiting(organisation: Organisation, version: int | None) -> Organisation:
    found = locked(organisation, version)
    if found.state != _State.WAITING:
        raise ValidationError(_("This registration does not wait for an audit any more."))
    return found


def _apart(by: User, organisation: Organisation) -> None:
    """Nobody audits an organisation that they act for. Raises Refused."""
    if permissions.membership(by, organisation) is not None:
        raise permissions.Refused(_("You act for this organisation; a colleague has to audit it."))


def _move(
    organisation: Organisation,
    state: Organisation.State,
    act: str,
    actor: Actor,
    at: datetime,
    *fields: str,
    details: dict[str, object] | None = None,
) -> None:
    organisation.state = state
    save(organisation, "state", *fields)
    record(subject=organisation.subject, actor=actor, act=act, details=details or {}, at=at)
