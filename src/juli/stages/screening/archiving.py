"""What screening puts into an archive: decisions with their verdicts, findings, judgements, verification."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from juli.engines.policy.labels import Label
from juli.registry.archive.contents import Contents
from juli.registry.archive.files import attached, named, paper
from juli.registry.archive.rows import rows
from juli.registry.journal.queries import entries
from juli.registry.parties import Subject
from juli.stages.applications.archiving import folder, verdict
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from juli.stages.screening import opinion_paper
from juli.stages.screening.models import Decision, DecisionVerdict, Opinion


def of_application(contents: Contents, row: Application, _at: datetime) -> None:
    """Everything that the office said of one application at screening."""
    _decisions(contents, row)
    tables: tuple[tuple[str, Label, QuerySet[Any], tuple[str, ...]], ...] = (
        ("own-findings", Label("审查人意见", "Findings of officers"), row.own_findings.all(),
         ("id", "submission__number", "clause", "cite", "part", "text", "remedy", "role", "at", "by_id")),
        ("findings", Label("审查问题处理", "Answers to findings"), row.finding_answers.all(),
         ("submission__number", "finding", "word", "state", "saw", "seen", "clause", "cite", "reason", "remedy", "role",
          "at", "by_id")),
        ("judgements", Label("人工认定", "Judgements"), row.judgements.all(),
         ("id", "clause", "achievement", "answer", "reason", "question", "cite", "asked", "unit", "role", "at",
          "by_id")),
        ("verification", Label("核定", "Verification"), row.verifications.all(),
         ("achievement", "kind", "act", "correct", "declared", "reason", "work", "role", "at", "by_id")),
        ("announcements", Label("核定告知", "Verification shown"), row.announcements.all(),
         ("answer_until", "at", "by_id")),
        ("paper", Label("纸质材料登记", "Register of paper"), row.parcels.all(),
         ("id", "posted", "received", "carrier", "tracking", "copies", "parts", "seals", "signatures", "code_is",
          "note", "replaces_id", "void", "reason", "role", "at", "by_id")),
        ("overlap", Label("查重结果", "Results of the look for duplicates"), row.overlap_results.all(),
         ("id", "word", "text", "with_whom", "role", "at", "by_id")),
        # Who signed at the sister office stays a digest in the journal.
        ("opinions", Label("联审意见", "Opinions of sister offices"), Opinion.objects.filter(asked__application=row),
         ("asked__request__unit", "asked__request__question", "word", "text", "at")),
    )  # fmt: skip
    for name, title, found, wanted in tables:
        said = rows(found.order_by("pk"), *wanted)
        if said:
            contents.data(f"{folder(row)}/screening/{name}.json", name, named(title, row.number), said)
    reply = getattr(row, "verification_reply", None)
    if reply is not None and reply.text is not None:
        title = named(Label("申报单位对核定的答复", "The applicant's answer to its verification"), row.number)
        contents.text(f"{folder(row)}/screening/reply.txt", "reply", title, reply.text)
    _files(contents, row)


def of_call(contents: Contents, call: Call, _at: datetime) -> None:
    """More time that was given, with the notices that gave it."""
    said = rows(call.extensions.order_by("pk"), "track", "until", "number", "text", "accepted", "at")
    if said:
        contents.data("call/extensions.json", "extensions", Label("延长申报", "Extensions"), said)
        attached(contents, [row.subject for row in call.extensions.order_by("pk")], Label("延期通知", "Notice"))


def _decisions(contents: Contents, row: Application) -> None:
    found = Decision.objects.filter(application=row).order_by("pk")
    stood_on = {one.decision_id: one for one in DecisionVerdict.objects.filter(decision__in=found).select_related(
        "verdict__submission__rules", "verdict__vocabulary", "verdict__calendar")}  # fmt: skip
    said = rows(found, "id", "submission__number", "kind", "content", "reason", "parts", "due", "until", "role", "at",
                "by_id")  # fmt: skip
    if said:
        title = named(Label("形式审查决定", "Decisions of screening"), row.number)
        contents.data(f"{folder(row)}/screening/decisions.json", "decisions", title, said)
    acts = {entry.said["decision"]: entry for entry in entries(row.subject) if "decision" in entry.said}
    for n, made in enumerate(found.select_related("application__call", "submission__rules"), 1):
        title = named(Label("形式审查意见书", "Opinion of screening"), f"{row.number}-{n}")
        path = f"{folder(row)}/screening/opinion-{n}.pdf"
        paper(contents, path, title, partial(opinion_paper.opinion, made, "zh"), date=made.at)
        if made.pk in stood_on:
            result = verdict(contents, row, stood_on[made.pk].verdict)
            if made.pk in acts and acts[made.pk].said.get("verdict"):
                contents.witness(row.subject, acts[made.pk].number, "verdict", result)


def _files(contents: Contents, row: Application) -> None:
    subjects = [Subject("judgement", str(one)) for one in row.judgements.order_by("pk").values_list("pk", flat=True)]
    subjects += [one.subject for one in row.overlap_results.order_by("pk")]
    reply = getattr(row, "verification_reply", None)
    subjects += [reply.subject] if reply is not None else []
    found = attached(contents, subjects, named(Label("审查材料", "File of screening"), row.number))
    if found:
        title = named(Label("审查材料清单", "Files of screening"), row.number)
        contents.data(f"{folder(row)}/screening/files.json", "files", title, found)
