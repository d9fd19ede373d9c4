"""The ranking of a call, what would change it, what persons decide, and the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.engines.panel import PanelError
from juli.engines.paper.problems import PaperError
from juli.registry.language import language
from juli.registry.numerals import whole
from juli.registry.workbooks import file_of
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.paper import reasons as reasons_of
from juli.stages.applications.paper import response
from juli.stages.applications.queries.weighing import Unfinished
from juli.stages.awards import list_papers
from juli.stages.awards.actions import rankings as actions
from juli.stages.awards.models import OrderDecision, RankedList
from juli.stages.awards.money import amount_of
from juli.stages.awards.permissions import READERS
from juli.stages.awards.queries import changes as changing
from juli.stages.awards.queries import rankings, workbooks

_READERS = only(posts(*sorted(READERS)))
_LEAD = only(posts(Role.LEAD))


@_READERS
@require_safe
def ranking(request: HttpRequest, call: int) -> HttpResponse:
    """The order as it stands now; how far it is, while more has to be judged than one waits for."""
    try:
        return _page(request, call)
    except Unfinished as error:
        return render(request, "awards/rankings/waiting.html", {"call": call, "left": error.left})


@_READERS
@require_safe
def changes(request: HttpRequest, call: int) -> HttpResponse:
    """What would change the list; asked for by itself, since it takes a while. A page of its own without scripts."""
    part = "HX-Request" in request.headers
    template = "awards/rankings/changes.html" if part else "awards/rankings/changes_alone.html"
    said: dict[str, object] = {"call": call}
    try:
        said["found"] = changing.changes(request.user, call, began(request))
    except PanelError as error:
        said["problem"] = error.said.say(language())
    answer = render(request, template, said)
    # Two bodies under one address: neither is to be shown from a store in place of the other.
    patch_vary_headers(answer, ("HX-Request",))
    return answer


@_READERS
@require_safe
def workbook(request: HttpRequest, call: int) -> HttpResponse:
    """The ranking as a workbook."""
    found = rankings.page(request.user, call, began(request))
    return file_of(workbooks.ranking(found))


@_READERS
@require_safe
def paper(request: HttpRequest, call: int, form: str) -> HttpResponse:
    """One track's ranking on paper: ``pdf`` or ``word``."""
    found = rankings.page(request.user, call, began(request))
    track = next((one for one in found.tracks if one.id == request.GET.get("track", "")), None)
    if track is None:
        raise Http404(f"call {call} ranks no such track")
    try:
        document = list_papers.ranking(found, track, began(request), language())
        return response(document, form, f"{found.call.edition}-ranking")
    except PaperError as error:
        return _page(request, call, reasons_of(error))


@_LEAD
@require_POST
def decide(request: HttpRequest, call: int) -> HttpResponse:
    """Decide what the rule leaves to a person."""
    row = rankings.found(call)
    kind, said = request.POST.get("kind", ""), request.POST
    if kind not in _VALUES:
        raise Http404(f"there is no decision {kind}")
    try:
        value = _VALUES[kind](said)
        actions.decide(
            call=row,
            kind=kind,
            track=said.get("track", ""),
            value=value,
            reason=said.get("reason", ""),
            by=_user(request),
            at=began(request),
        )
    except NotReady as error:
        return _page(request, call, error.reasons)
    messages.success(request, _("Decided; the order follows."))
    return redirect("awards:ranking", call=call)


@_LEAD
@require_POST
def take_back(request: HttpRequest, call: int, decision: int) -> HttpResponse:
    """Take a decision back."""
    row = OrderDecision.objects.filter(pk=decision, call=call).first()
    if row is None:
        raise Http404(f"call {call} has no decision {decision}")
    try:
        actions.take_back(decision=row, by=_user(request), at=began(request))
    except NotReady as error:
        return _page(request, call, error.reasons)
    messages.success(request, _("Taken back; the rule decides again."))
    return redirect("awards:ranking", call=call)


@_LEAD
@require_POST
def make(request: HttpRequest, call: int) -> HttpResponse:
    """Make the list."""
    row = rankings.found(call)
    release = request.POST.get("release", "")
    if release not in RankedList.Release.values:
        return _page(request, call, [_("Say when those who are not on it are told.")])
    try:
        made = actions.make(
            call=row, release=release, had=request.POST.get("had", ""), by=_user(request), at=began(request)
        )
    except NotReady as error:
        return _page(request, call, error.reasons)
    messages.success(request, _("List %(number)d is made.") % {"number": made.number})
    return redirect("awards:ranking", call=call)


@_LEAD
@require_POST
def reopen(request: HttpRequest, call: int, number: int) -> HttpResponse:
    """Take a list up again."""
    row = RankedList.objects.filter(call=call, number=number).select_related("call").first()
    if row is None:
        raise Http404(f"call {call} has no list {number}")
    try:
        actions.reopen(ranked_list=row, reason=request.POST.get("reason", ""), by=_user(request), at=began(request))
    except NotReady as error:
        return _page(request, call, error.reasons)
    messages.success(request, _("The list is taken up again; the earlier one stays readable."))
    return redirect("awards:ranking", call=call)


def _page(request: HttpRequest, call: int, reasons: Any = ()) -> HttpResponse:
    shown = rankings.Shown(request.GET.get("track", ""), request.GET.get("page", ""))
    if reasons:
        # What was refused is said with what was typed, however long the order takes.
        shown = shown._replace(most=None)
    found = rankings.page(request.user, call, began(request), shown)
    context = {"page": found, "reasons": reasons, "said": request.POST, "releases": RankedList.Release.choices}
    return render(request, "awards/rankings/ranking.html", context, status=422 if reasons else 200)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # The gate lets nobody else in.
    return request.user


def _tie(said: Mapping[str, str]) -> dict[str, Any]:
    places = {name.removeprefix("place-"): value for name, value in said.items() if name.startswith("place-")}
    if not places or not all(whole(value) for value in places.values()):
        raise NotReady([_("Give each of the equals its place, 1 for the first.")])
    if sorted(whole(value) for value in places.values()) != list(range(1, len(places) + 1)):
        raise NotReady([_("Each of the equals has a place of its own, from 1 to %(last)d.") % {"last": len(places)}])
    return {"order": sorted(places, key=lambda number: whole(places[number]))}


def _exception(said: Mapping[str, str]) -> dict[str, Any]:
    if said.get("put") not in {"in", "out"}:
        raise NotReady([_("Say whether it is put on the list or off it.")])
    return {"application": said.get("application", ""), "put": said["put"]}


def _line(said: Mapping[str, str]) -> dict[str, Any]:
    places = whole(said.get("places"), -1)
    if places < 0:
        raise NotReady([_("Say after how many the line is drawn.")])
    return {"places": places, "field": said.get("field", "")}


def _amount(said: Mapping[str, str]) -> dict[str, Any]:
    amount = amount_of(said.get("amount", ""), "万元")
    if amount is None:
        raise NotReady([_("Give the amount in 万元, exact to the cent.")])
    return {"application": said.get("application", ""), "amount": amount}


_VALUES: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    "tie": _tie,
    "exception": _exception,
    "line": _line,
    "amount": _amount,
}
