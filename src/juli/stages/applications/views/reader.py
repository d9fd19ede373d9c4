"""Who asks."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused


def reader(request: HttpRequest) -> User:
    """The person who has signed in; the gate has let nobody else through. Raises Refused."""
    if not isinstance(request.user, User):
        raise Refused(_("Sign in first."))
    return request.user
