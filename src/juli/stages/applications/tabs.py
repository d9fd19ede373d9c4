"""The tabs of an application's pages, in order. A page that is there adds its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from juli.stages.applications.models import Application


class Tab(NamedTuple):
    """One tab: its name for templates and views, its words, its address."""

    name: str
    label: str | Promise
    url_name: str


TABS: Final[tuple[Tab, ...]] = (
    Tab("form", pgettext_lazy("application", "Form"), "applications:application"),
    Tab("claims", _("Clause board"), "applications:board"),
    Tab("materials", _("Documents"), "applications:materials"),
    Tab("versions", _("Versions"), "applications:versions"),
    Tab("settings", _("Tracks and people"), "applications:settings"),
    Tab("life", _("Review and submission"), "applications:life"),
)


#: Tabs of later stages, each with what says whether an application has it.
_later: list[tuple[Tab, Callable[[Application], bool]]] = []


def register(tab: Tab, there: Callable[[Application], bool]) -> None:
    """Make a later stage's tab known; once, where it starts."""
    if all(known.name != tab.name for known, _there in _later):
        _later.append((tab, there))


class Link(NamedTuple):
    """A tab as the page shows it."""

    name: str
    label: str | Promise
    url: str
    current: bool


def links(application: Application, current: str) -> list[Link]:
    """The tabs of an application, the one called ``current`` marked."""
    where = {"organisation": application.organisation_id, "application": application.pk}
    shown = [*TABS, *(tab for tab, there in _later if there(application))]
    return [Link(tab.name, tab.label, reverse(tab.url_name, kwargs=where), tab.name == current) for tab in shown]
