"""What every page of this room begins with."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from juli.registry.files.findings import Refused as FileRefused
from juli.registry.language import language
from juli.stages.accounts.gate import posts
from juli.stages.accounts.models import User
from juli.stages.calls.models import Call, Notice
from juli.stages.calls.notices.permissions import EDITORS

OFFICE = posts(*EDITORS)
CHANGED = _("Somebody else changed this text meanwhile; look at it again and repeat your step.")
DECIDED = _("Somebody else decided on this clause meanwhile; see what stands now.")


def reader(request: HttpRequest) -> User:
    """Who has signed in; the gate has seen to it that somebody has."""
    return cast(User, request.user)


def call_of(number: int) -> Call:
    """The call that the address names."""
    return get_object_or_404(Call, pk=number)


def notice_of(call: int, number: int) -> Notice:
    """A text of a call's notice. Raises Http404."""
    return get_object_or_404(Notice.objects.select_related("call", "file__file"), call=call, number=number)


def told(refused: FileRefused) -> list[str]:
    """Why a file is not taken, in the language of the page."""
    lang = language()
    return [finding.say(lang) for finding in refused.findings if finding.refuses]


def number_of(request: HttpRequest, name: str) -> int:
    """A whole number of a form; 0 where it is none."""
    text = request.POST.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
