"""Every text of a document with the place where a reader would look for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from juli.engines.paper.blocks import Block, FieldGrid, Heading, Line, LongText, Numbered, Table
from juli.engines.paper.document import CoverField, Document
from juli.engines.paper.grid import placed

_JOIN = " › "


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """(place, text) of everything the document prints, in order. A place reads like ``八、团队 › 3 › 姓名``."""
    yield from ((name, getattr(document, name)) for name in ("title", "author"))
    furniture = document.furniture
    yield from ((name, getattr(furniture, name)) for name in ("number", "check", "scan"))
    if document.cover:
        yield from _plain(document.cover, document.cover.title)
    section = document.title
    for block in document.blocks:
        if isinstance(block, Heading | Line):
            section = block.text if isinstance(block, Heading) else block.label
        yield from _block(block, section)


def _block(block: Block, section: str) -> Iterator[tuple[str, str]]:
    if isinstance(block, Table):
        yield from _table(block, section)
    elif isinstance(block, FieldGrid):
        for field in block.fields:
            place = _JOIN.join(filter(None, (section, field.group, field.label)))
            yield from ((place, text) for text in (field.group, field.label, field.text))
    elif isinstance(block, Line | LongText | Numbered):
        yield from _labelled(block, section)
    else:
        yield from _plain(block, section)


def _labelled(item: Any, section: str) -> Iterator[tuple[str, str]]:
    label = item.label if item.label and item.label != section else ""
    yield from _plain(item, _JOIN.join(filter(None, (section, label))))


def _table(table: Table, section: str) -> Iterator[tuple[str, str]]:
    heads: dict[int, str] = {}
    for row, column, cell in placed(table, section):
        if row < table.head:
            heads[column] = cell.text
            yield section, cell.text
        else:
            parts = (section, str(row - table.head + 1), heads.get(column, ""))
            yield _JOIN.join(filter(None, parts)), cell.text


def _plain(item: Any, place: str) -> Iterator[tuple[str, str]]:
    """The texts of any part; what carries a label of its own is found under it."""
    if isinstance(item, str):
        yield place, item
    elif isinstance(item, tuple):
        for inner in item:
            yield from _plain(inner, place)
    elif is_dataclass(item):
        if isinstance(item, CoverField) and item.label:
            place = _JOIN.join((place, item.label))
        for field in fields(item):
            yield from _plain(getattr(item, field.name), place)
