"""The record of one organisation: reading it whole, editing it part by part; its papers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from juli.registry.files.models import Attachment
from juli.registry.files.serving import open_for
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.accounts.permissions import Refused
from juli.stages.organisations import gates
from juli.stages.organisations.actions import files
from juli.stages.organisations.actions.record import describe
from juli.stages.organisations.forms import FileForm, SectionForm
from juli.stages.organisations.gates import here, person
from juli.stages.organisations.queries.files import belongs, paper_tags
from juli.stages.organisations.sections import section
from juli.stages.organisations.views.showing import record_page


@only(gates.reader)
@require_GET
def page(request: HttpRequest, organisation: int) -> HttpResponse:
    """The whole record."""
    return record_page(request)


@only(gates.member)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, organisation: int, part: str) -> HttpResponse:
    """One part of the record."""
    found, about = here(request), section(part)
    form = SectionForm(about, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            describe(
                organisation=found,
                texts={name: form.cleaned_data[name] for name in about.texts},
                fields=about.fields,
                values=form.kept(),
                version=form.cleaned_data["version"],
                by=person(request),
                at=began(request),
            )
        except Stale as stale:
            form.add_error(
                None,
                _("Somebody saved this record while you were writing. What you wrote is below; save again to keep it."),
            )
            again = request.POST.copy()
            again["version"] = str(stale.now)
            form.data = again
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations:record", found.pk)
    context = {"organisation": found, "form": form, "part": about, "tab": "record"}
    return render(request, "organisations/edit.html", context, status=422 if form.errors else 200)


@only(gates.member)
@require_POST
def add_paper(request: HttpRequest, organisation: int) -> HttpResponse:
    """A paper of the organisation: certificate, list of members …"""
    form = FileForm(paper_tags(), request.POST, request.FILES, auto_id="paper_%s")
    if not form.is_valid():
        return record_page(request, file_form=form)
    file = form.cleaned_data["file"]
    try:
        files.add_file(
            organisation=here(request),
            tag=form.cleaned_data["tag"],
            name=file.name,
            blocks=file.chunks(),
            by=person(request),
            at=began(request),
        )
    except ValidationError as error:
        form.add_error("file", error)
        return record_page(request, file_form=form)
    messages.success(request, _("“%(name)s” is kept.") % {"name": file.name})
    return redirect("organisations:record", organisation)


@only(gates.reader)
@require_GET
def file(request: HttpRequest, organisation: int, link: int) -> HttpResponseBase:
    """One of its files."""
    found = _link(request, link)
    return open_for(link=found, may_read=lambda _link: True, in_place=True)


@only(gates.member)
@require_POST
def remove_file(request: HttpRequest, organisation: int, link: int) -> HttpResponse:
    """Take a file away."""
    found = _link(request, link)
    back = "organisations:standing" if found.subject_type == "standing" else "organisations:record"
    files.remove_file(organisation=here(request), link=found, by=person(request), at=began(request))
    messages.success(request, _("Taken away."))
    return redirect(back, organisation)


def _link(request: HttpRequest, key: int) -> Attachment:
    found = Attachment.objects.select_related("file").filter(pk=key).first()
    if found is None or not belongs(found, here(request)):
        raise Http404
    return found
