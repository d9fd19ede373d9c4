"""Beginning an application; the list; tracks and people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.engines.policy.interpreter.given import BEIJING
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, signed_in
from juli.stages.applications import permissions
from juli.stages.applications.actions import drafting as actions
from juli.stages.applications.forms import EntryForm, LetInForm, entry_of, usual_type
from juli.stages.applications.models import Author
from juli.stages.applications.queries import frame as frames
from juli.stages.applications.queries import mine as lists
from juli.stages.applications.starting import Entry, Unfit
from juli.stages.applications.unlocking import WHOLE
from juli.stages.applications.views.reader import reader
from juli.stages.calls.models import Call
from juli.stages.calls.queries import moments
from juli.stages.calls.rulebook import current
from juli.stages.organisations.models import Organisation


@signed_in
@require_safe
def mine(request: HttpRequest, organisation: int) -> HttpResponse:
    """The organisation's applications."""
    query, page = request.GET.get("q", "").strip(), request.GET.get("page", "")
    found = lists.mine(request.user, organisation, began(request), query, page)
    return render(request, "applications/mine.html", {"mine": found})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, organisation: int, edition: str) -> HttpResponse:
    """Begin an application in a call."""
    where = get_object_or_404(Organisation, pk=organisation)
    permissions.starter(request.user, where)
    call = get_object_or_404(Call, edition=edition, state=Call.State.PUBLISHED)
    programme = current(call).programme
    usual = usual_type(programme, where, began(request).astimezone(BEIJING).date())
    initial = Entry(usual) if usual else None
    form = EntryForm(programme, entry=initial, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.start(
                call=call, organisation=where, entry=form.entry(), by=reader(request), at=began(request)
            )
        except Unfit as error:
            for reason in error.reasons:
                form.add_error(None, reason)
        else:
            return redirect("applications:application", organisation=where.pk, application=made.pk)
    context = {
        "form": form,
        "organisation": where,
        "call": call,
        "programme": programme,
        "closing": moments.closing(programme, began(request)),
    }
    return render(request, "applications/start.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """Type, tracks and joint applicants, and the people who write it."""
    frame = frames.frame(request.user, organisation, application, "settings", began(request)).on(WHOLE)
    row = frame.application
    posted = request.method == "POST"
    form = EntryForm(frame.programme, entry=entry_of(row), data=request.POST if posted else None)
    if form.is_valid():
        had = request.POST.get("had", "")
        try:
            actions.rearrange(
                application=row,
                entry=form.entry(),
                had=int(had) if had.isascii() and had.isdecimal() and len(had) < 10 else 0,
                by=reader(request),
                at=began(request),
            )
        except Unfit as error:
            for reason in error.reasons:
                form.add_error(None, reason)
        except Stale as error:
            form.add_error(None, _("Somebody changed the application meanwhile; look at it again and save once more."))
            row.version = error.now
        else:
            messages.success(request, _("Saved."))
            return redirect("applications:settings", organisation=organisation, application=application)
    context = {
        "frame": frame,
        "form": form,
        "people": Author.objects.filter(application=row, until__isnull=True).select_related("user").order_by("since"),
        "let_in": LetInForm(row),
    }
    return render(request, "applications/settings.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def let_in(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """Let somebody work on the application."""
    row = frames.found(request.user, organisation, application)
    permissions.administrator(request.user, row)
    form = LetInForm(row, data=request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        actions.let_in(
            application=row, user=cleaned["user"], leads=cleaned["leads"], by=reader(request), at=began(request)
        )
    else:
        messages.error(request, _("Choose one of your organisation's people."))
    return redirect("applications:settings", organisation=organisation, application=application)


@signed_in
@require_POST
def let_out(request: HttpRequest, organisation: int, application: int, author: int) -> HttpResponse:
    """End somebody's work on the application."""
    row = frames.found(request.user, organisation, application)
    found = get_object_or_404(Author.objects.select_related("user", "application"), pk=author, application=row)
    actions.let_out(author=found, by=reader(request), at=began(request))
    return redirect("applications:settings", organisation=organisation, application=application)
