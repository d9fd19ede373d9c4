"""The draw, before office and supervisor: the plan, the two promises, the two secrets, the record."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from juli.engines.panel.problems import PanelError
from juli.registry.language import language
from juli.stages.accounts.gate import began, only
from juli.stages.review.actions import drawing
from juli.stages.review.forms.panels import SecretForm
from juli.stages.review.models import Draw, Expert, Panel
from juli.stages.review.permissions import keepers, lead, party, watchers
from juli.stages.review.plans import plan_of, replayed
from juli.stages.review.queries import panels as queries
from juli.stages.review.views.reading import download, person, tried
from juli.stages.review.wording import kind_words, why_words


@only(keepers)
@require_POST
def plan(request: HttpRequest, panel: int) -> HttpResponse:
    """Fix the plan of a draw."""
    row = Panel.objects.filter(pk=panel).first()
    if row is None:
        raise Http404
    try:
        made = drawing.plan_draw(panel=row, by=person(request), at=began(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("review:panel", panel)
    return redirect("review:draw", made.pk)


@only(watchers)
@require_GET
def draw(request: HttpRequest, draw: int) -> HttpResponse:
    """The draw and what the reader may do in it."""
    return _page(request, _found(request, draw))


@only(watchers)
@require_POST
def commit(request: HttpRequest, draw: int) -> HttpResponse:
    """Commit to a secret; the code that goes with it is shown on this page, and never again."""
    row, form = _found(request, draw), SecretForm(request.POST)
    if form.is_valid():
        try:
            said = form.cleaned_data["secret"]
            nonce = drawing.commit_secret(draw=row, secret=said, by=person(request), at=began(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _page(request, _found(request, draw), nonce=nonce)
    return _page(request, row, form)


@only(watchers)
@require_POST
def reveal(request: HttpRequest, draw: int) -> HttpResponse:
    """Reveal one's secret."""
    row, form = _found(request, draw), SecretForm(request.POST)
    if form.is_valid():
        try:
            drawing.reveal_secret(draw=row, by=person(request), at=began(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("review:draw", draw)
    return _page(request, row, form)


@only(lead)
@require_POST
def break_off(request: HttpRequest, draw: int) -> HttpResponse:
    """Give up a draw that was begun."""
    row, reason = _found(request, draw), request.POST.get("reason", "")

    def act() -> None:
        drawing.break_off(draw=row, reason=reason, by=person(request), at=began(request))

    tried(request, act, _("Broken off; that stays to be seen."))
    return redirect("review:panel", row.panel_id)


@only(watchers)
@require_GET
def record(request: HttpRequest, draw: int) -> HttpResponse:
    """The record, byte for byte, to be repeated anywhere."""
    row = _found(request, draw)
    if not row.record:
        raise Http404
    return download(row.record.encode(), f"draw-{row}.json", "application/json")


def _found(request: HttpRequest, pk: int) -> Draw:
    row = queries.draw(pk, by=person(request), at=began(request))
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Draw, form: SecretForm | None = None, nonce: str = "") -> HttpResponse:
    who, _actor = party(request.user, began(request))
    said = plan_of(row)
    ids = [int(one.id) for one in said.pool] + [int(one.id) for one in said.exclusions]
    names = {str(row.pk): row for row in Expert.objects.filter(pk__in=ids)}
    again, wrong = None, ""
    if row.record:
        try:
            again = replayed(row)
        except PanelError as error:
            wrong = error.said.say(language())
    context = {
        "draw": row,
        "plan": said,
        "who": who,
        "mine": bool(getattr(row, f"{who}_commitment")),
        "both": bool(row.office_commitment and row.supervisor_commitment),
        "revealed": bool(getattr(row, f"{who}_secret")),
        "anybody": bool(row.office_secret or row.supervisor_secret),
        "form": form or SecretForm(),
        "nonce": nonce,
        "drawn": [names[i] for i in again.drawn] if again else [],
        "reserves": [names[i] for i in again.reserves] if again else [],
        "again": again,
        "wrong": wrong,
        "kept_out": [(names.get(e.id), list(dict.fromkeys(_code(c) for c in e.reasons))) for e in said.exclusions],
    }
    return render(request, "review/panels/draw.html", context, status=422 if form is not None else 200)


def _code(code: str) -> str:
    """Why somebody is not in the pool, in words; the application by its row."""
    kind, _colon, _application = code.partition(":")
    return kind_words(kind) if _colon else why_words(kind)
