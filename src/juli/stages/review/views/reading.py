"""What the views of the stage share: who asks, files to take away, what to say when an act did not go through."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from juli.registry.transactions import Stale
from juli.stages.accounts.models import User


def person(request: HttpRequest) -> User:
    """Who has signed in; only for views whose gate has asked."""
    assert isinstance(request.user, User)  # noqa: S101  # The gate has.
    return request.user


def download(data: bytes, name: str, media: str) -> HttpResponse:
    """A file to take away, kept by no cache."""
    answer = HttpResponse(data, content_type=media)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def tried(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it, and say what became of it."""
    try:
        act()
    except Stale:
        messages.error(request, _("Somebody else has changed this meanwhile. Look at it again, then decide."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if done:
            messages.success(request, done)
        return True
    return False
