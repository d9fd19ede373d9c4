"""Coming to an organisation: looking for it, registering it, accepting an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from juli.stages.accounts.gate import began, public, signed_in
from juli.stages.accounts.models import User
from juli.stages.organisations.actions import people, registration
from juli.stages.organisations.forms import JoinForm, RegisterForm
from juli.stages.organisations.gates import person
from juli.stages.organisations.queries.people import invited, places
from juli.stages.organisations.queries.search import LEAST, lookup

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@signed_in
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """My organisations; looking for one before registering it."""
    words = request.GET.get("q", "").strip()
    context = {
        "places": places(person(request)),
        "words": words,
        "found": lookup(words),
        "too_short": 0 < len(words) < LEAST,
        "searched": len(words) >= LEAST,
    }
    return render(request, "organisations/start.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The beginning of a registration."""
    words = request.GET.get("q", "").strip()
    code = words if len(words) == len(words.encode()) else ""
    form = RegisterForm(request.POST or None, initial={"name": "" if code else words, "uscc": code})
    if request.method == "POST" and form.is_valid():
        try:
            found = registration.register(by=person(request), at=began(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Begun. Fill in the basic data, then print the sheet."))
            return redirect("organisations:registration", found.pk)
    return render(request, "organisations/register.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: joining with the account that one has, or with a new one."""
    try:
        invitation = invited(token, began(request))
    except ValidationError as error:
        return render(request, "organisations/invitation_gone.html", {"why": error.messages}, status=404)
    form = JoinForm(request.POST or None)
    known = User.objects.filter(email__iexact=invitation.email).exists()
    if request.method == "POST" and not request.user.is_authenticated and not known and form.is_valid():
        said = form.cleaned_data
        try:
            user = people.join(token=token, name=said["name"], password=said["password"], at=began(request))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            login(request, user, backend=_BACKEND)
            messages.success(request, _("Welcome. You belong to %(name)s now.") % {"name": invitation.organisation})
            return redirect("organisations:record", invitation.organisation_id)
    context = {"invitation": invitation, "form": form, "known": known, "token": token}
    return render(request, "organisations/invitation.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def accept_as_me(request: HttpRequest, token: str) -> HttpResponse:
    """Join as whoever has signed in."""
    try:
        found = people.accept_invitation(token=token, by=person(request), at=began(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("organisations:start")
    messages.success(request, _("Welcome. You belong to %(name)s now.") % {"name": found})
    return redirect("organisations:record", found.pk)
