"""Publications: what the public reads, what the office writes and sends out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.engines.paper.problems import PaperError
from juli.registry.language import language
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.registry.workbooks import file_of, page_of, wanted
from juli.stages.accounts.gate import began, only, posts, public
from juli.stages.accounts.roles import Role
from juli.stages.applications import paper as papers
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.awards import publications as composing
from juli.stages.awards.actions import publications as actions
from juli.stages.awards.permissions import READERS
from juli.stages.awards.queries import publications as queries
from juli.stages.awards.queries import workbooks
from juli.stages.organisations.vocabulary_forms import typed_day

_OFFICE = only(posts(Role.OFFICER, Role.LEAD))
_LEAD = only(posts(Role.LEAD))
_READERS = only(posts(*sorted(READERS)))


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is and was published."""
    page, lines = queries.public(request.GET.get("page", ""), began(request))
    return render(request, "awards/publications/list.html", {"page": page, "lines": lines})


@public
@require_safe
def page(request: HttpRequest, publication: int) -> HttpResponse:
    """One publication, as an official document."""
    found = queries.shown(publication, began(request))
    return render(request, "awards/publications/page.html", {"shown": found, "said": found.said, "line": found.line})


@public
@require_safe
def paper(request: HttpRequest, publication: int, form: str) -> HttpResponse:
    """The same on paper."""
    found = queries.shown(publication, began(request))
    return _paper(request, found.said, form, f"{found.row.call.edition}-publication-{found.row.number}")


