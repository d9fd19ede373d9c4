"""Published calls, for everybody."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.registry.language import language
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only, public, signed_in
from juli.stages.accounts.models import User
from juli.stages.calls.actions import asking
from juli.stages.calls.calendar_file import calendar
from juli.stages.calls.models import Question
from juli.stages.calls.notices import queries as notices
from juli.stages.calls.permissions import makers
from juli.stages.calls.queries import office, published
from juli.stages.calls.views.frame import call_or_404, number, reader, tell
from juli.stages.calls.views.programmes import attachment, countdown, told
from juli.stages.calls.words import STANDS


@public
@require_safe
@told
def calls(request: HttpRequest) -> HttpResponse:
    """The list of published calls."""
    asked = {key: request.GET.get(key, "") for key in ("stands", "search", "page")}
    at = began(request)
    found = published.listed(stands=asked["stands"], search=asked["search"], number=asked["page"], at=at)
    rows = [(row, countdown(row.closing, at)) for row in found.page]
    counts = [(s, STANDS[s], n, s == found.stands) for s, n in found.counts if n]
    return render(request, "calls/public/list.html", {"listed": found, "rows": rows, "counts": counts})


@public
@require_safe
@told
def call(request: HttpRequest, edition: str) -> HttpResponse:
    """One call: its rules, its dates, what was amended, what was asked; for a member, what fits."""
    return _call(request, edition)


def _call(request: HttpRequest, edition: str, *, status: int = 200, sent: str = "") -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    found = published.call_page(edition, number=request.GET.get("page", ""), reader=user, at=began(request))
    shown = found.published
    context = {
        "found": found,
        "call": shown.call,
        "rules": shown.page,
        "programme": shown.programme,
        "dates": shown.page.dates,
        "closing": shown.closing,
        "countdown": countdown(shown.closing, began(request)),
        "sent": sent,
        "passages": notices.passages(shown.call),
    }
    response = render(request, "calls/public/call.html", context, status=status)
    if user is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@public
@require_safe
@told
def amendment(request: HttpRequest, edition: str, number: int) -> HttpResponse:
    """An amendment: its reason, and what it changed."""
    call, found, editions = published.amendment_page(edition, number, request.GET.get("only", ""))
    url = reverse("calls:call", args=[edition])
    context = {"call": call, "amendment": found, "editions": editions, "old_url": url, "new_url": url}
    return render(request, "calls/public/amendment.html", context)


@public
@require_safe
@told
def source(request: HttpRequest, edition: str) -> HttpResponse:
    """The text that a digest was taken of."""
    text, name = published.text_of(edition, request.GET.get("amendment", ""))
    return attachment(text.encode(), name, "application/yaml; charset=utf-8")


@public
@require_safe
@told
def calendar_file(request: HttpRequest, edition: str) -> HttpResponse:
    """The call's dates for a calendar."""
    found = published.call_page(edition, number="", reader=None, at=began(request)).published
    content = calendar(
        found.programme,
        found.page.dates,
        lang=language(),
        host=request.get_host().partition(":")[0],
        url=request.build_absolute_uri(reverse("calls:call", args=[edition])),
        at=began(request),
        number=found.rules.amendment,
    )
    return attachment(content, f"{edition}.ics", "text/calendar; charset=utf-8")


@signed_in
@require_POST
@told
def ask(request: HttpRequest, edition: str) -> HttpResponse:
    """Ask the office."""
    call = published.public_call(edition)
    text = request.POST.get("text", "")
    try:
        asking.ask(call=call, text=text, by=reader(request), at=began(request))
    except ValidationError as error:
        tell(request, error)
        return _call(request, edition, status=422, sent=text)
    messages.success(request, _("Your question is with the office; the answer is shown here and told to you."))
    return HttpResponseRedirect(reverse("calls:call", args=[edition]) + "#questions")


@only(makers)
@require_safe
def questions(request: HttpRequest, call: int) -> HttpResponse:
    """The questions about a call, for the office."""
    return _questions(request, call)


def _questions(request: HttpRequest, call: int, *, status: int = 200, wrong: int = 0, sent: str = "") -> HttpResponse:
    found = call_or_404(call)
    asked = office.questions(found, request.GET.get("page", ""))
    context = {"call": found, "asked": asked, "wrong": wrong, "sent": sent}
    return render(request, "calls/office/questions.html", context, status=status)


@only(makers)
@require_POST
def answer(request: HttpRequest, question: int) -> HttpResponse:
    """Answer a question, for all to read."""
    found = Question.objects.select_related("call").filter(pk=question).first()
    if found is None:
        raise Http404("there is no such question")
    text = request.POST.get("text", "")
    version = number(request.POST.get("version"))
    try:
        asking.answer(question=found, text=text, version=version, by=reader(request), at=began(request))
    except Stale:
        messages.error(request, _("Somebody answered meanwhile; your text stands in the field."))
        return _questions(request, found.call_id, status=409, wrong=found.pk, sent=text)
    except ValidationError as error:
        tell(request, error)
        return _questions(request, found.call_id, status=422, wrong=found.pk, sent=text)
    messages.success(request, _("The answer is public."))
    return HttpResponseRedirect(reverse("calls:office_questions", args=[found.call_id]))
