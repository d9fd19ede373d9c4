"""Receipts: the paper for the applicant, the public page for everybody who has one in hand."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from juli.engines.paper.check_code import read_code
from juli.engines.paper.problems import MistypedCode, PaperError
from juli.registry.language import language
from juli.stages.accounts.gate import began, public, signed_in
from juli.stages.accounts.origin import origin
from juli.stages.applications import paper as papers
from juli.stages.applications.actions.submitting import seal
from juli.stages.applications.queries import life as lives
from juli.stages.applications.receipts import verified

#: Codes that an address may try without finding anything, in so many seconds: forty bits are not to be searched.
_TRIES: Final = 20
_SECONDS: Final = 600


@signed_in
@require_safe
def paper(request: HttpRequest, organisation: int, application: int, number: int) -> HttpResponse:
    """The receipt of a submission as PDF; sealed now where the process died before it could be."""
    found = lives.submission_of(request.user, organisation, application, number)
    sealed = seal(submission=found, at=began(request))
    document = papers.receipt_of(found, sealed, language())
    try:
        return papers.response(document, "pdf", f"{found.application.number}-{number}")
    except PaperError as error:
        for reason in papers.reasons(error):
            messages.error(request, reason)
        return redirect("applications:life", organisation=organisation, application=application)


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The page on which a check code is typed."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return render(request, "applications/life/receipt.html", {})
    try:
        code = read_code(typed)
    except MistypedCode:
        wrong = _("This is no check code: it has nine letters and digits. Compare it with the paper, one by one.")
        return render(request, "applications/life/receipt.html", {"typed": typed, "wrong": wrong}, status=422)
    return redirect("applications:receipt", code=code)


@public
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What a check code stands for."""
    key = f"juli.receipts:{origin(request)}"
    if cache.get(key, 0) >= _TRIES:
        wrong = _("Too many codes were tried from here that stand for nothing. Wait ten minutes, and try again.")
        return render(request, "applications/life/receipt.html", {"typed": code, "wrong": wrong}, status=429)
    try:
        found = verified(code)
    except MistypedCode:
        found = None
    if found is None:
        cache.add(key, 0, _SECONDS)
        with suppress(ValueError):  # It ended in between; the next one counts anew.
            cache.incr(key)
        wrong = _("No receipt and no printed form bears this code. Compare it with the paper, one by one.")
        return render(request, "applications/life/receipt.html", {"typed": code, "wrong": wrong}, status=404)
    return render(request, "applications/life/receipt.html", {"found": found, "typed": found.code})
