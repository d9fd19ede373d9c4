"""Who may do what with the list: the office reads it, the head of office decides."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, office_actor, roles_of
from juli.stages.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

#: Who sees the order of the applications, and with it every score.
READERS = frozenset({Role.OFFICER, Role.LEAD, Role.DIVISIONAL_LEADER, Role.SUPERVISOR, Role.TRUSTEE})


def officer(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as somebody who prepares the list. Raises Refused."""
    reason = _("Only the programme's officers and the head of office may do this.")
    return office_actor(user, at, Role.OFFICER, Role.LEAD, reason=reason)


def lead(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as the head of office. Raises Refused."""
    return office_actor(user, at, Role.LEAD, reason=_("Only the head of office may do this."))


def reader(user: User | AnonymousUser, at: datetime) -> frozenset[Role]:
    """The posts with which somebody reads the list. Raises Refused."""
    roles = roles_of(user, at)
    if not roles & READERS:
        raise Refused(_("The list is for the office until it is published."))
    return roles


#: Who may take a complete file out: it holds everything that the office has of an application.
ARCHIVISTS = (Role.OFFICER, Role.LEAD, Role.SUPERVISOR)


def archivist(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as somebody who exports complete files. Raises Refused."""
    reason = _("Complete files are taken out by the programme's officers, the head of office and the supervisor.")
    return office_actor(user, at, *ARCHIVISTS, reason=reason)
