"""Looking for an organisation, before registering it and wherever one is chosen."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from juli.stages.accounts.roles import Role
from juli.stages.organisations.codes import plain
from juli.stages.organisations.models import Membership, Organisation

MOST: Final = 10
#: Characters of a name that are looked for at least.
LEAST: Final = 2


class Found(NamedTuple):
    """What somebody who does not belong to it may learn: that it is registered, and whom to ask."""

    name: str
    accepted: bool
    #: The administrator's name with all but the first character hidden; empty where there is none.
    administrator: str


def lookup(text: str) -> list[Found]:
    """Registered organisations by code (whole) or name (part of it), at most ten; rows nobody administers left out."""
    text = text.strip()
    code = plain(text)
    if len(text) < LEAST:
        return []
    condition = Q(name__icontains=text) | Q(uscc=code)
    held = Membership.objects.filter(role=Role.ADMINISTRATOR, until__isnull=True).select_related("user", "organisation")
    rows = held.filter(organisation__in=Organisation.objects.filter(condition)).order_by("organisation__name")[:MOST]
    return [
        Found(
            row.organisation.name,
            row.organisation.state == Organisation.State.ACCEPTED,
            masked(row.user.name),
        )
        for row in rows
    ]


def masked(name: str) -> str:
    """A name with all but its first character hidden.

    >>> masked("李敏")
    '李*'
    """
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def accepted(text: str = "") -> QuerySet[Organisation]:
    """Accepted organisations by name or code, for lists to choose from (partners, hosts)."""
    found = Organisation.objects.filter(state=Organisation.State.ACCEPTED).order_by("name", "pk")
    return found.filter(Q(name__icontains=text) | Q(uscc=plain(text))) if text.strip() else found


def names(prefix: str, most: int = MOST) -> list[str]:
    """Names of accepted organisations that begin with or contain a text."""
    return list(accepted(prefix).values_list("name", flat=True)[:most]) if prefix.strip() else []
