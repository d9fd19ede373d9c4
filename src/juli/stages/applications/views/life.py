"""An application's life: its page, its steps, its final versions and scans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from juli.engines.paper.problems import PaperError
from juli.registry.files.findings import Refused as FileRefused
from juli.registry.files.queries import attachments
from juli.registry.files.serving import open_for
from juli.registry.language import language
from juli.stages.accounts.gate import began, signed_in
from juli.stages.applications import held_scans, paper
from juli.stages.applications.actions import finalising, reviewing, scanning, submitting
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.queries import frame as frames
from juli.stages.applications.queries import life as lives
from juli.stages.applications.views.reader import reader

#: Event in the address → the action, and what is said when it is done. Those with remarks take them.
_STEPS: dict[str, tuple[Callable[..., Any], str | Any, bool]] = {
    "send": (reviewing.send, gettext_lazy("Sent to your administrator for review."), False),
    "return": (reviewing.give_back, gettext_lazy("Returned to the authors with your remarks."), True),
    "finalise": (finalising.finalise, gettext_lazy("The final version is made; print it below."), False),
    "reopen": (finalising.reopen, gettext_lazy("The application can be written again."), False),
    "submit": (submitting.submit, gettext_lazy("Handed in. The receipt is below."), False),
    "withdraw": (submitting.withdraw, gettext_lazy("Withdrawn. Hand it in again before the call closes."), False),
}


@signed_in
@require_safe
def life(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """Where the application stands, and what can be done."""
    found = lives.life(request.user, organisation, application, began(request))
    return render(request, "applications/life/life.html", {"life": found, "frame": found.frame})


@signed_in
@require_POST
def step(request: HttpRequest, organisation: int, application: int, event: str) -> HttpResponse:
    """Take a step."""
    row = frames.found(request.user, organisation, application)
    if event not in _STEPS:
        raise Http404(f"there is no step {event}")
    action, said, with_remarks = _STEPS[event]
    given = {"remarks": request.POST.get("remarks", "")} if with_remarks else {}
    try:
        action(application=row, by=reader(request), at=began(request), **given)
    except NotReady as error:
        return _again(request, row, error.reasons, given.get("remarks", ""))
    messages.success(request, str(said))
    return redirect("applications:life", organisation=organisation, application=application)


@signed_in
@require_POST
def scan(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """Upload the scan of the stamped paper; its check code is read off it, or typed."""
    row = frames.found(request.user, organisation, application)
    sent = request.FILES.get("file")
    code, token = request.POST.get("code", ""), request.POST.get("held", "")
    user, at = reader(request), began(request)
    try:
        if sent is not None:
            name, accept = sent.name or "", lives.SCANS
            token = scanning.receive(application=row, blocks=sent.chunks(), name=name, accept=accept, at=at)
        elif not token:
            return _again(request, row, [_("Choose the scanned file first.")], code=code)
        scanning.match(application=row, token=token, code=code, by=user, at=at)
    except FileRefused as refusal:
        lang = language()
        return _again(request, row, [f.say(lang) for f in refusal.findings if f.refuses], code=code)
    except NotReady as error:
        return _again(request, row, error.reasons, code=code, held=token)
    messages.success(request, _("The scan is kept, and its check code is that of the final version."))
    return redirect("applications:life", organisation=organisation, application=application)


@signed_in
@require_safe
def scanned(request: HttpRequest, organisation: int, application: int, scan: int) -> HttpResponseBase:
    """A scan that was uploaded."""
    kept = lives.scan_of(request.user, organisation, application, scan)
    link = attachments(kept.final.subject, tag=finalising.SCAN).get(file=kept.file_id)
    return open_for(link=link, may_read=lambda _link: True, in_place=True)


@signed_in
@require_safe
def final(request: HttpRequest, organisation: int, application: int, version: int, form: str) -> HttpResponse:
    """A final version on paper: ``pdf`` or ``word``; always the same bytes."""
    found = lives.final_of(request.user, organisation, application, version)
    try:
        return paper.response(paper.final(found), form, f"{found.application.number}-v{version}")
    except PaperError as error:
        return _again(request, found.application, paper.reasons(error))


def _again(
    request: HttpRequest, row: Application, reasons: Any, remarks: str = "", code: str = "", held: str = ""
) -> HttpResponse:
    """The page with the reasons why not; what was typed, and a scan that was brought, are kept."""
    found = lives.life(request.user, row.organisation_id, row.pk, began(request))
    context = {"life": found, "frame": found.frame, "reasons": reasons, "remarks": remarks, "code": code}
    context |= {"held": held, "waiting": held_scans.held(held, row) if held else None}
    return render(request, "applications/life/life.html", context, status=422)
