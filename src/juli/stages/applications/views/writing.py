"""The form, a section at a time: shown, saved by a button or as it is typed, settled where two texts met."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from juli.registry.files.findings import Refused as FileRefused
from juli.registry.language import language
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, signed_in
from juli.stages.applications.actions import materials as material_actions
from juli.stages.applications.actions import writing as actions
from juli.stages.applications.form.comparing import differences
from juli.stages.applications.form.layout import Part, parts
from juli.stages.applications.form.reading import Unreadable, place_of, read
from juli.stages.applications.models import Application, Rival
from juli.stages.applications.queries import frame as frames
from juli.stages.applications.queries import writing as queries
from juli.stages.applications.views.reader import reader
from juli.stages.calls.notices.queries import guidance

#: Saves that a script sends say so, and are answered in JSON.
_SCRIPT = "application/json"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, organisation: int, application: int, section: str = "") -> HttpResponse:
    """One section of the form; saving it."""
    if request.method == "POST":
        return _save(request, organisation, application, section)
    frame = frames.frame(request.user, organisation, application, "form", began(request))
    if frame.programme.form is None and not section:
        return render(request, "applications/formless.html", {"frame": frame})
    page = queries.page(frame, request.user, section, began(request))
    return render(request, "applications/form.html", _context(page))


#: Whoever types loses nothing: what cannot be kept is kept as a mark that shows where it stood.
form.keeps_every_character = True  # type: ignore[attr-defined]  # Read by site.characters.


def _context(page: queries.Page) -> dict[str, Any]:
    form_ = page.frame.programme.form
    claims = next((tab.url for tab in page.frame.tabs if tab.name == "claims"), "")
    return {
        "page": page,
        "frame": page.frame,
        "notes": form_.notes if form_ else (),
        "guidance": guidance(page.frame.application.call, _cited(page)),
        "claims_url": claims,
        "record_url": reverse("organisations:record", args=[page.frame.application.organisation_id]),
        "rival": _rival(page),
    }


def _cited(page: queries.Page) -> str:
    """Where the notice speaks of a section: its own citation, else that of the whole form."""
    form_ = page.frame.programme.form
    return page.part.section.cite or (form_.cite if form_ else "")


def _rival(page: queries.Page) -> dict[str, Any] | None:
    if page.rival is None:
        return None
    stands = page.frame.application.answers.filter(section=page.part.id).values_list("value", flat=True).first()
    return {"differences": differences(page.frame.programme, page.part, stands, page.rival.value)}


def _save(request: HttpRequest, organisation: int, application: int, section: str) -> HttpResponse:
    row = frames.found(request.user, organisation, application)
    frame = frames.around(row, request.user, "form", began(request))
    known = parts(frame.programme, row.applicant_type, tuple(row.tracks))
    part = next((part for part in known if part.id == section), None)
    if part is None:
        raise Http404(f"the form has no section {section}")
    sent = request.POST.copy()
    for name in request.FILES:
        # The row of a file stays, even where nothing else stands in it.
        table, _dot, rest = name.removeprefix("c.").partition(".")
        sent[f"k.{table}.{rest.partition('.')[0]}"] = "1"
    script = request.headers.get("Accept", "").startswith(_SCRIPT)
    try:
        value = read(frame.programme, part, sent)
        act = sent.get("act", "")
        if act.startswith("settle:"):
            rival = get_object_or_404(Rival, pk=_number(act[7:]), application=row, section=section, settled_at=None)
            had = _number(sent.get("seen"))
            actions.settle(rival=rival, value=value, had=had, by=reader(request), at=began(request))
            saved = None
        else:
            had = _number(sent.get("had"))
            saved = actions.save(
                application=row, section=section, value=value, had=had, by=reader(request), at=began(request)
            )
            _bring(request, row, part)
    except (Unreadable, FileRefused, Stale) as error:
        return _refused(request, row, section, _reason(error), script=script)
    if script:
        return _answer(request, organisation, application, section, rival=saved is not None and saved.rival is not None)
    if saved is not None and saved.rival is not None:
        text = _("Somebody else saved this section while you were writing. Both texts are kept: choose below.")
        messages.warning(request, text)
    else:
        time = timezone.localtime(began(request)).strftime("%H:%M:%S")
        messages.success(request, _("Saved %(time)s") % {"time": time})
    return redirect("applications:form", organisation=organisation, application=application, section=section)


def _bring(request: HttpRequest, row: Application, part: Part) -> None:
    """Hand in the files that came with a section. Raises Unreadable, FileRefused."""
    for name in request.FILES:
        found = place_of(part, name)
        place = material_actions.Place(section=part.id, field=found.field, row=found.row, column=found.column)
        for file in request.FILES.getlist(name):
            material_actions.bring(
                application=row,
                place=place,
                name=file.name or "",
                blocks=file.chunks(),
                by=reader(request),
                at=began(request),
            )


def _reason(error: Exception) -> str:
    if isinstance(error, Unreadable):
        return error.reason
    if isinstance(error, FileRefused):
        return " ".join(finding.say(language()) for finding in error.findings if finding.refuses)
    return _("Somebody saved this section once more meanwhile; compare again.")


def _refused(request: HttpRequest, row: Application, section: str, reason: str, *, script: bool) -> HttpResponse:
    """What was sent stays with the sender: the page keeps it on their machine, a page without scripts goes back."""
    if script:
        return JsonResponse({"state": "refused", "reason": reason}, status=422)
    frame = frames.around(row, request.user, "form", began(request))
    page = queries.page(frame, request.user, section, began(request))
    context = {**_context(page), "refused": reason, "sent": request.POST}
    return render(request, "applications/refused.html", context, status=422)


def _answer(request: HttpRequest, organisation: int, application: int, section: str, *, rival: bool) -> HttpResponse:
    """What changes on the page after a save: marks, what is missing, sums, who else is there."""
    frame = frames.frame(request.user, organisation, application, "form", began(request))
    page = queries.page(frame, request.user, section, began(request))
    context = {**_context(page), "check": page.check}

    def part(name: str) -> str:
        return render_to_string(f"applications/parts/{name}.html", context, request)

    tables = [control.table for control in page.controls if control.table is not None]
    return JsonResponse(
        {
            "state": "rival" if rival else "saved",
            "time": timezone.localtime(began(request)).strftime("%H:%M:%S"),
            "version": page.version,
            "steps": part("steps"),
            "check": part("progress"),
            "sums": part("sums"),
            "others": part("others"),
            "rival": part("rival") if page.rival is not None else "",
            "wrong": dict(queries.wrong(page.check, page.part)),
            "totals": {f"{t.name}.{i}": total for t in tables for i, total in enumerate(t.totals) if total},
        }
    )


@signed_in
@require_POST
def settle(request: HttpRequest, organisation: int, application: int, rival: int) -> HttpResponse:
    """Choose one of two texts as it is."""
    row = frames.found(request.user, organisation, application)
    waiting = Rival.objects.filter(application=row, settled_at=None).select_related("application", "by")
    found = get_object_or_404(waiting, pk=rival)
    answer = row.answers.filter(section=found.section).first()
    value = found.value if request.POST.get("keep") == "came" else (answer.value if answer else None)
    try:
        had = _number(request.POST.get("had"))
        actions.settle(rival=found, value=value, had=had, by=reader(request), at=began(request))
    except Stale as error:
        messages.warning(request, _reason(error))
    else:
        messages.success(request, _("Settled; the other text stays readable among the versions."))
    return redirect("applications:form", organisation=organisation, application=application, section=found.section)


@signed_in
@require_POST
def here(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """A sign of life of somebody who has the form open; who else is there."""
    row = frames.found(request.user, organisation, application)
    actions.be_here(application=row, section=request.POST.get("section", ""), by=reader(request), at=began(request))
    frame = frames.around(row, request.user, "form", began(request))
    others = queries.others(frame, request.user, began(request))
    versions = dict(row.answers.values_list("section", "version"))
    html = render_to_string("applications/parts/others.html", {"page": {"others": others}}, request)
    return JsonResponse({"others": html, "version": versions.get(request.POST.get("section", ""), 0)})


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
