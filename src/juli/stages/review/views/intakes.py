"""Lists brought as workbooks: the upload, every row before anything is entered, the entering."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from juli.stages.accounts.gate import began, only
from juli.stages.review.actions import intakes as actions
from juli.stages.review.forms.pool import ListForm
from juli.stages.review.identities import last
from juli.stages.review.models import Intake
from juli.stages.review.permissions import keepers
from juli.stages.review.queries import pool as queries
from juli.stages.review.queries.intakes import content
from juli.stages.review.views.reading import person, tried

#: Rows of a preview that are shown; all are counted, all bad ones are shown.
MOST_SHOWN = 200


@only(keepers)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, of: str) -> HttpResponse:
    """Bring a list; the lists that were brought."""
    form = ListForm(request.POST or None, request.FILES or None, initial={"of": of})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.bring(
                of=Intake.Of(of), name=file.name, blocks=file.chunks(), by=person(request), at=began(request)
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("review:intake", row.pk)
    context = {"form": form, "of": Intake.Of(of), "lists": queries.intakes(of, by=person(request), at=began(request))}
    return render(request, "review/pool/bring.html", context, status=422 if form.errors else 200)


@only(keepers)
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, intake: int) -> HttpResponse:
    """What a list says; entering its good rows."""
    row = get_object_or_404(Intake, pk=intake)
    if request.method == "POST":
        tried(request, lambda: actions.enter(intake=row, by=person(request), at=began(request)), _("Entered."))
        return redirect("review:intake", row.pk)
    read = content(row)
    shown = [{"place": one.place, "does": one.does, **_shown(dict(one.said))} for one in read.rows[:MOST_SHOWN]]
    context = {"intake": row, "read": read, "rows": shown, "more": len(read.rows) - len(shown), "of": Intake.Of(row.of)}
    return render(request, "review/pool/intake.html", context)


@only(keepers)
@require_POST
def put_aside(request: HttpRequest, intake: int) -> HttpResponse:
    """Let go of what was not entered."""
    row = get_object_or_404(Intake, pk=intake)
    tried(request, lambda: actions.put_aside(intake=row, by=person(request), at=began(request)), _("Put aside."))
    return redirect("review:bring", row.of)


def _shown(said: dict[str, object]) -> dict[str, object]:
    """A row as a page may show it: of numbers, the last four characters."""
    hidden = {name: f"…{last(str(said[name]))}" for name in ("number", "account") if said.get(name)}
    fields = said.get("fields")
    return {**said, **hidden, "fields": "、".join(map(str, fields)) if isinstance(fields, list) else ""}
