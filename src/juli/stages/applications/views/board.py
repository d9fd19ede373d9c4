"""The clause board: read, claimed on, the best claims looked at and taken, evidence brought where it is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.engines.policy.problems import DossierUnusable
from juli.registry.files.actions import Kept, take
from juli.registry.files.findings import Refused as NotTaken
from juli.registry.language import language
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, signed_in
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import permissions
from juli.stages.applications.actions import claiming
from juli.stages.applications.models import Application, ClaimChange
from juli.stages.applications.queries import best as best_queries
from juli.stages.applications.queries import board as queries
from juli.stages.applications.queries import board_advice
from juli.stages.applications.queries import frame as frames
from juli.stages.applications.queries.judging import judged
from juli.stages.applications.unlocking import CLAIMS
from juli.stages.applications.views.reader import reader
from juli.stages.ledger.actions import evidence as ledger
from juli.stages.ledger.models import Achievement

#: Files of one form.
_MOST_FILES = 20


@signed_in
@require_safe
def board(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """The board."""
    try:
        page = queries.board(request.user, organisation, application, began(request))
    except DossierUnusable as error:
        frame = frames.frame(request.user, organisation, application, "claims", began(request)).on(CLAIMS)
        return render(request, "applications/board/unusable.html", {"frame": frame, "error": error}, status=422)
    return render(request, "applications/board.html", {"page": page, "frame": page.frame})


def _changed(request: HttpRequest, row: Application, place: str = "") -> HttpResponse:
    """The board after a change: the part that moves, or, without scripts, the whole page again."""
    if "HX-Request" in request.headers:
        page = queries.board(request.user, row.organisation_id, row.pk, began(request))
        response = render(
            request, "applications/board/parts/board.html", {"page": page, "frame": page.frame, "part": True}
        )
        patch_vary_headers(response, ("HX-Request",))
        return response
    where = redirect("applications:board", organisation=row.organisation_id, application=row.pk)
    if place:
        where["Location"] += f"#{place}"
    return where


def _writable(request: HttpRequest, organisation: int, application: int) -> Application:
    """The application, for somebody who may change it now. Raises Http404, Refused."""
    row = frames.found(request.user, organisation, application)
    permissions.writer(request.user, row)
    return row


@signed_in
@require_POST
def claim(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """Put an achievement under a category, or, where none is named, take it out of the one it is in."""
    row = _writable(request, organisation, application)
    work = _achievement(row, request.POST.get("achievement", ""))
    category, seen = request.POST.get("category", ""), request.POST.get("seen", "")
    given: dict[str, Any] = {"application": row, "achievement": work, "seen": seen, "by": reader(request)}
    try:
        if category:
            claiming.claim(category=category, at=began(request), **given)
        else:
            claiming.unclaim(at=began(request), **given)
    except Refused as error:
        messages.error(request, str(error))
        category = error.category if isinstance(error, claiming.UsedElsewhere) else category
    return _changed(request, row, f"clause-{category}" if category else "")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def best(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """What the best claims would change; taking them."""
    if request.method == "POST":
        row = _writable(request, organisation, application)
        keep = request.POST.get("keep") == "1"
        try:
            change = claiming.take_best(
                application=row, had=_number(request.POST.get("had")), keep=keep, by=reader(request), at=began(request)
            )
        except Stale:
            messages.warning(request, _("The claims changed meanwhile; look again at what would move."))
        except Refused as error:
            messages.error(request, str(error))
        else:
            moved = len(change.after) if change is not None else 0
            said = ngettext("%(n)d piece of work was claimed anew.", "%(n)d pieces of work were claimed anew.", moved)
            messages.success(request, said % {"n": moved})
        return _changed(request, row)
    frame = frames.frame(request.user, organisation, application, "claims", began(request)).on(CLAIMS)
    if not frame.programme.exclusive_claims:
        raise Http404("this call has nothing to claim")
    found = best_queries.shown(frame, began(request), keep=request.GET.get("keep") == "1")
    part = "HX-Request" in request.headers
    template = "applications/board/parts/best.html" if part else "applications/board/best.html"
    response = render(request, template, {"frame": frame, "shown": found})
    patch_vary_headers(response, ("HX-Request",))
    return response


@signed_in
@require_POST
def undo(request: HttpRequest, organisation: int, application: int, change: int) -> HttpResponse:
    """Take the latest change of claims back."""
    row = _writable(request, organisation, application)
    found = get_object_or_404(ClaimChange.objects.select_related("application"), pk=change, application=row)
    try:
        claiming.undo_claims(change=found, by=reader(request), at=began(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone."))
    return _changed(request, row)


@signed_in
@require_safe
def missing(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """What the application still lacks: a part of the board, or a page by itself."""
    frame = frames.frame(request.user, organisation, application, "claims", began(request)).on(CLAIMS)
    found = board_advice.missing(judged(frame.application, frame.rules, began(request)))
    part = "HX-Request" in request.headers
    template = "applications/board/parts/missing.html" if part else "applications/board/missing.html"
    response = render(request, template, {"frame": frame, "missing": found})
    patch_vary_headers(response, ("HX-Request",))
    return response


@signed_in
@require_POST
def evidence(request: HttpRequest, organisation: int, application: int, achievement: int) -> HttpResponse:
    """Evidence of an achievement, brought where the board says that it is missing; it goes into the ledger."""
    row = _writable(request, organisation, application)
    work = _achievement(row, str(achievement))
    tag = request.POST.get("tag", "")
    files = request.FILES.getlist("files")[:_MOST_FILES]
    if not files:
        messages.error(request, _("Choose a file first."))
    taken = 0
    for file in files:

        def then(kept: Kept) -> None:
            ledger.prove(
                achievement=work, file=kept.file, name=kept.name, tag=tag, by=reader(request), at=began(request)
            )

        try:
            take(blocks=file.chunks(), name=file.name or "", at=began(request), then=then)
        except NotTaken as refusal:
            why = " ".join(finding.say(language()) for finding in refusal.findings if finding.refuses)
            messages.error(request, _("“%(name)s” was not taken: %(why)s") % {"name": file.name, "why": why})
        except ledger.UnknownTag as error:
            raise Http404(f"no evidence {tag}") from error
        else:
            taken += 1
    if taken:
        said = ngettext("%(n)d file is kept with “%(work)s”.", "%(n)d files are kept with “%(work)s”.", taken)
        messages.success(request, said % {"n": taken, "work": work})
    return _changed(request, row, request.POST.get("place", ""))


def _achievement(row: Application, text: str) -> Achievement:
    """An achievement of the organisation that applies. Raises Http404."""
    found = Achievement.objects.filter(pk=_number(text), organisation=row.organisation_id, removed_at=None).first()
    if found is None:
        raise Http404(f"the ledger has no entry {text}")
    return found


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else 0
