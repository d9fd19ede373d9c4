"""What waits for the office from the list to approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.screening.desks import Waiting, register

_PLACE = 60
_OFFICE = frozenset({Role.OFFICER, Role.LEAD})


def queues(_user: User, roles: frozenset[Role], _at: datetime) -> Iterator[Waiting]:
    """Calls whose applications are all told apart by screening or review; the listed without a look; the tabled."""
    if not roles & _OFFICE:
        return
    found = (
        Application.objects.filter(
            state__in=(State.ACCEPTED, State.REVIEW, State.SHORTLISTED, State.AUDITED, State.MEETING)
        )
        .values("call")
        .annotate(
            ranked=Count("pk", filter=Q(state__in=(State.ACCEPTED, State.REVIEW))),
            listed=Count("pk", filter=Q(state__in=(State.SHORTLISTED, State.AUDITED), credit_checks__isnull=True)),
            tabled=Count("pk", filter=Q(state=State.MEETING)),
        )
        .order_by("call")
    )
    by_call = cast("list[dict[str, int]]", list(found))
    for name, label, url in (
        ("ranked", _("Competing, not listed yet"), "awards:ranking"),
        ("listed", _("On the list, credit not looked up"), "awards:awards"),
        ("tabled", _("Before the meeting"), "awards:awards"),
    ):
        counts = [(row["call"], row[name]) for row in by_call if row[name]]
        if counts:
            yield Waiting(label, sum(n for _call, n in counts), reverse(url, args=[counts[0][0]]), _PLACE)


def register_queues() -> None:
    """Make them known; once, where the stage starts."""
    register("awards", queues)
