"""The registration of one organisation: what is missing, the sheet, the upload, handing in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from juli.engines.paper.problems import PaperError
from juli.registry.files.limits import told
from juli.stages.accounts.gate import began, only
from juli.stages.accounts.roles import Role
from juli.stages.organisations import gates, papers, permissions
from juli.stages.organisations.actions import files, record, registration
from juli.stages.organisations.families import families
from juli.stages.organisations.forms import FileForm, TypeForm
from juli.stages.organisations.gates import here, person
from juli.stages.organisations.queries.registration import SHEET, lacking, sheets
from juli.stages.organisations.queries.types import types_of
from juli.stages.organisations.shown_types import named_types


@only(gates.member)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, organisation: int) -> HttpResponse:
    """How far it is; the stamped sheet comes in here."""
    found = here(request)
    form = FileForm([SHEET], request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = files.add_file(
                organisation=found,
                tag=SHEET,
                name=file.name,
                blocks=file.chunks(),
                by=person(request),
                at=began(request),
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
            return redirect("organisations:registration", found.pk)
    return _shown(request, form)


def _shown(request: HttpRequest, form: FileForm, type_form: TypeForm | None = None) -> HttpResponse:
    found = here(request)
    place = permissions.membership(request.user, found)
    context = {
        "organisation": found,
        "form": form,
        "lacking": lacking(found),
        "sheets": sheets(found),
        "limits": told(files.SCANS),
        "types": named_types(types_of(found)),
        "type_form": type_form or TypeForm(families(), auto_id="type_%s"),
        "leads": place is not None and place.role == Role.ADMINISTRATOR,
        "tab": "registration",
    }
    wrong = form.errors or type_form is not None
    return render(request, "organisations/registration.html", context, status=422 if wrong else 200)


@only(gates.member)
@require_GET
def sheet(request: HttpRequest, organisation: int) -> HttpResponse:
    """The sheet as PDF, to print."""
    found = here(request)
    try:
        content = papers.sheet(found, began(request))
    except PaperError as error:
        messages.error(request, _("The sheet cannot be printed: %(why)s") % {"why": error})
        return redirect("organisations:registration", found.pk)
    name = _("Registration sheet %(name)s.pdf") % {"name": found.name}
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@only(gates.administrator)
@require_POST
def hand_in(request: HttpRequest, organisation: int) -> HttpResponse:
    """Send it to the audit."""
    try:
        registration.hand_in(organisation=here(request), by=person(request), at=began(request))
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    else:
        messages.success(request, _("Handed in. You get a message once it is decided."))
    return redirect("organisations:registration", organisation)


@only(gates.administrator)
@require_POST
def take_back(request: HttpRequest, organisation: int) -> HttpResponse:
    """Take it back, to correct it."""
    registration.take_back(organisation=here(request), by=person(request), at=began(request))
    messages.success(request, _("Taken back. Correct it, then hand it in again."))
    return redirect("organisations:registration", organisation)


@only(gates.member)
@require_POST
def add_type(request: HttpRequest, organisation: int) -> HttpResponse:
    """As which type it applies, before the acceptance."""
    form = TypeForm(families(), request.POST, auto_id="type_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            record.add_type(
                organisation=here(request),
                programme=said["programme"],
                applicant_type=said["type"],
                since=said["since"],
                by=person(request),
                at=began(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations:registration", organisation)
    return _shown(request, FileForm([SHEET]), form)
