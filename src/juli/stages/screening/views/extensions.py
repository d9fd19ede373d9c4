"""Tracks with too few qualified applications, and more time for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.calls.models import Call
from juli.stages.screening.actions import extensions as actions
from juli.stages.screening.queries import extensions as queries
from juli.stages.screening.views.sending import end_of


@only(posts(Role.OFFICER, Role.LEAD))
@require_safe
def extensions(request: HttpRequest) -> HttpResponse:
    """Every call's tracks after their screening."""
    return _page(request)


@only(posts(Role.LEAD))
@require_POST
def extend(request: HttpRequest, edition: str, track: str) -> HttpResponse:
    """Give a track more time."""
    call = get_object_or_404(Call, edition=edition, state=Call.State.PUBLISHED)
    said = request.POST
    try:
        actions.extend(
            call=call,
            track=track,
            until=end_of(said.get("until", "")),
            number=said.get("number", ""),
            text=said.get("text", ""),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        return _page(request, error.reasons, f"{edition}/{track}")
    messages.success(request, _("The track takes applications again; those concerned are told."))
    return redirect("screening:extensions")


def _page(request: HttpRequest, reasons: Any = (), where: str = "") -> HttpResponse:
    context = {"blocks": queries.blocks(request.user, began(request)), "reasons": reasons, "where": where}
    context["typed"] = request.POST
    return render(request, "screening/extensions.html", context, status=422 if reasons else 200)
