"""A match: what the engine proposes, what it would change, the confirming."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from juli.engines.panel.blocking import Infeasible
from juli.engines.panel.problems import PanelError
from juli.registry.language import language
from juli.stages.accounts.gate import began, only
from juli.stages.applications.models import Application
from juli.stages.review.actions import matching as actions
from juli.stages.review.matching import Proposal, proposal
from juli.stages.review.models import Expert, Panel
from juli.stages.review.permissions import keepers
from juli.stages.review.views.reading import person, tried


@only(keepers)
@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, panel: int) -> HttpResponse:
    """What a match gives as things are now; confirming exactly that."""
    row = Panel.objects.select_related("call").filter(pk=panel, how=Panel.How.MATCH).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        said = request.POST.get("fingerprint", "")

        def act() -> None:
            actions.confirm_match(panel=row, fingerprint=said, by=person(request), at=began(request))

        if tried(request, act, _("Assigned as shown.")):
            return redirect("review:panel", row.pk)
        return redirect("review:match", row.pk)
    context: dict[str, object] = {"panel": row}
    try:
        found = proposal(row)
    except PanelError as error:
        context |= {"why": error.said.say(language()), "blocked": _blocked(error)}
    else:
        context |= {"found": found, "pairs": _pairs(found), "removed": _named(found, found.removed)}
    return render(request, "review/panels/match.html", context)


def _pairs(found: Proposal) -> list[tuple[Application, list[tuple[Expert, bool, bool]]]]:
    """Each application with its experts: whether the pair is new, whether a person pinned it."""
    new = set(found.added)
    of: dict[int, list[tuple[Expert, bool, bool]]] = {}
    for pair in found.made.pairs:
        key = int(pair.application), int(pair.expert)
        of.setdefault(key[0], []).append((found.experts[key[1]], key in new, pair.pinned))
    rows = sorted(of.items(), key=lambda row: (found.applications[row[0]].number, row[0]))
    return [(found.applications[pk], experts) for pk, experts in rows]


def _named(found: Proposal, pairs: tuple[tuple[int, int], ...]) -> list[tuple[Application, Expert]]:
    return [(found.applications[a], found.experts[e]) for a, e in pairs if a in found.applications]


def _blocked(error: PanelError) -> list[dict[str, object]]:
    """What blocks each application, with names."""
    if not isinstance(error, Infeasible):
        return []
    ids = {int(e) for b in error.blocked for e in (*b.conflicts, *b.forbidden, *b.full)}
    ids |= {int(e) for b in error.blocked for _name, experts in b.institutions for e in experts}
    names = {str(row.pk): row.name for row in Expert.objects.filter(pk__in=ids)}
    rows = Application.objects.select_related("organisation").in_bulk([int(b.application) for b in error.blocked])
    return [
        {
            "application": rows[int(b.application)],
            "need": b.need,
            "conflicts": [names[e] for e in b.conflicts],
            "forbidden": [names[e] for e in b.forbidden],
            "full": [names[e] for e in b.full],
            "institutions": [[names[e] for e in experts] for _name, experts in b.institutions],
        }
        for b in error.blocked
    ]
