"""The people of one organisation."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from juli.stages.accounts.gate import began, only
from juli.stages.accounts.roles import Role
from juli.stages.organisations import gates, permissions
from juli.stages.organisations.actions import people
from juli.stages.organisations.forms import InviteForm
from juli.stages.organisations.gates import here, person
from juli.stages.organisations.models import Invitation, Membership
from juli.stages.organisations.queries.people import invitations, may_give_up, members


@only(gates.member)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, organisation: int) -> HttpResponse:
    """Who belongs to it, who is invited; the administrator invites."""
    found = here(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        permissions.administrator(request.user, found)
        if form.is_valid():
            site = request.build_absolute_uri("/").rstrip("/")
            try:
                people.invite(
                    organisation=found,
                    email=form.cleaned_data["email"],
                    site=site,
                    by=person(request),
                    at=began(request),
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The invitation is on its way; it can be accepted for fourteen days."))
                return redirect("organisations:people", found.pk)
    place = permissions.membership(request.user, found)
    context = {
        "organisation": found,
        "form": form,
        "members": members(found),
        "invitations": invitations(found, began(request)),
        "leads": place is not None and place.role == Role.ADMINISTRATOR,
        "me": place,
        "may_leave": place is not None and (place.role == Role.STAFF or may_give_up(found)),
        "tab": "people",
    }
    return render(request, "organisations/people.html", context, status=422 if form.errors else 200)


@only(gates.administrator)
@require_POST
def withdraw(request: HttpRequest, organisation: int, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    rows = Invitation.objects.select_related("organisation")
    found = get_object_or_404(rows, pk=invitation, organisation=here(request))
    people.withdraw_invitation(invitation=found, by=person(request), at=began(request))
    messages.success(request, _("The invitation is taken back."))
    return redirect("organisations:people", organisation)


@only(gates.administrator)
@require_POST
def hand_over(request: HttpRequest, organisation: int, place: int) -> HttpResponse:
    """Hand the administration over."""
    found = _place(request, place)
    try:
        people.hand_over(to=found, by=person(request), at=began(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s is the administrator now.") % {"name": found.user})
    return redirect("organisations:people", organisation)


@only(gates.administrator)
@require_POST
def remove(request: HttpRequest, organisation: int, place: int) -> HttpResponse:
    """Take somebody out."""
    found = _place(request, place)
    try:
        people.remove_member(membership=found, by=person(request), at=began(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s does not belong to it any more.") % {"name": found.user})
    return redirect("organisations:people", organisation)


@only(gates.member)
@require_POST
def leave(request: HttpRequest, organisation: int) -> HttpResponse:
    """Leave."""
    try:
        people.leave(organisation=here(request), by=person(request), at=began(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("organisations:people", organisation)
    messages.success(request, _("You have left."))
    return redirect("organisations:start")


def _place(request: HttpRequest, key: int) -> Membership:
    rows = Membership.objects.select_related("user", "organisation")
    return get_object_or_404(rows, pk=key, organisation=here(request), until__isnull=True)
