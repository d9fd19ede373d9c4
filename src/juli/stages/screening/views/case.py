"""One application in screening: its findings, the answers to them, the decision, its paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from juli.engines.paper.problems import PaperError
from juli.registry.files.serving import open_for
from juli.registry.language import language
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications import paper
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.screening import working_days
from juli.stages.screening.actions import answering, assigning, deciding
from juli.stages.screening.findings import anchor
from juli.stages.screening.frame import READERS, found
from juli.stages.screening.opinion_paper import opinion
from juli.stages.screening.queries import case as queries

readers = only(posts(*sorted(READERS)))
screeners = only(posts(Role.OFFICER, Role.LEAD))

_DONE: dict[str, str | Any] = {
    "screen": gettext_lazy("Screening has begun; it is yours."),
    "accept": gettext_lazy("Accepted. The applicant is told."),
    "refuse": gettext_lazy("Refused. The applicant is told the reasons."),
    "correction": gettext_lazy("Returned. The applicant is told everything at once, and the date."),
    "recall": gettext_lazy("The return is taken back."),
    "lapse": gettext_lazy("Refused, because it was not corrected in time."),
    "rescreen": gettext_lazy("Screening is taken up again."),
}


@readers
@require_safe
def case(request: HttpRequest, application: int) -> HttpResponse:
    """What was found, what is to be answered, what can be decided."""
    return _page(request, application)


@screeners
@require_POST
def answer(request: HttpRequest, application: int) -> HttpResponse:
    """Answer one finding."""
    key = request.POST.get("finding", "")

    def act() -> None:
        answering.answer(
            application=found(application),
            finding=key,
            word=request.POST.get("word", ""),
            had=_number(request, "had"),
            by=reader(request),
            at=began(request),
            reason=request.POST.get("reason", ""),
            remedy=request.POST.get("remedy", ""),
        )

    return _done(request, application, act, _("Answered."), key)


@screeners
@require_POST
def see(request: HttpRequest, application: int) -> HttpResponse:
    """Write down what the eye found on a document."""
    key, back = request.POST.get("document", ""), request.POST.get("finding", "")

    def act() -> None:
        answering.see(
            application=found(application),
            document=key,
            seen=_seen(request),
            had=_number(request, "had"),
            by=reader(request),
            at=began(request),
            reason=request.POST.get("reason", ""),
        )

    return _done(request, application, act, _("Written down; the verdict follows it."), back or key)


@screeners
@require_POST
def add(request: HttpRequest, application: int) -> HttpResponse:
    """A finding of the officer's own."""

    def act() -> None:
        kind, _colon, name = request.POST.get("about", "").partition("|")
        answering.add(
            application=found(application),
            text=request.POST.get("text", ""),
            remedy=request.POST.get("remedy", ""),
            clause=name if kind == "clause" else "",
            part=name if kind == "part" else "",
            by=reader(request),
            at=began(request),
        )

    return _done(request, application, act, _("The finding is kept."), "own")


@screeners
@require_POST
def decide(request: HttpRequest, application: int, event: str) -> HttpResponse:
    """Take a step of the screening."""
    if event not in _DONE:
        raise Http404(f"there is no step {event}")

    def act() -> None:
        row, user, at = found(application), reader(request), began(request)
        reason, had = request.POST.get("reason", ""), _number(request, "had") or None
        if event == "screen":
            deciding.begin(application=row, by=user, at=at)
        elif event == "accept":
            deciding.accept(application=row, by=user, at=at, had=had)
        elif event == "refuse":
            deciding.refuse(application=row, by=user, at=at, reason=reason, had=had)
        elif event == "correction":
            parts = request.POST.getlist("part")
            due = _due(request, at)
            deciding.send_back(application=row, parts=parts, due=due, by=user, at=at, reason=reason, had=had)
        else:
            steps: dict[str, Callable[..., Any]] = {
                "recall": deciding.recall,
                "lapse": deciding.lapse,
                "rescreen": deciding.rescreen,
            }
            steps[event](application=row, by=user, at=at, reason=reason)

    return _done(request, application, act, str(_DONE[event]), "")


