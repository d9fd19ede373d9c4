"""The verification of an application's works, as the office makes it and as the applicant reads and answers it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.registry.files.serving import open_for, preview_for
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.registry.workbooks import file_of, page_of, wanted
from juli.stages.accounts.gate import began, only, posts, signed_in
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.organisations.vocabulary_forms import VocabularyForm
from juli.stages.screening import listed
from juli.stages.screening.actions import verification as actions
from juli.stages.screening.frame import READERS
from juli.stages.screening.queries import verification as queries
from juli.stages.screening.views.sending import end_of, sent

_READERS = posts(*sorted(READERS))
_OFFICE = posts(Role.OFFICER, Role.LEAD)
_MEANWHILE = gettext_lazy(
    "Somebody else said a word on this work meanwhile; what stands now is shown. What you typed is kept."
)


@only(_OFFICE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The applications whose works are verified now, answered ones first."""
    found = queries.queue(request.user, page_of(request), began(request))
    if wanted(request):
        return file_of(listed.verified(found))
    return render(request, "screening/verification_queue.html", {"page": found})


@only(_READERS)
@require_safe
def verification(request: HttpRequest, application: int) -> HttpResponse:
    """Works, words, both sides."""
    return _page(request, application)


@only(_OFFICE)
@require_POST
def word(request: HttpRequest, application: int, work: str) -> HttpResponse:
    """Accept, strike, or open again."""
    page, line = queries.line(request.user, application, work, began(request))
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    if act not in {"accept", "strike", "reopen"}:
        return _line(request, application, work, [_("Choose what to say of the work.")], reason)
    try:
        actions.verify(
            application=page.frame.application,
            achievement=line.work.id,
            act=act,
            reason=reason,
            had=whole(request.POST.get("had", "")),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        return _line(request, application, work, error.reasons, reason)
    except Stale:
        return _line(request, application, work, [str(_MEANWHILE)], reason, status=409)
    if request.headers.get("HX-Request"):
        return _line(request, application, work, (), status=200)
    return redirect("screening:verification", application=application)


@only(_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, application: int, work: str) -> HttpResponse:
    """Correct values of a work; the fields that only the office may fill come first."""
    page, line = queries.line(request.user, application, work, began(request))
    fields = queries.correctable(line.work)
    said = line.word.correct if line.word is not None else {}
    values = {**line.work.declared, **said}
    if request.method != "POST":
        form = VocabularyForm(fields, values=values)
        return _correcting(request, page, line, form, line.word.reason if line.word else "")
    form, reason = VocabularyForm(fields, request.POST), request.POST.get("reason", "")
    reasons: list[str] = []
    if form.is_valid():
        try:
            actions.verify(
                application=page.frame.application,
                achievement=line.work.id,
                act="correct",
                values={name: form.cleaned_data.get(name) for name in fields},
                reason=reason,
                had=whole(request.POST.get("had", "")),
                by=reader(request),
                at=began(request),
            )
        except NotReady as error:
            reasons = list(error.reasons)
        except Stale:
            reasons = [str(_MEANWHILE)]
        else:
            messages.success(request, _("Corrected."))
            return redirect("screening:verification", application=application)
    return _correcting(request, page, line, form, reason, reasons, status=422)


@only(_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, application: int) -> HttpResponse:
    """Accept many works at once: first the preview of which, then the act."""
    page = queries.page(request.user, application, "all", began(request))
    if request.method != "POST":
        return render(request, "screening/verification_accept.html", {"page": page, "frame": page.frame})
    try:
        made = actions.accept_works(
            application=page.frame.application,
            achievements=request.POST.getlist("work"),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        context = {"page": page, "frame": page.frame, "reasons": error.reasons}
        return render(request, "screening/verification_accept.html", context, status=422)
    messages.success(request, _("%(number)d works accepted.") % {"number": len(made)})
    return redirect("screening:verification", application=application)


@only(_OFFICE)
@require_POST
def announce(request: HttpRequest, application: int) -> HttpResponse:
    """Show the verification to the applicant."""
    page = queries.page(request.user, application, "all", began(request))
    try:
        until = end_of(request.POST.get("until", ""))
        actions.announce(application=page.frame.application, until=until, by=reader(request), at=began(request))
    except NotReady as error:
        return _page(request, application, error.reasons, {"until": request.POST.get("until", "")})
    messages.success(request, _("The applicant can see it now and is told."))
    return redirect("screening:verification", application=application)


@only(_READERS)
@require_safe
def file(request: HttpRequest, application: int, link: int) -> HttpResponseBase:
    """A file that came with the submission."""
    kept = queries.file(request.user, application, link, began(request))
    return open_for(link=kept, may_read=lambda _link: True, in_place=True)


@only(_READERS)
@require_safe
def picture(request: HttpRequest, application: int, link: int, page: int) -> HttpResponseBase:
    """A picture of a page of it."""
    kept = queries.file(request.user, application, link, began(request))
    return preview_for(link=kept, page=page, may_read=lambda _link: True)


@only(_READERS)
@require_safe
def reply_file(request: HttpRequest, application: int, link: int) -> HttpResponseBase:
    """A file of the applicant's answer."""
    kept = queries.reply_file(request.user, application, link, began(request))
    return open_for(link=kept, may_read=lambda _link: True, in_place=True)


@signed_in
@require_safe
def own(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """The applicant's own verification."""
    return _own(request, organisation, application)


@signed_in
@require_POST
def answer(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """The applicant's one answer."""
    page = queries.own(request.user, organisation, application, began(request))
    text = request.POST.get("text", "")
    try:
        actions.reply(
            application=page.frame.application, text=text, files=sent(request), by=reader(request), at=began(request)
        )
    except NotReady as error:
        return _own(request, organisation, application, error.reasons, text)
    messages.success(request, _("Your answer is with the office."))
    return redirect("screening:own_verification", organisation=organisation, application=application)


def _page(request: HttpRequest, application: int, reasons: Any = (), typed: Any = None) -> HttpResponse:
    page = queries.page(request.user, application, request.GET.get("show", ""), began(request))
    context = {"page": page, "frame": page.frame, "sheet": page.sheet, "reasons": reasons, "typed": typed or {}}
    return render(request, "screening/verification.html", context, status=422 if reasons else 200)


def _line(
    request: HttpRequest, application: int, work: str, reasons: Any, typed: str = "", status: int = 422
) -> HttpResponse:
    """One work, with what changed beside it; the whole page where htmx is not there."""
    page, line = queries.line(request.user, application, work, began(request))
    context = {"page": page, "frame": page.frame, "sheet": page.sheet, "line": line}
    context |= {"trouble": line.work.id if reasons else "", "troubles": reasons, "typed_reason": typed}
    if request.headers.get("HX-Request"):
        # htmx swaps nothing in for an error: the reasons stand in the line itself.
        return render(request, "screening/parts/verification_swap.html", context)
    return render(request, "screening/verification.html", context, status=status)


def _correcting(
    request: HttpRequest, page: Any, line: Any, form: VocabularyForm, reason: str, reasons: Any = (), status: int = 200
) -> HttpResponse:
    first = [name for name, field in form.vocabulary.items() if field.office_only or name in line.work.declared]
    context = {"page": page, "frame": page.frame, "line": line, "form": form, "reason": reason, "reasons": reasons}
    context["first"] = first
    return render(request, "screening/verification_correct.html", context, status=status)


def _own(request: HttpRequest, organisation: int, application: int, reasons: Any = (), text: str = "") -> HttpResponse:
    page = queries.own(request.user, organisation, application, began(request))
    context = {"page": page, "frame": page.frame, "sheet": page.sheet, "reasons": reasons, "text": text}
    return render(request, "screening/verification_own.html", context, status=422 if reasons else 200)
