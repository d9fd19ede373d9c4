"""Which tracking unit follows which projects."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from juli.registry.numerals import whole
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.awards.actions import following as actions
from juli.stages.awards.models import Following
from juli.stages.awards.queries.rankings import found
from juli.stages.awards.views.meetings import page_with

_OFFICE = only(posts(Role.OFFICER, Role.LEAD))


@_OFFICE
@require_POST
def follow(request: HttpRequest, call: int) -> HttpResponse:
    """Give a call's projects, or those of a track, to a tracking unit."""
    tracker = User.objects.filter(pk=whole(request.POST.get("tracker", ""))).first()
    try:
        if tracker is None:
            raise NotReady([_("Choose somebody who holds the post of a tracking unit.")])
        track = request.POST.get("track", "")
        actions.follow(call=found(call), track=track, tracker=tracker, by=reader(request), at=began(request))
    except NotReady as error:
        return page_with(request, call, error.reasons)
    messages.success(request, _("They see these projects once they are approved."))
    return redirect("awards:awards", call=call)


@_OFFICE
@require_POST
def end(request: HttpRequest, call: int, following: int) -> HttpResponse:
    """End it."""
    row = get_object_or_404(Following, pk=following, call=call)
    try:
        actions.end_following(following=row, by=reader(request), at=began(request))
    except NotReady as error:
        return page_with(request, call, error.reasons)
    messages.success(request, _("Ended; they do not see these projects any more."))
    return redirect("awards:awards", call=call)
