"""Other applications of the organisation that one may copy from."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from juli.engines.policy.labels import Label
from juli.stages.accounts.models import User
from juli.stages.applications import permissions
from juli.stages.applications.models import Application
from juli.stages.calls.rulebook import current

_MOST = 50


@dataclass(frozen=True)
class Source:
    """One of them, with its call's title."""

    application: Application
    call: Label


def sources(user: User | AnonymousUser, application: Application) -> list[Source]:
    """What may be copied from, the latest first. Raises Refused."""
    rows = permissions.visible(user, application.organisation).exclude(pk=application.pk).select_related("call")
    return [Source(row, current(row.call).programme.title) for row in rows.order_by("-changed_at", "-pk")[:_MOST]]


def source(user: User | AnonymousUser, application: Application, pk: str) -> Application:
    """One of them. Raises Http404, Refused."""
    rows = permissions.visible(user, application.organisation).select_related("call", "organisation")
    found = rows.filter(pk=int(pk)).first() if pk.isdecimal() and pk.isascii() and len(pk) < 10 else None
    if found is None:
        raise Http404("there is no such application to copy from")
    return found
