"""The office's result of looking for duplicates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.registry.files.serving import open_for
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.registry.workbooks import file_of, page_of, wanted
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.screening import listed
from juli.stages.screening.actions import overlaps as actions
from juli.stages.screening.frame import READERS
from juli.stages.screening.models import OverlapResult
from juli.stages.screening.queries import overlaps as queries
from juli.stages.screening.views.sending import sent

_READERS = posts(*sorted(READERS))


@only(_READERS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a result."""
    found = queries.queue(request.user, page_of(request), began(request))
    if wanted(request):
        return file_of(listed.overlaps(found))
    return render(request, "screening/overlaps_queue.html", {"queue": found})


@only(_READERS)
@require_safe
def overlap(request: HttpRequest, application: int) -> HttpResponse:
    """The results of one application, and the form for another."""
    return _page(request, application)


@only(posts(Role.OFFICER, Role.LEAD))
@require_POST
def record(request: HttpRequest, application: int) -> HttpResponse:
    """Write a result down."""
    page = queries.page(request.user, application, began(request))
    word = request.POST.get("word", "")
    if word not in OverlapResult.Word.values:
        return _page(request, application, [_("Choose what was found.")])
    try:
        actions.record_overlap(
            application=page.frame.application,
            word=word,
            text=request.POST.get("text", ""),
            with_whom=request.POST.get("with_whom", ""),
            files=sent(request),
            had=whole(request.POST.get("had", "")),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        return _page(request, application, error.reasons)
    except Stale:
        return _page(request, application, [_("Somebody else wrote a result down meanwhile; look at it first.")])
    messages.success(request, _("The result is written down."))
    return redirect("screening:overlap", application=application)


@only(_READERS)
@require_safe
def file(request: HttpRequest, application: int, link: int) -> HttpResponseBase:
    """A paper of a result."""
    kept = queries.file(request.user, application, link, began(request))
    return open_for(link=kept, may_read=lambda _link: True, in_place=True)


def _page(request: HttpRequest, application: int, reasons: Any = ()) -> HttpResponse:
    page = queries.page(request.user, application, began(request))
    may = bool(page.frame.roles & {Role.OFFICER, Role.LEAD})
    context = {"page": page, "frame": page.frame, "reasons": reasons, "typed": request.POST, "may": may}
    context["words"] = OverlapResult.Word.choices
    return render(request, "screening/overlaps.html", context, status=422 if reasons else 200)
