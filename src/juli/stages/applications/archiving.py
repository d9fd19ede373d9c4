"""What an application puts into an archive: every version handed in, its evidence, its papers, its chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from juli.engines.policy.labels import Label
from juli.registry.archive import composing
from juli.registry.archive.chains import chain, witness_all
from juli.registry.archive.contents import Contents, plain
from juli.registry.archive.files import by_digest, kept_file, named, paper
from juli.registry.archive.rows import fields, person, rows
from juli.registry.canonical import SHANGHAI
from juli.registry.journal.models import Entry
from juli.stages.applications import paper as papers
from juli.stages.applications.models import Application, KeptReference, KeptVerdict, Letter, Seal, Submission
from juli.stages.applications.receipts import sealed
from juli.stages.applications.transitions import HANDED_IN
from juli.stages.calls import archiving as calls
from juli.stages.calls.models import Call

#: Acts on a call that concern each of its applications, and tell of no other one.
PUBLIC = frozenset({"call.made", "call.published", "call.amended", "call.list-made", "call.list-reopened",
                    "call.list-published", "call.publication-withdrawn", "call.approved"})  # fmt: skip
_EVIDENCE = Label("证明材料", "Evidence")


def folder(application: Application) -> str:
    """Where an application's members lie."""
    return f"applications/{plain(application.number, application.pk)}"


def of_application(contents: Contents, row: Application, _at: datetime) -> None:
    """The rules it stands under, its versions with evidence and papers, its chain."""
    calls.rules(contents, row.call, lambda entry: entry.act in PUBLIC)
    entries = chain(contents, row.subject, title=named(Label("操作日志", "Journal"), row.number))
    about = fields(row, "number", "title", "applicant_type", "tracks", "choices", "state", "created_at", "changed_at")
    about["organisation"] = {"name": row.organisation.name, "uscc": row.organisation.uscc}
    title = named(Label("申报书概况", "The application"), row.number)
    contents.data(f"{folder(row)}/application.json", "application", title, about)
    found = row.submissions.select_related("final__version", "rules", "scan__file", "application__call")
    for submission in found.order_by("number"):
        submission.application = row
        _submission(contents, row, submission, entries)
    steps = rows(row.turns.order_by("pk"), "event", "came_from", "led_to", "remarks", "role", "at")
    contents.data(f"{folder(row)}/steps.json", "steps", named(Label("办理过程", "Steps"), row.number), steps)


def of_call(contents: Contents, call: Call, at: datetime) -> None:
    """Every application that is handed in, with what all stages keep of it; the letters of recommenders.

    What an applicant took back is the applicant's alone again.
    """
    for letter in Letter.objects.filter(call=call).select_related("file").order_by("pk"):
        kept_file(contents, letter.file, named(Label("推荐函", "Letter of recommendation"), letter.unit))
    handed = Application.objects.filter(call=call, state__in=HANDED_IN)
    for row in handed.select_related("call", "organisation").order_by("number", "pk"):
        row.call = call
        composing.gather("application", row, at, contents)


def verdict(contents: Contents, row: Application, kept: KeptVerdict) -> str:
    """A verdict that an act stood on, with all that it is worked out from; the path of its record."""
    name = f"{kept.inputs_digest[:12]}-{kept.digest[:12]}"
    base = f"{folder(row)}/verdicts/{name}"
    title = named(Label("系统初判记录", "Verdict as given"), row.number)
    result = contents.text(f"{base}/verdict.json", "verdict", title, kept.result, listed=False)
    if kept.inputs is None:
        contents.lacks(title, Label("所依据的副本已按要求删除，无法重演", "what it was judged on was erased"))
        return result
    inputs = contents.text(f"{base}/inputs.json", "inputs", title, kept.inputs, listed=False, personal=True)
    parts = {
        "programme": rules_text(contents, kept.submission),
        "vocabulary": _reference(contents, kept.vocabulary, Label("词表", "Vocabulary")),
        "calendar": _reference(contents, kept.calendar, Label("工作日历", "Calendar of working days")),
        "inputs": inputs,
    }
    copy = f"{folder(row)}/submissions/{kept.submission.number}/copy.json"
    if contents.has(copy):
        parts["copy"] = copy
    contents.replay("verdict", f"{row.number} {name}", parts, result)
    return result


