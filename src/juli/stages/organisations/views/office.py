"""The office's pages: registrations and changes to audit, all organisations, one of them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from juli.registry.journal.queries import entries
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.organisations.actions import changes, liaisons, people, registration
from juli.stages.organisations.forms import ReasonForm
from juli.stages.organisations.gates import OFFICE, here, person
from juli.stages.organisations.models import Change, Liaison, Membership, Organisation
from juli.stages.organisations.queries import office as queries
from juli.stages.organisations.queries.changes import changes_of
from juli.stages.organisations.queries.liaisons import business_offices, contacts
from juli.stages.organisations.queries.people import members
from juli.stages.organisations.queries.registration import changes_waiting, lacking, sheets, waiting
from juli.stages.organisations.sections import lines, sections
from juli.stages.organisations.views.changes import told
from juli.stages.organisations.wording import act_words

PER_PAGE = 30
#: Acts of the journal that the page of one organisation shows.
MOST_ACTS = 30


@only(OFFICE)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the audit, and all organisations."""
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = queries.organisations(words=words, state=state)
    context = {
        "registrations": waiting(),
        "changes": [(change, told(change)) for change in changes_waiting()],
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "state": state,
        "states": Organisation.State.choices,
    }
    return render(request, "organisations/office_queue.html", context)


@only(OFFICE)
@require_GET
def page(request: HttpRequest, organisation: int) -> HttpResponse:
    """One organisation as the office audits it."""
    found = here(request)
    context = {
        "organisation": found,
        "parts": [(part, lines(found, part)) for part in sections()[:1]],
        "sheets": sheets(found),
        "lacking": lacking(found),
        "members": members(found),
        "changes": [(change, told(change)) for change in changes_of(found)],
        "entries": [(entry, act_words(entry.act)) for entry in entries(found.subject).order_by("-number")[:MOST_ACTS]],
        "form": ReasonForm(),
        "contacts": contacts(found),
        "offices": business_offices(began(request)),
    }
    return render(request, "organisations/office_page.html", context)


@only(OFFICE)
@require_POST
def accept(request: HttpRequest, organisation: int) -> HttpResponse:
    """Accept a registration."""
    found = here(request)

    def act() -> None:
        registration.accept(organisation=found, version=_version(request), by=person(request), at=began(request))

    _tried(request, act, _("Accepted. Its administrator gets a message."))
    return redirect("organisations:office_page", organisation)


@only(OFFICE)
@require_POST
def refuse(request: HttpRequest, organisation: int) -> HttpResponse:
    """Refuse a registration."""
    found, form = here(request), ReasonForm(request.POST)

    def act() -> None:
        said = form.cleaned_data if form.is_valid() else {}
        registration.refuse(
            organisation=found,
            reason=said.get("reason", ""),
            release=said.get("release", False),
            version=_version(request),
            by=person(request),
            at=began(request),
        )

    _tried(request, act, _("Refused, with the reason. Its administrator gets a message."))
    return redirect("organisations:office_page", organisation)


@only(OFFICE)
@require_POST
def accept_change(request: HttpRequest, change: int) -> HttpResponse:
    """Accept a change."""
    found = get_object_or_404(Change.objects.select_related("organisation"), pk=change)

    def act() -> None:
        changes.accept_change(change=found, by=person(request), at=began(request))

    _tried(request, act, _("Accepted. It holds from now on."))
    return redirect("organisations:office_page", found.organisation_id)


@only(OFFICE)
@require_POST
def refuse_change(request: HttpRequest, change: int) -> HttpResponse:
    """Refuse a change."""
    found, form = get_object_or_404(Change.objects.select_related("organisation"), pk=change), ReasonForm(request.POST)

    def act() -> None:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        changes.refuse_change(change=found, reason=reason, by=person(request), at=began(request))

    _tried(request, act, _("Refused, with the reason. Its administrator gets a message."))
    return redirect("organisations:office_page", found.organisation_id)


@only(OFFICE)
@require_POST
def bring_together(request: HttpRequest, organisation: int) -> HttpResponse:
    """Make a business office the organisation's contact."""
    found, unit = here(request), request.POST.get("unit", "")

    def act() -> None:
        liaisons.bring_together(organisation=found, unit=unit, by=person(request), at=began(request))

    _tried(request, act, _("Saved."))
    return redirect("organisations:office_page", organisation)


@only(OFFICE)
@require_POST
def part(request: HttpRequest, organisation: int, liaison: int) -> HttpResponse:
    """A business office is the organisation's contact no more."""
    rows = Liaison.objects.select_related("organisation")
    found = get_object_or_404(rows, pk=liaison, organisation=here(request))
    liaisons.part(liaison=found, by=person(request), at=began(request))
    messages.success(request, _("Saved."))
    return redirect("organisations:office_page", organisation)


@only(OFFICE)
@require_POST
def install(request: HttpRequest, organisation: int, place: int) -> HttpResponse:
    """Make one of its people the administrator."""
    rows = Membership.objects.select_related("user", "organisation")
    found = get_object_or_404(rows, pk=place, organisation=here(request), until__isnull=True)
    form = ReasonForm(request.POST)

    def act() -> None:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        people.install(to=found, reason=reason, by=person(request), at=began(request))

    _tried(request, act, _("%(name)s is the administrator now.") % {"name": found.user})
    return redirect("organisations:office_page", organisation)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _tried(request: HttpRequest, act: Callable[[], None], done: str) -> None:
    try:
        act()
    except Stale:
        messages.error(request, _("The record has changed since you opened the page. Look at it again, then decide."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
