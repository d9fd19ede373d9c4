"""What allauth and Django tell of signing in and out, as acts of the journal: one chain for each account."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.cache import cache
from django.http import HttpRequest

from juli.registry.journal.queries import entries
from juli.stages.accounts.actions import STRANGERS, note_strangers, note_visit
from juli.stages.accounts.gate import began
from juli.stages.accounts.models import User
from juli.stages.accounts.origin import origin

#: One note of a lock-out for as long as it lasts (ACCOUNT_RATE_LIMITS): knocking on does not make the journal grow.
LOCKED_FOR: Final = timedelta(minutes=15)
_UID: Final = "juli.accounts.visits"
#: Where failures at addresses that no account has are counted until the journal says how many they were.
_STRANGERS: Final = "juli.accounts.strangers"


def note(
    request: HttpRequest | None, user: Any, act: str, *, unless_within: timedelta | None = None, **said: Any
) -> None:
    """Note what happened to an account; nothing where it did not come with a request, or concerns no account."""
    if request is None or not hasattr(request, "began") or not isinstance(user, User):
        return
    note_visit(
        user=user, act=act, details=said, address=origin(request), unless_within=unless_within, at=began(request)
    )


def failed(request: HttpRequest, email: str) -> None:
    """A password that does not fit, or an address that no account has."""
    whose = _whose(email)
    if whose is None:
        stranger(began(request))
    note(request, whose, "account.sign_in_failed", step="password")


def stranger(at: datetime) -> None:
    """Count it: an address that was typed may be anybody's, so the journal gets the number alone, now and then."""
    cache.add(_STRANGERS, 0, None)
    with suppress(ValueError):  # Emptied in between; the next one counts anew.
        failures = cache.incr(_STRANGERS)
        if not entries(STRANGERS).filter(at__gt=at - LOCKED_FOR).exists():
            note_strangers(failures=failures, at=at)
            cache.decr(_STRANGERS, failures)


def locked_out(request: HttpRequest, user: User | str, step: str) -> None:
    """Too many failures."""
    whose = _whose(user) if isinstance(user, str) else user
    note(request, whose, "account.locked_out", unless_within=LOCKED_FOR, step=step)


def listen() -> None:
    """Be told; once, where the stage starts."""
    user_logged_in.connect(_signed_in, dispatch_uid=_UID)
    user_logged_out.connect(_signed_out, dispatch_uid=_UID)
    mfa.authentication_failed.connect(_factor_failed, dispatch_uid=_UID)
    mfa.authenticator_added.connect(_factor_added, dispatch_uid=_UID)
    mfa.authenticator_reset.connect(_factor_added, dispatch_uid=_UID)
    mfa.authenticator_removed.connect(_factor_removed, dispatch_uid=_UID)
    for signal in (account.password_set, account.password_changed, account.password_reset):
        signal.connect(_password_changed, dispatch_uid=_UID)


def _whose(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first() if email else None


def _signed_in(request: HttpRequest, user: Any, **_: Any) -> None:
    steps = [one["method"] for one in get_authentication_records(request, user)]
    note(request, user, "account.signed_in", by=steps)


def _signed_out(request: HttpRequest, user: Any, **_: Any) -> None:
    note(request, user, "account.signed_out")


def _factor_failed(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    note(request or current.request, user, "account.sign_in_failed", step="mfa", factor=authenticator.type)


def _factor_added(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    note(request, user, "account.factor_added", factor=authenticator.type)


def _factor_removed(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    note(request, user, "account.factor_removed", factor=authenticator.type)


def _password_changed(request: HttpRequest, user: Any, **_: Any) -> None:
    note(request, user, "account.password_changed")
