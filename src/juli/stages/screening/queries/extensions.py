"""Tracks after their screening: where too few qualified applications came, and what was extended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.screening.extending import ENOUGH, Count, counts
from juli.stages.screening.models import Extension

_OFFICE = frozenset({Role.OFFICER, Role.LEAD})


@dataclass(frozen=True)
class Line:
    """One track. ``few``: fewer than three were accepted, and none waits; ``closed``: it takes nothing any more."""

    track: str
    label: Label
    count: Count
    closes: datetime | None
    closed: bool
    history: tuple[Extension, ...]

    @property
    def few(self) -> bool:
        """Whether it may be extended now."""
        return self.closed and self.count.accepted < ENOUGH and not self.count.waiting


@dataclass(frozen=True)
class Block:
    """A call with its tracks."""

    call: Call
    title: Label
    lines: tuple[Line, ...]


def blocks(user: User | AnonymousUser, at: datetime) -> list[Block]:
    """The calls with tracks to which something was handed in. Raises Refused."""
    if not roles_of(user, at) & _OFFICE:
        raise Refused(_("Only the programme's officers and the head of office may do this."))
    busy = Application.objects.exclude(number="").values("call")
    found = []
    for call in Call.objects.filter(state=Call.State.PUBLISHED, pk__in=busy).order_by("-year", "edition"):
        rules = current(call)
        if not rules.programme.tracks:
            continue
        end = deadlines.closes(rules.programme)
        given = list(Extension.objects.filter(call=call).select_related("by").order_by("-pk"))
        known = deadlines.extensions(rules.programme)
        count = counts(call)
        lines = []
        for track in rules.programme.tracks:
            until = deadlines.closes_for(rules, [track.id], known)
            mine = tuple(one for one in given if one.track == track.id)
            lines.append(Line(track.id, track.label, count[track.id], until, until is not None and at >= until, mine))
        if end is not None:
            found.append(Block(call, rules.programme.title, tuple(lines)))
    return found


def few(at: datetime) -> int:
    """How many tracks could be extended."""
    total = 0
    for call in Call.objects.filter(state=Call.State.PUBLISHED):
        rules = current(call)
        if not rules.programme.tracks or not Application.objects.filter(call=call).exclude(number="").exists():
            continue
        known = deadlines.extensions(rules.programme)
        for track, count in counts(call).items():
            until = deadlines.closes_for(rules, [track], known)
            closed = until is not None and at >= until
            total += closed and count.accepted < ENOUGH and not count.waiting and count.accepted + count.refused > 0
    return total
