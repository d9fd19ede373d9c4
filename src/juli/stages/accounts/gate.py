"""The gate: nobody gets to a page that does not say whom it is for (deny by default).

A view states it once, with one of the decorators here; one without is refused to everybody, and a test names it.
What somebody may do with one application or one organisation is finer, and asked in the stage's own permissions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import Role

#: Goes on, or raises Refused. It sees who is signed in and the instant at which the request began.
Rule = Callable[[HttpRequest], None]
_View = TypeVar("_View", bound=Callable[..., Any])
_ATTRIBUTE = "juli_gate"


class Entrance:
    """Whom a view is for: everybody, or those who are signed in and pass all rules."""

    def __init__(self, *rules: Rule, everybody: bool = False) -> None:
        self.rules = rules
        self.everybody = everybody


def public(view: _View) -> _View:
    """The page is for everybody, signed in or not."""
    setattr(view, _ATTRIBUTE, Entrance(everybody=True))
    return view


def signed_in(view: _View) -> _View:
    """The page is for everybody who has signed in; what they see there is their own."""
    setattr(view, _ATTRIBUTE, Entrance())
    return view


def only(*rules: Rule) -> Callable[[_View], _View]:
    """The page is for those who are signed in and pass all of ``rules``."""

    def mark(view: _View) -> _View:
        setattr(view, _ATTRIBUTE, Entrance(*rules))
        return view

    return mark


def posts(*roles: Role) -> Rule:
    """A rule: one of these posts is held."""

    def rule(request: HttpRequest) -> None:
        if not roles_of(request.user, began(request)) & set(roles):
            raise Refused(_("This page is for: %(roles)s.") % {"roles": "、".join(str(role.label) for role in roles)})

    return rule


def began(request: HttpRequest) -> datetime:
    """The instant at which the application server began the request: the one that counts for deadlines."""
    instant: datetime = request.began  # type: ignore[attr-defined]  # Set by the outermost middleware.
    return instant


def entrance(view: Callable[..., Any]) -> Entrance | None:
    """What a view states; None where it states nothing."""
    found = getattr(view, _ATTRIBUTE, None)
    if found is None and hasattr(view, "view_class"):
        found = getattr(view.view_class, _ATTRIBUTE, None)
    if found is None and view.__module__.split(".")[0] in {"allauth", "django"}:
        # Signing in and out, confirming, resetting; language and static files. Each looks after itself.
        return Entrance(everybody=True)
    return found


class GateMiddleware:
    """Asks every view whom it is for, before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the asking is done once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Go on, go to sign in, or refuse. Raises Refused."""
        del args, kwargs
        stated = entrance(view)
        if stated is None:
            raise Refused(_("This page does not say whom it is for, so it is for nobody."))
        if stated.everybody:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        for rule in stated.rules:
            rule(request)
        return None
