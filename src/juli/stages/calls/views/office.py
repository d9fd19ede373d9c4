"""The office's calls: the list, making one, what may be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.calls import further
from juli.stages.calls.actions import making, publishing
from juli.stages.calls.models import Call
from juli.stages.calls.office_forms import CopyForm, UploadForm
from juli.stages.calls.permissions import makers
from juli.stages.calls.queries import office
from juli.stages.calls.queries.rules import Unknown
from juli.stages.calls.readiness import NotReady
from juli.stages.calls.views.frame import call_or_404, label, number, reader, tell
from juli.stages.calls.views.programmes import countdown, told


@only(makers)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """The list of calls."""
    asked = {key: request.GET.get(key, "") for key in ("state", "search", "page")}
    found = office.calls(state=asked["state"], search=asked["search"], number=asked["page"], at=began(request))
    rows = [(row, countdown(row.closing, began(request)) if row.closing else None) for row in found.rows]
    return render(request, "calls/office/list.html", {"listed": found, "rows": rows, "states": _states(found)})


def _states(found: office.Listed) -> list[tuple[str, Any, int, bool]]:
    return [(s, Call.State(s).label, n, s == found.state) for s, n in found.counts]


@only(makers)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a call: from the shelf, from a file, as a copy."""
    upload, copy = UploadForm(), CopyForm()
    chosen = request.GET.get("copy", "")
    if request.method == "POST":
        way = request.POST.get("way", "")
        chosen = request.POST.get("source", "")
        try:
            call = _made(request, way, chosen)
        except ValidationError as error:
            form = UploadForm(request.POST, request.FILES) if way == "upload" else CopyForm(request.POST)
            form.is_valid()
            form.add_error(None, error) if not form.errors else None
            upload, copy = (form, copy) if isinstance(form, UploadForm) else (upload, form)
        else:
            messages.success(request, _("The draft “%(edition)s” was made.") % {"edition": call.edition})
            return HttpResponseRedirect(reverse("calls:office_call", args=[call.pk]))
    context = {"sources": office.sources(), "upload": upload, "copy": copy, "chosen": chosen}
    status = 422 if upload.errors or copy.errors else 200
    return render(request, "calls/office/new.html", context, status=status)


def _made(request: HttpRequest, way: str, source: str) -> Call:
    """The draft that a form asks for. Raises ValidationError, Http404."""
    by, at = reader(request), began(request)
    if way == "upload":
        upload = UploadForm(request.POST, request.FILES)
        if not upload.is_valid():
            raise ValidationError(_("The file was not taken."))
        return making.make(text=upload.cleaned_data["file"], by=by, at=at, came_from="an upload")
    try:
        text, came_from = office.source_text(source)
    except Unknown as error:
        raise Http404(str(error)) from error
    if way == "shelf":
        return making.make(text=text, by=by, at=at, came_from=came_from)
    copy = CopyForm(request.POST)
    if not copy.is_valid():
        raise ValidationError(_("The copy was not made."))
    return making.copy(text=text, moved=copy.moved(), by=by, at=at, came_from=came_from)


@only(makers)
@require_safe
def call(request: HttpRequest, call: int) -> HttpResponse:
    """One call: how far it is, and what may be done with it."""
    return _overview(request, call_or_404(call))


def _overview(request: HttpRequest, found: Call, *, status: int = 200, **more: Any) -> HttpResponse:
    seen = office.overview(found, began(request))
    context = {
        "overview": seen,
        "call": found,
        "closing": seen.closing,
        "dates": seen.dates,
        "further": further.links(found),
        "countdown": countdown(seen.closing, began(request)) if seen.closing else None,
        **more,
    }
    return render(request, "calls/office/call.html", context, status=status)


def _done(found: Call, text: str, request: HttpRequest) -> HttpResponse:
    messages.success(request, text)
    return HttpResponseRedirect(reverse("calls:office_call", args=[found.pk]))


def _moved_on(request: HttpRequest, found: Call) -> HttpResponse:
    """Somebody else changed it since the page was read: it is shown as it is, and nothing was done."""
    messages.error(request, _("Somebody changed this since you opened the page; look at it again, then decide."))
    return _overview(request, call_or_404(found.pk), status=409)