@screeners
@require_POST
def give(request: HttpRequest, application: int) -> HttpResponse:
    """Take the application, give it to somebody, let it go."""

    def act() -> None:
        name = request.POST.get("to", "")
        to = User.objects.filter(pk=whole(name), is_active=True).first()
        if to is None and name:
            raise NotReady([_("An application is given to an officer or the head of office.")])
        had = _number(request, "had") or None
        assigning.give(application=found(application), to=to, by=reader(request), at=began(request), had=had)

    return _done(request, application, act, _("Whose it is has been changed."), "")


@readers
@require_safe
def file(request: HttpRequest, application: int, digest: str) -> HttpResponseBase:
    """A file of what was handed in, looked at in place."""
    link = queries.file_of(request.user, application, digest, began(request))
    return open_for(link=link, may_read=lambda _link: True, in_place=True)


@readers
@require_safe
def opinion_of(request: HttpRequest, application: int, decision: int, form: str) -> HttpResponse:
    """The opinion of the screening 形式审查意见书, from the frozen decision: ``pdf`` or ``word``."""
    made = queries.decision_of(request.user, application, decision, began(request))
    try:
        return paper.response(opinion(made, language()), form, f"{made.application.number}-screening-{made.pk}")
    except PaperError as error:
        return _page(request, application, reasons=paper.reasons(error), status=422)


def _done(request: HttpRequest, application: int, act: Callable[[], None], said: str, key: str) -> HttpResponse:
    """Act, say so and go back to where it was; else the page with the reasons, and what was typed."""
    try:
        act()
    except NotReady as error:
        return _page(request, application, reasons=error.reasons, status=422)
    except Stale:
        reason = _("Somebody else said something of this application meanwhile: this is how it stands now. Nothing of "
                   "yours was kept in its place; what you typed is below.")  # fmt: skip
        return _page(request, application, reasons=[reason], status=409)
    messages.success(request, said)
    place = "" if not key else f"#{key}" if key == "own" else f"#{anchor(key)}"
    return redirect(reverse("screening:case", kwargs={"application": application}) + place)


def _page(request: HttpRequest, application: int, *, reasons: Any = (), status: int = 200) -> HttpResponse:
    shown = queries.case(request.user, application, began(request))
    context = {
        "case": shown,
        "frame": shown.frame,
        "reasons": reasons,
        # What was typed stays: empty unless something could not be done.
        "typed": request.POST,
        "typed_parts": request.POST.getlist("part"),
        "passages": shown.passages,
    }
    return render(request, "screening/case.html", context, status=status)


def _due(request: HttpRequest, at: dt.datetime) -> dt.date:
    """The last day: a date, or so many working days from now. Raises NotReady."""
    day, days = request.POST.get("due", "").strip(), request.POST.get("days", "").strip()
    if day:
        return _day(day)
    if not (days.isascii() and days.isdecimal() and len(days) < 4):
        raise NotReady([_("Give the date of the correction: a day, or a number of working days.")])
    return working_days.after(at, int(days))


def _seen(request: HttpRequest) -> dict[str, Any]:
    """What was typed of a document, as it is written down; what is left empty is not said."""
    found: dict[str, Any] = {}
    sealed, year = request.POST.get("sealed", ""), request.POST.get("year", "").strip()
    if sealed in {"yes", "no"}:
        found["sealed"] = sealed == "yes"
    for name in ("date", "valid_until"):
        if text := request.POST.get(name, "").strip():
            found[name] = _day(text)
    if year:
        found["year"] = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else year
    return found


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotReady([_("“%(value)s” is no day; write YYYY-MM-DD.") % {"value": text[:40]}]) from None


def _number(request: HttpRequest, name: str) -> int:
    return whole(request.POST.get(name))
