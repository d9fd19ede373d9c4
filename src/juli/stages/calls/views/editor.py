"""Writing a call: the rules as a tree with a form for each part, and the same text as text."""

from __future__ import annotations

import difflib
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from juli.engines.policy.problems import ProgrammeUnusable
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.accounts.permissions import Refused
from juli.stages.calls import drafts
from juli.stages.calls.actions import editing
from juli.stages.calls.editing import outline
from juli.stages.calls.editing.spans import Uneditable
from juli.stages.calls.models import Call
from juli.stages.calls.permissions import makers
from juli.stages.calls.queries import desk as desk_queries
from juli.stages.calls.views.frame import call_or_404, number, reader

_ACTS: dict[str, editing.PartAct] = {"remove": "remove", "up": "up", "down": "down", "duplicate": "duplicate"}


@only(makers)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, call: int) -> HttpResponse:
    """The tree and the form of one part; what the form sends is saved."""
    found = call_or_404(call)
    place = request.POST.get("at", request.GET.get("at", ""))
    if request.method == "POST":
        return _saved(request, found, place)
    line = number(request.GET.get("line"))
    return _desk(request, desk_queries.desk(found, place, line=line if line > 0 else None))


def _desk(request: HttpRequest, found: desk_queries.Desk, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "calls/office/desk.html", {"desk": found, "call": found.call, **more}, status=status)


def _saved(request: HttpRequest, found: Call, place: str) -> HttpResponse:
    version, by, at = number(request.POST.get("version")), reader(request), began(request)
    path = outline.path_of(drafts.draft_of(found).text, place)
    try:
        draft, wrong = editing.save_part(
            call=found, path=path, form=request.POST, shapes=desk_queries.shapes(), version=version, by=by, at=at
        )
    except Stale:
        again = desk_queries.desk(call_or_404(found.pk), place, form=request.POST, base=version)
        return _desk(request, again, status=409, stale=True)
    except (Uneditable, ProgrammeUnusable) as error:
        messages.error(request, str(error))
        return _desk(request, desk_queries.desk(found, place, form=request.POST, base=version), status=422)
    if wrong:
        again = desk_queries.desk(call_or_404(found.pk), place, form=request.POST, base=draft.version)
        return _desk(request, again, status=422, wrong={mistake.control: mistake.text for mistake in wrong})
    if draft.version == version:
        messages.info(request, _("Nothing was changed."))
    return _to(found, place)


def _to(found: Call, place: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("calls:desk", args=[found.pk], query={"at": place} if place else None))


@only(makers)
@require_POST
def part(request: HttpRequest, call: int) -> HttpResponse:
    """Add a part below one, remove one, move it in its list, copy it."""
    found = call_or_404(call)
    place, act = request.POST.get("at", ""), request.POST.get("act", "")
    version, by, at = number(request.POST.get("version")), reader(request), began(request)
    path = outline.path_of(drafts.draft_of(found).text, place)
    try:
        if act in _ACTS:
            _draft, then = editing.change_part(call=found, path=path, act=_ACTS[act], version=version, by=by, at=at)
        else:
            name = request.POST.get("name", "")
            shapes = desk_queries.shapes()
            _draft, then = editing.add_part(
                call=found, path=path, name=name, shapes=shapes, version=version, by=by, at=at
            )
    except Stale:
        messages.error(
            request, _("Somebody changed this draft since; it is shown as it is now. Do it again if it still fits.")
        )
        return _to(found, place)
    except (Uneditable, ProgrammeUnusable, ValidationError) as error:
        messages.error(request, " ".join(error.messages) if isinstance(error, ValidationError) else str(error))
        return _to(found, place)
    return _to(found, outline.address(then))


@only(makers)
@require_POST
def check(request: HttpRequest, call: int) -> HttpResponse:
    """What would be wrong if the form, or the text, were saved; nothing is kept."""
    found = call_or_404(call)
    mistakes: dict[str, str] = {}
    if "text" in request.POST:
        text = request.POST["text"].replace("\r\n", "\n")
    else:
        try:
            text, wrong = desk_queries.candidate(found, request.POST.get("at", ""), request.POST)
            mistakes = {mistake.control: mistake.text for mistake in wrong}
        except (Uneditable, ProgrammeUnusable) as error:
            return render(request, "calls/office/parts/troubles.html", {"call": found, "unreadable": str(error)})
    troubles = desk_queries.troubles(text, found.edition)
    context = {"call": found, "troubles": troubles, "wrong": mistakes, "live": True, "as_text": "text" in request.POST}
    return render(request, "calls/office/parts/troubles.html", context)


@only(makers)
@require_POST
def step(request: HttpRequest, call: int) -> HttpResponse:
    """Undo, or redo."""
    found = call_or_404(call)
    act = editing.redo if request.POST.get("act") == "redo" else editing.undo
    try:
        act(call=found, version=number(request.POST.get("version")), by=reader(request), at=began(request))
    except Stale:
        messages.error(request, _("Somebody changed this draft since; it is shown as it is now."))
    except Refused as error:
        if drafts.draft_of(found).version != number(request.POST.get("version")):
            raise
        messages.error(request, str(error))
    if request.POST.get("view") == "text":
        return HttpResponseRedirect(reverse("calls:text", args=[found.pk]))
    return _to(found, request.POST.get("at", ""))


@only(makers)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, call: int) -> HttpResponse:
    """The text with its line numbers; a save on a stale base keeps both texts and asks."""
    found = call_or_404(call)
    if request.method != "POST":
        return _text(request, found, drafts.draft_of(found).text)
    mine = request.POST.get("text", "").replace("\r\n", "\n")
    version = number(request.POST.get("version"))
    try:
        draft = editing.save_text(call=found, text=mine, version=version, by=reader(request), at=began(request))
    except Stale:
        theirs = drafts.draft_of(call_or_404(call)).text
        between = difflib.unified_diff(theirs.split("\n"), mine.split("\n"), lineterm="", n=2)
        lines = [line for line in between if not line.startswith(("---", "+++"))]
        return _text(request, call_or_404(call), mine, status=409, theirs=theirs, lines=lines)
    except ValidationError as error:
        return _text(request, found, mine, status=422, refused=error.messages)
    messages.success(request, _("Saved as version %(version)d.") % {"version": draft.version})
    return HttpResponseRedirect(reverse("calls:text", args=[found.pk]))


def _text(request: HttpRequest, found: Call, shown: str, *, status: int = 200, **more: Any) -> HttpResponse:
    seen = desk_queries.desk(found, "")
    troubles = desk_queries.troubles(shown, found.edition)
    line = number(request.GET.get("line"))
    context = {"desk": seen, "call": found, "shown": shown, "troubles": troubles, "line": max(line, 0), **more}
    return render(request, "calls/office/text.html", context, status=status)
