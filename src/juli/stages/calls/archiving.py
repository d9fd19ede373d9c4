"""What a call puts into an archive: its rules as frozen, its amendments, its notices, its answers, its chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from juli.engines.policy.labels import Label
from juli.registry.archive.chains import chain, witness_all
from juli.registry.archive.contents import Contents
from juli.registry.archive.files import kept_file, named
from juli.registry.archive.rows import rows
from juli.registry.canonical import SHANGHAI
from juli.registry.journal.models import Entry
from juli.stages.calls.models import Call

FOLDER = "call"
CHAIN = Label("操作日志：申报批次", "Journal of the call")


def rules(contents: Contents, call: Call, shown: Callable[[Entry], bool] | None = None) -> None:
    """The rules as published and as amended, with the entries of the call's chain that are ``shown`` in full."""
    if contents.has(f"{FOLDER}/programme.yaml"):
        return
    entries = chain(contents, call.subject, shown=shown, title=CHAIN)
    date = call.published_at.astimezone(SHANGHAI).date() if call.published_at else None
    title = Label("申报批次规则", "Rules of the call")
    path = contents.text(f"{FOLDER}/programme.yaml", "rules", title, call.text, date=date)
    witness_all(contents, entries, "call.published", "digest", path)
    for row in call.amendments.order_by("number"):
        title = Label(f"规则更正第{row.number}号：{row.reason_zh}", f"Amendment {row.number}: {row.reason_en}")
        on = row.published_at.astimezone(SHANGHAI).date()
        path = contents.text(f"{FOLDER}/amendment-{row.number}.yaml", "rules", title, row.text, date=on)
        witness_all(contents, entries, "call.amended", "digest", path, number=row.number)


def of_call(contents: Contents, call: Call, _at: datetime) -> None:
    """Everything of the call itself."""
    rules(contents, call)
    for notice in call.notices.select_related("file__file").order_by("number"):
        kept_file(contents, notice.file.file, named(Label("申报通知", "Notice"), notice.name), personal=False)
    for annex in call.annexes.order_by("number"):
        for version in annex.versions.select_related("file__file").order_by("number"):
            title = Label(f"附件{annex.number}：{annex.title_zh}", f"Annex {annex.number}: {annex.title_en}")
            kept_file(contents, version.file.file, title, personal=False)
    # Whoever asked stays unnamed, as on the call's page.
    asked = rows(call.questions.order_by("pk"), "text", "asked_at", "answer", "answered_at")
    if asked:
        contents.data(f"{FOLDER}/questions.json", "questions", Label("答疑", "Questions and answers"), asked)
