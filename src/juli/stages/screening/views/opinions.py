"""Opinions of sister offices: the office's requests, and the page behind a link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.registry.numerals import whole
from juli.registry.workbooks import file_of, page_of, wanted
from juli.stages.accounts.gate import began, only, posts, public
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.screening import listed
from juli.stages.screening.actions import opinions as actions
from juli.stages.screening.frame import READERS
from juli.stages.screening.models import Opinion
from juli.stages.screening.queries import opinions as queries
from juli.stages.screening.views.sending import end_of

_OFFICE = posts(Role.OFFICER, Role.LEAD)


@only(_OFFICE)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Every request."""
    page, lines = queries.requests(request.user, page_of(request), began(request))
    if wanted(request):
        return file_of(listed.opinions(lines))
    context = {"page": page, "lines": lines, "calls": queries.calls()}
    return render(request, "screening/opinions_requests.html", context)


@only(_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, edition: str) -> HttpResponse:
    """Ask a sister office."""
    choice = queries.choice(request.user, edition, began(request))
    if request.method != "POST":
        return _asking(request, choice)
    said = request.POST
    chosen = {whole(one) for one in said.getlist("application")}
    try:
        actions.ask_opinion(
            call=choice.call,
            unit=said.get("unit", ""),
            email=said.get("email", ""),
            question=said.get("question", ""),
            applications=[row for row in choice.applications if row.pk in chosen],
            columns=said.getlist("column"),
            until=end_of(said.get("until", "")),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        return _asking(request, choice, error.reasons)
    messages.success(request, _("The link is on its way."))
    return redirect("screening:opinion_requests")


@only(_OFFICE)
@require_safe
def request_(request: HttpRequest, number: int) -> HttpResponse:
    """One request with its answers."""
    return _request(request, number)


@only(_OFFICE)
@require_POST
def remind(request: HttpRequest, number: int) -> HttpResponse:
    """Send the link anew."""
    line, _letter = queries.request(request.user, number, began(request))
    try:
        actions.remind_opinion(request=line.request, by=reader(request), at=began(request))
    except NotReady as error:
        return _request(request, number, error.reasons)
    messages.success(request, _("A new link is on its way; the one before has ended."))
    return redirect("screening:opinion_request", number=number)


@only(_OFFICE)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take the request back."""
    line, _letter = queries.request(request.user, number, began(request))
    reason = request.POST.get("reason", "")
    try:
        actions.withdraw_opinion(request=line.request, reason=reason, by=reader(request), at=began(request))
    except NotReady as error:
        return _request(request, number, error.reasons)
    messages.success(request, _("Withdrawn; the link has ended."))
    return redirect("screening:opinion_request", number=number)


@only(posts(*sorted(READERS)))
@require_safe
def tab(request: HttpRequest, application: int) -> HttpResponse:
    """What sister offices said of one application."""
    found = queries.tab(request.user, application, began(request))
    return render(request, "screening/opinions.html", {"tab": found, "frame": found.frame})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, token: str) -> HttpResponse:
    """The sister office's page; whoever has the link."""
    if request.method != "POST":
        return _giving(request, token)
    letter = queries.letter(token, began(request))
    said = {}
    for name in letter.names:
        key = name.asked.application_id
        word = request.POST.get(f"word.{key}", "") or ("none" if request.POST.get("rest") else "")
        if word:
            said[key] = actions.Said(word, request.POST.get(f"text.{key}", ""))
    try:
        actions.give_opinions(token=token, said=said, by_name=request.POST.get("name", ""), at=began(request))
    except NotReady as error:
        return _giving(request, token, error.reasons)
    messages.success(request, _("Thank you: your opinion is with the office. It can be changed until the date above."))
    return redirect("screening:give_opinion", token=token)


def _asking(request: HttpRequest, choice: queries.Choice, reasons: Any = ()) -> HttpResponse:
    first = request.method != "POST"
    chosen = [row.pk for row in choice.applications] if first else list(map(whole, request.POST.getlist("application")))
    context = {
        "choice": choice,
        "reasons": reasons,
        "typed": request.POST,
        "chosen": chosen,
        "columns": [("title", _("Project")), ("tracks", _("Track")), ("type", _("Applicant type"))],
        "shown": ["tracks"] if first else request.POST.getlist("column"),
    }  # fmt: skip
    return render(request, "screening/opinions_ask.html", context, status=422 if reasons else 200)


def _request(request: HttpRequest, number: int, reasons: Any = ()) -> HttpResponse:
    line, letter = queries.request(request.user, number, began(request))
    context = {"line": line, "letter": letter, "reasons": reasons, "typed": request.POST}
    return render(request, "screening/opinions_request.html", context, status=422 if reasons else 200)


def _giving(request: HttpRequest, token: str, reasons: Any = ()) -> HttpResponse:
    letter = queries.letter(token, began(request))
    rows = []
    for name in letter.names:
        key = name.asked.application_id
        word = request.POST.get(f"word.{key}", name.latest.word if name.latest else "")
        text = request.POST.get(f"text.{key}", name.latest.text if name.latest else "")
        rows.append((name, word, text))
    context = {"letter": letter, "rows": rows, "words": Opinion.Word.choices, "reasons": reasons, "typed": request.POST}
    response = render(request, "screening/opinions_give.html", context, status=422 if reasons else 200)
    # Another site's server is not told the link; with none at all browsers hide the origin, and no form passes.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
