"""The people of an organisation: one administrator (S4-57), staff by invitation, each coming and going journaled."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.registry.canonical import SHANGHAI
from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import acting
from juli.stages.accounts.roles import Role
from juli.stages.organisations import messages, permissions
from juli.stages.organisations.invitations import take_back_all
from juli.stages.organisations.locking import locked, save
from juli.stages.organisations.models import Invitation, Membership, Organisation
from juli.stages.organisations.queries.people import digest_of, invited, may_give_up

#: How long an invitation can be accepted.
LIFETIME: Final = timedelta(days=14)


def invite(*, organisation: Organisation, email: str, site: str, by: User, at: datetime) -> str:
    """Invite somebody as staff; the path of the link that the letter holds. ``site`` is what links begin with.

    Raises Refused; ValidationError where they are invited or belong to it already.
    """
    email = email.strip().lower()
    token = secrets.token_urlsafe(24)
    path = reverse("organisations:accept", kwargs={"token": token})
    with transaction.atomic():
        actor = permissions.administrator(by, organisation)
        found = locked(organisation)
        if Membership.objects.filter(organisation=found, user__email__iexact=email, until__isnull=True).exists():
            raise ValidationError({"email": _("They belong to the organisation already.")})
        waiting = Invitation.objects.filter(
            organisation=found, email__iexact=email, accepted_at__isnull=True, withdrawn_at__isnull=True
        )
        if waiting.filter(expires_at__gt=at).exists():
            raise ValidationError({"email": _("They are invited already; withdraw that invitation to send a new one.")})
        waiting.update(withdrawn_at=at)
        invitation = Invitation.objects.create(
            organisation=found, email=email, digest=digest_of(token), invited_by=by, at=at, expires_at=at + LIFETIME
        )
        record(
            subject=found.subject,
            actor=actor,
            act="person.invited",
            details={"invitation": invitation.pk},
            personal={"email": email},
            at=at,
        )
        until = f"{invitation.expires_at.astimezone(SHANGHAI):%Y-%m-%d}"
        messages.tell_invited(found, email, by, site + path, until, key=str(invitation.pk), at=at)
    return path


def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """Take an invitation back. Raises Refused."""
    with transaction.atomic():
        actor = permissions.administrator(by, invitation.organisation)
        found = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not found.open(at):
            return
        found.withdrawn_at = at
        found.save(update_fields=["withdrawn_at"])
        details = {"invitation": found.pk}
        record(subject=found.organisation.subject, actor=actor, act="person.uninvited", details=details, at=at)


def accept_invitation(*, token: str, by: User, at: datetime) -> Organisation:
    """Join as whoever has signed in. Raises Refused where it is another's; ValidationError as ``invited``."""
    with transaction.atomic():
        invitation = invited(token, at, lock=True)
        if by.email.lower() != invitation.email.lower():
            raise permissions.Refused(
                _("This invitation is for %(email)s; sign in with that address.") % {"email": invitation.email}
            )
        _join(invitation, by, at)
        return invitation.organisation


def join(*, token: str, name: str, password: str, at: datetime) -> User:
    """Make an account by an invitation's link, which proves the address, and join. Raises ValidationError."""
    with transaction.atomic():
        invitation = invited(token, at, lock=True)
        if User.objects.filter(email__iexact=invitation.email).exists():
            raise ValidationError(_("There is an account with this address: sign in, then open the link again."))
        validate_password(password, User(email=invitation.email, name=name))
        user = User.objects.create_user(email=invitation.email, password=password, name=name, date_joined=at)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        _join(invitation, user, at)
        return user


def hand_over(*, to: Membership, by: User, at: datetime) -> None:
    """Exchange the administrator's place with that of one of the staff. Raises Refused, ValidationError."""
    with transaction.atomic():
        organisation = locked(to.organisation)
        actor = permissions.administrator(by, organisation)
        _exchange(organisation, to, at)
        record(
            subject=organisation.subject, actor=actor, act="person.handed_over", details={"to": to.user.actor_id}, at=at
        )
        what = Label("单位管理员已移交", "there is a new administrator")
        _tell(organisation, what, to.user, at)


