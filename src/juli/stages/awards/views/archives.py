"""Complete files: an application's is handed out at once, a call's is made by the worker and then fetched."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from juli.registry.archive.contents import plain
from juli.stages.accounts.gate import began, only, posts
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.awards.actions import archives as actions
from juli.stages.awards.permissions import ARCHIVISTS
from juli.stages.awards.queries import archives as queries

_ARCHIVISTS = only(posts(*ARCHIVISTS))


@_ARCHIVISTS
@require_safe
def tab(request: HttpRequest, application: int) -> HttpResponse:
    """What the complete file of an application holds, and who took it out."""
    found = queries.tab(request.user, application, began(request))
    return render(request, "awards/archives/tab.html", {"tab": found, "frame": found.frame})


@_ARCHIVISTS
@require_POST
def export(request: HttpRequest, application: int) -> HttpResponseBase:
    """Make the file of an application and hand it out."""
    row = queries.tab(request.user, application, began(request)).frame.application
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        try:
            actions.export_application(application=row, to=path, by=reader(request), at=began(request))
        except NotReady as error:
            for reason in error.reasons:
                messages.error(request, reason)
            return redirect("awards:archive", application=application)
        # Open, it is still there once its folder is gone.
        return _handed_out(path, plain(row.number, row.pk))


@_ARCHIVISTS
@require_safe
def page(request: HttpRequest, call: int) -> HttpResponse:
    """The complete files of a call: ask for one, fetch those that lie ready."""
    return render(request, "awards/archives/page.html", {"page": queries.page(request.user, call, began(request))})


@_ARCHIVISTS
@require_POST
def order(request: HttpRequest, call: int) -> HttpResponse:
    """Ask for the file of a call."""
    try:
        actions.order_archive(call=queries.call_of(call), by=reader(request), at=began(request))
    except NotReady as error:
        for reason in error.reasons:
            messages.error(request, reason)
    return redirect("awards:call_archives", call=call)


@_ARCHIVISTS
@require_safe
def fetch(request: HttpRequest, call: int, archive: int) -> HttpResponseBase:
    """One that lies ready."""
    row, path = queries.ready(request.user, call, archive, began(request))
    return _handed_out(path, f"{row.call.edition}-{row.pk}")


def _handed_out(path: Path, name: str) -> FileResponse:
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.zip", content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
