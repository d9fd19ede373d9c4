"""The ranking 综合排序表: its rule in words, ties, dropped marks, the line drawn across it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from juli.engines.paper.blocks import Block, Cell, Opinion, Prose, Sign, Table, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day
from juli.engines.paper.papers.listing import Column, table
from juli.engines.paper.papers.panel_sheets import said_mark
from juli.engines.paper.papers.speaking import speaker
from juli.engines.paper.problems import BadDocument, Language, Problem, Said

_WORDS: Final = {
    "ranking": Said("综合排序表", "Ranking"),
    "number": Said("申报编号", "Number"),
    "project": Said("项目名称", "Project"),
    "applicant": Said("申报单位", "Applicant"),
    "rank": Said("名次", "Rank"),
    "marks": Said("各专家评分", "Marks"),
    "score": Said("综合得分", "Score"),
    "note": Said("备注", "Note"),
    "rule": Said("计分规则：{text}", "Rule: {text}"),
    "dropped": Said("({mark})", "({mark})"),
    "key": Said(
        "括号内的评分按规则不计入综合得分；“—”为未评分；名次后注“并列”的得分相同。",
        "Marks in brackets are dropped by the rule; “—” is no mark; applications with equal scores are marked “tied”.",
    ),
    "tied": Said("{rank}\n并列", "{rank}\ntied"),
    "made": Said("制表人（签名）", "Made by (signature)"),
    "checked": Said("复核人（签名）", "Checked by (signature)"),
}


@dataclass(frozen=True, slots=True)
class GivenMark:
    """One expert's mark, None where none was given; ``dropped`` by the rule of aggregation."""

    value: Decimal | None
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """One application at its place; ``tied`` with another of the same score."""

    rank: int
    number: str
    applicant: str
    project: str
    score: Decimal | None
    marks: tuple[GivenMark, ...] = ()
    tied: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class RankingSheet:
    """A ranking in its order with its ``rule`` in words. ``cut``: how many stand above the line, which says ``line``.

    ``track`` and ``stamp`` (a digest to tell runs apart) stand below the title. Raises BadDocument for a line outside
    the list.
    """

    call: str
    rows: tuple[Ranked, ...]
    rule: str
    issuer: str
    dated: dt.datetime
    cut: int | None = None
    line: str = ""
    track: str = ""
    stamp: str = ""
    remark: str = ""

    def __post_init__(self) -> None:
        """Refuse a line that can't be drawn."""
        if self.cut is not None and not 0 <= self.cut <= len(self.rows):
            raise BadDocument(
                [
                    Problem(
                        str(self.cut),
                        Said("分数线在名单之外", "the line is outside the list"),
                        Said("请给出线上的项数", "say how many stand above it"),
                    )
                ]
            )


def ranking_sheet(content: RankingSheet, furniture: Furniture | None = None, *, language: Language = "zh") -> Document:
    """The ranking with its rule, the line drawn across the table."""
    say = speaker(_WORDS, language)
    marked = any(row.marks for row in content.rows)
    below = "　".join(filter(None, (content.track, content.stamp)))
    blocks: list[Block] = [
        Title(f"{content.call}\n{say('ranking')}", below),
        Prose(say("rule", text=content.rule)),
        _ranked(content, say, marked=marked),
        *([Prose(say("key"))] if marked or any(row.tied for row in content.rows) else []),
        *([Prose(content.remark)] if content.remark else []),
        Opinion(
            "",
            (
                Sign(say("made"), "signature"),
                Sign(say("checked"), "signature"),
                Sign("", "date", day(content.dated.date(), language)),
            ),
            least=0,
        ),
    ]
    return Document(
        say("ranking"), tuple(blocks), content.dated, "form", language, None, furniture or Furniture(), content.issuer
    )


def _ranked(content: RankingSheet, say: Callable[..., str], *, marked: bool) -> Table:
    noted = any(row.note for row in content.rows)
    columns = [
        Column(say("rank"), "center"),
        Column(say("number"), "center"),
        Column(say("applicant")),
        Column(say("project")),
        *[Column(say("marks"), "center")] * marked,
        Column(say("score"), "center"),
        *[Column(say("note"), least=3)] * noted,
    ]

    def marks(row: Ranked) -> str:
        given = (say("dropped", mark=said_mark(m.value)) if m.dropped else said_mark(m.value) for m in row.marks)
        return " ".join(given)

    def line() -> tuple[Cell]:
        return (Cell(content.line, across=len(columns), kind="cut"),)

    def rows() -> Iterator[tuple[str, ...] | tuple[Cell, ...]]:
        for place, row in enumerate(content.rows):
            if place == content.cut:
                yield line()
            yield (
                say("tied", rank=row.rank) if row.tied else str(row.rank),
                row.number,
                row.applicant,
                row.project,
                *[marks(row)] * marked,
                said_mark(row.score),
                *[row.note] * noted,
            )
        if content.cut == len(content.rows):
            yield line()

    return table(columns, rows())
