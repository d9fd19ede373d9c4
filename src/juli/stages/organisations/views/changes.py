"""Changes of one organisation's audited data: asking, taking back, what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from juli.registry.canonical import SHANGHAI
from juli.stages.accounts.gate import began, only
from juli.stages.accounts.roles import Role
from juli.stages.organisations import gates, permissions
from juli.stages.organisations.actions import changes as actions
from juli.stages.organisations.families import families
from juli.stages.organisations.forms import ChangeForm
from juli.stages.organisations.gates import here, person
from juli.stages.organisations.models import Change
from juli.stages.organisations.queries.changes import changes_of, present, waiting_change
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import say

_LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name of the organisation"),
    "uscc": gettext_lazy("Unified social credit code"),
    "legal_representative": gettext_lazy("Legal representative"),
    "types": gettext_lazy("Applicant types"),
}


@only(gates.member)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, organisation: int) -> HttpResponse:
    """Ask for a change; while one waits, its state."""
    found = here(request)
    now = present(found, began(request).astimezone(SHANGHAI).date())
    ticked = [f"{family}:{kind}" for family, kinds in now["types"].items() for kind in kinds]
    form = ChangeForm(families(), request.POST or None, initial={**now, "types": ticked})
    place = permissions.membership(request.user, found)
    if request.method == "POST":
        permissions.administrator(request.user, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_change(
                organisation=found,
                wanted=form.wanted(),
                reason=form.cleaned_data["reason"],
                by=person(request),
                at=began(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Asked for. Until it is decided you may write applications, not hand them in."))
            return redirect("organisations:change", found.pk)
    context = {
        "organisation": found,
        "form": form,
        "leads": place is not None and place.role == Role.ADMINISTRATOR,
        "waiting": waiting_change(found),
        "changes": [(change, told(change)) for change in changes_of(found)],
        "tab": "change",
    }
    return render(request, "organisations/change.html", context, status=422 if form.errors else 200)


@only(gates.administrator)
@require_POST
def withdraw(request: HttpRequest, organisation: int, change: int) -> HttpResponse:
    """Take a change back."""
    found = get_object_or_404(Change.objects.select_related("organisation"), pk=change, organisation=here(request))
    actions.withdraw_change(change=found, by=person(request), at=began(request))
    messages.success(request, _("Taken back."))
    return redirect("organisations:change", organisation)


def told(change: Change) -> list[tuple[str | Promise, str, str]]:
    """What a change changes: label, before, after."""
    return [(_LABELS[key], _said(change.before.get(key)), _said(value)) for key, value in change.wanted.items()]


def _said(value: Any) -> str:
    if not isinstance(value, dict):
        return value or "—"
    labels, titles = vocabulary().applicant_types, dict(families())
    said = []
    for family, kinds in value.items():
        words = "、".join(say(labels[kind]) if kind in labels else kind for kind in kinds)
        said.append(f"{titles.get(family, family)}：{words}" if family else words)
    return "；".join(said) or "—"
