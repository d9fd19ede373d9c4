"""To whom an application may be given."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from juli.stages.accounts.models import Post, User
from juli.stages.accounts.roles import Role


def officers(at: dt.datetime) -> tuple[User, ...]:
    """The officers and the head of office at an instant, by name."""
    held = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at), role__in=(Role.OFFICER, Role.LEAD), since__lte=at
    )
    return tuple(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk"))
