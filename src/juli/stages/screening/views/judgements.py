"""Questions for people: of one application, one alone, and the queue."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.registry.files.serving import open_for
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.registry.workbooks import file_of, page_of, wanted
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.screening import listed
from juli.stages.screening.actions import judgements as actions
from juli.stages.screening.frame import READERS
from juli.stages.screening.queries import judgements as queries
from juli.stages.screening.views.sending import sent

_READERS = posts(*sorted(READERS))
_ANSWER = posts(Role.OFFICER, Role.LEAD, Role.BUSINESS_OFFICE)
_ANSWERS = {"yes": True, "no": False, "open": None}


@only(_ANSWER)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the reader."""
    outside = request.GET.get("of") == "outside"
    found = queries.queue(request.user, outside, page_of(request), began(request))
    if wanted(request):
        return file_of(listed.questions(found))
    return render(request, "screening/judgements_queue.html", {"queue": found})


@only(_READERS)
@require_safe
def judgements(request: HttpRequest, application: int) -> HttpResponse:
    """Every question of an application."""
    page = queries.page(request.user, application, began(request))
    return render(request, "screening/judgements.html", {"page": page, "frame": page.frame})


@only(_ANSWER)
@require_safe
def question(request: HttpRequest, application: int) -> HttpResponse:
    """One question, with the work, its evidence, the clause: all that whoever answers it needs."""
    return _question(request, application)


@only(_ANSWER)
@require_POST
def judge(request: HttpRequest, application: int) -> HttpResponse:
    """Answer it."""
    clause, work = _named(request)
    shown = queries.one(request.user, application, clause, work, began(request))
    said = request.POST.get("answer", "")
    if said not in _ANSWERS:
        return _question(request, application, [_("Choose yes or no.")])
    try:
        actions.judge(
            application=shown.application,
            clause=clause,
            achievement=work,
            answer=_ANSWERS[said],
            reason=request.POST.get("reason", ""),
            unit=request.POST.get("unit", ""),
            files=sent(request),
            had=whole(request.POST.get("had", "")),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        return _question(request, application, error.reasons)
    except Stale:
        return _question(
            request,
            application,
            [_("Somebody else answered meanwhile; the answers are below. What you typed is kept.")],
        )
    messages.success(request, _("The answer is taken back.") if said == "open" else _("Answered."))
    return redirect(
        f"{reverse('screening:question', args=[application])}?{urlencode({'clause': clause, 'work': work})}"
    )


@only(_ANSWER)
@require_safe
def evidence(request: HttpRequest, application: int, link: int) -> HttpResponseBase:
    """A file of the work that is asked about."""
    clause, work = _named(request)
    kept = queries.evidence(request.user, application, clause, work, link, began(request))
    return open_for(link=kept, may_read=lambda _link: True, in_place=True)


@only(_READERS)
@require_safe
def proof(request: HttpRequest, application: int, link: int) -> HttpResponseBase:
    """A paper that proves an answer."""
    kept = queries.proof(request.user, application, link, began(request))
    return open_for(link=kept, may_read=lambda _link: True, in_place=True)


def _question(request: HttpRequest, application: int, reasons: Any = ()) -> HttpResponse:
    clause, work = _named(request)
    found = queries.one(request.user, application, clause, work, began(request))
    context = {"one": found, "asked": found.asked, "reasons": reasons, "typed": request.POST}
    return render(request, "screening/judgements_question.html", context, status=422 if reasons else 200)


def _named(request: HttpRequest) -> tuple[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    return str(given.get("clause", "")), str(given.get("work", ""))
