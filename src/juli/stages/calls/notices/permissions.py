"""Who may do what with a notice: the officers and their lead; everybody reads that of a published call."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import office_actor, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.calls.models import Call

EDITORS = (Role.OFFICER, Role.LEAD)


def editor(user: User | AnonymousUser, at: datetime) -> Actor:
    """The officer or lead. Raises Refused."""
    return office_actor(user, at, *EDITORS, reason=_("A notice is looked after by the programme officers."))


def may_read(call: Call, user: User | AnonymousUser, at: datetime) -> bool:
    """Whether somebody may read the notice and its annexes."""
    return call.state != Call.State.DRAFT or bool(roles_of(user, at) & set(EDITORS))
