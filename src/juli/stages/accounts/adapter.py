"""What django-allauth asks of the project: people made whole, and letters that go by the project's own outbox."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from juli.registry.language import language
from juli.registry.messages.actions import Recipient, enqueue
from juli.stages.accounts import messages, visits
from juli.stages.accounts.gate import began
from juli.stages.accounts.models import User

_LINKED = {
    "account/email/email_confirmation": (messages.CONFIRM, "activate_url"),
    "account/email/email_confirmation_signup": (messages.CONFIRM, "activate_url"),
    "account/email/password_reset_key": (messages.RESET, "password_reset_url"),
    "account/email/account_already_exists": (messages.KNOWN, "password_reset_url"),
}


class UnknownLetter(RuntimeError):
    """allauth wants to send a letter that the stage has no words for: add its kind to ``accounts.messages``."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types.
    """People with their date and language; mail through ``registry.messages``, in the transaction of the act."""

    def new_user(self, request: HttpRequest) -> User:
        """A person who comes to be with this request, in the language of its page."""
        return User(date_joined=began(request), language=language())

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002  # allauth's signature.
        """The person with the name that they gave; the address in small letters, as it is looked up."""
        user.name = form.cleaned_data.get("name", "")
        user.phone = form.cleaned_data.get("phone", "")
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """As allauth counts failures; the journal has it where there were too many. Raises ValidationError."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            visits.locked_out(request, credentials.get("email", ""), "password")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A password that does not fit is in the journal of the account, where there is one."""
        visits.failed(request, credentials.get("email", ""))

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Not of somebody who has just signed in, with all the factors that they have; else as allauth asks."""
        request = current.request
        user = request.user if request is not None else None
        if isinstance(user, User) and user.last_login is not None:
            since = began(request) - user.last_login
            if since.total_seconds() < app_settings.REAUTHENTICATION_TIMEOUT:
                return False
        required: bool = super().is_reauthentication_required(app=app, **options)
        return required

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Enqueue a letter; the outbox carries it. Raises UnknownLetter."""
        request = current.request
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        to = Recipient(user.actor_id, user.language, email) if user else Recipient(_stranger(email), language(), email)
        at = began(request)
        if template_prefix in _LINKED:
            kind, name = _LINKED[template_prefix]
            params = {"link": context[name]}
            key = hashlib.sha256(f"{context[name]}{at.isoformat()}".encode()).hexdigest()[:32]
        elif template_prefix in messages.NOTES:
            kind = messages.CHANGED
            link = request.build_absolute_uri(reverse("account_reset_password"))
            params = {"what": messages.NOTES[template_prefix].say(to.language), "link": link}
            key = f"{template_prefix.rpartition('/')[2]}:{at.isoformat()}"
        else:
            raise UnknownLetter(template_prefix)
        with transaction.atomic():
            enqueue(kind=kind.key, to=to, params=params, at=at, key=key)


def _stranger(email: str) -> str:
    """An id for somebody who has no account, that does not say who it is."""
    return f"address:{hashlib.sha256(email.lower().encode()).hexdigest()[:32]}"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types.
    """The second factor as allauth does it."""

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, as it stands within a page: without the head of a file of its own."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]