@_READERS
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Every publication, and the calls that could have one."""
    return _office(request)


@_OFFICE
@require_POST
def draft(request: HttpRequest, call: int) -> HttpResponse:
    """Begin one."""
    try:
        made = actions.draft(call=queries.call_of(call), by=reader(request), at=began(request))
    except NotReady as error:
        return _office(request, error.reasons)
    return redirect("awards:compose", publication=made.pk)


@_READERS
@require_safe
def desk(request: HttpRequest, publication: int) -> HttpResponse:
    """One that is out, before the office."""
    return desk_page(request, publication)


@_OFFICE
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest, publication: int) -> HttpResponse:
    """Write a draft."""
    found = queries.draft(request.user, publication, began(request))
    if request.method != "POST":
        return _compose(request, found)
    try:
        actions.write(
            publication=found.row,
            said=_written(request.POST),
            had=whole(request.POST.get("had", "")),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        return _compose(request, found, error.reasons, request.POST)
    except Stale:
        return _compose(request, found, [_stale()], request.POST)
    messages.success(request, _("Kept. Below is what it would say now."))
    return redirect("awards:compose", publication=publication)


@_OFFICE
@require_safe
def preview(request: HttpRequest, publication: int, form: str) -> HttpResponse:
    """A draft on paper."""
    found = queries.draft(request.user, publication, began(request))
    return _paper(request, found.said, form, f"{found.row.call.edition}-draft-{found.row.number}")


@_OFFICE
@require_POST
def publish(request: HttpRequest, publication: int) -> HttpResponse:
    """Send a draft out."""
    found = queries.draft(request.user, publication, began(request))
    had = whole(request.POST.get("had", ""))
    try:
        actions.publish(publication=found.row, had=had, by=reader(request), at=began(request))
    except NotReady as error:
        return _compose(request, found, error.reasons)
    except Stale:
        return _compose(request, found, [_stale()])
    messages.success(request, _("It is published; everybody on it is told."))
    return redirect("awards:publication_desk", publication=publication)


@_OFFICE
@require_POST
def discard(request: HttpRequest, publication: int) -> HttpResponse:
    """Throw a draft away."""
    found = queries.draft(request.user, publication, began(request))
    had = whole(request.POST.get("had", ""))
    try:
        actions.discard(publication=found.row, had=had, by=reader(request), at=began(request))
    except NotReady as error:
        return _compose(request, found, error.reasons)
    except Stale:
        return _compose(request, found, [_stale()])
    messages.success(request, _("The draft is thrown away."))
    return redirect("awards:publications")


@_OFFICE
@require_POST
def correct(request: HttpRequest, publication: int) -> HttpResponse:
    """Begin a correction of one that is out."""
    row = queries.one(publication)
    try:
        made = actions.draft(call=row.call, corrects=row, by=reader(request), at=began(request))
    except NotReady as error:
        return desk_page(request, publication, error.reasons)
    return redirect("awards:compose", publication=made.pk)


@_LEAD
@require_POST
def withdraw(request: HttpRequest, publication: int) -> HttpResponse:
    """Take one back."""
    row, reason = queries.one(publication), request.POST.get("reason", "")
    try:
        actions.withdraw(publication=row, reason=reason, by=reader(request), at=began(request))
    except NotReady as error:
        return desk_page(request, publication, error.reasons)
    messages.success(request, _("Withdrawn; the page says so, with the reason."))
    return redirect("awards:publication_desk", publication=publication)


@_READERS
@require_safe
def tab(request: HttpRequest, application: int) -> HttpResponse:
    """What one application was part of."""
    found = queries.tab(request.user, application, began(request))
    return render(request, "awards/publications/tab.html", {"tab": found, "frame": found.frame})


def desk_page(request: HttpRequest, publication: int, reasons: Any = ()) -> HttpResponse:
    """The page of one that is out, with why something could not be done."""
    found = queries.desk(request.user, publication, began(request))
    context = {"desk": found, "shown": found.shown, "said": found.shown.said, "reasons": reasons, "typed": request.POST}
    return render(request, "awards/publications/desk.html", context, status=422 if reasons else 200)


def _office(request: HttpRequest, reasons: Any = ()) -> HttpResponse:
    found, lines, calls = queries.office(request.user, page_of(request), began(request))
    if wanted(request):
        return file_of(workbooks.publications(lines))
    context = {"page": found, "lines": lines, "calls": calls, "reasons": reasons}
    return render(request, "awards/publications/office.html", context, status=422 if reasons else 200)


def _compose(
    request: HttpRequest, found: queries.Draft, reasons: Any = (), typed: Mapping[str, str] | None = None
) -> HttpResponse:
    row = found.row
    form = typed or {
        "title": row.title,
        "body": row.body,
        "length": str(row.length or ""),
        "unit": "working" if row.working else "calendar",
        "first": row.first.isoformat() if row.first else "",
        "last": row.last.isoformat() if row.last else "",
        "answer": row.answer,
        "site": row.site,
        "had": str(row.version),
    }
    sides = [
        (
            side,
            label,
            [(f"{side}.{part}", words, form.get(f"{side}.{part}", said.get(part, ""))) for part, words in _ways()],
        )
        for side, label, said in (
            ("contact", _("Who takes objections"), row.contact),
            ("supervision", _("Who supervises"), row.supervision),
        )
    ]
    chosen = request.POST.getlist("column") if typed else row.columns
    columns = [(name, label, name in chosen, name == composing.NEEDED) for name, label in composing.COLUMNS.items()]
    context = {
        "draft": found,
        "said": found.said,
        "form": form,
        "sides": sides,
        "columns": columns,
        "reasons": reasons,
        "stated": found.stated.say(language()) if found.stated else "",
    }
    return render(request, "awards/publications/compose.html", context, status=422 if reasons else 200)


def _ways() -> list[tuple[str, str]]:
    return [
        ("unit", _("Unit")), ("person", _("Contact person")), ("phone", _("Telephone")), ("email", _("E-mail")),
        ("address", _("Address")),
    ]  # fmt: skip


def _written(said: Any) -> actions.Written:
    """What was typed. Raises NotReady where a day or a length is none."""
    length = said.get("length", "").strip()
    if length and not whole(length):
        raise NotReady([_("The length is a number of days.")])
    return actions.Written(
        title=said.get("title", ""),
        body=said.get("body", ""),
        columns=said.getlist("column"),
        length=whole(length) or None,
        working=said.get("unit") != "calendar",
        first=_day(said.get("first", "")),
        last=None if said.get("reckon") else _day(said.get("last", "")),
        answer=said.get("answer", ""),
        site=said.get("site", ""),
        contact={part: said.get(f"contact.{part}", "") for part in composing.PARTS},
        supervision={part: said.get(f"supervision.{part}", "") for part in composing.PARTS},
    )


def _day(text: str) -> dt.date | None:
    if not text.strip():
        return None
    day = typed_day(text)
    if day is None:
        raise NotReady([_("There is no such day; write YYYY-MM-DD.")])
    return day


def _stale() -> str:
    return _(
        "Somebody else has changed it since you opened it; what you typed stands below, what is kept in the preview."
    )


def _paper(request: HttpRequest, said: Mapping[str, Any], form: str, name: str) -> HttpResponse:
    try:
        return papers.response(composing.notice(said), form, name)
    except PaperError as error:
        return unprintable(request, error)


def unprintable(request: HttpRequest, error: PaperError) -> HttpResponse:
    """Why something cannot be put on paper."""
    context = {"problems": papers.reasons(error)}
    return render(request, "applications/unprintable.html", context, status=503)
