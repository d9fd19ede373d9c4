"""What a panel's cards come to: the results, second looks, the sheets to print, one application's scores."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from juli.registry.language import language
from juli.registry.workbooks import file_of
from juli.stages.accounts.gate import began, only
from juli.stages.applications.paper import issuer
from juli.stages.review import listed, papers
from juli.stages.review.actions import second_looks
from juli.stages.review.permissions import lead, watchers
from juli.stages.review.queries import panels
from juli.stages.review.queries import results as queries
from juli.stages.review.reading import reading
from juli.stages.review.views.reading import download, person, tried
from juli.stages.screening.frame import frame

#: Sheets that are printed of a panel.
SHEETS = ("attendance", "fees")


@only(watchers)
@require_GET
def results(request: HttpRequest, panel: int) -> HttpResponse:
    """The results as the cards stand."""
    found = _found(request, panel, request.GET.get("page", "1"))
    return render(request, "review/panels/results.html", {"found": found, "panel": found.panel})


@only(watchers)
@require_GET
def workbook(request: HttpRequest, panel: int) -> HttpResponse:
    """The results as a workbook."""
    found = _found(request, panel)
    return file_of(listed.results(found))


@only(lead)
@require_POST
def look_again(request: HttpRequest, entry: int) -> HttpResponse:
    """Ask for a second look."""
    row = panels.entry(entry, by=person(request), at=began(request))
    if row is None:
        raise Http404
    how, reason = request.POST.get("how", ""), request.POST.get("reason", "")

    def act() -> None:
        second_looks.look_again(entry=row, how=how, reason=reason, by=person(request), at=began(request))

    tried(request, act, _("Asked for; the experts are told."))
    return redirect("review:results", row.panel_id)


@only(watchers)
@require_GET
def sheet(request: HttpRequest, panel: int, sheet: str, form: str) -> HttpResponse:
    """A sheet to print: attendance or fees, as PDF or Word."""
    found = panels.panel(panel, by=person(request), at=began(request))
    if found is None or sheet not in SHEETS or form not in papers.WRITERS:
        raise Http404
    call, lang = found.programme.title.say(language()), language()
    if sheet == "attendance":
        made = papers.attendance(found.panel, call, found.members, lang)
    else:
        made = papers.fees(found.panel, call, found.members, issuer(found.programme, lang), lang)
    writer, media = papers.WRITERS[form]
    return download(writer(made), f"{found.panel.name}-{made.title}.{form}", media)


@only(watchers)
@require_GET
def scorecard(request: HttpRequest, assignment: int, form: str) -> HttpResponse:
    """One card that was handed in, as PDF or Word."""
    found = queries.card(assignment, by=person(request), at=began(request))
    if found is None or form not in papers.WRITERS:
        raise Http404
    row, card = found
    view = panels.panel(row.entry.panel_id, by=person(request), at=began(request))
    assert view is not None  # noqa: S101  # It has the card.
    made = papers.scorecard(row, card, view.programme.title.say(language()), language())
    writer, media = papers.WRITERS[form]
    return download(writer(made), f"{row.entry.application.number}-{row.seat.expert.name}.{form}", media)


@only(watchers)
@require_GET
def of_application(request: HttpRequest, application: int) -> HttpResponse:
    """One application's scores, beside its other pages."""
    around = frame(person(request), application, "review", began(request))
    row = around.application
    rounds = queries.of_application(row)
    lines = {line.item.id: line.label for panel, _score, _working in rounds for line in reading(panel).lines}
    cards = [
        (card, [(lines.get(item), mark, card.comments.get(item, "")) for item, mark in card.marks.items()])
        for card in queries.cards_with_words(row)
    ]
    context = {"frame": around, "rounds": rounds, "cards": cards}
    return render(request, "review/application.html", context)


def _found(request: HttpRequest, pk: int, page: str | None = None) -> queries.Of:
    found = queries.of_panel(pk, by=person(request), at=began(request), page=page)
    if found is None:
        raise Http404
    return found
