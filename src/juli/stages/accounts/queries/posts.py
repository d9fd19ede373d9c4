"""The posts of the office, for its own page and for lists to choose from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from juli.stages.accounts.models import Post, User
from juli.stages.accounts.roles import Role


def held(at: datetime) -> Q:
    """A condition on posts: held at an instant."""
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


def posts(*, words: str = "", role: str = "", at: datetime, ended: bool = False) -> QuerySet[Post]:
    """Posts that are held (or, ``ended``, were), by role and name; ``words`` looks into name, address and unit."""
    condition = ~held(at) if ended else held(at)
    found = Post.objects.filter(condition).select_related("user").order_by("role", "user__name", "pk")
    if role:
        found = found.filter(role=role)
    if words:
        found = found.filter(
            Q(user__name__icontains=words) | Q(user__email__icontains=words) | Q(unit__icontains=words)
        )
    return found


def with_units(role: Role, at: datetime) -> list[tuple[User, str]]:
    """Everybody who holds a post at an instant, each once with a unit of theirs: whom work is given to."""
    rows = Post.objects.filter(held(at), role=role, user__is_active=True).select_related("user").order_by("pk")
    return list({post.user_id: (post.user, post.unit) for post in rows}.values())


def holders(role: Role, at: datetime) -> QuerySet[User]:
    """Everybody who holds a post at an instant, each once: whom to tell, whom to choose from."""
    return User.objects.filter(pk__in=Post.objects.filter(held(at), role=role).values("user"), is_active=True)
