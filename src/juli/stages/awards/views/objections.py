"""Objections: the public's form and its answer, the office's list and page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.registry.files.actions.keeping import Kept
from juli.registry.files.serving import open_for
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.registry.workbooks import file_of, page_of, wanted
from juli.stages.accounts.gate import began, only, posts, public
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.views.reader import reader
from juli.stages.awards import permissions
from juli.stages.awards.actions import objections as actions
from juli.stages.awards.models import Objection
from juli.stages.awards.objections import Sealed
from juli.stages.awards.queries import objections as queries
from juli.stages.awards.queries import workbooks
from juli.stages.organisations.vocabulary_forms import typed_day
from juli.stages.screening.views.sending import sent

_OFFICE = only(posts(Role.OFFICER, Role.LEAD))
_LEAD = only(posts(Role.LEAD))
EVENTS: Final = ("admit", "refuse", "investigate", "uphold", "reject", "uncooperative")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def object_(request: HttpRequest, publication: int) -> HttpResponse:
    """The public's form, open in the period alone."""
    return _receive(request, publication, "awards/objections/object.html", on_paper=False)


@_OFFICE
@require_http_methods(["GET", "HEAD", "POST"])
def on_paper(request: HttpRequest, publication: int) -> HttpResponse:
    """The office's form for what came on paper."""
    permissions.officer(request.user, began(request))
    return _receive(request, publication, "awards/objections/object.html", on_paper=True)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """How far an objection is, for whoever has its reference and its secret."""
    context: dict[str, Any] = {"typed": request.POST}
    code = 200
    if request.method == "POST":
        if not ratelimit.consume(request, action="objection_status"):
            context["reasons"], code = [_("Too many tries; wait a minute.")], 429
        else:
            found = queries.looked_up(request.POST.get("reference", ""), request.POST.get("secret", ""))
            context["found"] = found
            if found is None:
                context["reasons"], code = [_("There is no objection with this reference and this secret.")], 422
    return _unkept(render(request, "awards/objections/status.html", context, status=code))


@_OFFICE
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every objection; who objects is in none of the lines."""
    page, today = queries.listed(request.user, page_of(request), began(request))
    if wanted(request):
        return file_of(workbooks.objections(page))
    return render(request, "awards/objections/list.html", {"page": page, "today": today})


@_OFFICE
@require_safe
def page(request: HttpRequest, objection: int) -> HttpResponse:
    """One objection."""
    return _page(request, objection)


@_OFFICE
@require_POST
def take(request: HttpRequest, objection: int) -> HttpResponse:
    """Take one up, or give it to an officer."""
    handler = User.objects.filter(pk=whole(request.POST.get("handler"))).first()
    return _tried(request, objection, partial(actions.take, handler=handler), _("It has a handler now."))


@_OFFICE
@require_POST
def step(request: HttpRequest, objection: int) -> HttpResponse:
    """Take one step, as its handler."""
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in ("event", "reason", "summary")}
    return _tried(request, objection, partial(actions.step, **said), _("Recorded."))


@_LEAD
@require_POST
def decide(request: HttpRequest, objection: int) -> HttpResponse:
    """Decide about the application after an objection was upheld."""
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in ("decision", "reason")}
    return _tried(request, objection, partial(actions.decide_upheld, **said), _("Decided; the list follows."))


def _tried(request: HttpRequest, objection: int, act: Callable[..., object], done: str) -> HttpResponse:
    """Act on one as its page showed it; the page again, with why not."""
    by, at = reader(request), began(request)
    row = queries.page(by, objection, at).row
    try:
        act(objection=row, had=whole(request.POST.get("had")), by=by, at=at)
    except NotReady as error:
        return _page(request, objection, error.reasons)
    except Stale:
        return _page(request, objection, [_stale()])
    messages.success(request, done)
    return redirect("awards:objection", objection=objection)


@_OFFICE
@require_safe
def file(request: HttpRequest, objection: int, link: int) -> HttpResponseBase:
    """A file of an objection, for its handler."""
    kept = queries.file(reader(request), objection, link, began(request))
    return open_for(link=kept, may_read=lambda _link: True, in_place=True)


def _receive(request: HttpRequest, publication: int, template: str, *, on_paper: bool) -> HttpResponse:
    form = queries.form(publication, began(request))
    context: dict[str, Any] = {"form": form, "shown": form.shown, "on_paper": on_paper, "typed": request.POST}
    context["kinds"] = Objection.Kind.choices
    if request.method != "POST":
        return _unkept(render(request, template, context))
    if not on_paper and not ratelimit.consume(request, action="objection"):
        context["reasons"] = [_("Too many objections came from here in the last hour; wait, or bring it on paper.")]
        return _unkept(render(request, template, context, status=429))
    said = request.POST
    try:
        handed = actions.receive(
            publication=form.shown.row,
            application=_against(form, said.get("application", "")),
            kind=said.get("kind", ""),
            said=Sealed(*(said.get(name, "").strip() for name in Sealed._fields)),
            evidence=sent(request, "evidence"),
            letter=_letter(request),
            received_on=_came(said.get("received_on", "")) if on_paper else None,
            by=reader(request) if on_paper else None,
            at=began(request),
        )
    except NotReady as error:
        context["reasons"] = error.reasons
        return _unkept(render(request, template, context, status=422))
    context["handed"] = handed
    return _unkept(render(request, "awards/objections/received.html", context))


def _against(form: queries.Form, said: str) -> Application | None:
    """What is objected to. Raises NotReady where nothing is chosen."""
    if said == "whole":
        return None
    known = {str(line.application_id): line.application for line in form.lines}
    if said not in known:
        raise NotReady([_("Choose what you object to.")])
    return known[said]


def _letter(request: HttpRequest) -> Kept | None:
    found = sent(request, "letter")
    return found[0] if found else None


def _came(text: str) -> dt.date:
    day = typed_day(text)
    if day is None:
        raise NotReady([_("Give the day on which the paper came.")])
    return day


def _page(request: HttpRequest, objection: int, reasons: Any = ()) -> HttpResponse:
    found = queries.page(reader(request), objection, began(request))
    words = {
        "admit": _("Admit it"), "refuse": _("Do not admit it"), "investigate": _("Begin to look into it"),
        "uphold": _("Uphold it"), "reject": _("Reject it"), "uncooperative": _("The applicant does not cooperate"),
    }  # fmt: skip
    context = {
        "page": found,
        "row": found.row,
        "events": [(event, words[event]) for event in found.events],
        "reasons": reasons,
        "typed": request.POST,
    }
    return _unkept(render(request, "awards/objections/page.html", context, status=422 if reasons else 200))


def _stale() -> str:
    return _("Somebody else has changed it since you opened it; look at it again.")


def _unkept(response: HttpResponse) -> HttpResponse:
    """A page that no browser keeps: it may hold a secret or a name."""
    response.headers["Cache-Control"] = "private, no-store"
    # With no word at all browsers hide where a form comes from, and it is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
