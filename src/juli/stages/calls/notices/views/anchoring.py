"""The anchoring screen: the notice on one side, the clauses with their proposals on the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from juli.engines.policy.problems import ProgrammeUnusable
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.models import Call, Notice
from juli.stages.calls.notices import queries, shown
from juli.stages.calls.notices.actions import anchors as actions
from juli.stages.calls.notices.views.frame import DECIDED, OFFICE, call_of, number_of, reader

#: What the list may be narrowed to.
FILTERS = ("open", "sure", "unsure", "done", "lost")


@only(OFFICE)
@require_safe
def anchors(request: HttpRequest, call: int) -> HttpResponse:
    """Every clause with its passage."""
    where = call_of(call)
    notice = queries.in_force(where)
    if notice is None:
        messages.warning(request, _("Import the notice first; then its clauses can be led to their passages."))
        return HttpResponseRedirect(reverse("notices:overview", args=[call]))
    try:
        found = queries.anchoring(where, notice)
    except ProgrammeUnusable as error:
        return render(request, "calls/unusable.html", {"problems": error.problems}, status=503)
    chosen = request.GET.get("show", "")
    context = {
        "call": where,
        "notice": notice,
        "anchoring": found,
        "groups": shown.groups(found.outline, read_only=True),
        "rows": [row for row in found.rows if _shows(chosen, row)],
        "show": chosen if chosen in FILTERS else "",
    }
    return render(request, "calls/notices/anchoring.html", context)


def _shows(chosen: str, row: queries.Row) -> bool:
    match chosen:
        case "open":
            return row.anchor is None
        case "sure":
            return row.anchor is None and row.proposal.sureness == 2
        case "unsure":
            return row.anchor is None and row.proposal.sureness < 2
        case "done":
            return row.anchor is not None
        case "lost":
            return bool(row.lost)
        case _:
            return True


@only(OFFICE)
@require_POST
def confirm(request: HttpRequest, call: int) -> HttpResponse:
    """Confirm the passage of one clause."""
    where, notice = _notice(call)
    clause = request.POST.get("clause", "")
    first = 0 if "nowhere" in request.POST else number_of(request, "first")
    last = 0 if "nowhere" in request.POST else number_of(request, "last") or first
    try:
        if not first and "nowhere" not in request.POST:
            raise Refused(_("Write the numbers of the first and the last paragraph."))
        actions.anchor_clause(
            notice=notice,
            clause=clause,
            first=first,
            last=last,
            version=number_of(request, "version"),
            by=reader(request),
            at=began(request),
        )
    except Stale:
        return _card(request, where, notice, clause, str(DECIDED))
    except Refused as refused:
        return _card(request, where, notice, clause, str(refused.reason))
    return _card(request, where, notice, clause)


@only(OFFICE)
@require_POST
def release(request: HttpRequest, call: int) -> HttpResponse:
    """Take a confirmation back."""
    where, notice = _notice(call)
    clause = request.POST.get("clause", "")
    try:
        actions.release_anchor(
            notice=notice,
            clause=clause,
            version=number_of(request, "version"),
            by=reader(request),
            at=began(request),
        )
    except Stale:
        return _card(request, where, notice, clause, str(DECIDED))
    return _card(request, where, notice, clause)


@only(OFFICE)
@require_POST
def confirm_sure(request: HttpRequest, call: int) -> HttpResponse:
    """Confirm all that is sure."""
    _where, notice = _notice(call)
    n = actions.anchor_sure(notice=notice, by=reader(request), at=began(request))
    words = ngettext("{n} clause was confirmed as proposed.", "{n} clauses were confirmed as proposed.", n)
    messages.success(request, words.format(n=n))
    return HttpResponseRedirect(reverse("notices:anchors", args=[call]))


def _notice(call: int) -> tuple[Call, Notice]:
    where = call_of(call)
    notice = queries.in_force(where)
    if notice is None:
        raise Refused(_("Import the notice first; then its clauses can be led to their passages."))
    return where, notice


def _card(request: HttpRequest, call: Call, notice: Notice, clause: str, wrong: str = "") -> HttpResponse:
    """The card of one clause for htmx; the whole screen for those without."""
    found = queries.anchoring(call, notice)
    row = next((row for row in found.rows if row.target.id == clause), None)
    if "HX-Request" in request.headers and row is not None:
        context = {"call": call, "anchoring": found, "row": row, "wrong": wrong, "alone": True}
        return render(request, "calls/notices/card.html", context)
    if wrong:
        messages.warning(request, wrong)
    return HttpResponseRedirect(f"{reverse('notices:anchors', args=[call.pk])}#clause-{clause}")
