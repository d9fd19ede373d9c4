"""The approval: given by the head of office, shown to everybody, with a letter for each applicant."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import PaperError
from juli.engines.paper.word import word
from juli.stages.accounts.gate import began, only, posts, public, signed_in
from juli.stages.accounts.roles import Role
from juli.stages.applications import paper as papers
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.awards import approvals as printing
from juli.stages.awards.actions import approvals as actions
from juli.stages.awards.queries import approvals as queries
from juli.stages.awards.queries import publications
from juli.stages.awards.views.publications import desk_page, unprintable

_OFFICE = only(posts(Role.OFFICER, Role.LEAD))
_LEAD = only(posts(Role.LEAD))


@_LEAD
@require_POST
def approve(request: HttpRequest, publication: int) -> HttpResponse:
    """Approve what stood through its publication."""
    row, said = publications.one(publication), request.POST
    try:
        made = actions.approve(
            publication=row,
            document=said.get("document", ""),
            body=said.get("body", ""),
            experts=bool(said.get("experts")),
            by=reader(request),
            at=began(request),
        )
    except NotReady as error:
        return desk_page(request, publication, error.reasons)
    messages.success(request, _("Approved; everybody concerned is told."))
    return redirect("awards:approval", publication=publication, approval=made.pk)


@public
@require_safe
def result(request: HttpRequest, publication: int, approval: int) -> HttpResponse:
    """What was approved, for everybody."""
    made, lines = queries.approval(publication, approval)
    context: dict[str, Any] = {"approval": made, "lines": lines, "programme": queries.programme(made)}
    context["titled"] = any(line.application.title for line in lines)
    context["amounts"] = any(line.amount is not None for line in lines)
    return render(request, "awards/approvals/result.html", context)


@public
@require_safe
def paper(request: HttpRequest, publication: int, approval: int, form: str) -> HttpResponse:
    """The notice 立项通知 on paper."""
    made, lines = queries.approval(publication, approval)
    try:
        return papers.response(
            printing.notice(made, lines), form, f"{made.publication.call.edition}-approval-{made.pk}"
        )
    except PaperError as error:
        return unprintable(request, error)


@_OFFICE
@require_safe
def letters(request: HttpRequest, approval: int) -> HttpResponse:
    """Every letter of an approval, as Word and PDF, in one archive."""
    made, lines = queries.letters(request.user, approval, began(request))
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for line in lines:
                document = printing.letter(line)
                for ending, content in (("pdf", pdf(document)), ("docx", word(document))):
                    # Without the day of the run: the same approval, the same bytes.
                    archive.writestr(zipfile.ZipInfo(f"{line.number}.{ending}"), content)
    except PaperError as error:
        return unprintable(request, error)
    answer = HttpResponse(target.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{made.publication.call.edition}-letters-{made.pk}.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@signed_in
@require_safe
def own(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """What became of an application, for its applicant."""
    found = publications.own(request.user, organisation, application, began(request))
    return render(request, "awards/approvals/own.html", {"result": found, "frame": found.frame})


@signed_in
@require_safe
def letter(request: HttpRequest, organisation: int, application: int, form: str) -> HttpResponse:
    """The applicant's letter."""
    line = queries.own_letter(request.user, organisation, application, began(request))
    try:
        return papers.response(printing.letter(line), form, line.number)
    except PaperError as error:
        return unprintable(request, error)
