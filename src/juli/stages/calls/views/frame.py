"""What the views of calls share: who reads, which call, what a message says."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from juli.engines.policy.labels import Label
from juli.stages.accounts.models import User
from juli.stages.calls.models import Call


def reader(request: HttpRequest) -> User:
    """Who has signed in; the gate has seen to it that somebody has."""
    user = request.user
    if not isinstance(user, User):
        raise Http404("nobody has signed in")
    return user


def call_or_404(call: int) -> Call:
    """A call of the office's."""
    found = Call.objects.filter(pk=call).first()
    if found is None:
        raise Http404("there is no such call")
    return found


def number(text: str | None) -> int:
    """A whole number of a form; -1, which no version is, where there is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else -1  # Digits of a version.


def label(request: HttpRequest, name: str) -> Label:
    """A text that a form asks for in both languages."""
    return Label(request.POST.get(f"{name}_zh", ""), request.POST.get(f"{name}_en", ""))


def tell(request: HttpRequest, error: ValidationError) -> None:
    """Say on the next page what was refused."""
    for text in error.messages:
        messages.error(request, text)
