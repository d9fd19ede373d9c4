"""The pages of the stage. Each calls one query; what goes wrong in it becomes a page of its own."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.engines.policy.problems import DossierUnusable, ProgrammeUnusable
from juli.registry.language import language
from juli.stages.accounts.gate import began, public
from juli.stages.calls import visits
from juli.stages.calls.assumptions import Unreadable
from juli.stages.calls.candidates import OWN, is_own
from juli.stages.calls.forms import LIMITS, DossierForm
from juli.stages.calls.queries import advice as advice_queries
from juli.stages.calls.queries import check as check_queries
from juli.stages.calls.queries import choose as choose_queries
from juli.stages.calls.queries import editions as edition_queries
from juli.stages.calls.queries import files as file_queries
from juli.stages.calls.queries import home as home_queries
from juli.stages.calls.queries import plan as plan_queries
from juli.stages.calls.queries import published as published_queries
from juli.stages.calls.queries import rules as rule_queries
from juli.stages.calls.queries import what_if as what_if_queries
from juli.stages.calls.queries.moments import Closing

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def told(view: View[P]) -> View[P]:
    """Turns what a query can raise into a page that says what is wrong and what to do."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except rule_queries.Unknown as error:
            raise Http404(str(error)) from error
        except Unreadable as error:
            raise BadRequest(str(error)) from error
        except PermissionDenied:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        except ProgrammeUnusable as error:
            response = render(request, "calls/unusable.html", {"problems": error.problems}, status=503)
        except DossierUnusable as error:
            response = render(request, "calls/unusable_dossier.html", {"problems": error.problems}, status=422)
        if is_own(str(kwargs.get("who", ""))):
            # What a visitor brought is nobody else's, and not to be found on a shared machine.
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