def install(*, to: Membership, reason: str, by: User, at: datetime) -> None:
    """The office makes one of the organisation's people its administrator, where the old one cannot be reached.

    Raises Refused; ValidationError without a reason.
    """
    with transaction.atomic():
        actor = permissions.auditor(by, at)
        organisation = locked(to.organisation)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; the organisation reads it.")})
        _exchange(organisation, to, at)
        details = {"to": to.user.actor_id, "reason": reason.strip()}
        record(subject=organisation.subject, actor=actor, act="person.installed", details=details, at=at)
        _tell(organisation, Label("主管单位变更了单位管理员", "the office made a new administrator"), to.user, at)


def leave(*, organisation: Organisation, by: User, at: datetime) -> None:
    """Leave. The administrator hands over first, but for a registration that they gave up alone. Raises Refused;
    ValidationError.
    """
    with transaction.atomic():
        found = locked(organisation)
        actor = permissions.member(by, found)
        place = Membership.objects.get(organisation=found, user=by, until__isnull=True)
        if place.role == Role.ADMINISTRATOR:
            if not may_give_up(found):
                raise ValidationError(_("Hand the administration over first; an organisation has one administrator."))
            found.state = found.State.DRAFT
            save(found, "state")
            take_back_all(found, at)
        _end(place, at)
        record(subject=found.subject, actor=actor, act="person.left", details={"who": by.actor_id}, at=at)
        _tell(found, Label("填报人已退出", "a member of staff has left"), by, at)


def remove_member(*, membership: Membership, by: User, at: datetime) -> None:
    """Take somebody out. Raises Refused; ValidationError for the administrator."""
    with transaction.atomic():
        organisation = locked(membership.organisation)
        actor = permissions.administrator(by, organisation)
        if membership.role == Role.ADMINISTRATOR:
            raise ValidationError(_("Hand the administration over first; an organisation has one administrator."))
        if not _end(membership, at):
            return
        details = {"who": membership.user.actor_id}
        record(subject=organisation.subject, actor=actor, act="person.removed", details=details, at=at)
        what = Label("您已不再是填报人", "you do not belong to the staff any more")
        messages.tell_people(
            organisation, what, membership.user, [membership.user], key=f"removed:{membership.pk}", at=at
        )


def _join(invitation: Invitation, user: User, at: datetime) -> None:
    organisation = invitation.organisation
    try:
        with transaction.atomic():
            Membership.objects.create(organisation=organisation, user=user, role=Role.STAFF, since=at)
    except IntegrityError as error:
        raise ValidationError(_("You belong to the organisation already.")) from error
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    details = {"invitation": invitation.pk, "who": user.actor_id}
    record(subject=organisation.subject, actor=acting(user, Role.STAFF), act="person.joined", details=details, at=at)
    _tell(organisation, Label("有填报人加入", "a member of staff has joined"), user, at)


def _exchange(organisation: Organisation, to: Membership, at: datetime) -> None:
    now = Membership.objects.filter(organisation=organisation, until__isnull=True)
    if not now.filter(pk=to.pk, role=Role.STAFF).exists():
        raise ValidationError(_("Choose one of the present staff."))
    old = now.filter(role=Role.ADMINISTRATOR).first()
    for place in (old, to):
        if place is not None:
            _end(place, at)
    # Only now: there is one at most at any time.
    Membership.objects.create(organisation=organisation, user=to.user, role=Role.ADMINISTRATOR, since=at)
    if old is not None:
        Membership.objects.create(organisation=organisation, user=old.user, role=Role.STAFF, since=at)


def _end(place: Membership, at: datetime) -> bool:
    return bool(Membership.objects.filter(pk=place.pk, until__isnull=True).update(until=at))


def _tell(organisation: Organisation, what: Label, who: User, at: datetime) -> None:
    users = messages.administrators(organisation)
    messages.tell_people(organisation, what, who, users, key=f"{organisation.pk}:{who.pk}:{at.isoformat()}", at=at)
