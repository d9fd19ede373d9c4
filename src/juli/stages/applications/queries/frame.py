"""What every page of an application has around it: which one it is, how it stands, until when, who is in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.applications import permissions, tabs
from juli.stages.applications.correcting import Correction, correction
from juli.stages.applications.models import Application
from juli.stages.applications.unlocking import opens, unlocked
from juli.stages.calls.queries import moments
from juli.stages.calls.queries.moments import Closing
from juli.stages.calls.rulebook import Rules, current


@dataclass(frozen=True)
class Frame:
    """One application as its pages show it. ``may_write``: the reader may change what it says, now.

    ``parts``: those that may be changed, None where all may (see ``unlocking``); ``correction``: what the office said.
    """

    application: Application
    rules: Rules
    tabs: list[tabs.Link]
    tracks: tuple[Label, ...]
    closing: Closing
    may_write: bool
    is_administrator: bool
    parts: frozenset[str] | None = None
    correction: Correction | None = None

    def on(self, part: str) -> Frame:
        """The frame of a page about one part: what stayed locked is only read there."""
        return replace(self, may_write=self.may_write and opens(self.parts, part))

    @property
    def programme(self) -> Programme:
        """The rules that it stands under."""
        return self.rules.programme


def found(user: User | AnonymousUser, organisation: int, application: int) -> Application:
    """An application at its address, for somebody who works on it. Raises Http404, Refused."""
    rows = Application.objects.select_related("call", "organisation")
    row = rows.filter(pk=application, organisation=organisation).first()
    if row is None:
        raise Http404(f"the organisation {organisation} has no application {application}")
    permissions.author(user, row)
    return row


def frame(user: User | AnonymousUser, organisation: int, application: int, tab: str, at: dt.datetime) -> Frame:
    """The frame of a page of an application. Raises Http404, Refused, ProgrammeUnusable."""
    return around(found(user, organisation, application), user, tab, at)


def around(application: Application, user: User | AnonymousUser, tab: str, at: dt.datetime) -> Frame:
    """The frame of a page of an application that the reader works on. Raises Refused, ProgrammeUnusable."""
    rules = current(application.call)
    actor = permissions.author(user, application)
    try:
        permissions.writer(user, application)
    except Refused:
        may_write = False
    else:
        may_write = True
    return Frame(
        application=application,
        rules=rules,
        tabs=tabs.links(application, tab),
        tracks=tuple(t.label for t in rules.programme.tracks if t.id in application.tracks),
        closing=moments.closing_for(rules, application.tracks, at),
        may_write=may_write,
        is_administrator=actor.role == Role.ADMINISTRATOR,
        parts=unlocked(application),
        correction=correction(application, at),
    )
