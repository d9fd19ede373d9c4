"""Around the form: the check, documents, versions, copying, print."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.engines.paper.problems import PaperError
from juli.registry.files.findings import Refused as FileRefused
from juli.registry.files.serving import open_for
from juli.registry.language import language
from juli.stages.accounts.gate import began, signed_in
from juli.stages.applications import printing
from juli.stages.applications.actions import materials as material_actions
from juli.stages.applications.actions import versions as version_actions
from juli.stages.applications.form.cells import day_of
from juli.stages.applications.models import Application, Version
from juli.stages.applications.queries import checking
from juli.stages.applications.queries import frame as frames
from juli.stages.applications.queries import materials as material_queries
from juli.stages.applications.queries import sources as source_queries
from juli.stages.applications.queries import versions as version_queries
from juli.stages.applications.unlocking import WHOLE
from juli.stages.applications.views.reader import reader

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@signed_in
@require_safe
def check(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """Everything that is missing or wrong, with the way to it."""
    frame = frames.frame(request.user, organisation, application, "form", began(request))
    given = checking.known(frame.application, frame.rules, began(request))
    found = checking.check(given)
    context = {"frame": frame, "check": found, "clauses": checking.clause_items(given)}
    return render(request, "applications/check.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def materials(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """The documents that the call asks for; bringing one."""
    if request.method == "POST":
        row = frames.found(request.user, organisation, application)
        sent = request.POST
        year = sent.get("year", "")
        place = material_actions.Place(
            attachment=sent.get("attachment", ""),
            year=int(year) if year.isdecimal() and year.isascii() and len(year) == len("YYYY") else None,
            achievement=sent.get("achievement", ""),
        )
        _require_asked(request, row, place)
        for file in request.FILES.getlist("file"):
            try:
                material_actions.bring(
                    application=row,
                    place=place,
                    name=file.name or "",
                    blocks=file.chunks(),
                    by=reader(request),
                    at=began(request),
                )
            except FileRefused as error:
                said = " ".join(finding.say(language()) for finding in error.findings if finding.refuses)
                messages.error(request, _("“%(name)s” was not taken: %(why)s") % {"name": file.name, "why": said})
        return redirect("applications:materials", organisation=organisation, application=application)
    found = material_queries.documents(request.user, organisation, application, began(request))
    return render(request, "applications/materials.html", {"documents": found, "frame": found.frame})


def _require_asked(request: HttpRequest, row: Application, place: material_actions.Place) -> None:
    """Go on where the call asks this applicant for such a document, of such an achievement. Raises Http404."""
    frame = frames.around(row, request.user, "materials", began(request))
    given = checking.known(row, frame.rules, began(request))
    if place.attachment not in {a.clause.id for a in checking.applicable(given)}:
        raise Http404(f"the call does not ask for {place.attachment}")
    if place.achievement not in {"", *(done.id for done in given.dossier.achievements)}:
        raise Http404(f"the ledger has no entry {place.achievement}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: HttpRequest, organisation: int, application: int, material: int) -> HttpResponseBase:
    """One file: handed out, described, taken away."""
    found = material_queries.material(request.user, organisation, application, material)
    if request.method != "POST":
        return open_for(link=found.link, may_read=lambda _link: True, in_place="show" in request.GET)
    if request.POST.get("act") == "take-away":
        material_actions.take_away(material=found, by=reader(request), at=began(request))
        messages.success(request, _("Taken away."))
    else:
        material_actions.describe(
            material=found,
            dated=_day(request.POST.get("dated")),
            valid_until=_day(request.POST.get("valid_until")),
            sealed="sealed" in request.POST,
            by=reader(request),
            at=began(request),
        )
        messages.success(request, _("Saved."))
    return redirect("applications:materials", organisation=organisation, application=application)


def _day(text: str | None) -> dt.date | None:
    return day_of(text) if text else None


@signed_in
@require_safe
def versions(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """All versions."""
    page = request.GET.get("page", "")
    found = version_queries.listed(request.user, organisation, application, began(request), page)
    return render(request, "applications/versions.html", {"listed": found, "frame": found.frame})


@signed_in
@require_safe
def version(request: HttpRequest, organisation: int, application: int, number: int) -> HttpResponse:
    """One version, beside another one where asked."""
    other = request.GET.get("beside", "")
    found = version_queries.reading(request.user, organisation, application, number, other, began(request))
    numbers = list(Version.objects.filter(application=found.frame.application).values_list("number", flat=True))
    context = {"reading": found, "frame": found.frame, "numbers": [n for n in numbers if n != number]}
    return render(request, "applications/version.html", context)


@signed_in
@require_POST
def restore(request: HttpRequest, organisation: int, application: int, number: int) -> HttpResponse:
    """Let the application say what a version says."""
    row = frames.found(request.user, organisation, application)
    wanted = Version.objects.select_related("application").filter(application=row, number=number).first()
    if wanted is None:
        raise Http404(f"the application has no version {number}")
    made = version_actions.restore(version=wanted, by=reader(request), at=began(request))
    words = {"old": number, "new": made.number}
    messages.success(request, _("Restored version %(old)d; it is version %(new)d now.") % words)
    return redirect("applications:versions", organisation=organisation, application=application)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """Fill what is empty from another application of the organisation."""
    frame = frames.frame(request.user, organisation, application, "form", began(request)).on(WHOLE)
    copied = None
    if request.method == "POST":
        source = source_queries.source(request.user, frame.application, request.POST.get("source", ""))
        copied = version_actions.copy_from(
            application=frame.application, source=source, by=reader(request), at=began(request)
        )
    found = source_queries.sources(request.user, frame.application)
    return render(request, "applications/copy.html", {"frame": frame, "sources": found, "copied": copied})


@signed_in
@require_safe
def printed(request: HttpRequest, organisation: int, application: int, kind: str) -> HttpResponse:
    """The application as it stands, on paper: a draft says so on every page."""
    frame = frames.frame(request.user, organisation, application, "form", began(request))
    if kind not in {"pdf", "docx"}:
        raise Http404(f"an application is printed as pdf or docx, not as {kind}")
    try:
        document = printing.draft(frame.application, frame.rules, began(request))
        content = printing.word_of(document) if kind == "docx" else printing.pdf_of(document)
    except PaperError as error:
        return render(
            request, "applications/unprintable.html", {"frame": frame, "problems": error.problems}, status=422
        )
    response = HttpResponse(content, content_type=_DOCX if kind == "docx" else "application/pdf")
    name = f"{frame.application.number or frame.application.pk}.{kind}"
    where = "attachment" if kind == "docx" else "inline"
    response.headers["Content-Disposition"] = f'{where}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
