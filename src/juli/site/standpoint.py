"""Through whose eyes a page is seen: who has signed in, what posts they hold, which organisations they act for."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest

from juli.stages.accounts.gate import began
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import roles_of
from juli.stages.accounts.roles import Role
from juli.stages.organisations.models import Membership, Organisation


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A reader. ``user`` is None for the public."""

    user: User | None = None
    posts: frozenset[Role] = frozenset()
    memberships: tuple[Membership, ...] = field(default=())
    #: Of several organisations, the one whose page this is, else the first that they came to.
    organisation: Organisation | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """Everything that they are, somewhere."""
        return self.posts | {Role(membership.role) for membership in self.memberships}


PUBLIC = Standpoint()


def standpoint(request: HttpRequest) -> Standpoint:
    """The reader's, asked from the database once per request."""
    known: Standpoint | None = getattr(request, "_juli_standpoint", None)
    if known is None:
        known = _asked(request)
        request._juli_standpoint = known  # type: ignore[attr-defined]  # noqa: SLF001  # Kept for this request alone.
    return known


def _asked(request: HttpRequest) -> Standpoint:
    user = request.user
    if not isinstance(user, User):
        return PUBLIC
    places = Membership.objects.filter(user=user, until__isnull=True).select_related("organisation").order_by("since")
    found = tuple(places)
    named = request.resolver_match.kwargs.get("organisation") if request.resolver_match else None
    here = next((place.organisation for place in found if place.organisation_id == named), None)
    return Standpoint(user, roles_of(user, began(request)), found, here or (found[0].organisation if found else None))
