"""Pages of later stages about a call, as its office page links them. Each stage adds its own when it starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

from juli.stages.calls.models import Call


class Further(NamedTuple):
    """One page: ``url_name`` takes ``call``; ``place`` orders them; ``there`` says whether this call has it."""

    label: str | Promise
    url_name: str
    place: int
    there: Callable[[Call], bool]


class Link(NamedTuple):
    """A page as it is linked."""

    label: str | Promise
    url: str


_known: list[Further] = []


def register(page: Further) -> None:
    """Make a page known; once, where the stage starts."""
    if all(known.url_name != page.url_name for known in _known):
        _known.append(page)


def links(call: Call) -> list[Link]:
    """The pages that a call has, in their order."""
    found = sorted((page for page in _known if page.there(call)), key=lambda page: page.place)
    return [Link(page.label, reverse(page.url_name, kwargs={"call": call.pk})) for page in found]
