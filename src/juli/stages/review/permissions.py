"""Who may do what with experts, panels and scores."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from juli.engines.panel.draw import Party
from juli.registry.parties import Actor
from juli.stages.accounts.gate import Rule, posts
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import office_actor
from juli.stages.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

#: Those who keep the pool and make panels.
KEEPERS: Final = (Role.OFFICER, Role.LEAD)
keepers: Final[Rule] = posts(*KEEPERS)
lead: Final[Rule] = posts(Role.LEAD)


def keeper(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as one who keeps the pool and makes panels. Raises Refused."""
    return office_actor(user, at, *KEEPERS, reason=_("Experts and panels are kept by the programme's office."))


def leading(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as head of office. Raises Refused."""
    return office_actor(user, at, Role.LEAD, reason=_("Only the head of office may do this."))


def party(user: User | AnonymousUser, at: datetime) -> tuple[Party, Actor]:
    """The user as a party to a draw: a supervisor for the supervisor, an officer or the head for the office.

    Whoever holds both posts is the supervisor: nobody is both. Raises Refused.
    """
    reason = _("Secrets are entered by the office and by the supervisor.")
    actor = office_actor(user, at, Role.SUPERVISOR, *KEEPERS, reason=reason)
    return ("supervisor" if actor.role == Role.SUPERVISOR else "office"), actor


#: Those who see panels and draws: who makes them, and who watches.
WATCHERS: Final = (*KEEPERS, Role.SUPERVISOR)
watchers: Final[Rule] = posts(*WATCHERS)


def reader(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as one who sees panels and draws. Raises Refused."""
    return office_actor(user, at, *WATCHERS, reason=_("Panels are seen by the office and by the supervisor."))
