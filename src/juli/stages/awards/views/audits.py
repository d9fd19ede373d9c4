"""An audit before its auditor, and what the auditor and the applicant both do: lines and vouchers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from juli.engines.paper.problems import PaperError
from juli.registry.files.actions import take
from juli.registry.files.findings import Refused as FileRefused
from juli.registry.files.serving import open_for
from juli.registry.language import language
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.registry.workbooks import XLSX, file_of, wanted
from juli.stages.accounts.gate import began, only, posts, signed_in
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.applications import paper as papers
from juli.stages.applications.cases import NotReady
from juli.stages.applications.views.reader import reader
from juli.stages.awards import audit_lines, audit_paper, auditing
from juli.stages.awards.actions import audits as actions
from juli.stages.awards.audits_notices import own_page
from juli.stages.awards.models import AuditCase, AuditLine
from juli.stages.awards.money import amount_of
from juli.stages.awards.queries import audits as queries
from juli.stages.awards.queries import workbooks
from juli.stages.awards.views.publications import unprintable

_AUDITOR = only(posts(Role.AUDITOR))
#: Empty rows that the form shows; files of one line that come at once.
ROWS, FILES = 4, 10


@_AUDITOR
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The reader's cases."""
    found = queries.cases(reader(request), began(request))
    if wanted(request):
        return file_of(workbooks.own_audits(found))
    return render(request, "awards/audits/list.html", {"cases": found})


@_AUDITOR
@require_safe
def case(request: HttpRequest, case: int) -> HttpResponse:
    """One case."""
    return _case(request, case)


@_AUDITOR
@require_POST
def decide_lines(request: HttpRequest, case: int) -> HttpResponse:
    """Decide the lines that are ticked."""
    said = request.POST

    def act() -> str:
        word, part = said.get("word", ""), said.get("accepted", "").strip()
        cents = amount_of(part) if part else None
        if part and cents is None:
            raise NotReady([_("“%(amount)s” is no amount: write yuan, such as 12345.67") % {"amount": part}])
        if part and word != AuditLine.Word.IN_SCOPE:
            raise NotReady([_("A part is accepted of a line in scope only; empty the amount.")])
        made = actions.decide_lines(
            case=queries.found(case),
            lines=[whole(one) for one in said.getlist("line")],
            word=word,
            reason=said.get("reason", ""),
            accepted=cents,
            had=whole(said.get("had", "")),
            by=reader(request),
            at=began(request),
        )
        return _("Decided: %(number)d lines") % {"number": len(made)}

    return _done(request, case, act)


@_AUDITOR
@require_POST
def sign(request: HttpRequest, case: int) -> HttpResponse:
    """Sign the report off."""
    said = request.POST

    def act() -> str:
        actions.sign_off(
            case=queries.found(case),
            conclusion=said.get("conclusion", ""),
            had=whole(said.get("had", "")),
            by=reader(request),
            at=began(request),
        )
        return _("Signed off; the report stands.")

    return _done(request, case, act)


@signed_in
@require_safe
def own(request: HttpRequest, organisation: int, application: int) -> HttpResponse:
    """The applicant's page of its audit."""
    found = queries.own(request.user, organisation, application, began(request))
    return _own(request, found)


@signed_in
@require_POST
def bring(request: HttpRequest, case: int) -> HttpResponse:
    """Bring lines: typed, pasted or as a workbook; all of them, or none and every bad row named."""
    row = _filled(request, case)
    said = request.POST
    bad: list[str] = []
    if "pasted" in said:
        lines = audit_lines.pasted(said["pasted"])
    elif (sent := request.FILES.get("file")) is not None:
        lines, bad = audit_lines.brought(sent.read(), sent.name or "")
    else:
        lines = audit_lines.typed(*(said.getlist(name) for name in ("item", "vouchers", "amount", "work")))

    def act() -> str:
        page = queries.around(row, began(request))
        ids = {key: key for key in page.works.values()}
        spent, wrong = audit_lines.read(lines, {**ids, **page.works})
        if bad or wrong:
            raise NotReady([*bad, *wrong])
        made = actions.bring(case=row, spent=spent, by=reader(request), at=began(request))
        return _("%(number)d lines brought") % {"number": len(made)}

    # What was typed is shown where it was typed; what came in a file can be mended as text.
    kept = {"typed": lines} if "item" in said else {"pasted": said.get("pasted") or audit_lines.written(lines)}
    return _done(request, case, act, **kept)


@signed_in
@require_POST
def remove(request: HttpRequest, case: int, line: int) -> HttpResponse:
    """Take a line out."""
    row = queries.line(request.user, case, line, began(request))

    def act() -> str:
        actions.remove(line=row, by=reader(request), at=began(request))
        return _("Taken out.")

    return _done(request, case, act)


