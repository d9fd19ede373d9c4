"""The receipt of a submission: what was received, when the server took it, and how anybody can verify it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from juli.engines.paper.blocks import Block, Cell, Field, FieldGrid, Prose, Scan, SignOff, Table, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day, moment
from juli.engines.paper.papers.speaking import speaker
from juli.engines.paper.problems import Language, Said

_WORDS: Final = {
    "title": Said("申报提交回执", "Receipt of a submission"),
    "call": Said("申报批次", "Call"),
    "track": Said("子项目", "Track"),
    "number": Said("申报编号", "Number"),
    "version": Said("版本", "Version"),
    "applicant": Said("申报单位", "Applicant"),
    "uscc": Said("统一社会\n信用代码", "Credit code"),
    "project": Said("项目名称", "Project"),
    "by": Said("提交人", "Submitted by"),
    "at": Said("提交时间", "Submitted at"),
    "closes": Said("截止时间", "Closes"),
    "digest": Said("内容摘要", "Digest"),
    "root": Said("日志根摘要", "Journal root"),
    "files": Said("随附文件", "Files"),
    "file": Said("文件", "File"),
    "file digest": Said("摘要（SHA-256 前 16 位）", "SHA-256, first 16"),
    "ordinal": Said("序号", "No."),
    "opening": Said(
        "下列申报已由系统完整收到。提交时间以服务器开始处理该次提交的时刻为准。",
        "The application below has been received in full. The time is the moment the server began the request.",
    ),
    "verify": Said(
        "扫描左侧二维码，或在核验页面输入校验码 {check}，可核对本回执是否真实、是否为最新版本。"
        "核验页面只显示本回执已载明的内容。",
        "Scan the code, or enter the check code {check} on the verification page, to see whether this receipt is "
        "genuine and its version the latest. The page shows nothing that this receipt does not.",
    ),
}
_GROUP: Final = 16


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file that came with the submission, with its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says. ``received_at`` and ``closes`` carry their zone; both digests are SHA-256, in hex."""

    call: str
    applicant: str
    uscc: str
    project: str
    received_at: dt.datetime
    digest: str
    issued_by: str
    submitted_by: str = ""
    track: str = ""
    closes: dt.datetime | None = None
    journal_root: str = ""
    files: tuple[FileLine, ...] = ()


def receipt(content: Receipt, furniture: Furniture, *, language: Language = "zh") -> Document:
    """The receipt; number, version, check code and the address of the verification page come with the furniture."""
    say = speaker(_WORDS, language)
    version = str(furniture.version or "")
    closes = moment(content.closes, language) if content.closes else ""
    fields = [
        Field(say("call"), content.call, wide=True),
        *([Field(say("track"), content.track, wide=True)] if content.track else []),
        Field(say("number"), furniture.number),
        Field(say("version"), version),
        Field(say("applicant"), content.applicant, wide=True),
        Field(say("project"), content.project, wide=True),
        Field(say("uscc"), content.uscc),
        Field(say("by"), content.submitted_by),
        Field(say("at"), moment(content.received_at, language)),
        Field(say("closes"), closes),
        Field(say("digest"), grouped(content.digest), wide=True),
        *([Field(say("root"), grouped(content.journal_root), wide=True)] if content.journal_root else []),
    ]
    blocks: list[Block] = [Title(say("title")), Prose(say("opening")), FieldGrid(tuple(fields))]
    if content.files:
        blocks.append(_files(content.files, say("files"), [say("ordinal"), say("file"), say("file digest")]))
    if furniture.scan:
        blocks.append(Scan(furniture.scan, say("verify", check=furniture.check)))
    blocks.append(SignOff(content.issued_by, day(content.received_at.date(), language), seal=False))
    title = say("title")
    return Document(title, tuple(blocks), content.received_at, "form", language, None, furniture, content.issued_by)


def _files(files: tuple[FileLine, ...], caption: str, heads: list[str]) -> Table:
    top = (Cell(caption, across=3, kind="label"),), tuple(Cell(head, kind="head") for head in heads)
    rows = tuple(
        (Cell(str(number), align="center"), Cell(file.name), Cell(file.sha256[:_GROUP], align="center"))
        for number, file in enumerate(files, 1)
    )
    return Table((0.8, 6.2, 3), (*top, *rows), head=2)


def grouped(digest: str) -> str:
    """A digest in groups that the eye can follow."""
    return " ".join(digest[i : i + _GROUP] for i in range(0, len(digest), _GROUP))
