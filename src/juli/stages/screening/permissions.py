"""Who screens: the programme's officers and the head of office; some things only the head."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, office_actor, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.screening.frame import READERS


def officer(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as somebody who screens. Raises Refused."""
    reason = _("Only the programme's officers and the head of office screen applications.")
    return office_actor(user, at, Role.OFFICER, Role.LEAD, reason=reason)


def reader(user: User | AnonymousUser, at: datetime) -> None:
    """Go on where somebody reads what the office has. Raises Refused."""
    if not roles_of(user, at) & READERS:
        raise Refused(_("Applications are read by the programme's office."))


def lead(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as the head of office. Raises Refused."""
    return office_actor(user, at, Role.LEAD, reason=_("Only the head of office may do this."))


def screens(user: User, at: datetime) -> bool:
    """Whether somebody is one to whom an application may be given."""
    return bool(roles_of(user, at) & {Role.OFFICER, Role.LEAD})


def in_screening(application: Application) -> None:
    """Findings are answered while it is screened. Raises NotReady."""
    if application.state != Application.State.SCREENING:
        raise NotReady(
            [
                _("Findings are answered while an application is in screening; it is at “%(state)s” now.")
                % {"state": application.get_state_display()}
            ]
        )
