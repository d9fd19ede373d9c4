"""What waits in screening: to begin, mine, nobody's, back from correction, returned and overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.screening.desks import Waiting, register
from juli.stages.screening.queries.queue import known, waits

_SCREENERS = frozenset({Role.OFFICER, Role.LEAD})
_RETURNED = (State.RETURNED, State.CORRECTED)


def queues(user: User, roles: frozenset[Role], at: dt.datetime) -> Iterator[Waiting]:
    """The queues of whoever screens."""
    if not roles & _SCREENERS:
        return
    rows = known(Application.objects.filter(state__in=(State.SCREENING, *_RETURNED)))
    in_ = Q(state=State.SCREENING)
    counts = rows.aggregate(
        mine=Count("pk", filter=in_ & Q(screening__officer=user.pk)),
        nobodys=Count("pk", filter=in_ & Q(screening__officer__isnull=True)),
        back=Count("pk", filter=in_ & Q(was_corrected=True)),
        returned=Count("pk", filter=Q(state__in=_RETURNED)),
        overdue=Count("pk", filter=Q(state__in=_RETURNED, until__lte=at)),
        due=Min("until", filter=Q(state__in=_RETURNED, until__gt=at)),
    )
    where = _where(rows)
    number, begun_in = _to_begin(at)
    yield Waiting(_("Waiting to be screened"), number, _address(begun_in, "?state=waiting"), 20)
    yield Waiting(_("In screening, mine"), counts["mine"], _address(where, "?state=screening&officer=me"), 21)
    yield Waiting(_("In screening, nobody's"), counts["nobodys"], _address(where, "?state=screening&officer=none"), 22)
    yield Waiting(_("Corrected, to look at"), counts["back"], _address(where, "?state=corrected"), 23)
    yield Waiting(
        _("Returned for correction"),
        counts["returned"],
        _address(where, "?state=returned"),
        24,
        late=counts["overdue"],
        due=counts["due"],
    )


def _to_begin(at: dt.datetime) -> tuple[int, dict[str, str]]:
    """How many are handed in, in calls that have closed, and in which call, where it is but one."""
    handed = Application.objects.filter(state__in=(State.SUBMITTED, State.RECOMMENDED))
    counts: dict[tuple[int, str], int] = {
        (row["call"], row["state"]): row["n"]
        for row in handed.values("call", "state").annotate(n=Count("pk")).order_by()
    }
    found: dict[str, int] = {}
    for call in Call.objects.filter(pk__in={key for key, _state in counts}).prefetch_related("amendments"):
        programme = current(call).programme
        end = deadlines.closes(programme)
        if end is not None and end <= at:
            found[call.edition] = sum(counts.get((call.pk, state), 0) for state in waits(programme))
    editions = [edition for edition, number in found.items() if number]
    return sum(found.values()), {"edition": editions[0]} if len(editions) == 1 else {}


def _where(rows: object) -> dict[str, str]:
    """The one call that all of them are in; else the list of calls leads there."""
    editions = list(rows.values_list("call__edition", flat=True).order_by().distinct()[:2])  # type: ignore[attr-defined]
    return {"edition": editions[0]} if len(editions) == 1 else {}


def _address(where: dict[str, str], query: str) -> str:
    return f"{reverse('screening:queue', kwargs=where)}{query}" if where else reverse("screening:queues")


def register_queues() -> None:
    """Make them known; once, where the stage starts."""
    register("screening", queues)
