"""The pool: looking for experts, one expert's record, lists brought and taken away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from juli.registry.language import language
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.review.actions import pool as actions
from juli.stages.review.forms.pool import AwayForm, ExpertForm, ReasonForm, TieForm
from juli.stages.review.models import Away, Expert, Tie
from juli.stages.review.permissions import keepers, lead
from juli.stages.review.queries import pool as queries
from juli.stages.review.roster import MEDIA_TYPE, experts
from juli.stages.review.views.reading import download, person, tried
from juli.stages.review.wording import act_words

PER_PAGE = 50
MOST_ACTS = 30


@only(keepers)
@require_GET
def pool(request: HttpRequest) -> HttpResponse:
    """Experts by name, field, state."""
    said = {name: request.GET.get(name, "").strip()[:60] for name in ("words", "field", "state")}
    found = queries.experts(by=person(request), at=began(request), **said)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        **said,
        "fields": queries.field_names(),
        "states": _states(),
    }
    return render(request, "review/pool/list.html", context)


@only(keepers)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put an expert into the pool."""
    form = ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.enrol(facts=form.facts(), by=person(request), at=began(request))
        except ValidationError as error:
            _told(form, error)
        else:
            messages.success(request, _("%(name)s is in the pool.") % {"name": row.name})
            return redirect("review:expert", row.pk)
    return render(request, "review/pool/edit.html", {"form": form}, status=422 if form.errors else 200)


@only(keepers)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, expert: int) -> HttpResponse:
    """Change what is said of an expert; what was typed stays where somebody else was faster."""
    row = _found(request, expert)
    form = ExpertForm(request.POST or None, expert=row)
    if request.method == "POST" and form.is_valid():
        had = form.cleaned_data["version"] or 0
        try:
            actions.describe(expert=row, facts=form.facts(), had=had, by=person(request), at=began(request))
        except Stale as stale:
            form.add_error(
                None,
                _("Somebody else changed this record meanwhile. Compare with it, then save again: yours will hold."),
            )
            form.data = {**form.data.dict(), "version": str(stale.now)}  # type: ignore[attr-defined]  # It is a QueryDict.
        except ValidationError as error:
            _told(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("review:expert", row.pk)
    context = {"form": form, "expert": row}
    return render(request, "review/pool/edit.html", context, status=422 if form.errors else 200)


@only(keepers)
@require_GET
def expert(request: HttpRequest, expert: int) -> HttpResponse:
    """One expert."""
    row = _found(request, expert)
    acts = [(entry, act_words(entry.act)) for entry in queries.history(row, MOST_ACTS)]
    context = {"expert": row, "tie_form": TieForm(), "away_form": AwayForm(), "reason": ReasonForm(), "acts": acts}
    return render(request, "review/pool/expert.html", context)


@only(keepers)
@require_POST
def add_tie(request: HttpRequest, expert: int) -> HttpResponse:
    """Note a tie."""
    row, form = _found(request, expert), TieForm(request.POST)

    def act() -> None:
        _valid(form)
        actions.add_tie(expert=row, tie=form.tie(), by=person(request), at=began(request))

    tried(request, act, _("Noted: it counts from now on."))
    return redirect("review:expert", expert)


@only(keepers)
@require_POST
def remove_tie(request: HttpRequest, expert: int, tie: int) -> HttpResponse:
    """Strike a tie."""
    row = get_object_or_404(Tie.objects.select_related("expert"), pk=tie, expert=expert)
    tried(request, lambda: actions.remove_tie(tie=row, by=person(request), at=began(request)), _("Struck."))
    return redirect("review:expert", expert)


@only(keepers)
@require_POST
def add_absence(request: HttpRequest, expert: int) -> HttpResponse:
    """Note days of absence."""
    row, form = _found(request, expert), AwayForm(request.POST)

    def act() -> None:
        _valid(form)
        actions.add_absence(expert=row, by=person(request), at=began(request), **form.cleaned_data)

    tried(request, act, _("Noted: it counts from now on."))
    return redirect("review:expert", expert)


@only(keepers)
@require_POST
def remove_absence(request: HttpRequest, expert: int, away: int) -> HttpResponse:
    """Strike days of absence."""
    row = get_object_or_404(Away.objects.select_related("expert"), pk=away, expert=expert)
    tried(request, lambda: actions.remove_absence(away=row, by=person(request), at=began(request)), _("Struck."))
    return redirect("review:expert", expert)


@only(keepers)
@require_POST
def remove(request: HttpRequest, expert: int) -> HttpResponse:
    """Take an expert out."""
    row, reason = _found(request, expert), request.POST.get("reason", "")[:2000]

    def act() -> None:
        actions.remove_expert(expert=row, reason=reason, by=person(request), at=began(request))

    tried(request, act, _("Taken out of the pool; what was done stays."))
    return redirect("review:expert", expert)


@only(keepers)
@require_POST
def restore(request: HttpRequest, expert: int) -> HttpResponse:
    """Take an expert in again."""
    row = _found(request, expert)
    tried(
        request,
        lambda: actions.restore_expert(expert=row, by=person(request), at=began(request)),
        _("In the pool again."),
    )
    return redirect("review:expert", expert)


@only(lead)
@require_POST
def invite(request: HttpRequest, expert: int) -> HttpResponse:
    """Give an expert an account."""
    row = get_object_or_404(Expert, pk=expert)
    site = request.build_absolute_uri("/").rstrip("/")

    def act() -> None:
        actions.invite(expert=row, by=person(request), site=site, at=began(request))

    tried(request, act, _("Invited: a letter is on its way."))
    return redirect("review:expert", expert)


@only(keepers)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    return download(experts.template(language()), _("List of experts.xlsx"), MEDIA_TYPE)


@only(keepers)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The experts that the list shows, as a workbook without ID and account numbers."""
    said = {name: request.GET.get(name, "").strip()[:60] for name in ("words", "field", "state")}
    found = queries.experts(by=person(request), at=began(request), **said)
    return download(experts.export(found, language()), _("Experts.xlsx"), MEDIA_TYPE)


def _states() -> list[tuple[str, str]]:
    return [
        ("settled", _("identity settled")),
        ("unsettled", _("identity not settled")),
        ("invited", _("with an account")),
        ("removed", _("taken out")),
    ]


def _found(request: HttpRequest, pk: int) -> Expert:
    row = queries.expert(pk, by=person(request), at=began(request))
    if row is None:
        raise Http404
    return row


def _valid(form: TieForm | AwayForm) -> None:
    if not form.is_valid():
        raise ValidationError(
            [f"{form.fields[name].label}：{error}" for name, errors in form.errors.items() for error in errors]
        )


def _told(form: ExpertForm, error: ValidationError) -> None:
    for name, errors in error.error_dict.items():
        form.add_error("fields_said" if name == "fields" else name, errors)
