"""The list of a call's applications: filters, search, several at once, a sheet to take away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from juli.registry.canonical import SHANGHAI
from juli.registry.language import language
from juli.registry.numerals import whole
from juli.registry.workbooks import Listing, file_of
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.calls.rulebook import current
from juli.stages.screening import permissions
from juli.stages.screening.actions import deciding, filters
from juli.stages.screening.frame import READERS
from juli.stages.screening.queries import queue as queries
from juli.stages.screening.words import COLUMNS

readers = only(posts(*sorted(READERS)))
screeners = only(posts(Role.OFFICER, Role.LEAD))
_ACTS = {"begin": deciding.begin_several, "accept": deciding.accept_several}


@readers
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """The calls in which something was handed in."""
    return render(request, "screening/queue/calls.html", {"calls": queries.calls(request.user, began(request))})


@readers
@require_safe
def queue(request: HttpRequest, edition: str) -> HttpResponse:
    """The list of a call."""
    return _list(request, edition)


@readers
@require_safe
def exported(request: HttpRequest, edition: str) -> HttpResponse:
    """The list as the filters let it through, as a workbook."""
    at, lang = began(request), language()
    permissions.reader(request.user, at)
    call = queries.call_of(edition)
    tracks = {track.id: track.label for track in current(call).programme.tracks}
    rows = queries.filtered(call, queries.filters_of(request.GET), request.user, at)
    name = f"{edition}-{at.astimezone(SHANGHAI):%Y%m%d}"
    heads = [label.say(lang) for label in COLUMNS]
    return file_of(Listing(name, "screening", heads, queries.table(rows, tracks, lang)))


@screeners
@require_POST
def several(request: HttpRequest, edition: str) -> HttpResponse:
    """Begin or accept several: first what it would do, then, confirmed, those with which it can be done."""
    at, user = began(request), reader(request)
    chosen = [number for text in request.POST.getlist("chosen") if (number := whole(text))]
    act = request.POST.get("act", "")
    if not chosen:
        return _list(request, edition, reasons=[_("Tick the applications first.")])
    shown = queries.preview(user, edition, act, chosen[: queries.PER_PAGE], at)
    if request.POST.get("confirmed") != "yes":
        return render(request, "screening/queue/several.html", {"preview": shown})
    refused = _ACTS[act](applications=shown.can, by=user, at=at)
    done = len(shown.can) - len(refused)
    text = ngettext("Done with %(number)d application.", "Done with %(number)d applications.", done)
    messages.success(request, text % {"number": done})
    for row in shown.can:
        if row.pk in refused:
            messages.warning(request, f"{row.number}: {' '.join(refused[row.pk])}")
    return redirect("screening:queue", edition=edition)


@screeners
@require_POST
def keep(request: HttpRequest, edition: str) -> HttpResponse:
    """Keep the filters under a name, or drop kept ones."""
    query = queries.filters_of(request.POST).query
    try:
        if number := request.POST.get("drop", ""):
            filters.drop_filter(kept=whole(number), by=reader(request), at=began(request))
        else:
            name = request.POST.get("name", "")
            filters.keep_filter(name=name, query=query, by=reader(request), at=began(request))
    except NotReady as error:
        return _list(request, edition, reasons=error.reasons)
    return redirect(f"{reverse('screening:queue', kwargs={'edition': edition})}?{query}")


def _list(request: HttpRequest, edition: str, reasons: Any = ()) -> HttpResponse:
    given = request.GET if request.method != "POST" else request.POST
    asked = queries.filters_of(given)
    shown = queries.queue(request.user, edition, asked, given.get("page", ""), began(request))
    context = {"queue": shown, "reasons": reasons, "ticked": request.POST.getlist("chosen")}
    return render(request, "screening/queue/list.html", context, status=422 if reasons else 200)
