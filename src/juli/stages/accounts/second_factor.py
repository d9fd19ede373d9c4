"""Those who run the programme sign in with a second factor: until they have set it up, there is nothing else to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from juli.stages.accounts.gate import began
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import roles_of
from juli.stages.accounts.roles import OFFICE

#: What remains open until then: setting it up, proving who one is, leaving, and the frame of the page itself.
OPEN: Final = frozenset(
    {
        "mfa_activate_totp",
        "account_reauthenticate",
        "account_logout",
        "account_confirm_email",
        "account_email_verification_sent",
        "set_language",
        "text_size",
    }
)


class SecondFactorMiddleware:
    """Sends holders of an office post to set up their second factor; off in the demonstration alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the asking is done once the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Go on, or go to set it up."""
        del view, args, kwargs
        if settings.DEMO or not isinstance(request.user, User):
            return None
        if request.resolver_match is not None and request.resolver_match.url_name in OPEN:
            return None
        if not roles_of(request.user, began(request)) & OFFICE or is_mfa_enabled(request.user):
            return None
        messages.warning(request, _("Your post needs a second factor. Set it up here, then everything is open."))
        return redirect("mfa_activate_totp")
