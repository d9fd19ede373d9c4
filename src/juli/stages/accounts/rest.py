"""A session that rests for too long ends: its age counts from the last request, not from signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from juli.stages.accounts.gate import began

#: Seconds between two notes of when somebody was last here: not every request writes.
_BETWEEN: Final = 60
_KEY: Final = "accounts_here"


class RestMiddleware:
    """Notes, at most once a minute, that somebody who has signed in is still here (SESSION_COOKIE_AGE begins anew)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the note."""
        now = int(began(request).timestamp())
        if request.user.is_authenticated and now - request.session.get(_KEY, 0) >= _BETWEEN:
            request.session[_KEY] = now
        return self.get_response(request)