def countdown(closing: Closing, now: dt.datetime) -> dict[str, Any] | None:
    """Days and ``HH:MM`` until a call closes; None where nothing printed lies ahead."""
    if closing.instant is None or closing.state != "open":
        return None
    left = int((closing.instant - now).total_seconds()) // 60
    return {"days": left // 1440, "time": f"{left % 1440 // 60:02d}:{left % 60:02d}"}


@public
@require_safe
@told
def home(request: HttpRequest) -> HttpResponse:
    """The calls there are."""
    now = began(request)
    found = home_queries.home(now)
    rows = [(row, countdown(row.closing, now)) for row in found.open]
    calls = [(row, countdown(row.closing, now)) for row in published_queries.on_front_page(now)]
    return render(request, "calls/home.html", {"home": found, "open": rows, "published": calls})


@public
@require_safe
@told
def rules(request: HttpRequest, programme: str) -> HttpResponse:
    """The rules of a call as the clause board."""
    now = began(request)
    try:
        found, closing = rule_queries.rules(programme, now)
    except rule_queries.Unknown:
        # Not on the shelf: a published call has a page of its own.
        return HttpResponseRedirect(reverse("calls:call", args=[published_queries.public_call(programme).edition]))
    context = {
        "rules": found,
        "programme": found.programme,
        "dates": found.dates,
        "closing": closing,
        "countdown": countdown(closing, now),
    }
    return render(request, "calls/rules.html", context)


@public
@require_safe
@told
def source(request: HttpRequest, programme: str) -> HttpResponse:
    """The programme file as it stands."""
    text = file_queries.source(programme)
    return attachment(text.encode(), f"{programme}.yaml", "application/yaml; charset=utf-8")


@public
@require_safe
@told
def template(request: HttpRequest, programme: str) -> HttpResponse:
    """A workbook to fill in for the call, in the language of the page."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attachment(file_queries.workbook(programme, language()), f"{programme}.xlsx", kind)


@public
@require_safe
@told
def data(request: HttpRequest, programme: str) -> HttpResponse:
    """Every clause as JSON, in the language of the page."""
    return HttpResponse(file_queries.clauses(programme, language()), content_type="application/json; charset=utf-8")


@public
@require_http_methods(["GET", "HEAD", "POST"])
@told
def choose(request: HttpRequest, programme: str | None = None) -> HttpResponse:
    """Choose whom to hold against the rules: a sample, or a file of one's own."""
    if request.method == "POST":
        return _bring(request, programme)
    return _chooser(request, programme, DossierForm())


def _chooser(request: HttpRequest, programme: str | None, form: DossierForm, **more: Any) -> HttpResponse:
    context = {"choice": choose_queries.choose(programme, request.session), "form": form, "limits": LIMITS, **more}
    return render(request, "calls/choose.html", context, status=422 if form.errors or more else 200)


def _bring(request: HttpRequest, programme: str | None) -> HttpResponse:
    """Keep a file for the visit, or say what is wrong with it."""
    sound_only = "sound_only" in request.POST
    if sound_only:
        waiting = visits.waiting(request.session)
        if waiting is None:
            return _chooser(request, programme, DossierForm(), gone=True)
        name, content = waiting
    else:
        form = DossierForm(request.POST, request.FILES)
        if not form.is_valid():
            return _chooser(request, programme, form)
        file = form.cleaned_data["file"]
        name, content = file.name, file.read()
    brought = choose_queries.bring(name, content, sound_only=sound_only)
    if brought.problems:
        visits.wait(request.session, name, content)
        return _chooser(request, programme, DossierForm(), problems=brought.problems, file=name, sound=brought.sound)
    visits.keep(request.session, name, content, sound_only=sound_only)
    target = (
        reverse("calls:overview", args=[OWN]) if programme is None else reverse("calls:check", args=[programme, OWN])
    )
    return HttpResponseRedirect(target)


@public
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Let go of the visitor's own dossier."""
    visits.forget(request.session)
    return HttpResponseRedirect(reverse("calls:start"))


@public
@require_safe
@told
def overview(request: HttpRequest, who: str) -> HttpResponse:
    """How one organisation stands with every call."""
    found = choose_queries.overview(who, request.session, began(request))
    return render(request, "calls/overview.html", {"overview": found})


@public
@require_safe
@told
def check(request: HttpRequest, programme: str, who: str) -> HttpResponse:
    """One organisation held against the call, clause by clause."""
    now = began(request)
    found = check_queries.check(programme, who, request.GET, request.session, now)
    context = {
        "check": found,
        "assumed": found.assumed,
        "programme": found.programme,
        "dates": found.dates,
        "closing": found.closing,
        "countdown": countdown(found.closing, now),
    }
    return render(request, "calls/check.html", context)


@public
@require_safe
@told
def advice(request: HttpRequest, programme: str, who: str) -> HttpResponse:
    """What an organisation still lacks: a card for its board, or a page by itself."""
    found = advice_queries.lacking(programme, who, request.GET, request.session, began(request))
    board = reverse("calls:check", args=[found.programme, found.who])
    template = "calls/parts/advice.html" if "HX-Request" in request.headers else "calls/advice.html"
    response = render(request, template, {"lacking": found, "assumed": found.assumed, "board": board})
    patch_vary_headers(response, ("HX-Request",))
    return response


@public
@require_safe
@told
def difference(request: HttpRequest, programme: str, old: str) -> HttpResponse:
    """Two editions side by side, clause by clause."""
    found = edition_queries.editions(programme, old, request.GET.get("only", ""))
    return render(request, "calls/difference.html", {"editions": found, "programme": found.new})


@public
@require_safe
@told
def plan(request: HttpRequest, programme: str) -> HttpResponse:
    """The indicators of a plan over the organisations there are."""
    found = plan_queries.plan(programme, request.GET.get("day", ""), request.GET.get("size", ""), began(request))
    return render(request, "calls/plan.html", {"plan": found, "programme": found.programme})


@public
@require_safe
@told
def what_if(request: HttpRequest, programme: str) -> HttpResponse:
    """Move a threshold of a call, and see who gains and who falls out: at once where that is known already."""
    found = what_if_queries.result(programme, request.GET, began(request))
    context = {"result": found, "asking": found.asking, "programme": found.asking.programme}
    return render(request, "calls/what_if.html", context)


@public
@require_safe
@told
def what_if_result(request: HttpRequest, programme: str) -> HttpResponse:
    """What came out over the population, or how far it has come."""
    found = what_if_queries.result(programme, request.GET, began(request))
    template = "calls/parts/outcome.html" if found.before is not None else "calls/parts/underway.html"
    response = render(request, template, {"result": found, "asking": found.asking, "programme": found.asking.programme})
    response.headers["HX-Replace-Url"] = reverse("calls:what_if", args=[programme]) + found.asking.query
    return response


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
