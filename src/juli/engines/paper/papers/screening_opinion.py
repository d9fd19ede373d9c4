"""The opinion of a screening 形式审查意见书: every finding with its clause, what was verified, one decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final, Literal

from juli.engines.paper.blocks import Block, Cell, CellKind, Field, FieldGrid, Heading, Opinion, Sign, Table, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day
from juli.engines.paper.papers.listing import Column, table
from juli.engines.paper.papers.speaking import ordinal, speaker
from juli.engines.paper.problems import BadDocument, Language, Problem, Said

FindingState = Literal["met", "unmet", "open"]
Decision = Literal["accepted", "refused", "returned"]

_WORDS: Final = {
    "title": Said("形式审查意见书", "Opinion of the screening"),
    "call": Said("申报批次", "Call"),
    "track": Said("子项目", "Track"),
    "number": Said("申报编号", "Number"),
    "project": Said("项目名称", "Project"),
    "applicant": Said("申报单位", "Applicant"),
    "findings": Said("审查情况", "Findings"),
    "verified": Said("核定情况", "Verification"),
    "conclusion": Said("审查结论", "Conclusion"),
    "heading": Said("{n}、{text}", "{n}. {text}"),
    "ordinal": Said("序号", "No."),
    "clause": Said("审查事项", "Clause"),
    "finding": Said("审查情况", "Finding"),
    "state": Said("结论", "Result"),
    "by": Said("认定", "Found by"),
    "machine": Said("系统", "machine"),
    "met": Said("符合", "met"),
    "unmet": Said("不符合", "unmet"),
    "open": Said("待定", "open"),
    "category": Said("类别", "Category"),
    "work": Said("工作事项", "Work"),
    "declared": Said("申报", "Declared"),
    "granted": Said("核定", "Verified"),
    "reason": Said("核定理由", "Reason"),
    "accepted": Said(
        "经形式审查，本申报符合申报条件和材料要求，予以受理。",
        "The application meets the conditions and is accepted.",
    ),
    "refused": Said("经形式审查，本申报不予受理。理由如下：", "The application is not accepted, for these reasons:"),
    "returned": Said(
        "经形式审查，本申报退回补正。请于{due}前补正下列全部事项，并重新提交：",
        "The application is returned for correction. All of the following is due by {due}:",
    ),
    "item": Said("{n}.{text}", "{n}. {text}"),
    "officer": Said("审查人（签名）", "Screened by (signature)"),
    "seal": Said("审查单位（盖章）", "Seal of the office"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a clause; ``citation`` is its place in the notice, ``by`` a person (empty: the machine)."""

    clause: str
    citation: str
    text: str
    state: FindingState
    by: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """One value as declared and as verified; a ``total`` sums up the rows above it."""

    work: str
    declared: str
    verified: str
    reason: str = ""
    category: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class ScreeningOpinion:
    """A screening and its decision. ``reasons`` are all of them at once; ``due`` is the last day of a correction.

    ``remark`` goes below the decision: where to turn to, what stays locked. ``dated`` carries its zone.
    """

    call: str
    number: str
    project: str
    applicant: str
    findings: tuple[Finding, ...]
    decision: Decision
    office: str
    dated: dt.datetime
    officer: str = ""
    track: str = ""
    verification: tuple[Verified, ...] = ()
    reasons: tuple[str, ...] = ()
    due: dt.date | None = None
    remark: str = ""

    def __post_init__(self) -> None:
        """Refuse a decision that doesn't say why, or a correction that doesn't say until when."""
        missing = []
        if self.decision != "accepted" and not self.reasons:
            missing.append((Said("没有写明理由", "no reason is given"), Said("请列出全部理由", "list all reasons")))
        if self.decision == "returned" and self.due is None:
            missing.append((Said("没有补正期限", "no date is set"), Said("请给出补正期限", "give the last day")))
        if missing:
            raise BadDocument(Problem(self.number, *said) for said in missing)


def screening_opinion(
    content: ScreeningOpinion, furniture: Furniture | None = None, *, language: Language = "zh"
) -> Document:
    """The opinion, with places for the officer's signature and the office's seal."""
    say = speaker(_WORDS, language)
    sections = [("findings", _findings(content, say))]
    if content.verification:
        sections.append(("verified", _verified(content.verification, say)))
    blocks: list[Block] = [
        Title(say("title"), content.office),
        FieldGrid(
            (
                Field(say("call"), content.call, wide=True),
                Field(say("number"), content.number, wide=not content.track),
                *([Field(say("track"), content.track)] if content.track else []),
                Field(say("project"), content.project, wide=True),
                Field(say("applicant"), content.applicant, wide=True),
            )
        ),
    ]
    ordinals = (ordinal(number, language) for number in count(1))
    for name, found in sections:
        blocks += [Heading(say("heading", n=next(ordinals), text=say(name))), found]
    signs = (
        Sign(say("officer"), "signature", content.officer),
        Sign(say("seal"), "seal"),
        Sign("", "date", day(content.dated.date(), language)),
    )
    conclusion = "\n".join(_conclusion(content, say, language))
    blocks += [
        Heading(say("heading", n=next(ordinals), text=say("conclusion"))),
        Opinion(conclusion, signs, least=2),
    ]
    title = say("title")
    return Document(
        title, tuple(blocks), content.dated, "form", language, None, furniture or Furniture(), content.office
    )


def _conclusion(content: ScreeningOpinion, say: Callable[..., str], language: Language) -> Iterator[str]:
    yield say(content.decision, due=day(content.due, language) if content.due else "")
    yield from (say("item", n=number, text=reason) for number, reason in enumerate(content.reasons, 1))
    if content.remark:
        yield content.remark


def _findings(content: ScreeningOpinion, say: Callable[..., str]) -> Table:
    columns = (
        Column(say("ordinal"), "center"),
        Column(say("clause")),
        Column(say("finding")),
        Column(say("state"), "center", 3),
        Column(say("by"), "center"),
    )
    rows = [
        (
            str(number),
            "\n".join(filter(None, (found.clause, found.citation))),
            found.text,
            say(found.state),
            found.by or say("machine"),
        )
        for number, found in enumerate(content.findings, 1)
    ]
    return table(columns, rows)


def _verified(rows: tuple[Verified, ...], say: Callable[..., str]) -> Table:
    grouped = any(row.category for row in rows)
    columns = [Column(say("category"))] * grouped + [
        Column(say("work")),
        Column(say("declared"), "right"),
        Column(say("granted"), "right"),
        Column(say("reason")),
    ]

    def cells(row: Verified) -> tuple[Cell, ...]:
        kind: CellKind = "total" if row.total else "value"
        values = (Cell(row.declared, kind=kind, align="right"), Cell(row.verified, kind=kind, align="right"))
        if row.total:
            return Cell(row.work, across=1 + grouped, kind="total"), *values, Cell(row.reason)
        first = (Cell(row.category),) * grouped
        return *first, Cell(row.work), *values, Cell(row.reason)

    return table(columns, [cells(row) for row in rows])
