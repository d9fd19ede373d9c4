"""PDF files: lines put together into paragraphs, ruled tables into rows; heads, feet and page numbers stay lines."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any, NamedTuple

from juli.registry.files.examine.texts.blocks import Block
from juli.registry.files.examine.texts.ruled import ruled_tables

MOST_PAGES = 200
#: Where a page's foot ends and its head begins, as shares of its height.
_FOOT, _HEAD = 0.07, 0.93
#: What begins a paragraph of its own, whatever the line before looks like.
_BEGINS = re.compile(
    r"(?:第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．](?!\d)|[①-⑳]|附件)"
)
_ENDS = re.compile(r"[。；：！？!?;:]\Z")
_CJK_OR_MARK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


class Line(NamedTuple):
    """A line of a page, in points from the left and from the bottom; ``size`` is the height of its letters."""

    text: str
    left: float
    right: float
    bottom: float
    size: float


def blocks(path: Path) -> tuple[list[Block], int]:
    """What a PDF says, and how many pages it has. Raises PdfiumError."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        found: list[Block] = []
        tables = 0
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            of_page, tables = _page(page, number + 1, tables)
            found = _joined(found, of_page)
        # A hint of one's own that a paragraph is still open says nothing to anybody else.
        return [block._replace(hint=block.hint.removesuffix("+")) for block in found], len(document)
    finally:
        document.close()


def _page(page: Any, number: int, tables: int) -> tuple[list[Block], int]:
    width, height = page.get_size()
    text = page.get_textpage()
    ruled = ruled_tables(page, text)
    lines = [line for line in _lines(text) if not any(table.holds(line.left, line.bottom) for table in ruled)]
    left, right = _margins(lines, width)
    found: list[tuple[float, Block]] = []
    paragraph: list[Line] = []

    def close() -> None:
        if paragraph:
            open_ended = paragraph[-1].right > right - 1.5 * paragraph[-1].size and not _ENDS.search(paragraph[-1].text)
            hint = "+" if open_ended else ""
            found.append((paragraph[0].bottom, Block(_run(paragraph), hint=hint, page=number)))
            paragraph.clear()

    edges = (height * _FOOT, height * _HEAD)
    for line in lines:
        at_edge = not edges[0] <= line.bottom <= edges[1]
        if paragraph and (at_edge or not _goes_on(paragraph[-1], line, left, right)):
            close()
        paragraph.append(line)
    close()
    for table in ruled:
        tables += 1
        found += [(table.top - i * 0.001, block) for i, block in enumerate(table.rows(tables, number))]
    ordered = sorted(found, key=lambda pair: -pair[0])
    return [
        b._replace(hint="footer" if y < edges[0] else "header") if not b.table and _at_edge(b, y, edges) else b
        for y, b in ordered
    ], tables


def _at_edge(block: Block, y: float, edges: tuple[float, float]) -> bool:
    return (y < edges[0] or y > edges[1]) and len(block.text) < 60


def _joined(before: list[Block], page: list[Block]) -> list[Block]:
    """A paragraph that a page break cut is one again; what stands at the edges of the pages comes between."""
    last = next((i for i in range(len(before) - 1, -1, -1) if before[i].hint != "footer"), None)
    first = next((i for i, b in enumerate(page) if b.hint != "header"), None)
    if (
        last is None
        or first is None
        or before[last].hint != "+"
        or page[first].table
        or _BEGINS.match(page[first].text)
    ):
        return before + page
    whole = before[last]._replace(text=_together(before[last].text, page[first].text), hint=page[first].hint)
    return [*before[:last], whole, *before[last + 1 :], *page[:first], *page[first + 1 :]]


def _lines(text: Any) -> list[Line]:
    """The lines of a page from its top, pieces of one line put together."""
    pieces: list[Line] = []
    for i in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(i)
        said = text.get_text_bounded(left, bottom, right, top).replace("\r", "").replace("\n", "")
        if said.strip():
            pieces.append(Line(said, left, right, bottom, max(top - bottom, 1.0)))
    pieces.sort(key=lambda p: (-p.bottom, p.left))
    rows: list[list[Line]] = []
    for piece in pieces:
        if rows and abs(_middle(rows[-1][0]) - _middle(piece)) < 0.5 * max(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda p: p.left)) for row in rows]


def _middle(line: Line) -> float:
    return line.bottom + line.size / 2


def _line(pieces: list[Line]) -> Line:
    text = pieces[0].text
    for before, piece in itertools.pairwise(pieces):
        gap = " " if piece.left - before.right > 0.8 * piece.size else ""
        text = f"{text}{gap}{piece.text}"
    size = max(p.size for p in pieces)
    return Line(text.strip(), pieces[0].left, pieces[-1].right, min(p.bottom for p in pieces), size)


def _margins(lines: list[Line], width: float) -> tuple[float, float]:
    """Where the text of a page begins and ends: where at least two lines do, as far out as any."""
    if not lines:
        return 0.0, width
    rights = sorted((round(line.right) for line in lines), reverse=True)
    lefts = sorted(round(line.left) for line in lines)
    right = next((r for r, s in itertools.pairwise(rights) if r - s <= 12), rights[0])
    left = next((x for x, y in itertools.pairwise(lefts) if y - x <= 3), lefts[0])
    return float(left), float(right)


def _goes_on(before: Line, line: Line, left: float, right: float) -> bool:
    """Whether a line goes on with the paragraph of the line before: that one is full, this one isn't set in."""
    full = before.right > right - 1.6 * before.size
    set_in = line.left > left + 1.2 * line.size
    far = before.bottom - line.bottom > 2.6 * max(before.size, line.size)
    return full and not set_in and not far and not _BEGINS.match(line.text)


def _run(lines: list[Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = _together(text, line.text)
    return text


def _together(one: str, two: str) -> str:
    if one and two and not (_CJK_OR_MARK.match(one[-1]) or _CJK_OR_MARK.match(two[0])):
        return f"{one} {two}"
    return one + two
