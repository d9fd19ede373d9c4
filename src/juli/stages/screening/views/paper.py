"""The register of paper, for the receipt agency and the office, and the office's tab."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.registry.files.serving import open_for
from juli.registry.numerals import whole
from juli.registry.workbooks import file_of, page_of, wanted
from juli.stages.accounts.gate import began, only, posts
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.organisations.vocabulary_forms import typed_day
from juli.stages.screening import listed
from juli.stages.screening.actions import paper as actions
from juli.stages.screening.frame import READERS
from juli.stages.screening.models import Parcel
from juli.stages.screening.queries import paper as queries

_CLERKS = posts(*sorted(queries.CLERKS))
_READERS = posts(*sorted(READERS))


@only(_CLERKS)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Find what a parcel belongs to."""
    found = queries.register(request.user, request.GET.get("q", ""), page_of(request), began(request))
    if wanted(request):
        return file_of(listed.paper(found))
    if found.only is not None:
        return redirect("screening:paper_of", application=found.only)
    return render(request, "screening/paper_register.html", {"register": found})


@only(_CLERKS)
@require_safe
def of(request: HttpRequest, application: int) -> HttpResponse:
    """What came for one application, and the form for what comes."""
    return _of(request, application)


@only(_CLERKS)
@require_POST
def log(request: HttpRequest, application: int) -> HttpResponse:
    """Write down a parcel."""
    matter = queries.matter(request.user, application, began(request))
    try:
        made = actions.log(
            application=matter.application, arrived=_arrived(request), by=reader(request), at=began(request)
        )
    except NotReady as error:
        return _of(request, application, error.reasons)
    _say(request, made)
    return redirect("screening:paper_of", application=application)


@only(_CLERKS)
@require_POST
def correct(request: HttpRequest, application: int, parcel: int) -> HttpResponse:
    """Put a line right, or strike it out."""
    try:
        line = queries.parcel(request.user, application, parcel, began(request))
        made = actions.correct(
            parcel=line,
            arrived=None if request.POST.get("void") else _arrived(request),
            reason=request.POST.get("reason", ""),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        return _of(request, application, error.reasons, parcel)
    _say(request, made)
    return redirect("screening:paper_of", application=application)


@only(_READERS)
@require_safe
def tab(request: HttpRequest, application: int) -> HttpResponse:
    """The office's tab: paper beside the online time, letters, the recommender's ranking."""
    page = queries.page(request.user, application, began(request))
    return render(request, "screening/paper.html", {"page": page, "frame": page.frame, "matter": page.matter})


@only(_READERS)
@require_safe
def letter(request: HttpRequest, application: int, letter: int) -> HttpResponseBase:
    """A recommender's letter."""
    kept = queries.letter(request.user, application, letter, began(request))
    return open_for(link=kept, may_read=lambda _link: True, in_place=True)


def _of(request: HttpRequest, application: int, reasons: Any = (), parcel: int = 0) -> HttpResponse:
    matter = queries.matter(request.user, application, began(request))
    changing = parcel or whole(request.GET.get("correct", ""))
    line = next(
        (c.parcel for c in matter.came if c.parcel.pk == changing and not c.replaced and not c.parcel.void), None
    )
    typed = request.POST if request.method == "POST" else _known(line)
    context = {"matter": matter, "reasons": reasons, "line": line, "typed": typed, "ticked": _ticked(request, line)}
    return render(request, "screening/paper_of.html", context, status=422 if reasons else 200)


def _known(line: Parcel | None) -> dict[str, Any]:
    if line is None:
        return {}
    names = ("received", "posted", "carrier", "tracking", "copies", "code", "note")
    return {name: str(getattr(line, name) if getattr(line, name) is not None else "") for name in names}


def _ticked(request: HttpRequest, line: Parcel | None) -> list[str]:
    if request.method == "POST":
        return [f"{name}.{one}" for name in ("parts", "seals", "signatures") for one in request.POST.getlist(name)]
    if line is None:
        return []
    return [f"{name}.{one}" for name in ("parts", "seals", "signatures") for one in getattr(line, name)]


def _arrived(request: HttpRequest) -> actions.Arrived:
    """What was typed. Raises NotReady."""
    said = request.POST
    received, posted = typed_day(said.get("received", "")), typed_day(said.get("posted", ""))
    wrong = []
    if received is None:
        wrong.append(_("Write the day on which it came, YYYY-MM-DD."))
    if said.get("posted", "").strip() and posted is None:
        wrong.append(
            _("The posting date is no day; write YYYY-MM-DD, or leave it empty where no postmark can be read.")
        )
    copies = said.get("copies", "").strip()
    if copies and not (copies.isascii() and copies.isdecimal() and len(copies) < 4):
        wrong.append(_("Write the number of copies in digits."))
    if wrong or received is None:
        raise NotReady(wrong)
    return actions.Arrived(
        received=received,
        posted=posted,
        carrier=said.get("carrier", "")[:60],
        tracking=said.get("tracking", "")[:60],
        copies=int(copies or 0),
        parts=tuple(said.getlist("parts")),
        seals=tuple(said.getlist("seals")),
        signatures=tuple(said.getlist("signatures")),
        code=said.get("code", "")[:20],
        note=said.get("note", "")[:500],
    )


def _say(request: HttpRequest, made: Parcel) -> None:
    words = {
        Parcel.Code.RIGHT: _("Written down. The check code is that of the version handed in."),
        Parcel.Code.OLDER: _("Written down, but the paper is an OLDER version than the one handed in."),
        Parcel.Code.UNKNOWN: _("Written down, but the check code is not one of this application."),
        Parcel.Code.NONE: _("Written down, without a check code."),
    }
    if made.void:
        messages.success(request, _("The line is struck out."))
        return
    tell = messages.success if made.code_is == Parcel.Code.RIGHT else messages.warning
    tell(request, words[Parcel.Code(made.code_is)])
