"""The office's page of who recommends whom."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.roles import Role
from juli.stages.applications.actions import recommending as actions
from juli.stages.applications.queries.assigning import assignments
from juli.stages.applications.views.reader import reader
from juli.stages.organisations.models import Organisation

_FOR = posts(Role.OFFICER, Role.LEAD)


@only(_FOR)
@require_safe
def recommenders(request: HttpRequest) -> HttpResponse:
    """Every accepted organisation with the unit that recommends it."""
    found = assignments(request.GET.get("q", "").strip(), request.GET.get("page", ""), began(request))
    return render(request, "applications/life/recommenders.html", {"found": found})


@only(_FOR)
@require_POST
def assign(request: HttpRequest, organisation: int) -> HttpResponse:
    """Let a unit recommend an organisation."""
    row = get_object_or_404(Organisation, pk=organisation)
    unit = request.POST.get("unit", "")
    actions.assign(organisation=row, unit=unit, by=reader(request), at=began(request))
    messages.success(
        request,
        _("%(unit)s recommends %(organisation)s from now on.") % {"unit": unit, "organisation": row.name}
        if unit
        else _("Nobody recommends %(organisation)s from now on.") % {"organisation": row.name},
    )
    back = {name: request.POST[name] for name in ("q", "page") if request.POST.get(name)}
    return redirect(f"{reverse('applications:recommenders')}{'?' + urlencode(back) if back else ''}")
