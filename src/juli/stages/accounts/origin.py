"""Where a request comes from, for counting what one visitor tries."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def origin(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy that is trusted (JULI_BEHIND_PROXY), the one that the proxy names."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""  # A socket has none: all who come by it are counted together.
