"""Bringing lists of standing: the template, the upload, the preview, the entering (S2-41)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from juli.registry.files.models import Attachment
from juli.registry.files.store import store
from juli.registry.language import language
from juli.stages.accounts.gate import began, only
from juli.stages.organisations import roster
from juli.stages.organisations.actions import lists, standing
from juli.stages.organisations.forms import ListForm
from juli.stages.organisations.gates import OFFICE, person
from juli.stages.organisations.queries.lists import SUBJECT, brought, fresh
from juli.stages.organisations.vocabulary import own_fields, vocabulary
from juli.stages.organisations.wording import say, shown

#: Rows of a preview that are shown; all are counted, all bad ones are shown.
MOST_SHOWN = 200


@only(OFFICE)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a list; the lists that were brought."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            link = lists.bring_list(name=file.name, blocks=file.chunks(), by=person(request), at=began(request))
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("organisations:list", link.pk)
    context = {"form": form, "kinds": [say(kind.label) for kind in roster.kinds()], "lists": brought()[:20]}
    return render(request, "organisations/lists.html", context, status=422 if form.errors else 200)


@only(OFFICE)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(roster.template(language()), content_type=media)
    answer.headers["Content-Disposition"] = content_disposition_header(True, _("Lists of standing.xlsx")) or ""
    return answer


@only(OFFICE)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, link: int) -> HttpResponse:
    """What a list says; entering its good rows."""
    found = get_object_or_404(Attachment.objects.select_related("file"), pk=link, subject_type=SUBJECT)
    with store().open(found.file.digest) as content:
        read = roster.read(content.read(), found.name, language())
    if request.method == "POST":
        new = standing.import_standing(
            rows=read.ready, basis=found.name, of=found.subject, by=person(request), at=began(request)
        )
        counted = {"new": new, "all": len(read.ready)}
        messages.success(request, _("%(new)d rows are new, of %(all)d that are good.") % counted)
        return redirect("organisations:list", link)
    kinds = vocabulary().kinds
    shown_rows = [(row, say(kinds[row.kind].label), _words(row)) for row in read.ready[:MOST_SHOWN]]
    context = {
        "link": found,
        "read": read,
        "rows": shown_rows,
        "more": len(read.ready) - len(shown_rows),
        "new": len(fresh(read.ready)),
    }
    return render(request, "organisations/list.html", context)


def _words(row: roster.Ready) -> str:
    fields = own_fields(vocabulary().kinds[row.kind])
    said = [shown(field, row.fields.get(name)) for name, field in fields.items()]
    return " · ".join(filter(None, said))
