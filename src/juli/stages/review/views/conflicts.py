"""Conflicts: of one expert, of a call."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from juli.registry.language import language
from juli.registry.workbooks import file_of, wanted
from juli.stages.accounts.gate import began, only
from juli.stages.review import listed
from juli.stages.review.actions import conflicts as actions
from juli.stages.review.forms.conflicts import AvoidForm, ConflictForm
from juli.stages.review.models import Conflict
from juli.stages.review.permissions import keepers
from juli.stages.review.queries import conflicts as queries
from juli.stages.review.queries import pool
from juli.stages.review.roster import MEDIA_TYPE, conflicts
from juli.stages.review.views.reading import download, person, tried
from juli.stages.review.wording import kind_words, why_words

PER_PAGE = 50


@only(keepers)
@require_http_methods(["GET", "POST"])
def of_expert(request: HttpRequest, expert: int) -> HttpResponse:
    """An expert's conflicts, written down and derived; writing one down."""
    row = pool.expert(expert, by=person(request), at=began(request))
    if row is None:
        raise Http404
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_conflict(conflict=form.conflict(row), by=person(request), at=began(request))
        except ValidationError as error:
            _told(form, error)
        else:
            return redirect("review:conflicts_of", row.pk)
    pairs = [(pair, _reasons(pair)) for pair in queries.derived(row, at=began(request))]
    context = {"expert": row, "form": form, "recorded": queries.recorded(row), "pairs": pairs}
    return render(request, "review/conflicts/expert.html", context, status=422 if form.errors else 200)


@only(keepers)
@require_POST
def end(request: HttpRequest, conflict: int) -> HttpResponse:
    """Say that a conflict is none any more."""
    row = get_object_or_404(Conflict, pk=conflict)
    reason = request.POST.get("reason", "")[:300]

    def act() -> None:
        actions.end_conflict(conflict=row, reason=reason, by=person(request), at=began(request))

    tried(request, act, _("It counts no more."))
    return redirect("review:conflicts_of", row.expert_id) if row.expert_id else redirect("review:avoided")


@only(keepers)
@require_GET
def of_call(request: HttpRequest, edition: str) -> HttpResponse:
    """Who may not review what in a call, with every reason."""
    found = queries.matrix(edition, by=person(request), at=began(request))
    if found is None:
        raise Http404
    words = request.GET.get("q", "").strip()[:60]
    pairs = [
        p for p in found.pairs if words in f"{p.application.number} {p.application.organisation.name} {p.expert.name}"
    ]
    if wanted(request):
        return file_of(listed.conflicts(edition, [(pair, _reasons(pair)) for pair in pairs]))
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "page": page,
        "rows": [(pair, _reasons(pair)) for pair in page],
        "barred": [(row, why_words(why)) for row, why in found.barred],
        "words": words,
    }
    return render(request, "review/conflicts/call.html", context)


@only(keepers)
@require_http_methods(["GET", "POST"])
def avoided(request: HttpRequest) -> HttpResponse:
    """Experts whom applicants ask to keep out and who are not in the pool (yet); writing one down."""
    if wanted(request):
        return file_of(listed.avoided(queries.avoided()))
    form = AvoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_conflict(conflict=form.conflict(None), by=person(request), at=began(request))
        except ValidationError as error:
            _told(form, error)
        else:
            return redirect("review:avoided")
    context = {"form": form, "rows": queries.avoided()}
    return render(request, "review/conflicts/avoided.html", context, status=422 if form.errors else 200)


@only(keepers)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    return download(conflicts.template(language()), _("List of conflicts.xlsx"), MEDIA_TYPE)


def _reasons(pair: queries.Pair) -> list[str]:
    """Each reason once, in words: a unit that is known by code and by name is one."""
    said = []
    for reason in pair.reasons:
        days = f"{reason.since or '…'} – {reason.until or '…'}" if reason.since or reason.until else ""
        said.append(" · ".join(filter(None, [kind_words(reason.kind), reason.source, days])))
    return list(dict.fromkeys(said))


def _told(form: ConflictForm, error: ValidationError) -> None:
    for name, errors in error.error_dict.items():
        form.add_error("number" if name == "application" else name if name in form.fields else None, errors)
