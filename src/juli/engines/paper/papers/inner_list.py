"""The inner list of a file 卷内目录: every document in it, in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from juli.engines.paper.blocks import Block, Cell, Field, FieldGrid, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.papers.listing import Column, table
from juli.engines.paper.papers.speaking import speaker
from juli.engines.paper.problems import Language, Said

_WORDS: Final = {
    "title": Said("卷内目录", "Inner list"),
    "file": Said("案卷题名", "File"),
    "number": Said("档号", "File number"),
    "ordinal": Said("序号", "No."),
    "document": Said("文号", "Document\nnumber"),
    "party": Said("责任者", "Responsible"),
    "name": Said("题名", "Title"),
    "date": Said("日期", "Date"),
    "pages": Said("页数", "Pages"),
    "note": Said("备注", "Note"),
    "total": Said("本卷共 {count} 件，{pages} 页", "{count} documents, {pages} pages"),
    "total unknown": Said(
        "本卷共 {count} 件，已计 {pages} 页，{left} 件未计页数", "{count} documents, {pages} pages, {left} not counted"
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a file; ``pages`` as counted, None where it has none (a table, a recording)."""

    title: str
    date: dt.date | None = None
    responsible: str = ""
    number: str = ""
    pages: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class InnerList:
    """A file by its title and number, with its documents in order. ``dated`` carries its zone."""

    title: str
    number: str
    entries: tuple[Entry, ...]
    dated: dt.datetime
    compiled_by: str = ""


def inner_list(content: InnerList, furniture: Furniture | None = None, *, language: Language = "zh") -> Document:
    """The list; dates in eight digits, as archives write them."""
    say = speaker(_WORDS, language)
    columns = (
        Column(say("ordinal"), "center"),
        Column(say("document")),
        Column(say("party")),
        Column(say("name")),
        Column(say("date"), "center", whole=True),
        Column(say("pages"), "center"),
        Column(say("note"), least=3),
    )
    rows = [
        (
            str(number),
            entry.number,
            entry.responsible,
            entry.title,
            f"{entry.date:%Y%m%d}" if entry.date else "",
            "" if entry.pages is None else str(entry.pages),
            entry.note,
        )
        for number, entry in enumerate(content.entries, 1)
    ]
    counted = [entry.pages for entry in content.entries if entry.pages is not None]
    left = len(content.entries) - len(counted)
    total = say("total unknown" if left else "total", count=len(rows), pages=sum(counted), left=left)
    blocks: list[Block] = [
        Title(say("title")),
        FieldGrid(
            (Field(say("file"), content.title, wide=True), Field(say("number"), content.number, wide=True)),
        ),
        table(columns, rows, (Cell(total, across=len(columns), kind="total"),)),
    ]
    return Document(
        say("title"),
        tuple(blocks),
        content.dated,
        "form",
        language,
        None,
        furniture or Furniture(),
        content.compiled_by,
    )
