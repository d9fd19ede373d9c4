"""The office's pages of one application, as tabs in the order of its life. Each stage adds its own when it starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application


def _always(_application: Application) -> bool:
    return True


class Tab(NamedTuple):
    """One tab. ``place`` orders them; ``roles`` see it; ``there`` says whether this application has it.

    The address takes ``application``.
    """

    name: str
    label: str | Promise
    url_name: str
    place: int
    roles: frozenset[Role]
    there: Callable[[Application], bool] = _always


class Link(NamedTuple):
    """A tab as the page shows it."""

    label: str | Promise
    url: str
    current: bool


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Make a tab known. Raises ValueError where another one has its name."""
    if _tabs.setdefault(tab.name, tab) != tab:
        raise ValueError(f"there is another tab called {tab.name}")


def links(application: Application, roles: frozenset[Role], current: str) -> list[Link]:
    """The tabs that somebody with these posts sees, the one called ``current`` marked."""
    seen = [tab for tab in _tabs.values() if tab.roles & roles and tab.there(application)]
    return [
        Link(tab.label, reverse(tab.url_name, kwargs={"application": application.pk}), tab.name == current)
        for tab in sorted(seen, key=lambda tab: (tab.place, tab.name))
    ]
