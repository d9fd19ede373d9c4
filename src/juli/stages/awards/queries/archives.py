"""Complete files: who took which out, and what lies ready."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from juli.engines.policy.rules import Programme
from juli.registry.archive.exporting import exports
from juli.registry.journal.models import Entry
from juli.registry.parties import Subject
from juli.stages.accounts.models import User
from juli.stages.awards import permissions
from juli.stages.awards.archives import place
from juli.stages.awards.models import CallArchive
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.screening.frame import Frame, frame

#: Exports that a page lists.
_MOST = 20


@dataclass(frozen=True)
class Taken:
    """An export as it is listed: when, by whom, the digest of its manifest, how much."""

    at: dt.datetime
    who: str
    digest: str
    size: int


@dataclass(frozen=True)
class Tab:
    """The office's page of an application's archive."""

    frame: Frame
    taken: tuple[Taken, ...]


@dataclass(frozen=True)
class Page:
    """The page of a call's archives."""

    call: Call
    programme: Programme
    ordered: tuple[CallArchive, ...]
    taken: tuple[Taken, ...]

    @property
    def waiting(self) -> bool:
        """Whether one is being made."""
        return any(row.state == CallArchive.State.WAITING for row in self.ordered)


def tab(user: User | AnonymousUser, application: int, at: dt.datetime) -> Tab:
    """An application's. Raises Refused, Http404."""
    permissions.archivist(user, at)
    around = frame(user, application, "archive", at)
    return Tab(around, _taken(around.application.subject))


def page(user: User | AnonymousUser, call: int, at: dt.datetime) -> Page:
    """A call's. Raises Refused, Http404."""
    permissions.archivist(user, at)
    row = call_of(call)
    ordered = CallArchive.objects.filter(call=row).select_related("by").order_by("-pk")[:_MOST]
    return Page(row, current(row).programme, tuple(ordered), _taken(row.subject))


def call_of(call: int) -> Call:
    """A call that was published. Raises Http404."""
    row = Call.objects.filter(pk=call).exclude(state=Call.State.DRAFT).first()
    if row is None:
        raise Http404(f"there is no published call {call}")
    return row


def ready(user: User | AnonymousUser, call: int, archive: int, at: dt.datetime) -> tuple[CallArchive, Path]:
    """An archive that lies ready, and where. Raises Refused, Http404."""
    permissions.archivist(user, at)
    row = (
        CallArchive.objects.filter(pk=archive, call=call, state=CallArchive.State.READY).select_related("call").first()
    )
    if row is None or not place(row).is_file():
        raise Http404(f"archive {archive} does not lie ready")
    return row, place(row)


def _taken(subject: Subject) -> tuple[Taken, ...]:
    rows: list[Entry] = exports(subject)[:_MOST]
    keys = {int(row.actor.partition(":")[2]) for row in rows if row.actor.partition(":")[2].isdigit()}
    names = {user.actor_id: str(user) for user in User.objects.filter(pk__in=keys)}
    return tuple(Taken(row.at, names.get(row.actor, ""), row.said["digest"], row.said["size"]) for row in rows)
