"""The desk: what waits for somebody, what has changed, and finding any application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from juli.engines.paper.check_code import read_code
from juli.engines.paper.problems import MistypedCode
from juli.registry.workbooks import paged
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import POSTS, Role
from juli.stages.applications.models import Application, FinalVersion, Submission, Turn
from juli.stages.applications.queries.life import EVENTS
from juli.stages.applications.transitions import HANDED_IN
from juli.stages.screening.desks import Readings, Waiting, readings, waiting
from juli.stages.screening.frame import READERS

#: Lines of what has changed, and applications on a page of what was found.
_RECENT: Final = 12
_PER_PAGE: Final = 25
#: Characters of a code that nothing shorter can be, so that a number is not taken for one.
_LONGEST: Final = 200


@dataclass(frozen=True)
class Changed:
    """One step that somebody took."""

    label: str | Promise
    turn: Turn


@dataclass(frozen=True)
class Desk:
    """Somebody's desk. ``reads``: they may open any application that was handed in."""

    roles: tuple[Role, ...]
    waiting: list[Waiting]
    changed: list[Changed]
    reads: bool
    readings: list[Readings]

    @property
    def late(self) -> int:
        """How much of it is late."""
        return sum(queue.late for queue in self.waiting)


def desk(user: User | AnonymousUser, at: datetime) -> Desk:
    """The desk of somebody with a post. Raises Refused."""
    if not isinstance(user, User) or not (roles := roles_of(user, at)) & POSTS:
        raise Refused(_("The desk is for people with a post."))
    reads = bool(roles & READERS)
    changed = []
    if reads:
        rows = Turn.objects.filter(application__state__in=HANDED_IN).exclude(event__in=("start", "write"))
        recent = rows.select_related("application__organisation", "by").order_by("-pk")[:_RECENT]
        changed = [Changed(EVENTS[turn.event], turn) for turn in recent]
    return Desk(tuple(sorted(roles)), waiting(user, roles, at), changed, reads, readings(user, roles, at))


def search(user: User | AnonymousUser, words: str, page: str | None, at: datetime) -> Page[Any]:
    """Applications that were handed in, by number, name or credit code of the organisation, title, or check code.

    Raises Refused.
    """
    if not roles_of(user, at) & READERS:
        raise Refused(_("Applications are read by the programme's office."))
    rows = Application.objects.filter(state__in=HANDED_IN).select_related("organisation", "call")
    found = rows.filter(_matching(words[:_LONGEST].strip())) if words.strip() else rows
    return paged(found.order_by("-changed_at", "-pk"), _PER_PAGE, page)


def _matching(words: str) -> Q:
    asked = (
        Q(number__icontains=words)
        | Q(title__icontains=words)
        | Q(organisation__name__icontains=words)
        | Q(organisation__uscc__iexact=words)
    )
    try:
        code = read_code(words)
    except MistypedCode:
        return asked
    papers = Submission.objects.filter(check_code=code).values("application")
    return asked | Q(pk__in=papers) | Q(pk__in=FinalVersion.objects.filter(check_code=code).values("application"))
