"""The recommender's place: its calls, one call's list and order, one application, the letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from juli.engines.paper.problems import BadDocument, PaperError
from juli.registry.files.actions import take
from juli.registry.files.actions.keeping import Kept
from juli.registry.files.findings import Refused as FileRefused
from juli.registry.files.serving import open_for
from juli.registry.language import language
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.roles import Role
from juli.stages.applications import paper as papers
from juli.stages.applications.actions import recommending as actions
from juli.stages.applications.cases import NotReady
from juli.stages.applications.queries import recommending as queries
from juli.stages.applications.views.reader import reader

_LETTERS = ("pdf", "jpeg", "png")
_FOR = posts(Role.RECOMMENDER)
#: Event in the address → the action, what it takes beside the application, and what is said when it is done.
_STEPS: dict[str, tuple[Callable[..., Any], str, str | Any]] = {
    "take": (actions.take, "", gettext_lazy("Taken up.")),
    "recommend": (
        actions.recommend,
        "opinion",
        gettext_lazy("Recommended. Put it into your order on the call's page."),
    ),
    "send_back": (actions.send_back, "remarks", gettext_lazy("Sent back to the applicant with your remarks.")),
    "decline": (actions.decline, "remarks", gettext_lazy("Not recommended; the applicant is told your reason.")),
    "reconsider": (actions.reconsider, "", gettext_lazy("Open again.")),
}


@only(_FOR)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The calls in which the reader's units recommend."""
    found = queries.home(request.user, began(request))
    return render(request, "applications/life/recommendations.html", {"lines": found.lines, "units": found.units})


@only(_FOR)
@require_safe
def call(request: HttpRequest, edition: str) -> HttpResponse:
    """What is handed in, what was said of it, the order, the letter."""
    return _board(request, edition, request.GET.get("unit", ""))


@only(_FOR)
@require_POST
def order(request: HttpRequest, edition: str) -> HttpResponse:
    """Keep the order of preference."""
    where, _under, unit = queries.place(request.user, edition, request.POST.get("unit", ""), began(request))
    try:
        actions.rank(call=where, unit=unit, order=_order(request), by=reader(request), at=began(request))
    except NotReady as error:
        return _board(request, edition, unit, error.reasons)
    messages.success(request, _("The order is kept."))
    return redirect(_address(edition, unit))


@only(_FOR)
@require_POST
def letter(request: HttpRequest, edition: str) -> HttpResponse:
    """Upload the stamped letter."""
    where, _under, unit = queries.place(request.user, edition, request.POST.get("unit", ""), began(request))
    sent = request.FILES.get("file")
    if sent is None:
        return _board(request, edition, unit, [_("Choose the scanned file first.")])
    user, at = reader(request), began(request)

    def then(kept: Kept) -> None:
        actions.add_letter(call=where, unit=unit, kept=kept, by=user, at=at)

    try:
        take(blocks=sent.chunks(), name=sent.name or "", at=at, accept=_LETTERS, then=then)
    except FileRefused as refusal:
        lang = language()
        return _board(request, edition, unit, [f.say(lang) for f in refusal.findings if f.refuses])
    except NotReady as error:
        return _board(request, edition, unit, error.reasons)
    messages.success(request, _("The letter is kept."))
    return redirect(_address(edition, unit))


@only(_FOR)
@require_safe
def letter_paper(request: HttpRequest, edition: str) -> HttpResponse:
    """The letter to print and stamp, with the order as it is now; ``?form=word`` to edit it."""
    where, under, unit = queries.place(request.user, edition, request.GET.get("unit", ""), began(request))
    try:
        document = papers.letter(under.rules.programme, unit, queries.items(where, unit), began(request), "zh")
    except BadDocument:
        return _board(request, edition, unit, [_("Your unit recommends nothing yet; recommend an application first.")])
    try:
        return papers.response(document, request.GET.get("form", "pdf"), f"{edition}-{unit}")
    except PaperError as error:
        return _board(request, edition, unit, papers.reasons(error))


@only(_FOR)
@require_safe
def letter_file(request: HttpRequest, edition: str, letter: int) -> HttpResponseBase:
    """A letter that was uploaded."""
    link = queries.letter_of(request.user, edition, letter, began(request))
    return open_for(link=link, may_read=lambda _link: True, in_place=True)


@only(_FOR)
@require_safe
def application(request: HttpRequest, application: int) -> HttpResponse:
    """One application to examine."""
    return _sheet(request, application)


@only(_FOR)
@require_POST
def step(request: HttpRequest, application: int, event: str) -> HttpResponse:
    """Say something of it."""
    found = queries.sheet(request.user, application, began(request))
    if event not in _STEPS:
        raise Http404(f"there is no step {event}")
    action, takes, said = _STEPS[event]
    text = request.POST.get("text", "")
    given = {takes: text} if takes else {}
    try:
        action(application=found.application, by=reader(request), at=began(request), **given)
    except NotReady as error:
        return _sheet(request, application, error.reasons, text)
    messages.success(request, str(said))
    if event == "send_back":
        return redirect(_address(found.application.call.edition, found.unit))
    return redirect("applications:to_recommend", application=application)


@only(_FOR)
@require_safe
def paper(request: HttpRequest, application: int) -> HttpResponse:
    """The form as it was handed in."""
    found = queries.sheet(request.user, application, began(request))
    try:
        return papers.response(papers.final(found.final), "pdf", found.application.number)
    except PaperError as error:
        return _sheet(request, application, papers.reasons(error))


@only(_FOR)
@require_safe
def file(request: HttpRequest, application: int, link: int) -> HttpResponseBase:
    """A file that was handed in with it."""
    kept = queries.link_of(request.user, application, link, began(request))
    return open_for(link=kept, may_read=lambda _link: True, in_place=True)


def _board(request: HttpRequest, edition: str, unit: str, reasons: Any = ()) -> HttpResponse:
    query, page = request.GET.get("q", "").strip(), request.GET.get("page", "")
    found = queries.board(request.user, edition, unit, query, page, began(request))
    context = {"board": found, "reasons": reasons}
    return render(request, "applications/life/board.html", context, status=422 if reasons else 200)


def _sheet(request: HttpRequest, application: int, reasons: Any = (), text: str = "") -> HttpResponse:
    found = queries.sheet(request.user, application, began(request))
    context = {"sheet": found, "reasons": reasons, "text": text}
    return render(request, "applications/life/to_recommend.html", context, status=422 if reasons else 200)


def _order(request: HttpRequest) -> list[int]:
    """The applications by the numbers typed beside them; a number that cannot be read goes last."""
    typed = []
    for name, value in request.POST.items():
        key, said = name.removeprefix("rank."), str(value)
        if key != name and _is_number(key):
            typed.append((int(said) if _is_number(said) else len(request.POST), int(key)))
    # Of two with the same number, the one that was moved there (later in the form) goes behind.
    return [key for _place, key in sorted(typed, key=lambda one: one[0])]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


def _address(edition: str, unit: str) -> str:
    return f"{reverse('applications:recommendations_in', kwargs={'edition': edition})}?{urlencode({'unit': unit})}"
