"""Dated rows: fields of activity, officers, applicant types; adding, ending, striking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from juli.stages.accounts.gate import began, only
from juli.stages.organisations import gates
from juli.stages.organisations.actions import record
from juli.stages.organisations.forms import ActivityForm, EndForm, OfficerForm
from juli.stages.organisations.gates import here, person
from juli.stages.organisations.models import Activity, ApplicantType, Officer
from juli.stages.organisations.views.showing import record_page

_KINDS: Final[dict[str, type[ApplicantType | Activity | Officer]]] = {
    "type": ApplicantType,
    "activity": Activity,
    "officer": Officer,
}


@only(gates.member)
@require_POST
def add_activity(request: HttpRequest, organisation: int) -> HttpResponse:
    """Add a field of activity; what does not fit comes back with what was typed."""
    form = ActivityForm(request.POST, auto_id="activity_%s")
    if form.is_valid() and _added(
        form,
        lambda: record.add_activity(
            organisation=here(request), by=person(request), at=began(request), **form.cleaned_data
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect("organisations:record", organisation)
    return record_page(request, activity_form=form)


@only(gates.member)
@require_POST
def add_officer(request: HttpRequest, organisation: int) -> HttpResponse:
    """Add an officer; what does not fit comes back with what was typed."""
    form = OfficerForm(request.POST, auto_id="officer_%s")
    if form.is_valid() and _added(
        form,
        lambda: record.add_officer(
            organisation=here(request), by=person(request), at=began(request), **form.cleaned_data
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect("organisations:record", organisation)
    return record_page(request, officer_form=form)


@only(gates.member)
@require_POST
def end_row(request: HttpRequest, organisation: int, kind: str, row: int) -> HttpResponse:
    """Say until when a row held."""
    found = _row(request, kind, row)
    form = EndForm(request.POST)
    if form.is_valid():
        _tried(
            request,
            lambda: record.end_row(row=found, until=form.cleaned_data["until"], by=person(request), at=began(request)),
        )
    else:
        messages.error(request, _("Write the last day on which it held."))
    return _back(request, kind, organisation)


@only(gates.member)
@require_POST
def strike_row(request: HttpRequest, organisation: int, kind: str, row: int) -> HttpResponse:
    """Strike a row entered by mistake."""
    found = _row(request, kind, row)
    _tried(request, lambda: record.strike_row(row=found, by=person(request), at=began(request)))
    return _back(request, kind, organisation)


def _row(request: HttpRequest, kind: str, key: int) -> ApplicantType | Activity | Officer:
    if kind not in _KINDS:
        raise Http404
    found: ApplicantType | Activity | Officer | None = (
        _KINDS[kind].objects.select_related("organisation").filter(pk=key, organisation=here(request)).first()
    )
    if found is None:
        raise Http404
    return found


def _added(form: Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _tried(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))


def _back(request: HttpRequest, kind: str, organisation: int) -> HttpResponse:
    return redirect("organisations:registration" if kind == "type" else "organisations:record", organisation)
