"""The list of a call's applications: filters, search, several at once, a sheet to take away."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from juli.registry.canonical import SHANGHAI
from juli.registry.language import language
from juli.registry.numerals import whole
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
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    answer = HttpResponse(_sheet(queries.table(rows, tracks, lang), lang, at), content_type=_XLSX)
    name = f"{edition}-{at.astimezone(SHANGHAI):%Y%m%d}.xlsx"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


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


def _sheet(rows: list[list[Any]], lang: str, at: dt.datetime) -> bytes:
    """A workbook; text is text, whatever it begins with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": at.astimezone(SHANGHAI).replace(tzinfo=None)})
    sheet = book.add_worksheet("screening")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for column, label in enumerate(COLUMNS):
        sheet.write_string(0, column, label.say(lang), bold)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, dt.datetime):
                sheet.write_datetime(line, column, value.astimezone(SHANGHAI).replace(tzinfo=None), moment)
            elif isinstance(value, dt.date):
                sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), day)
            elif value is not None:
                sheet.write_string(line, column, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    sheet.set_column(0, len(COLUMNS) - 1, 22)
    book.close()
    return out.getvalue()
