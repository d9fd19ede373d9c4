"""Conflicts as the office reads them: those of an expert, those of a call."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from juli.engines import panel as engine
from juli.registry.canonical import SHANGHAI
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import WITH_OFFICE
from juli.stages.calls.models import Call
from juli.stages.review.conflicting import conflicts
from juli.stages.review.models import Conflict, Expert
from juli.stages.review.permissions import keeper

State = Application.State
#: Where experts may still have a say.
REVIEWABLE = frozenset({State.SCREENING, State.ACCEPTED, State.REVIEW})


class Pair(NamedTuple):
    """An expert kept from an application, and every reason."""

    application: Application
    expert: Expert
    reasons: tuple[engine.Reason, ...]


class Matrix(NamedTuple):
    """The conflicts of a call: pairs, experts who can't take part, names to avoid that are nobody's."""

    call: Call
    pairs: list[Pair]
    barred: list[tuple[Expert, str]]
    unmatched: list[tuple[Application, engine.Avoid]]


def recorded(expert: Expert) -> QuerySet[Conflict]:
    """What was written down of an expert, what holds first."""
    rows = Conflict.objects.select_related("application__organisation", "application__call")
    return rows.filter(expert=expert).order_by("ended_at", "-pk")


def avoided() -> QuerySet[Conflict]:
    """Experts to be avoided who were named without being in the pool, as far as that holds."""
    rows = Conflict.objects.select_related("application__organisation")
    return rows.filter(expert__isnull=True, ended_at__isnull=True).order_by("-pk")


def derived(expert: Expert, *, at: datetime) -> list[Pair]:
    """All applications before the office from which an expert is kept today."""
    today = at.astimezone(SHANGHAI).date()
    rows = _applications().filter(state__in=REVIEWABLE)
    called = {str(row.pk): row for row in rows}
    found = conflicts([expert], called.values(), first_day=today, last_day=today)
    return [Pair(called[pair.application], expert, pair.reasons) for pair in found.pairs]


def matrix(edition: str, *, by: User, at: datetime) -> Matrix | None:
    """All conflicts of a call as of today; None where there is no such call. Raises Refused."""
    keeper(by, at)
    call = Call.objects.filter(edition=edition).first()
    if call is None:
        return None
    today: dt.date = at.astimezone(SHANGHAI).date()
    called = {str(row.pk): row for row in _applications().filter(call=call, state__in=WITH_OFFICE)}
    pool = {str(row.pk): row for row in pooled()}
    found = conflicts(pool.values(), called.values(), first_day=today, last_day=today)
    pairs = [Pair(called[p.application], pool[p.expert], p.reasons) for p in found.pairs]
    return Matrix(
        call,
        sorted(pairs, key=lambda pair: (pair.application.number, pair.expert.name, pair.expert.pk)),
        [(pool[b.expert], b.why) for b in found.barred],
        [(called[u.application], u.avoid) for u in found.unmatched],
    )


def pooled() -> QuerySet[Expert]:
    """The experts of the pool with what their conflicts hang on."""
    return Expert.objects.filter(removed_at__isnull=True).prefetch_related("fields", "ties", "away").order_by("pk")


def _applications() -> QuerySet[Application]:
    return Application.objects.select_related("organisation__host", "call").order_by("pk")
