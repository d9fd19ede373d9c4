"""Every write of the accounts that is not allauth's: profiles, posts, addresses proved by a link from the mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from juli.registry.journal.actions import record
from juli.registry.journal.queries import entries
from juli.registry.messages.actions import enqueue
from juli.registry.parties import SYSTEM, Actor, Subject
from juli.stages.accounts import messages
from juli.stages.accounts.links import password_path
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.permissions import office_actor
from juli.stages.accounts.roles import Role

_ANYBODY: Final = Actor("unknown", "visitor")
#: What concerns no account.
STRANGERS: Final = Subject("accounts", "unknown")
_BY_ANYBODY: Final = frozenset({"account.sign_in_failed", "account.locked_out"})


def describe_oneself(*, by: User, name: str, phone: str, language: str, at: datetime) -> None:
    """Change one's own profile."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=by.pk)
        user.name, user.phone, user.language = name, phone, language
        user.save(update_fields=["name", "phone", "language"])
        record(
            subject=_subject(user),
            actor=Actor(user.actor_id, "self"),
            act="account.described",
            personal={"name": name, "phone": phone},
            at=at,
        )


def appoint(
    *,
    email: str,
    name: str,
    role: Role,
    unit: str = "",
    until: datetime | None = None,
    by: User | None,
    site: str = "",
    at: datetime,
) -> tuple[Post, str]:
    """Give somebody a post, making their account where they have none; the post, and the path to set a password.

    ``by`` is a lead; None is the operator at the command line. ``site`` is the address that links begin with. The path
    is empty where the person signs in already. Raises Refused; ValidationError where they hold the post or where it
    would have ended before it began.
    """
    with transaction.atomic():
        actor = SYSTEM if by is None else lead(by, at)
        _hold_leads()
        if until is not None and until <= at:
            raise ValidationError({"until": _("This day has passed; choose a later one, or none.")})
        user = _person(email, name, at)
        if Post.objects.filter(user=user, role=role, unit=unit, until__isnull=True).exists():
            raise ValidationError({"role": _("They hold this post already.")})
        post = Post.objects.create(user=user, role=role, unit=unit, since=at, until=until)
        details = {"post": post.pk, "role": role.value, "unit": unit, "until": until.isoformat() if until else ""}
        record(subject=_subject(user), actor=actor, act="post.given", details=details, personal={"email": email}, at=at)
        path = "" if user.has_usable_password() else password_path(user)
        if by is not None:
            _tell(post, by, site + path if path else "", at, given=True)
    return post, path


def end_post(*, post: Post, by: User, at: datetime) -> None:
    """End somebody's post now. Raises Refused; ValidationError where it would leave the office without a lead."""
    with transaction.atomic():
        _hold_leads()
        actor = lead(by, at)
        held = Post.objects.select_for_update().get(pk=post.pk)
        if not held.held(at):
            return
        others = Post.objects.filter(role=Role.LEAD, until__isnull=True).exclude(pk=held.pk)
        if held.role == Role.LEAD and not others.exists():
            raise ValidationError(_("This is the only head of office; appoint another one first."))
        held.until = at
        held.save(update_fields=["until"])
        record(
            subject=_subject(held.user),
            actor=actor,
            act="post.ended",
            details={"post": held.pk, "role": held.role, "unit": held.unit},
            at=at,
        )
        _tell(held, by, "", at, given=False)


def take_off_second_factor(*, user: User, reason: str, at: datetime) -> bool:
    """Take somebody's second factor off where the telephone and the codes are lost; was there one? The operator's act.

    Whoever holds an office post sets it up anew at the next visit. Raises ValidationError without a reason.
    """
    with transaction.atomic():
        if not reason.strip():
            raise ValidationError(_("Say why; it stays in the journal."))
        taken, _each = Authenticator.objects.filter(user=user).delete()
        if taken:
            details = {"reason": reason.strip()}
            record(subject=_subject(user), actor=SYSTEM, act="account.factor_taken_off", details=details, at=at)
            params = {"what": messages.TAKEN_OFF.say(user.language)}
            key = f"factor:{at.isoformat()}"
            enqueue(kind=messages.REMARK.key, to=messages.recipient(user), params=params, at=at, key=key)
        return bool(taken)


def note_visit(
    *,
    user: User,
    act: str,
    details: Mapping[str, Any],
    address: str,
    unless_within: timedelta | None = None,
    at: datetime,
) -> None:
    """Note signing in and out, failures, factors and passwords in the chain of the account.

    ``address``, from which it came, enters as a salted digest. ``unless_within``: nothing where the same was noted less
    than that before.
    """
    with transaction.atomic():
        subject = _subject(user)
        if unless_within is not None and entries(subject).filter(act=act, at__gt=at - unless_within).exists():
            return
        # Who fails is not known to be the account's own person.
        who = _ANYBODY if act in _BY_ANYBODY else Actor(user.actor_id, "self")
        record(subject=subject, actor=who, act=act, details=details, personal={"address": address}, at=at)


def note_strangers(*, failures: int, at: datetime) -> None:
    """Note how many sign-ins failed, since the last such note, at addresses that no account has. Nothing says whose."""
    with transaction.atomic():
        details = {"failures": failures}
        record(subject=STRANGERS, actor=_ANYBODY, act="account.unknown_address", details=details, at=at)


def lead(by: User, at: datetime) -> Actor:
    """The user as head of office. Raises Refused."""
    return office_actor(by, at, Role.LEAD, reason=_("Only the head of office gives and ends posts."))


def verify_address(*, user: User) -> None:
    """Note that a person has their address: a link that was only in its mail has been used."""
    EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)


def _hold_leads() -> None:
    """Give and end posts one by one: else two leads could end each other's, or two could make one account."""
    list(Post.objects.select_for_update().filter(role=Role.LEAD).order_by("pk"))


def _person(email: str, name: str, at: datetime) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user
    user = User.objects.create_user(email=email, name=name, date_joined=at)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return user


def _tell(post: Post, by: User, link: str, at: datetime, *, given: bool) -> None:
    user = post.user
    params = {"by": str(by), "post": _label(post, user.language), "unit": post.unit or "—"}
    if link:
        kind, params = messages.APPOINTED, params | {"link": link}
    else:
        words = ("已授予岗位", "已结束岗位") if user.language == "zh" else ("you now hold", "you no longer hold")
        kind, params = messages.POSTED, params | {"what": words[0] if given else words[1]}
    key = f"post:{post.pk}:{'given' if given else 'ended'}"
    enqueue(kind=kind.key, to=messages.recipient(user), params=params, at=at, about=_subject(user), key=key)


def _label(post: Post, language: str) -> str:
    with override("en" if language == "en" else "zh-hans"):
        return str(Role(post.role).label)


def _subject(user: User) -> Subject:
    return Subject("user", str(user.pk))