@only(makers)
@require_POST
def publish(request: HttpRequest, call: int) -> HttpResponse:
    """Publish a draft, or the amendment in the making."""
    found = call_or_404(call)
    version, knowing = number(request.POST.get("version")), "knowing" in request.POST
    by, at = reader(request), began(request)
    try:
        if found.state == Call.State.DRAFT:
            publishing.publish(call=found, version=version, knowing=knowing, by=by, at=at)
            return _done(found, _("The call is published; its rules are frozen."), request)
        reason = label(request, "reason")
        made = publishing.amend(call=found, reason=reason, version=version, knowing=knowing, by=by, at=at)
        return _done(found, _("Amendment %(number)d is published.") % {"number": made.number}, request)
    except Stale:
        return _moved_on(request, found)
    except ValidationError as error:
        tell(request, error)
        return _overview(request, found, status=422, reason=label(request, "reason"))
    except NotReady:
        messages.error(request, _("It was not published: see what is in the way."))
        return _overview(request, found, status=422, reason=label(request, "reason"))


@only(makers)
@require_POST
def withdraw(request: HttpRequest, call: int) -> HttpResponse:
    """Withdraw a published call."""
    found = call_or_404(call)
    try:
        publishing.withdraw(call=found, reason=label(request, "withdrawn"), by=reader(request), at=began(request))
    except ValidationError as error:
        tell(request, error)
        return _overview(request, found, status=422, withdrawn=label(request, "withdrawn"))
    return _done(found, _("The call is withdrawn."), request)


@only(makers)
@require_POST
def discard(request: HttpRequest, call: int) -> HttpResponse:
    """Throw a draft away, or the amendment in the making."""
    found = call_or_404(call)
    version, by, at = number(request.POST.get("version")), reader(request), began(request)
    try:
        if found.state != Call.State.DRAFT:
            publishing.drop_amendment(call=found, version=version, by=by, at=at)
            return _done(found, _("The amendment was dropped."), request)
        making.discard(call=found, version=version, by=by, at=at)
    except Stale:
        return _moved_on(request, found)
    messages.success(request, _("The draft “%(edition)s” was thrown away.") % {"edition": found.edition})
    return HttpResponseRedirect(reverse("calls:office_calls"))


@only(makers)
@require_POST
def propose(request: HttpRequest, call: int) -> HttpResponse:
    """Begin an amendment."""
    publishing.propose(call=call_or_404(call), by=reader(request), at=began(request))
    return HttpResponseRedirect(reverse("calls:desk", args=[call]))


@only(makers)
@require_POST
def reasons(request: HttpRequest, call: int) -> HttpResponse:
    """Keep the reasons of an amendment in the making."""
    found = call_or_404(call)
    version = number(request.POST.get("version"))
    try:
        publishing.word_amendment(
            call=found, reason=label(request, "reason"), version=version, by=reader(request), at=began(request)
        )
    except Stale:
        return _moved_on(request, found)
    return _done(found, _("The reasons are kept."), request)


@only(makers)
@require_safe
@told
def preview(request: HttpRequest, call: int) -> HttpResponse:
    """What is being written as an applicant would read it."""
    found = call_or_404(call)
    rules = office.preview(found)
    seen = office.overview(found, began(request))
    context = {
        "call": found,
        "rules": rules,
        "programme": rules.programme,
        "dates": rules.dates,
        "closing": seen.closing,
        "countdown": countdown(seen.closing, began(request)) if seen.closing else None,
    }
    return render(request, "calls/office/preview.html", context)


@only(makers)
@require_safe
@told
def difference(request: HttpRequest, call: int) -> HttpResponse:
    """What is being written beside what was there before."""
    found = call_or_404(call)
    shown = office.difference(found, request.GET.get("against", ""), request.GET.get("only", ""))
    context: dict[str, Any] = {"call": found, "shown": shown}
    if shown is not None:
        context |= {"editions": shown[0], "against": shown[1], "every": shown[2]}
    context["new_url"] = reverse("calls:office_preview", args=[found.pk])
    return render(request, "calls/office/difference.html", context)
