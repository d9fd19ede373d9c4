"""The timeline and its spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from juli.registry.language import language
from juli.stages.accounts.gate import began, only
from juli.stages.ledger.candidate import address
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.permissions import own
from juli.stages.ledger.queries import outlook as outlook_queries
from juli.stages.ledger.queries.timeline import Filters, timeline
from juli.stages.ledger.views.frame import whose


@only(own)
@require_safe
def page(request: HttpRequest, organisation: int) -> HttpResponse:
    """The ledger by year and month. After a removal it offers to take that back."""
    where = whose(organisation)
    asked = request.GET
    filters = Filters(*(asked.get(name, "").strip()[:100] for name in Filters._fields))
    found = timeline(where, filters, asked.get("page", ""), began(request))
    gone = asked.get("removed", "")
    undo = (
        Achievement.objects.filter(pk=int(gone), organisation=where).exclude(removed_at=None).first()
        if gone.isascii() and gone.isdecimal() and len(gone) < len(str(2**63))
        else None
    )
    return render(
        request, "ledger/timeline.html", {"organisation": where, "who": address(where), "timeline": found, "undo": undo}
    )


@only(own)
@require_safe
def outlook(request: HttpRequest, organisation: int) -> HttpResponse:
    """What the ledger would meet of the latest calls, as a part of the page."""
    where = whose(organisation)
    found = outlook_queries.outlook(where, began(request), language())
    response = render(request, "ledger/parts/outlook.html", {"organisation": where, "outlook": found})
    response.headers["Cache-Control"] = "private, no-store"
    return response


@only(own)
@require_safe
def removed(request: HttpRequest, organisation: int) -> HttpResponse:
    """What was taken out of the ledger, to be brought back."""
    where = whose(organisation)
    rows = Achievement.objects.filter(organisation=where).exclude(removed_at=None).order_by("-removed_at")[:200]
    return render(request, "ledger/removed.html", {"organisation": where, "rows": rows})
