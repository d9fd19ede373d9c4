"""The organisation's own lists: enterprises, parks, partners."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from juli.stages.accounts.gate import began, only
from juli.stages.ledger.actions import listed as actions
from juli.stages.ledger.forms import ListedForm
from juli.stages.ledger.models import Listed
from juli.stages.ledger.permissions import own
from juli.stages.ledger.views.frame import reader, whose

PER_PAGE = 50


def _register(name: str) -> Listed.Register:
    try:
        return Listed.Register(name)
    except ValueError as error:
        raise Http404(f"no list {name}") from error


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, organisation: int, register: str) -> HttpResponse:
    """One list, with a form to put somebody on it."""
    where, which = whose(organisation), _register(register)
    form = ListedForm(which, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.enlist(
                organisation=where, register=which, facts=form.facts, by=reader(request), at=began(request)
            )
        except actions.OnTheList as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("“%(name)s” is on the list.") % {"name": row.name})
            return HttpResponseRedirect(reverse("ledger:register", args=[organisation, which.value]))
    words = request.GET.get("words", "").strip()[:100]
    rows = Listed.objects.filter(organisation=where, register=which, removed_at=None).order_by("name")
    for word in words.split()[:8]:
        rows = rows.filter(name__icontains=word) | rows.filter(uscc__icontains=word)
    context: dict[str, Any] = {
        "organisation": where,
        "register": which,
        "registers": Listed.Register,
        "form": form,
        "words": words,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page", "")),
    }
    return render(request, "ledger/register.html", context, status=422 if form.errors else 200)


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest, organisation: int, register: str, listed: int) -> HttpResponse:
    """One of a list, to be changed."""
    where, which = whose(organisation), _register(register)
    row = get_object_or_404(Listed, pk=listed, organisation=where, register=which, removed_at=None)
    begin = {"name": row.name, "uscc": row.uscc, "size": row.size, "note": row.note}
    form = ListedForm(which, request.POST if request.method == "POST" else None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            actions.relist(listed=row, facts=form.facts, by=reader(request), at=began(request))
        except actions.OnTheList as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("“%(name)s” is changed.") % {"name": form.facts.name})
            return HttpResponseRedirect(reverse("ledger:register", args=[organisation, which.value]))
    context = {"organisation": where, "register": which, "row": row, "form": form}
    return render(request, "ledger/listed.html", context, status=422 if form.errors else 200)


@only(own)
@require_POST
def delist(request: HttpRequest, organisation: int, register: str, listed: int) -> HttpResponse:
    """Take one off a list."""
    where, which = whose(organisation), _register(register)
    row = get_object_or_404(Listed, pk=listed, organisation=where, register=which)
    actions.delist(listed=row, by=reader(request), at=began(request))
    messages.success(request, _("“%(name)s” was taken off the list.") % {"name": row.name})
    return HttpResponseRedirect(reverse("ledger:register", args=[organisation, which.value]))
