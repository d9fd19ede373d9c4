"""What waits for the office from the ranking to the publication, a queue for each call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import cast

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State, uses
from juli.stages.awards import meetings
from juli.stages.awards.audits import used
from juli.stages.awards.permissions import READERS
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.screening.desks import Waiting, register
from juli.stages.screening.steps import Step
from juli.stages.screening.steps import register as register_step

_PLACE = 60
_OFFICE = frozenset({Role.OFFICER, Role.LEAD})
_COMPETING = (State.ACCEPTED, State.REVIEW)
_LISTED = (State.SHORTLISTED, State.AUDITED)


def queues(_user: User, roles: frozenset[Role], _at: datetime) -> Iterator[Waiting]:
    """Competing and not listed; listed without a look at their credit; to be tabled, tabled; ready to be published."""
    if not roles & _OFFICE:
        return
    found = (
        Application.objects.filter(state__in=(*_COMPETING, *_LISTED, State.MEETING))
        .values("call")
        .annotate(
            competing=Count("pk", filter=Q(state__in=_COMPETING), distinct=True),
            unseen=Count("pk", filter=Q(state__in=_LISTED, credit_checks__isnull=True), distinct=True),
            shortlisted=Count("pk", filter=Q(state=State.SHORTLISTED, credit_checks__isnull=False), distinct=True),
            audited=Count("pk", filter=Q(state=State.AUDITED, credit_checks__isnull=False), distinct=True),
            tabled=Count("pk", filter=Q(state=State.MEETING), distinct=True),
        )
        .order_by("call")
    )
    calls = Call.objects.in_bulk([row["call"] for row in found])
    for row in found:
        yield from _of(calls[row["call"]], cast("Mapping[str, int]", row))


def _of(call: Call, counts: Mapping[str, int]) -> Iterator[Waiting]:
    programme = current(call).programme
    asks = uses(programme)
    seen = counts["audited"] if "audit" in asks else counts["shortlisted"]
    decided = sum(meetings.all_supported(call)) if counts["tabled"] else 0
    where = reverse("awards:awards", args=[call.pk])
    for n, (label, count, url) in enumerate(
        (
            (_("Competing, not listed yet"), counts["competing"], reverse("awards:ranking", args=[call.pk])),
            (_("On the list, credit not looked up"), counts["unseen"], where),
            (_("Credit looked up, not before the meeting"), seen if "meeting" in asks else 0, where),
            (_("Before the meeting"), counts["tabled"] - decided, where),
            (
                _("Ready to be published"),
                decided if "meeting" in asks else seen,
                reverse("awards:publications"),
            ),
        )
    ):
        yield Waiting(label, count, url, _PLACE + n, of=programme.title)


def register_queues() -> None:
    """Make them known, and the steps of a call; once, where the stage starts."""
    register("awards", queues)
    for step in (
        Step("ranking", _("Ranking"), lambda call: reverse("awards:ranking", args=[call.pk]), 50, READERS),
        Step("audit", _("Expenditure audit"), lambda _call: reverse("awards:office_audits"), 60, READERS, used),
        Step(
            "awards", _("From the list to approval"), lambda call: reverse("awards:awards", args=[call.pk]), 70, READERS
        ),
        Step("publication", _("Publication and approval"), lambda _call: reverse("awards:publications"), 80, READERS),
    ):
        register_step(step)
