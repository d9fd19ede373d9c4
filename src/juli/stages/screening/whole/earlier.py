"""What the same organisation handed in before: last year's file, beside this one.

What became of an application after the screening a later stage says by ``register``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, When
from django.utils.functional import Promise

from juli.engines.policy.labels import Label
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import HANDED_IN
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import rules_of

#: Earlier files that are listed.
_MOST = 12


class Outcome(NamedTuple):
    """What became of it: in words, with the amount it was given, as text."""

    text: str | Promise
    amount: str = ""


@dataclass(frozen=True)
class Earlier:
    """One earlier file. ``same``: of another edition of the same programme."""

    application: Application
    title: Label
    outcome: Outcome | None
    same: bool


#: Of many applications at once: row → what became of it.
Outcomes = Callable[[Iterable[Application]], Mapping[int, Outcome]]
_outcomes: list[Outcomes] = []


def register(outcomes: Outcomes) -> None:
    """Say what became of applications; once, where the stage starts."""
    if outcomes not in _outcomes:
        _outcomes.append(outcomes)


def earlier(application: Application) -> list[Earlier]:
    """The other files of the organisation that are not of a later year, those of the same programme first."""
    call = application.call
    rows = Application.objects.filter(
        organisation=application.organisation_id, state__in=HANDED_IN, call__year__lte=call.year
    ).exclude(pk=application.pk)
    first = Case(When(call__programme=call.programme, then=0), default=1)
    found = list(rows.select_related("call", "organisation").order_by(first, "-call__year", "-pk")[:_MOST])
    calls = {row.call_id for row in found}
    titles = {one.pk: _title(one) for one in Call.objects.filter(pk__in=calls).prefetch_related("amendments")}
    outcomes: dict[int, Outcome] = {}
    for outcome in _outcomes:
        outcomes |= outcome(found)
    return [
        Earlier(row, titles[row.call_id], outcomes.get(row.pk), row.call.programme == call.programme) for row in found
    ]


def _title(call: Call) -> Label:
    """What a call is called now; its amendments are there already."""
    latest = max(call.amendments.all(), key=lambda one: one.number, default=None)
    return rules_of(call, latest).programme.title
