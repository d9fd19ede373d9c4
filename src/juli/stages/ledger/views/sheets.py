"""The ledger as a spreadsheet: template, export, import with its preview."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from juli.engines.policy.problems import DossierUnusable
from juli.registry.language import language
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.ledger.actions import intakes as actions
from juli.stages.ledger.entries import UnknownKind, kind_named
from juli.stages.ledger.models import Achievement, Intake
from juli.stages.ledger.permissions import own
from juli.stages.ledger.queries.intakes import preview
from juli.stages.ledger.queries.timeline import Filters, filtered
from juli.stages.ledger.sheets.reading import Table, from_text, from_workbook
from juli.stages.ledger.sheets.writing import MEDIA_TYPE, export, template
from juli.stages.ledger.views.frame import reader, whose
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary

#: Bytes of a workbook, characters of a pasted table.
MOST_BYTES: Final = 5_000_000
MOST_PASTED: Final = 1_000_000
_ANSWERS: Final = frozenset({"leave", "change", "add"})


@only(own)
@require_safe
def blank(request: HttpRequest, organisation: int) -> HttpResponse:
    """The template, for all kinds or for those that are asked for."""
    whose(organisation)
    asked = set(request.GET.getlist("kind"))
    kinds = [kind for kind in vocabulary().achievements if not asked or kind.name in asked]
    return _workbook(template(kinds, language()), _("ledger template"))


@only(own)
@require_safe
def exported(request: HttpRequest, organisation: int) -> HttpResponse:
    """The entries that the filters let through, all of them without filters."""
    where = whose(organisation)
    filters = Filters(*(request.GET.get(name, "").strip()[:100] for name in Filters._fields))
    rows = Achievement.objects.filter(organisation=where, removed_at=None).order_by("date", "pk")
    return _workbook(export(filtered(rows, filters, began(request)), language()), where.name)


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.xlsx") or "attachment"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, organisation: int) -> HttpResponse:
    """Bring a workbook, or paste a table."""
    where = whose(organisation)
    if request.method != "POST":
        return _bring(request, where)
    pasted = request.POST.get("pasted", "")
    try:
        name, table = _table(request, pasted)
    except _Unreadable as error:
        return _bring(request, where, wrong=str(error), pasted=pasted, status=422)
    if not table.rows:
        wrong = _("No rows were found. The headings stand in the first row, as in the template; rows stand below.")
        return _bring(request, where, wrong=wrong, remarks=table.remarks, pasted=pasted, status=422)
    intake = actions.bring(organisation=where, name=name, table=table, by=reader(request), at=began(request))
    return HttpResponseRedirect(reverse("ledger:intake", args=[organisation, intake.pk]))


class _Unreadable(ValueError):
    """What was brought can't be read; the message says why and what to do."""


def _table(request: HttpRequest, pasted: str) -> tuple[str, Table]:
    file = request.FILES.get("file")
    if file is not None:
        name = PurePath(file.name or "").name
        if PurePath(name).suffix.lower() != ".xlsx":
            raise _Unreadable(_("“%(name)s” is no .xlsx file; save it as an Excel workbook.") % {"name": name[:80]})
        if (file.size or 0) > MOST_BYTES:
            raise _Unreadable(_("The file is larger than %(most)d MB; split it.") % {"most": MOST_BYTES // 1_000_000})
        try:
            return name, from_workbook(file.read(), name)
        except DossierUnusable as error:
            raise _Unreadable("\n".join(problem.say(language()) for problem in error.problems)) from error
    if not pasted.strip():
        raise _Unreadable(_("Choose a file, or paste rows."))
    if len(pasted) > MOST_PASTED:
        raise _Unreadable(_("That is too much to paste; bring it as a file."))
    try:
        return "", from_text(pasted, kind_named(request.POST.get("kind", "")))
    except UnknownKind as error:
        raise _Unreadable(_("Choose what the rows are.")) from error


def _bring(request: HttpRequest, where: Organisation, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "organisation": where,
        "kinds": vocabulary().achievements,
        "kind": request.POST.get("kind", request.GET.get("kind", "")),
        "open": Intake.objects.filter(organisation=where, finished_at=None).order_by("-begun_at")[:20],
        "megabytes": MOST_BYTES // 1_000_000,
        **more,
    }
    return render(request, "ledger/bring.html", context, status=status)


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest, organisation: int, intake: int) -> HttpResponse:
    """What was read: sound rows to take in, rows the ledger has already, rows to be mended."""
    where = whose(organisation)
    found = get_object_or_404(Intake, pk=intake, organisation=where)
    if request.method == "POST":
        return _acted(request, where, found)
    context = {"organisation": where, "preview": preview(found, request.GET.get("page", ""))}
    return render(request, "ledger/intake.html", context)


def _acted(request: HttpRequest, where: Organisation, found: Intake) -> HttpResponse:
    """What was typed is kept first, whatever the button says."""
    by, at, said = reader(request), began(request), request.POST
    version = said.get("version", "")
    seen = int(version) if _is_number(version) else 0
    mended = actions.mend(intake=found, cells=_cells(request), version=seen, by=by, at=at)
    do = said.get("do", "")
    here = reverse("ledger:intake", args=[where.pk, found.pk])
    if do == "take":
        try:
            taken = actions.take(
                intake=found,
                version=mended.version,
                answers=cast(Any, _answers(request)),
                otherwise=cast(Any, said.get("otherwise") if said.get("otherwise") in _ANSWERS else "leave"),
                by=by,
                at=at,
            )
        except Stale:
            messages.warning(request, _("Somebody worked on this import meanwhile; look at it once more."))
            return HttpResponseRedirect(here)
        messages.success(
            request,
            _("%(added)d added, %(changed)d changed, %(left)d left as they were.") % taken._asdict(),
        )
    elif do == "drop":
        actions.drop(intake=found, by=by, at=at)
    elif do.startswith("drop-") and _is_number(do.removeprefix("drop-")):
        actions.drop(intake=found, rows=[int(do.removeprefix("drop-"))], by=by, at=at)
    elif mended.sound:
        said_ = ngettext("%(n)d row is sound now.", "%(n)d rows are sound now.", mended.sound) % {"n": mended.sound}
        messages.success(request, said_)
    found.refresh_from_db()
    if found.finished_at is not None:
        return HttpResponseRedirect(reverse("ledger:timeline", args=[where.pk]))
    return HttpResponseRedirect(here)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len(str(2**63))


def _cells(request: HttpRequest) -> dict[int, dict[str, str]]:
    """Cells as typed, named ``cell-ROW-FIELD``."""
    found: dict[int, dict[str, str]] = {}
    for key, value in request.POST.items():
        _cell, _dash, rest = key.partition("cell-")
        number, _dash, field = rest.partition("-")
        if not _cell and _is_number(number) and field and isinstance(value, str):
            found.setdefault(int(number), {})[field] = value.replace("\r\n", "\n")
    return found


def _answers(request: HttpRequest) -> dict[int, str]:
    """Answers for rows that are there already, named ``again-ROW``."""
    found = {}
    for key, value in request.POST.items():
        number = key.removeprefix("again-")
        if key != number and _is_number(number) and value in _ANSWERS:
            found[int(number)] = str(value)
    return found
