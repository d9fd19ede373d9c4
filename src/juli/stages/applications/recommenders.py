"""Who recommends: a person with a recommender's post, for the organisations that the office assigned to its unit."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from juli.registry.parties import Actor
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.permissions import Refused, acting
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Recommends

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def units(user: User | AnonymousUser, at: datetime) -> tuple[str, ...]:
    """The units that somebody recommends for, as their posts name them; posts without a unit recommend nobody."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), user=user, role=Role.RECOMMENDER, since__lte=at)
    return tuple(sorted({unit for unit in held.values_list("unit", flat=True) if unit}))


def unit_of(organisation: int) -> str:
    """The unit that recommends an organisation; empty where the office has assigned none."""
    found = Recommends.objects.filter(organisation=organisation, until__isnull=True)
    return found.values_list("unit", flat=True).first() or ""


def recommender(user: User | AnonymousUser, application: Application, at: datetime) -> Actor:
    """The user as one who recommends the organisation that applies. Raises Refused."""
    unit = unit_of(application.organisation_id)
    if not isinstance(user, User) or not unit or unit not in units(user, at):
        raise Refused(_("This application is not your unit's to recommend."))
    return acting(user, Role.RECOMMENDER)


def of_unit(user: User | AnonymousUser, unit: str, at: datetime) -> Actor:
    """The user as one of a unit's recommenders. Raises Refused."""
    if not isinstance(user, User) or not unit or unit not in units(user, at):
        raise Refused(_("You do not act for this unit."))
    return acting(user, Role.RECOMMENDER)


def holds(user: int, unit: str) -> bool:
    """Whether somebody's post for a unit has not ended."""
    return Post.objects.filter(user=user, role=Role.RECOMMENDER, unit=unit, until__isnull=True).exists()


def people(unit: str, at: datetime) -> list[User]:
    """Who is to be told of what a unit has to do."""
    held = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at), role=Role.RECOMMENDER, unit=unit, since__lte=at
    ).select_related("user")
    return list({post.user_id: post.user for post in held if post.user.is_active}.values())
