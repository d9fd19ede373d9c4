"""The whole file of one application: one page, its sections, its evidence in place, last year's file beside it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from juli.registry.files.serving import preview_for
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.roles import Role
from juli.stages.screening.frame import READERS
from juli.stages.screening.queries import whole as queries

#: Those who open some applications: their own rules say which (``whole.admitting``).
OPENERS: Final = READERS | {Role.AUDITOR, Role.FINANCE, Role.TRACKER, Role.VIEWER}
openers = only(posts(*sorted(OPENERS)))
readers = only(posts(*sorted(READERS)))


@openers
@require_safe
def whole(request: HttpRequest, application: int) -> HttpResponse:
    """Everything in its order; ``?all`` fetches nothing later, ``?beside`` lays an earlier file beside it."""
    everything = "all" in request.GET
    beside = request.GET.get("beside", "")
    page = queries.page(request.user, application, beside, began(request), everything=everything)
    context = {"page": page, "file": page.file, "matter": page.file.matter, "frame": page.file.matter.frame}
    return render(request, "screening/whole/page.html", context)


@openers
@require_safe
def section(request: HttpRequest, application: int, name: str) -> HttpResponse:
    """One section: a piece of the page where it is fetched, else a page of its own."""
    number = request.GET.get("page", "")
    prefix = queries.BESIDE if request.GET.get("prefix") == queries.BESIDE else ""
    matter, part = queries.section(request.user, application, name, number, began(request), prefix)
    fetched = bool(request.headers.get("HX-Request"))
    template = "screening/whole/section.html" if fetched else "screening/whole/alone.html"
    context = {"matter": matter, "frame": matter.frame, "part": part, "glance": part.glance}
    return render(request, template, context)


@readers
@require_safe
def beside(request: HttpRequest, application: int, earlier: int) -> HttpResponse:
    """What is judged otherwise than in an earlier file."""
    found = queries.difference(request.user, application, earlier, began(request))
    return render(request, "screening/whole/difference.html", {"found": found})


@readers
@require_safe
def shown(request: HttpRequest, application: int, digest: str) -> HttpResponse:
    """One file in the viewer."""
    matter, paper = queries.shown(request.user, application, digest, began(request))
    fetched = bool(request.headers.get("HX-Request"))
    template = "screening/whole/shown.html" if fetched else "screening/whole/shown_alone.html"
    return render(request, template, {"matter": matter, "frame": matter.frame, "shown": paper})


@readers
@require_safe
def picture(request: HttpRequest, application: int, digest: str, page: int) -> HttpResponseBase:
    """The picture of one page of a file."""
    link = queries.picture(request.user, application, digest, began(request))
    return preview_for(link=link, page=page, may_read=lambda _link: True)


@readers
@require_safe
def form(request: HttpRequest, application: int) -> HttpResponse:
    """The form as it was handed in: one version, or two of them compared."""
    asked = request.GET
    reading = queries.form(request.user, application, asked.get("number", ""), asked.get("against", ""), began(request))
    return render(request, "screening/whole/form_page.html", {"reading": reading, "frame": reading.matter.frame})
