"""What this stage gives to the others: a guard, a tab, queues, messages, what falls due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.registry import due
from juli.registry.archive import composing
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications import guards
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import uses
from juli.stages.calls.models import Call
from juli.stages.review import archiving, assigned, notices, whole
from juli.stages.review.models import Assignment, Draw, Entry, Panel, Scorecard
from juli.stages.review.permissions import KEEPERS, WATCHERS
from juli.stages.screening import desks, steps, tabs
from juli.stages.screening.whole import sections

#: Experts are reminded so long before scoring ends.
SOON: Final = timedelta(days=2)
#: Draws that a supervisor's desk lists.
_MOST: Final = 20
S = Panel.State
State = Application.State


def queues(user: User, roles: frozenset[Role], at: datetime) -> Iterator[desks.Waiting]:
    """Cards of an expert; applications without a panel, panels to form, open and close, secrets to enter."""
    if Role.EXPERT in roles and (cards := _cards(user, at)).count:
        yield cards
    if not roles & {*WATCHERS}:
        return
    calls = reverse("review:calls")
    planned = Draw.objects.filter(state=Draw.State.PLANNED)
    if Role.SUPERVISOR in roles:
        yield desks.Waiting(
            _("Draws that wait for your secret"), planned.filter(supervisor_secret="").count(), calls, 41
        )
    if not roles & {*KEEPERS}:
        return
    had = Entry.objects.exclude(panel__state=S.DISSOLVED).values("application")
    accepted = Application.objects.filter(state=State.ACCEPTED, call__panels__isnull=False).exclude(pk__in=had)
    yield desks.Waiting(_("Accepted, before no panel"), accepted.distinct().count(), calls, 40)
    yield desks.Waiting(_("Panels to form"), Panel.objects.filter(state=S.FORMING).count(), calls, 42)
    yield desks.Waiting(_("Panels that may begin"), Panel.objects.filter(state=S.FORMED).count(), calls, 43)
    scoring = Panel.objects.filter(state=S.OPEN)
    first = scoring.order_by("closes_at").values_list("closes_at", flat=True).first()
    late = scoring.filter(closes_at__lte=at).count()
    yield desks.Waiting(_("Panels that score"), scoring.count(), calls, 44, late, first)


def lists(_user: User, roles: frozenset[Role], _at: datetime) -> Iterator[desks.Readings]:
    """For a supervisor every draw, the latest first: its page replays it from what was revealed."""
    if Role.SUPERVISOR not in roles:
        return
    rows = Draw.objects.select_related("panel").order_by("-pk")
    kept = tuple(
        desks.Kept(
            f"{row.panel.name} #{row.number}", str(row.get_state_display()), reverse("review:draw", args=[row.pk])
        )
        for row in rows[:_MOST]
    )
    yield desks.Readings(_("Draws"), kept, rows.count(), _("Once experts are drawn for a panel, the draw stands here."))


def _cards(user: User, at: datetime) -> desks.Waiting:
    """What an expert has not handed in yet."""
    mine = Assignment.objects.filter(
        seat__expert__user=user.pk,
        seat__withdrawn_at__isnull=True,
        ended_at__isnull=True,
        entry__panel__state=S.OPEN,
    )
    rows = mine.exclude(cards__state__in=(Scorecard.State.SUBMITTED, Scorecard.State.ABSTAINED))
    ends = list(rows.order_by("entry__panel__closes_at").values_list("entry__panel__closes_at", flat=True))
    late = sum(end <= at for end in ends)
    return desks.Waiting(
        _("Applications to score"), len(ends), reverse("review:mine"), 45, late, ends[0] if ends else None
    )


def remind(now: datetime) -> int:
    """Tell experts who have not finished that the time ends soon, once; how many."""
    told = 0
    for panel in Panel.objects.filter(state=S.OPEN, closes_at__gt=now, closes_at__lte=now + SOON).select_related(
        "call"
    ):
        with transaction.atomic():
            told += notices.remind(panel, now)
    return told


def _there(application: Application) -> bool:
    return application.state not in {State.SCREENING, State.RETURNED, State.CORRECTED, State.REFUSED}


def _panels_of(call: Call) -> str:
    return reverse("review:panels", args=[call.edition])


def start() -> None:
    """Make it all known; once, where the stage starts."""
    guards.register("assigned", assigned.assigned)
    notices.register_all()
    tabs.register(tabs.Tab("review", _("Expert review"), "review:of_application", 40, frozenset(WATCHERS), _there))
    sections.register(
        sections.Section("review", _("Expert review"), 70, whole.review, frozenset(WATCHERS), whole.there, lazy=True)
    )
    steps.register(
        steps.Step(
            "review", _("Expert review"), _panels_of, 40, frozenset(WATCHERS), lambda found: "experts" in uses(found)
        )
    )
    desks.register("review", queues)
    desks.register_lists("review", lists)
    due.register("review.reminders", remind)
    composing.register("application", "review", 40, archiving.of_application)
    composing.register("call", "review", 40, archiving.of_call)
