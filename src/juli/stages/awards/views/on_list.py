"""One application from its place on the list to its letter, for the office: with the way to each page and back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from juli.engines.paper.problems import PaperError
from juli.stages.accounts.gate import began, only, posts
from juli.stages.applications import paper as papers
from juli.stages.awards import approvals as printing
from juli.stages.awards.permissions import READERS
from juli.stages.awards.queries.publications import approved_line
from juli.stages.awards.starting import SECTIONS
from juli.stages.awards.views.publications import unprintable
from juli.stages.screening.queries import whole

_READERS = only(posts(*sorted(READERS)))


@_READERS
@require_safe
def tab(request: HttpRequest, application: int) -> HttpResponse:
    """Place, credit, meetings, publication, objections, approval, each with what it has come to."""
    matter = whole.reading(request.user, application, began(request), "list")
    parts = [
        whole.Part(section, section.read(matter), section.name, number)
        for number, section in enumerate((one for one in SECTIONS if one.there(matter)), 1)
    ]
    return render(request, "awards/rankings/on_list.html", {"matter": matter, "frame": matter.frame, "parts": parts})


@_READERS
@require_safe
def letter(request: HttpRequest, application: int, form: str) -> HttpResponse:
    """The letter of its approval as the applicant has it: ``pdf`` or ``word``."""
    matter = whole.reading(request.user, application, began(request), "list")
    line = approved_line(matter.application)
    if line is None:
        raise Http404(f"application {application} is not approved")
    try:
        return papers.response(printing.letter(line), form, line.number)
    except PaperError as error:
        return unprintable(request, error)
