"""Who may make calls: the office. Who may ask about them: anybody who has signed in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from juli.registry.parties import Actor
from juli.stages.accounts.gate import posts
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, office_actor
from juli.stages.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

MAKERS: Final = (Role.OFFICER, Role.LEAD)
#: A rule of the gate: the pages on which calls are made.
makers: Final = posts(*MAKERS)


def maker(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as one who makes calls. Raises Refused."""
    return office_actor(user, at, *MAKERS, reason=_("Calls are made by the office."))


def asker(user: User | AnonymousUser) -> Actor:
    """The user as one who asks. Raises Refused."""
    if not isinstance(user, User) or not user.is_active:
        raise Refused(_("Sign in to ask."))
    return Actor(user.actor_id, "asker")
