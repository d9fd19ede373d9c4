"""Audits as the office opens and follows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.registry.workbooks import file_of, wanted
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.awards.actions import audits as actions
from juli.stages.awards.models import AuditCase
from juli.stages.awards.permissions import READERS
from juli.stages.awards.queries import audits as queries
from juli.stages.awards.queries import workbooks
from juli.stages.screening.frame import found

_READERS = only(posts(*sorted(READERS)))
_OFFICE = only(posts(Role.OFFICER, Role.LEAD))
_LEAD = only(posts(Role.LEAD))


@_READERS
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for an audit, what runs, what is signed."""
    listed_ = queries.office(reader(request), began(request))
    if wanted(request):
        return file_of(workbooks.audits(listed_))
    return render(request, "awards/audits/office.html", {"office": listed_})


@_READERS
@require_safe
def tab(request: HttpRequest, application: int) -> HttpResponse:
    """One application's audit."""
    return _page(request, application)


@_OFFICE
@require_POST
def open_case(request: HttpRequest, application: int) -> HttpResponse:
    """Begin an audit and give it to an auditor."""

    def act() -> None:
        actions.open_case(
            application=found(application),
            auditor=_auditor(request),
            due=_day(request.POST.get("due", "")),
            by=reader(request),
            at=began(request),
        )

    return _done(request, application, act, _("Opened; the applicant and the auditor are told."))


@_OFFICE
@require_POST
def give(request: HttpRequest, application: int) -> HttpResponse:
    """Give a case to another auditor."""

    def act() -> None:
        case = _case(application)
        actions.give(case=case, auditor=_auditor(request), by=reader(request), at=began(request))

    return _done(request, application, act, _("Given; the auditor is told."))


@_LEAD
@require_POST
def reopen_audit(request: HttpRequest, application: int) -> HttpResponse:
    """Take a signed audit up again."""

    def act() -> None:
        reason = request.POST.get("reason", "")
        actions.reopen_audit(case=_case(application), reason=reason, by=reader(request), at=began(request))

    return _done(request, application, act, _("Taken up again; the signed report stays."))


def _done(request: HttpRequest, application: int, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
    except NotReady as error:
        return _page(request, application, error.reasons)
    messages.success(request, said)
    return redirect("awards:audit_tab", application=application)


def _page(request: HttpRequest, application: int, reasons: list[str] | tuple[str, ...] = ()) -> HttpResponse:
    page = queries.tab(request.user, application, began(request))
    context = {"tab": page, "frame": page.frame, "page": page.page, "reasons": reasons, "said": request.POST}
    return render(request, "awards/audits/tab.html", context, status=422 if reasons else 200)


def _case(application: int) -> AuditCase:
    case = AuditCase.objects.filter(application=application).first()
    if case is None:
        raise NotReady([_("No audit of this application was opened.")])
    return case


def _auditor(request: HttpRequest) -> User:
    said = request.POST.get("auditor", "")
    people = {str(user.pk): user for user, _unit in queries.auditors(began(request))}
    if said not in people:
        raise NotReady([_("Choose the auditor.")])
    return people[said]


def _day(text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotReady([_("Give the day as YYYY-MM-DD.")]) from error