@signed_in
@require_POST
def add_voucher(request: HttpRequest, case: int, line: int) -> HttpResponse:
    """Bring vouchers of a line."""
    row = queries.line(request.user, case, line, began(request))
    sent = request.FILES.getlist("file")

    def act() -> str:
        if not 0 < len(sent) <= FILES:
            raise NotReady([_("Choose the vouchers first: at most %(most)d at once.") % {"most": FILES}])
        user, at, reasons = reader(request), began(request), []
        for file in sent:
            try:
                take(
                    blocks=file.chunks(),
                    name=file.name or "",
                    at=at,
                    then=lambda kept: actions.add_voucher(line=row, kept=kept, by=user, at=at),
                )
            except FileRefused as refusal:
                reasons += [f"{file.name}: {one.say(language())}" for one in refusal.findings if one.refuses]
        if reasons:
            raise NotReady(reasons)
        return _("%(number)d vouchers brought") % {"number": len(sent)}

    return _done(request, case, act)


@signed_in
@require_safe
def voucher(request: HttpRequest, case: int, link: int) -> HttpResponseBase:
    """One voucher."""
    found = queries.voucher(request.user, case, link, began(request))
    return open_for(link=found, may_read=lambda _link: True, in_place=True)


@signed_in
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    answer = HttpResponse(audit_lines.template(), content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="spending.xlsx"'
    return answer


@signed_in
@require_safe
def report(request: HttpRequest, case: int, number: int, form: str) -> HttpResponse:
    """A signed report on paper: ``pdf`` or ``word``; always the same bytes."""
    signed = queries.report(request.user, case, number, began(request))
    try:
        return papers.response(
            audit_paper.report(signed, language()), form, f"{signed.content['number']}-audit-{number}"
        )
    except PaperError as error:
        return unprintable(request, error)


def _done(request: HttpRequest, case: int, act: Callable[[], str], **kept: Any) -> HttpResponse:
    """Act, then back to the page; where that cannot be, the page with the reasons and what was typed."""
    try:
        said = act()
    except NotReady as error:
        return _again(request, case, error.reasons, **kept)
    except Stale:
        return _again(request, case, [_("Somebody changed this audit meanwhile; look at it, then say it again.")])
    messages.success(request, said)
    row = queries.found(case)
    return redirect("awards:audit", case=case) if _audits(request, row) else redirect(own_page(row))


def _again(request: HttpRequest, case: int, reasons: Sequence[str], **kept: Any) -> HttpResponse:
    row = queries.found(case)
    if _audits(request, row):
        return _case(request, case, reasons, **kept)
    applied = row.application
    return _own(
        request, queries.own(request.user, applied.organisation_id, applied.pk, began(request)), reasons, **kept
    )


def _case(request: HttpRequest, case: int, reasons: Sequence[str] = (), **kept: Any) -> HttpResponse:
    page = queries.mine(request.user, case, began(request))
    said = request.POST
    ticked = {whole(one) for one in said.getlist("line")}
    word, reason = said.get("word", ""), said.get("reason", "")
    if (tick := request.GET.get("tick", "")) and not said:
        left = [row for row in page.rows if not row.line.word]
        chosen = left if tick == "left" else [row for row in left if row.suggestion and row.suggestion.word == tick]
        ticked = {row.line.seq for row in chosen}
        if tick != "left" and chosen:
            word = tick
            whys = dict.fromkeys(row.suggestion.why.say(language()) for row in chosen if row.suggestion)
            reason = "；".join(whys)
    context = {
        "page": page,
        "reasons": reasons,
        "ticked": ticked,
        "word": word,
        "reason": reason,
        "part": said.get("accepted", ""),
        "conclusion": said.get("conclusion", page.case.conclusion),
        "words": [choice for choice in AuditLine.Word.choices if choice[0]],
        **_form(kept),
    }
    return render(request, "awards/audits/case.html", context, status=422 if reasons else 200)


def _own(request: HttpRequest, found: queries.Own, reasons: Sequence[str] = (), **kept: Any) -> HttpResponse:
    context = {"page": found.page, "frame": found.frame, "signed": found.signed, "reasons": reasons, **_form(kept)}
    return render(request, "awards/audits/own.html", context, status=422 if reasons else 200)


def _form(kept: dict[str, Any]) -> dict[str, Any]:
    typed = list(kept.get("typed", ()))
    empty = [audit_lines.Typed("")] * max(1, ROWS - len(typed))
    return {"typed": [*typed, *empty], "pasted": kept.get("pasted", "")}


def _filled(request: HttpRequest, case: int) -> AuditCase:
    row = queries.found(case)
    auditing.filler(request.user, row, began(request))
    return row


def _audits(request: HttpRequest, row: AuditCase) -> bool:
    try:
        auditing.auditor(request.user, row, began(request))
    except Refused:
        return False
    return True
