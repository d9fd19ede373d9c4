"""The list that counts: which one it is, who is on it, with how much."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from juli.registry.canonical import canonical
from juli.stages.applications.models import Application
from juli.stages.awards.models import ListLine, ListVerdict, OrderDecision, RankedList
from juli.stages.calls.models import Call


def standing(call: Call | int) -> RankedList | None:
    """The list of a call that counts; None while none was made, or the last one was taken up again."""
    return RankedList.objects.filter(call=call, reopened__isnull=True).order_by("-number").first()


def decisions(call: Call | int) -> list[OrderDecision]:
    """What persons decided about a call's order and did not take back, in the order they decided it."""
    return list(OrderDecision.objects.filter(call=call, taken_back_at=None).order_by("pk"))


def verdicts_named(ranked_list: RankedList) -> str:
    """The verdicts that a list was made on: number of the application → digest, as canonical JSON."""
    rows = ListVerdict.objects.filter(ranked_list=ranked_list)
    return canonical(dict(rows.values_list("application__number", "verdict__digest")))


def verdicts_digest(ranked_list: RankedList) -> str:
    """The sha256 of those, in hex."""
    return hashlib.sha256(verdicts_named(ranked_list).encode()).hexdigest()


def lines_of(applications: Iterable[Application]) -> Mapping[int, list[ListLine]]:
    """The lines of many applications in the lists that count, by their rows, in one query."""
    keys = [row.pk for row in applications]
    rows = ListLine.objects.filter(application__in=keys, ranked_list__reopened__isnull=True)
    found: dict[int, list[ListLine]] = {key: [] for key in keys}
    for line in rows.select_related("ranked_list").order_by("ranked_list__number", "pk"):
        mine = found[line.application_id]
        if mine and mine[0].ranked_list_id != line.ranked_list_id:
            mine.clear()
        mine.append(line)
    return found


def on_list(application: Application) -> bool | None:
    """Whether an application is on the list that counts; None where there is no list with it."""
    mine = lines_of([application])[application.pk]
    return any(line.on_list for line in mine) if mine else None


def amount(application: Application) -> int | None:
    """What it is to receive by the list, in 分, over its tracks; None where one of them has no amount yet."""
    granted = [line.amount for line in lines_of([application])[application.pk] if line.on_list]
    return sum(one for one in granted if one is not None) if granted and None not in granted else None
