"""Word documents (.docx): paragraphs, tables with merged cells, numbers that Word counts by itself, heads and feet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from juli.registry.files.examine.texts.blocks import Block, Cell, row
from juli.registry.files.examine.texts.numbering import Numbering
from juli.registry.files.examine.texts.xml import W, parsed, value

_BREAKS = {f"{W}br", f"{W}cr"}
#: Text not read where it stands: struck by a tracked change, said twice, in a box of its own, the code of a field.
_PASSED = {f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}instrText", f"{W}rPr", f"{W}pPr"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题)\Z", re.IGNORECASE)


def blocks(path: Path) -> list[Block]:
    """What a document says, heads and feet first and last. Raises zipfile and lxml errors for what is no document."""
    with zipfile.ZipFile(path) as package:
        reader = _Reader(package)
        body = reader.part("document").find(f"{W}body")
        found = [] if body is None else list(reader.read(body))
        return [*reader.edges("header"), *found, *reader.notes(), *reader.edges("footer")]


class _Reader:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = set(package.namelist())
        self.styles = _styles(self.part("styles")) if "word/styles.xml" in self.names else {}
        numbers = self.part("numbering") if "word/numbering.xml" in self.names else None
        self.numbering = Numbering(numbers)
        self.tables = 0

    def part(self, name: str) -> Any:
        """A part of the document."""
        return parsed(self.package.read(f"word/{name}.xml"))

    def edges(self, which: str) -> Iterator[Block]:
        """Heads or feet of the pages, each text once."""
        names = sorted(n for n in self.names if re.fullmatch(rf"word/{which}\d*\.xml", n))
        seen = set()
        for name in names:
            for p in parsed(self.package.read(name)).iter(f"{W}p"):
                text = _text(p).strip()
                if text and text not in seen:
                    seen.add(text)
                    yield Block(text, hint=which)

    def notes(self) -> Iterator[Block]:
        """Footnotes, after the text."""
        if "word/footnotes.xml" in self.names:
            for note in self.part("footnotes").iter(f"{W}footnote"):
                if note.get(f"{W}type") is None and (text := "".join(_text(p) for p in note.iter(f"{W}p")).strip()):
                    yield Block(text, hint="footnote")

    def read(self, parent: Any) -> Iterator[Block]:
        """The paragraphs and rows below an element, in their order."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"}:
                yield from self.read(child)

    def paragraph(self, p: Any) -> Iterator[Block]:
        """A paragraph by its lines, then what stands in boxes that hang on it."""
        style = self.styles.get(value(p, "pPr/pStyle") or "", _Style())
        label = self.numbering.label(p, style.numbered)
        hint = style.hint or _hint_of_outline(p)
        for line in _text(p).split("\n"):
            if line.strip():
                yield Block(line.strip(), hint="hidden" if _is_hidden(p) else hint, label=label)
                label = ""
        for box in p.iter(f"{W}txbxContent"):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                yield from self.read(box)

    def table(self, tbl: Any) -> Iterator[Block]:
        """A table by its rows; a cell that goes on below is counted into the one above."""
        self.tables += 1
        number = self.tables
        grid: list[list[Cell]] = []
        #: Column → where the cell stands that goes on below.
        running: dict[int, tuple[int, int]] = {}
        for tr in tbl.iter(f"{W}tr"):
            if next(above for above in tr.iterancestors() if above.tag == f"{W}tbl") is not tbl:
                continue
            cells: list[Cell] = []
            column = 0
            for tc in _cells(tr):
                across = int(value(tc, "tcPr/gridSpan") or "1")
                merge = tc.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in running:
                    above, place = running[column]
                    grid[above][place] = grid[above][place]._replace(down=grid[above][place].down + 1)
                else:
                    running.pop(column, None)
                    if merge is not None:
                        running[column] = (len(grid), len(cells))
                    cells.append(Cell(self._cell(tc), across))
                column += across
            grid.append(cells)
        yield from (row(cells, number) for cells in grid)

    def _cell(self, tc: Any) -> str:
        lines = []
        for p in tc.iter(f"{W}p"):
            style = self.styles.get(value(p, "pPr/pStyle") or "", _Style())
            lines.append(self.numbering.label(p, style.numbered) + _text(p).strip())
        return "\n".join(line for line in lines if line)


class _Style:
    def __init__(self, hint: str = "", numbered: tuple[str, str] | None = None) -> None:
        self.hint = hint
        self.numbered = numbered


def _styles(root: Any) -> dict[str, _Style]:
    found = {}
    for style in root.iter(f"{W}style"):
        name = value(style, "name") or ""
        level = _HEADING.match(name)
        outline = value(style, "pPr/outlineLvl")
        hint = f"h{level[1]}" if level else "title" if _TITLE.match(name) else ""
        if not hint and outline and int(outline) < 9:
            hint = f"h{int(outline) + 1}"
        number = value(style, "pPr/numPr/numId")
        numbered = (number, value(style, "pPr/numPr/ilvl") or "0") if number else None
        found[style.get(f"{W}styleId")] = _Style(hint, numbered)
    return found


def _hint_of_outline(p: Any) -> str:
    outline = value(p, "pPr/outlineLvl")
    return f"h{int(outline) + 1}" if outline and int(outline) < 9 else ""


def _is_hidden(p: Any) -> bool:
    runs = [r for r in p.iter(f"{W}r") if r.find(f"{W}t") is not None]
    return bool(runs) and all(r.find(f"{W}rPr/{W}vanish") is not None for r in runs)


def _cells(tr: Any) -> Iterator[Any]:
    for child in tr:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt":
            yield from child.iter(f"{W}tc")


def _text(element: Any) -> str:
    """The text below an element, lines kept; without what was struck, said twice, or stands in a box."""
    parts: list[str] = []
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _PASSED or child.tag == _FALLBACK:
            continue
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag == f"{W}tab":
            parts.append(" ")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif child.tag in _BREAKS:
            parts.append("\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else "")
        else:
            parts.append(_text(child))
    return "".join(parts)