def rules_text(contents: Contents, submission: Submission) -> str:
    """The rules that a submission stands under; their path."""
    title = Label("申报时的规则文本", "Rules that applications stand under")
    path = f"reference/rules-{submission.rules_id[:16]}.yaml"
    return contents.text(path, "rules", title, submission.rules.text, listed=False)


def _reference(contents: Contents, kept: KeptReference, title: Label) -> str:
    return contents.text(f"reference/{kept.digest[:16]}.yaml", "reference", title, kept.text, listed=False)


def _submission(contents: Contents, row: Application, made: Submission, entries: list[Entry]) -> None:
    base, final = f"{folder(row)}/submissions/{made.number}", made.final
    version, of = final.version, f"{row.number}-{made.number}"
    date, applicant = made.at.astimezone(SHANGHAI).date(), row.organisation.name
    rules_text(contents, made)
    receipt = contents.data(
        f"{base}/receipt.json", "receipt", named(Label("受理凭据", "Receipt"), of), sealed(made), date=date
    )
    witness_all(contents, entries, "application.submitted", "digest", receipt, submission=made.number)
    if version.content is not None:
        said = contents.data(
            f"{base}/form.json", "form", named(Label("申报书内容", "What the form says"), of), version.content,
            date=date, responsible=applicant, personal=True,
        )  # fmt: skip
        witness_all(contents, entries, "application.version-kept", "digest", said, number=version.number)
    if final.content is None:
        contents.lacks(named(Label("提交副本", "Frozen copy"), of), Label("已按要求删除", "erased on request"))
    else:
        copy = contents.data(
            f"{base}/copy.json", "copy", named(Label("提交副本", "Frozen copy"), of), final.content,
            date=date, responsible=applicant, personal=True,
        )  # fmt: skip
        witness_all(contents, entries, "application.finalised", "digest", copy, version=version.number)
        by_digest(contents, sorted(set(_evidence(final.content))), named(_EVIDENCE, row.number))
    if version.content is not None and final.content is not None:
        title = named(Label("打印申报书", "The form as printed"), of)
        printed = f"{base}/form.pdf"
        said_by = {"responsible": applicant, "personal": True}
        paper(contents, printed, title, lambda: papers.final(final), date=final.at, **said_by)
        seal = Seal.objects.filter(submission=made).select_related("root").first()
        if seal is not None:
            title, signed = named(Label("受理回执", "Receipt on paper"), of), seal
            paper(contents, f"{base}/receipt.pdf", title, lambda: papers.receipt_of(made, signed, "zh"), date=made.at)
    if made.scan is not None:
        scan = kept_file(contents, made.scan.file, named(Label("盖章扫描件", "Stamped scan"), of))
        if scan is not None:
            witness_all(contents, entries, "application.scan-kept", "sha256", scan, sha256=made.scan.file.digest)
    said_of = _recommended(made)
    if said_of is not None:
        contents.data(f"{base}/recommendation.json", "recommendation", named(Label("推荐意见", "Recommendation"), of),
                      said_of)  # fmt: skip


def _recommended(made: Submission) -> dict[str, Any] | None:
    found = getattr(made, "recommendation", None)
    if found is None:
        return None
    said = fields(found, "unit", "word", "rank", "opinion", "taken_at", "decided_at")
    return {**said, "by": person(found.by_id)}


def _evidence(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Digest and name of every file that a copy names."""
    groups = [content["organisation"], *content["standing"], *content["achievements"]]
    for file in (file for group in groups for file in group["files"]):
        yield file["sha256"], file["name"]
    for material in content["application"]["materials"]:
        yield material["sha256"], material["name"]
