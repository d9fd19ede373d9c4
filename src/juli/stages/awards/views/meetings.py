"""From the list to the publication: credit, meetings, taking off and putting back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.engines.paper.problems import PaperError
from juli.registry.language import language
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.registry.workbooks import file_of, wanted
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.paper import reasons as reasons_of
from juli.stages.applications.paper import response
from juli.stages.awards import list_papers
from juli.stages.awards.actions import meetings as actions
from juli.stages.awards.models import CreditCheck, Meeting, MeetingDecision
from juli.stages.awards.money import amount_of, from_cents
from juli.stages.awards.permissions import READERS
from juli.stages.awards.queries import meetings as queries
from juli.stages.awards.queries import workbooks
from juli.stages.awards.queries.rankings import found

_READERS = only(posts(*sorted(READERS)))
_OFFICE = only(posts(Role.OFFICER, Role.LEAD))
_LEAD = only(posts(Role.LEAD))


@_READERS
@require_safe
def awards(request: HttpRequest, call: int) -> HttpResponse:
    """Who is on the way to approval, and how far."""
    if wanted(request):
        return file_of(workbooks.awarded(queries.page(request.user, call, began(request))))
    return page_with(request, call)


@_OFFICE
@require_POST
def check_credit(request: HttpRequest, call: int, application: int) -> HttpResponse:
    """Record what a fresh look at the credit found."""
    row = _application(call, application)
    said = request.POST
    try:
        actions.check_credit(
            application=row,
            outcome=said.get("outcome", ""),
            source=said.get("source", ""),
            checked_on=_day(said.get("checked_on", "")),
            note=said.get("note", ""),
            by=_user(request),
            at=began(request),
        )
    except NotReady as error:
        return page_with(request, call, error.reasons)
    messages.success(request, _("Recorded."))
    return redirect("awards:awards", call=call)


@_OFFICE
@require_POST
def table(request: HttpRequest, call: int) -> HttpResponse:
    """Put those that were ticked before the meeting; those that cannot be are named, with why."""
    done, reasons = 0, []
    for key in request.POST.getlist("application"):
        row = _application(call, whole(key))
        try:
            actions.table(application=row, by=_user(request), at=began(request))
            done += 1
        except NotReady as error:
            reasons += [f"{row.number}: {reason}" for reason in error.reasons]
    if done:
        messages.success(request, _("%(number)d put before the meeting.") % {"number": done})
    if reasons or not done:
        return page_with(request, call, reasons or [_("Tick those that go before the meeting.")])
    return redirect("awards:awards", call=call)


@_LEAD
@require_POST
def drop(request: HttpRequest, call: int, application: int) -> HttpResponse:
    """Take one off the list, or put it back."""
    row = _application(call, application)
    back = request.POST.get("act") == "restore"
    act = actions.restore if back else actions.drop
    try:
        act(application=row, reason=request.POST.get("reason", ""), by=_user(request), at=began(request))
    except NotReady as error:
        return page_with(request, call, error.reasons)
    messages.success(request, _("It is on the list again.") if back else _("It is off the list."))
    return redirect("awards:awards", call=call)


@_OFFICE
@require_POST
def hold(request: HttpRequest, call: int) -> HttpResponse:
    """Open the record of a meeting."""
    said = request.POST
    try:
        made = actions.hold(
            call=found(call),
            order=whole(said.get("order"), -1),
            held_on=_day(said.get("held_on", "")),
            place=said.get("place", ""),
            chair=said.get("chair", ""),
            present=said.get("present", ""),
            by=_user(request),
            at=began(request),
        )
    except NotReady as error:
        return page_with(request, call, error.reasons)
    return redirect("awards:meeting", meeting=made.pk)


@_READERS
@require_safe
def meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    """One meeting."""
    return _sheet(request, meeting)


@_READERS
@require_safe
def paper(request: HttpRequest, meeting: int, form: str) -> HttpResponse:
    """Signed minutes on paper: ``pdf`` or ``word``."""
    shown = queries.sheet(request.user, meeting, began(request))
    if shown.meeting.signed_at is None:
        raise Http404(f"the minutes of meeting {meeting} are not signed")
    try:
        return response(list_papers.minutes(shown, language()), form, f"minutes-{meeting}")
    except PaperError as error:
        return _sheet(request, meeting, reasons_of(error))


@_OFFICE
@require_POST
def write(request: HttpRequest, meeting: int) -> HttpResponse:
    """Write the minutes and the decisions; sign them where asked."""
    row = _meeting(meeting)
    said = request.POST
    signing = "sign" in said
    try:
        given = {}
        for name, word in said.items():
            key = name.removeprefix("word-")
            if name.startswith("word-") and whole(key) and word:
                amount = _cents(said.get(f"amount-{key}", ""))
                given[whole(key)] = actions.Said(str(word), amount, said.get(f"note-{key}", ""))
        had = whole(said.get("version"))
        row = actions.write(
            meeting=row, minutes=said.get("minutes", ""), said=given, had=had, by=_user(request), at=began(request)
        )
        if signing:
            actions.sign(meeting=row, had=row.version, by=_user(request), at=began(request))
    except NotReady as error:
        return _sheet(request, meeting, error.reasons)
    except Stale:
        return _sheet(request, meeting, [_("Somebody wrote in these minutes meanwhile; what you typed stands below.")])
    messages.success(request, _("Signed; the decisions stand.") if signing else _("Saved."))
    return redirect("awards:meeting", meeting=meeting)


def page_with(request: HttpRequest, call: int, reasons: Sequence[str] = ()) -> HttpResponse:
    """The page, with why something could not be done."""
    page = queries.page(request.user, call, began(request))
    context = {"page": page, "reasons": reasons, "said": request.POST, "outcomes": CreditCheck.Outcome.choices}
    return render(request, "awards/meetings/awards.html", context, status=422 if reasons else 200)


def _sheet(request: HttpRequest, meeting: int, reasons: Sequence[str] = ()) -> HttpResponse:
    shown = queries.sheet(request.user, meeting, began(request))
    typed = [
        (
            row,
            request.POST.get(f"word-{row.pk}", said.word if said else ""),
            request.POST.get(f"note-{row.pk}", said.note if said else ""),
            request.POST.get(f"amount-{row.pk}", from_cents(said.amount) if said else ""),
            granted,
            said,
        )
        for row, said, granted in shown.rows
    ]
    context = {
        "sheet": shown,
        "typed": typed,
        "reasons": reasons,
        "minutes": request.POST.get("minutes", shown.meeting.minutes),
        "words": MeetingDecision.Word.choices,
    }
    return render(request, "awards/meetings/meeting.html", context, status=422 if reasons else 200)


def _application(call: int, application: int) -> Application:
    row = Application.objects.filter(pk=application, call=call).first()
    if row is None:
        raise Http404(f"call {call} has no application {application}")
    return row


def _meeting(meeting: int) -> Meeting:
    row = Meeting.objects.select_related("call").filter(pk=meeting).first()
    if row is None:
        raise Http404(f"there is no meeting {meeting}")
    return row


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # The gate lets nobody else in.
    return request.user


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotReady([_("Give the day as YYYY-MM-DD.")]) from error


def _cents(text: str) -> int | None:
    if not text.strip():
        return None
    amount = amount_of(text, "万元")
    if amount is None:
        raise NotReady([_("Give the amount in 万元, exact to the cent.")])
    return amount
