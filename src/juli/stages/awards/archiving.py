"""What the awards put into an archive: lists, audits, publications, objections without who objects, approvals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db.models import Q

from juli.engines.paper.document import Document
from juli.engines.policy.labels import Label
from juli.registry.archive.chains import witness_all
from juli.registry.archive.contents import Contents
from juli.registry.archive.files import attached, named, paper
from juli.registry.archive.rows import fields, rows
from juli.registry.canonical import SHANGHAI
from juli.registry.journal.queries import entries
from juli.registry.parties import Subject
from juli.stages.applications.archiving import folder, verdict
from juli.stages.applications.models import Application
from juli.stages.awards import approvals, audit_paper, lists, publications
from juli.stages.awards.models import (
    Approval,
    ApprovalLine,
    AuditCase,
    ListVerdict,
    Meeting,
    Objection,
    Publication,
    RankedList,
)
from juli.stages.calls.models import Call


def of_application(contents: Contents, row: Application, _at: datetime) -> None:
    """What became of one application from the list to its approval."""
    for made in RankedList.objects.filter(lines__application=row).distinct().order_by("number"):
        _list(contents, made, row)
    looks = rows(row.credit_checks.order_by("pk"), "outcome", "source", "checked_on", "note", "at", "by_id")
    _data(contents, row, "credit", Label("信用核查", "Looks at its credit"), looks)
    said = rows(row.meeting_decisions.filter(meeting__state="signed").order_by("pk"), "meeting__label_zh",
                "meeting__held_on", "meeting__signed_at", "word", "amount", "note")  # fmt: skip
    _data(contents, row, "meetings", Label("会议决定", "Decisions of meetings"), said)
    _audit(contents, row)
    for publication in Publication.objects.filter(lines__application=row).order_by("number"):
        _publication(contents, publication)
    _data(contents, row, "objections", Label("异议及处理结果", "Objections and what came of them"),
          _objections(Q(application=row)))  # fmt: skip
    line = ApprovalLine.objects.filter(application=row).select_related("approval__publication__call").first()
    if line is not None:
        _approval(contents, line.approval)
        title = named(Label("立项通知书", "Letter of approval"), row.number)
        path = f"{folder(row)}/awards/letter.pdf"
        _paper(contents, path, title, partial(approvals.letter, line), line.approval.at, line.number)


def of_call(contents: Contents, call: Call, _at: datetime) -> None:
    """Lists with the verdicts that they stood on, decisions about the order, minutes, publications, approvals."""
    for made in call.ranked_lists.order_by("number"):
        _list(contents, made, None)
    decided = rows(call.order_decisions.order_by("pk"), "id", "track", "kind", "value", "reason", "at", "taken_back_at",
                   "by_id")  # fmt: skip
    if decided:
        contents.data("call/order-decisions.json", "order", Label("排序决定", "Decisions about the order"), decided)
    for meeting in call.meetings.filter(state="signed").order_by("pk"):
        _minutes(contents, meeting)
    for publication in call.publications.exclude(state="draft").order_by("number"):
        _publication(contents, publication)
    whole = _objections(Q(publication__call=call))
    if whole:
        contents.data("call/objections.json", "objections", Label("异议登记", "Objections"), whole)
    for approval in Approval.objects.filter(publication__call=call).select_related("publication__call").order_by("pk"):
        _approval(contents, approval)


def _list(contents: Contents, made: RankedList, only: Application | None) -> None:
    base = f"call/lists/{made.number}"
    if not contents.has(f"{base}/ranking.json"):
        _ranking(contents, made, base)
    stood_on = ListVerdict.objects.filter(ranked_list=made, application=only).select_related(
        "application__call", "verdict__submission__rules", "verdict__vocabulary", "verdict__calendar")  # fmt: skip
    for one in stood_on:
        verdict(contents, one.application, one.verdict)


def _ranking(contents: Contents, made: RankedList, base: str) -> None:
    """The list with its inputs, what persons decided, and the verdicts that it stood on, named by their digests."""
    title = named(Label("拟支持名单", "List"), str(made.number))
    kept = {
        "inputs": contents.text(f"{base}/inputs.json", "inputs", title, made.inputs, listed=False),
        "decisions": contents.text(f"{base}/decisions.json", "inputs", title, made.decisions, listed=False),
    }
    date = made.at.astimezone(SHANGHAI).date()
    result = contents.text(f"{base}/ranking.json", "ranking", title, made.result, date=date)
    contents.replay("ranking", f"{made.call.edition} {made.number}", kept, result)
    named_by = contents.text(f"{base}/verdicts.json", "verdicts", title, lists.verdicts_named(made), listed=False)
    found = list(entries(made.call.subject))
    for where, path in (*kept.items(), ("digest", result), ("verdicts", named_by)):
        witness_all(contents, found, "call.list-made", where, path, number=made.number)
    reopened = getattr(made, "reopened", None)
    if reopened is not None:
        said = fields(reopened, "reason", "at")
        contents.data(
            f"{base}/reopened.json", "list", named(Label("名单重开", "Taken up again"), str(made.number)), said
        )


def _minutes(contents: Contents, meeting: Meeting) -> None:
    said = fields(meeting, "order", "label_zh", "label_en", "held_on", "place", "chair", "present", "minutes",
                  "signed_at")  # fmt: skip
    said["decisions"] = rows(meeting.decisions.order_by("pk"), "application__number", "word", "amount", "note")
    title = named(Label("会议纪要", "Minutes"), f"{meeting.label_zh} {meeting.held_on}")
    contents.data(f"call/meetings/{meeting.pk}.json", "minutes", title, said, date=meeting.held_on)


def _audit(contents: Contents, row: Application) -> None:
    case = AuditCase.objects.filter(application=row).first()
    if case is None:
        return
    base = f"{folder(row)}/audit"
    lines = case.lines.filter(removed_at=None).order_by("seq")
    said = rows(lines, "seq", "item", "vouchers", "amount", "achievement", "word", "accepted", "reason", "at")
    title = named(Label("经费审核明细", "Lines of the audit"), row.number)
    contents.data(f"{base}/lines.json", "audit", title, said)
    subjects = [Subject("audit_line", str(key)) for key in lines.values_list("pk", flat=True)]
    attached(contents, subjects, named(Label("凭证", "Voucher"), row.number))
    found = list(entries(row.subject))
    for report in case.reports.order_by("number"):
        title = named(Label("经费审核报告", "Audit report"), f"{row.number}-{report.number}")
        path = contents.data(f"{base}/report-{report.number}.json", "audit", title, report.content, listed=False)
        witness_all(contents, found, "application.audit-signed-off", "digest", path, report=report.number)
        printed = f"{base}/report-{report.number}.pdf"
        _paper(contents, printed, title, partial(audit_paper.report, report, "zh"), report.at)


def _publication(contents: Contents, row: Publication) -> None:
    base = f"call/publications/{row.number}"
    if row.published_at is None or contents.has(f"{base}.json"):
        return
    title = named(Label("公示", "Publication"), row.title)
    path = contents.text(f"{base}.json", "publication", title, row.text, listed=False)
    found = list(entries(row.call.subject))
    witness_all(contents, found, "call.list-published", "digest", path, publication=row.number)
    _paper(contents, f"{base}.pdf", title, lambda: publications.notice(publications.said_of(row)), row.published_at)
    if row.ended_at is not None:
        said = fields(row, "state", "ended_at", "ended_why")
        contents.data(f"{base}-ended.json", "publication", named(Label("公示终止", "Its end"), row.title), said)


def _objections(which: Q) -> list[dict[str, object]]:
    """What was objected to and what came of it: never who objects, nor what was written, nor the files that came."""
    found = []
    for row in Objection.objects.filter(which).select_related("application", "publication").order_by("pk"):
        said: dict[str, object] = fields(row, "reference", "kind", "state", "summary", "due", "decision", "at")
        said["publication"] = row.publication.number
        said["application"] = row.application.number if row.application else ""
        said["steps"] = rows(row.steps.order_by("pk"), "event", "came_from", "led_to", "reason", "at")
        found.append(said)
    return found


def _approval(contents: Contents, row: Approval) -> None:
    said = fields(row, "document", "title", "body", "at")
    said["lines"] = rows(row.lines.order_by("place"), "place", "number", "application__number", "amount")
    title = named(Label("立项", "Approval"), row.title)
    contents.data(f"call/approvals/{row.pk}.json", "approval", title, said, number=row.document, listed=False)
    _paper(contents, f"call/approvals/{row.pk}.pdf", title, lambda: approvals.notice(row, approvals.lines_of(row)),
           row.at, number=row.document)  # fmt: skip


def _data(contents: Contents, row: Application, name: str, title: Label, said: list[dict[str, object]]) -> None:
    if said:
        contents.data(f"{folder(row)}/awards/{name}.json", name, named(title, row.number), said)


def _paper(
    contents: Contents, path: str, title: Label, made: Callable[[], Document], at: datetime, number: str = ""
) -> None:
    paper(contents, path, title, made, date=at, number=number)
