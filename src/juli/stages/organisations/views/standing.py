"""How one organisation stands, kind by kind: rows with evidence, and whether they are all there are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from juli.engines.policy.vocabulary import Kind
from juli.registry.files.limits import told
from juli.stages.accounts.gate import began, only
from juli.stages.organisations import gates, permissions
from juli.stages.organisations.actions import files
from juli.stages.organisations.actions import standing as actions
from juli.stages.organisations.gates import here, person
from juli.stages.organisations.models import Standing
from juli.stages.organisations.queries.files import evidence
from juli.stages.organisations.queries.record import standing
from juli.stages.organisations.vocabulary import own_fields, vocabulary
from juli.stages.organisations.vocabulary_forms import VocabularyForm
from juli.stages.organisations.wording import say, shown


@only(gates.reader)
@require_GET
def page(request: HttpRequest, organisation: int) -> HttpResponse:
    """All kinds with their rows."""
    found = here(request)
    rows = list(standing(found))
    proofs = evidence(rows)
    kinds = [
        {
            "kind": kind,
            "label": say(kind.label),
            "fields": [say(field.label) for field in own_fields(kind).values()],
            "rows": [_line(row, kind, proofs.get(row.pk, [])) for row in rows if row.kind == kind.name],
            "complete": kind.name in found.complete,
        }
        for kind in vocabulary().standing
    ]
    mine = permissions.membership(request.user, found) is not None
    context = {
        "organisation": found,
        "kinds": kinds,
        "mine": mine,
        "office": not mine,
        "limits": told(),
        "tab": "standing",
    }
    return render(request, "organisations/standing.html", context)


@only(gates.reader)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, organisation: int, kind: str) -> HttpResponse:
    """A new row of a kind."""
    found, about = here(request), _kind(kind)
    fields = own_fields(about)
    form = VocabularyForm(fields, request.POST or None, required=[n for n in ("year", "grade", "kind") if n in fields])
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_standing(
                organisation=found, kind=about.name, fields=form.kept(), by=person(request), at=began(request)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations:standing", found.pk)
    office = permissions.membership(request.user, found) is None
    context = {"organisation": found, "form": form, "label": say(about.label), "office": office, "tab": "standing"}
    return render(request, "organisations/standing_add.html", context, status=422 if form.errors else 200)


@only(gates.reader)
@require_POST
def remove(request: HttpRequest, organisation: int, row: int) -> HttpResponse:
    """Take a row back."""
    actions.remove_standing(row=_row(request, row), by=person(request), at=began(request))
    messages.success(request, _("Taken back."))
    return redirect("organisations:standing", organisation)


@only(gates.member)
@require_POST
def declare(request: HttpRequest, organisation: int, kind: str) -> HttpResponse:
    """Whether the rows of a kind are all there are."""
    complete = request.POST.get("complete") == "1"
    actions.declare_complete(
        organisation=here(request), kind=_kind(kind).name, complete=complete, by=person(request), at=began(request)
    )
    messages.success(request, _("Saved."))
    return redirect("organisations:standing", organisation)


@only(gates.member)
@require_POST
def prove(request: HttpRequest, organisation: int, row: int) -> HttpResponse:
    """A file that proves a row."""
    found = _row(request, row)
    permissions.own_row(found)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file first."))
        return redirect("organisations:standing", organisation)
    try:
        files.add_file(
            organisation=here(request),
            standing=found,
            tag="",
            name=file.name or "",
            blocks=file.chunks(),
            by=person(request),
            at=began(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(name)s” is kept.") % {"name": file.name})
    return redirect("organisations:standing", organisation)


def _line(row: Standing, kind: Kind, proofs: list[Any]) -> dict[str, Any]:
    return {
        "row": row,
        "values": [shown(field, row.fields.get(name)) for name, field in own_fields(kind).items()],
        "files": proofs,
        "office": row.source == Standing.Source.OFFICE,
    }


def _kind(name: str) -> Kind:
    found = vocabulary().kinds.get(name)
    if found is None or not found.is_standing:
        raise Http404
    return found


def _row(request: HttpRequest, key: int) -> Standing:
    rows = Standing.objects.select_related("organisation")
    return get_object_or_404(rows, pk=key, organisation=here(request), removed_at=None)
