"""Documents of an application: brought in pieces that go on where the line broke, used again, looked at."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.registry.files import serving
from juli.registry.files.actions import Kept
from juli.registry.files.models import Attachment, Upload
from juli.registry.files.tus import Endpoint
from juli.registry.parties import Actor
from juli.stages.accounts.gate import began, signed_in
from juli.stages.applications import permissions
from juli.stages.applications.actions import materials as actions
from juli.stages.applications.actions.materials import Place
from juli.stages.applications.models import Application
from juli.stages.applications.queries import checking
from juli.stages.applications.queries import frame as frames
from juli.stages.applications.queries import materials as queries
from juli.stages.applications.views.reader import reader


def _row(request: HttpRequest) -> Application:
    row: Application = request.applies  # type: ignore[attr-defined]  # Set by ``of_place``.
    return row


def _authorised(request: HttpRequest) -> Actor:
    return permissions.writer(request.user, _row(request))


def _handed_in(request: HttpRequest, upload: Upload, kept: Kept) -> None:
    actions.hand_in(
        application=_row(request),
        file=kept.file,
        name=upload.name,
        place=request.place,  # type: ignore[attr-defined]  # Set by ``of_place``.
        by=reader(request),
        at=began(request),
    )


uploads = Endpoint("document", authorise=_authorised, then=_handed_in)


def of_place(pattern: URLPattern) -> Callable[..., HttpResponseBase]:
    """An address of the uploads, below the application and what the file is handed in as."""
    inner = pattern.callback

    @signed_in
    @functools.wraps(inner)
    def view(request: HttpRequest, organisation: int, application: int, place: str, **given: Any) -> HttpResponseBase:
        row = frames.found(request.user, organisation, application)
        request.applies = row  # type: ignore[attr-defined]
        request.place = _place(request, row, place)  # type: ignore[attr-defined]
        answer: HttpResponseBase = inner(request, **given)
        return answer

    view.__module__ = __name__
    return view


def _place(request: HttpRequest, row: Application, text: str) -> Place:
    """What a document is handed in as: ``attachment:year:achievement``. Raises Http404 for what nobody asks for."""
    attachment, _colon, rest = text.partition(":")
    year, _colon, achievement = rest.partition(":")
    frame = frames.around(row, request.user, "materials", began(request))
    given = checking.known(row, frame.rules, began(request))
    if attachment not in {asked.clause.id for asked in checking.applicable(given)}:
        raise Http404(f"the call does not ask for {attachment}")
    known = {"", *(done.id for done in given.dossier.achievements)}
    if achievement not in known or (year and not (year.isascii() and year.isdecimal() and len(year) == 4)):
        raise Http404(f"nothing is asked for {text}")
    return Place(attachment=attachment, year=int(year) if year else None, achievement=achievement)


@signed_in
@require_safe
def listed(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """The documents alone, to be put in place of what the page shows."""
    found = queries.documents(request.user, organisation, application, began(request))
    return render(request, "applications/parts/documents.html", {"documents": found, "frame": found.frame})


@signed_in
@require_POST
def reuse(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """Hand in a file that the organisation has already."""
    row = frames.found(request.user, organisation, application)
    permissions.writer(request.user, row)
    said = request.POST.get("link", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else 0
    link = get_object_or_404(Attachment.objects.select_related("file"), pk=number)
    place = _place(request, row, request.POST.get("place", ""))
    actions.reuse(application=row, link=link, place=place, by=reader(request), at=began(request))
    messages.success(request, _("“%(name)s” is handed in too.") % {"name": link.name})
    return redirect("applications:materials", organisation=organisation, application=application)


@signed_in
@require_safe
def preview(request: HttpRequest, organisation: int, application: int, material: int, page: int) -> HttpResponseBase:
    """A picture of one page of a document; 0 is the thumbnail."""
    found = queries.material(request.user, organisation, application, material)
    return serving.preview_for(link=found.link, page=page, may_read=lambda _link: True)
