"""What every stage's permissions are made of: a refusal that says why, and who acts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.functional import Promise

from juli.registry.parties import Actor
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Refused(PermissionDenied):
    """The answer is no, and ``reason`` says why in the reader's language; the page for 403 shows it."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


def roles_of(user: User | AnonymousUser, at: datetime) -> frozenset[Role]:
    """The posts that somebody holds for the office at an instant."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), user=user, since__lte=at)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def acting(user: User, role: Role) -> Actor:
    """Who the journal says it was, in the role that allowed the act."""
    return Actor(user.actor_id, role.value)


def office_actor(user: User | AnonymousUser, at: datetime, *roles: Role, reason: str | Promise) -> Actor:
    """The user in the first of ``roles`` that they hold. Raises Refused with ``reason`` where they hold none."""
    held = roles_of(user, at)
    for role in roles:
        if role in held and isinstance(user, User):
            return acting(user, role)
    raise Refused(reason)
