"""Who opens an application's whole file beside those who read everything: each with a rule of their own.

An auditor opens the cases given to them, finance and the tracking unit what is approved, a district or park its own
organisations' results. The stage that knows such a thing says so when it starts; whoever is not named opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.screening.frame import READERS

#: Whether somebody with the post opens this application now.
Opens = Callable[[User, Application, datetime], bool]
_opens: dict[Role, Opens] = {}


def register(role: Role, opens: Opens) -> None:
    """Let a post open some applications; once, where the stage starts. Raises ValueError where another rule stands."""
    if role in READERS or _opens.setdefault(role, opens) is not opens:
        raise ValueError(f"there is another rule for {role}")


def opening(user: User | AnonymousUser, application: Application, at: datetime) -> frozenset[Role]:
    """The posts with which somebody opens an application; none where they don't."""
    if not isinstance(user, User):
        return frozenset()
    held = roles_of(user, at)
    return frozenset(
        role for role in held if role in READERS or (role in _opens and _opens[role](user, application, at))
    )
