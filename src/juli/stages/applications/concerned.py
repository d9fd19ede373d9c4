"""Whom a change of a call concerns: the administrators of those who apply, and whoever writes the applications."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from juli.registry.messages.actions import Recipient
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Author
from juli.stages.calls import affected
from juli.stages.calls.models import Call
from juli.stages.organisations.models import Membership


def applicants(call: Call) -> Iterator[Recipient]:
    """Each person once; those who withdrew may still hand in again, and are told as well."""
    applied = Application.objects.filter(call=call)
    places = Membership.objects.filter(organisation__in=applied.values("organisation"), until__isnull=True)
    writing = Author.objects.filter(application__in=applied, until__isnull=True)
    held = places.filter(Q(role=Role.ADMINISTRATOR) | Q(user__in=writing.values("user")))
    for user in User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"):
        yield Recipient(user.actor_id, user.language, user.email, user.phone)


def register() -> None:
    """Let the calls know, once the stage starts."""
    affected.register("applications", applicants)
