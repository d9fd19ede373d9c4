"""Entries: chosen by kind, added, looked at and changed, copied, removed, brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.engines.policy.vocabulary import Kind
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.ledger.actions import achievements as actions
from juli.stages.ledger.entries import Unfit, UnknownKind, kind_named
from juli.stages.ledger.forms import EntryForm
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.permissions import own
from juli.stages.ledger.queries import entries as queries
from juli.stages.ledger.rows import stored
from juli.stages.ledger.views.evidence import context_of
from juli.stages.ledger.views.frame import entry, reader, whose
from juli.stages.organisations.models import Organisation


def _kind(name: str) -> Kind:
    try:
        return kind_named(name)
    except UnknownKind as error:
        raise Http404(f"no kind {name}") from error


@only(own)
@require_safe
def choose(request: HttpRequest, organisation: int) -> HttpResponse:
    """Which kind of thing is to be entered."""
    where = whose(organisation)
    return render(request, "ledger/choose.html", {"organisation": where, "choice": queries.kinds(where)})


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, organisation: int, kind: str) -> HttpResponse:
    """Enter something that was done."""
    where, found = whose(organisation), _kind(kind)
    if request.method != "POST":
        return _form(request, where, found, EntryForm(found))
    form = EntryForm(found, request.POST)
    if form.is_valid():
        try:
            row = actions.add(organisation=where, kind=kind, values=form.typed, by=reader(request), at=began(request))
        except Unfit as unfit:
            form.refuse(unfit)
        else:
            return _saved(request, row)
    return _form(request, where, found, form, status=422)


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, organisation: int, achievement: int) -> HttpResponse:
    """Enter something like an entry that is there: the form begins with its values, without its dates."""
    where, like = whose(organisation), entry(organisation, achievement, removed=True)
    found = _kind(like.kind)
    if request.method != "POST":
        values = {n: v for n, v in stored(like).items() if n not in {"date", "until", "shared_id", "filed_on"}}
        return _form(request, where, found, EntryForm(found, values=values), like=like)
    form = EntryForm(found, request.POST)
    if form.is_valid():
        try:
            row = actions.duplicate(achievement=like, values=form.typed, by=reader(request), at=began(request))
        except Unfit as unfit:
            form.refuse(unfit)
        else:
            return _saved(request, row)
    return _form(request, where, found, form, like=like, status=422)


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, organisation: int, achievement: int) -> HttpResponse:
    """Look at an entry and change it. What somebody else saved meanwhile is shown beside what was typed."""
    where, row = whose(organisation), entry(organisation, achievement)
    found = _kind(row.kind)
    if request.method != "POST":
        form = EntryForm(found, values=stored(row), initial={"version": row.version})
        return _form(request, where, found, form, row=row)
    form = EntryForm(found, request.POST)
    if form.is_valid():
        try:
            row = actions.change(
                achievement=row,
                values=form.typed,
                version=form.cleaned_data.get("version") or 0,
                by=reader(request),
                at=began(request),
            )
        except Unfit as unfit:
            form.refuse(unfit)
        except Stale:
            return _stale(request, where, found, row, form)
        else:
            return _saved(request, row)
    return _form(request, where, found, form, row=row, status=422)


@only(own)
@require_POST
def remove(request: HttpRequest, organisation: int, achievement: int) -> HttpResponse:
    """Take an entry out of the ledger."""
    row = entry(organisation, achievement, removed=True)
    actions.remove(achievement=row, by=reader(request), at=began(request))
    return HttpResponseRedirect(f"{reverse('ledger:timeline', args=[organisation])}?removed={row.pk}")


@only(own)
@require_POST
def restore(request: HttpRequest, organisation: int, achievement: int) -> HttpResponse:
    """Bring a removed entry back."""
    row = entry(organisation, achievement, removed=True)
    actions.restore(achievement=row, by=reader(request), at=began(request))
    messages.success(request, _("“%(title)s” is back in the ledger.") % {"title": row.title})
    return HttpResponseRedirect(reverse("ledger:entry", args=[organisation, row.pk]))


def _saved(request: HttpRequest, row: Achievement) -> HttpResponse:
    waits = queries.open_proposal(row)
    if waits is not None and waits.by.organisation_id == row.organisation_id:
        messages.warning(
            request,
            _("Saved. What all parties have in common changes once the others agree: %(names)s.")
            % {"names": "、".join(waits.others)},
        )
    else:
        messages.success(request, _("“%(title)s” is saved.") % {"title": row.title})
    if "another" in request.POST:
        return HttpResponseRedirect(reverse("ledger:add", args=[row.organisation_id, row.kind]))
    return HttpResponseRedirect(reverse("ledger:entry", args=[row.organisation_id, row.pk]))


def _files(row: Achievement) -> dict[str, Any]:
    uploads = reverse("ledger:evidence-uploads", args=[row.organisation_id, row.pk, "TAG"])
    return {**context_of(row), "uploads_url": uploads}


def _stale(request: HttpRequest, where: Organisation, kind: Kind, row: Achievement, form: EntryForm) -> HttpResponse:
    """Both texts, and the form with what was typed, ready to be saved over the other."""
    row.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(row.version)
    again = EntryForm(kind, data)
    again.is_valid()
    differing = queries.differing(kind, stored(row), form.kept())
    return _form(request, where, kind, again, row=row, differing=differing, status=409)


def _form(
    request: HttpRequest, where: Organisation, kind: Kind, form: EntryForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    row = more.get("row")
    context = {
        "organisation": where,
        "kind": kind,
        "form": form,
        "help": queries.help_for(where, kind),
        "beside": None if row is None else queries.beside(row),
        "office_words": [] if row is None else queries.office_words(row, kind),
        **({} if row is None else _files(row)),
        **more,
    }
    return render(request, "ledger/entry.html", context, status=status)
