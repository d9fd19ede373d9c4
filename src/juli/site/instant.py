"""The instant at which a request begins: taken first of all, before any session, lock or form (design §6)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from juli.registry import clock


class InstantMiddleware:
    """Stands outermost. What is late is decided by ``request.began``, whatever the browser or a waiting lock did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Take the instant and pass on."""
        request.began = clock.now()  # type: ignore[attr-defined]  # Read by accounts.gate.began.
        return self.get_response(request)
