"""Plain text: strictly UTF-8 or GB18030, one paragraph a line; tables as programs write them with tabs."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from juli.registry.files.examine.texts.blocks import Block, Cell, row

#: Tried in this order: text that is UTF-8 by chance hardly exists, text that is GB18030 by chance does.
ENCODINGS = ("utf-8-sig", "gb18030")


def blocks(path: Path) -> tuple[list[Block], str]:
    """The paragraphs and tables of a text, and its encoding. Raises UnicodeDecodeError where it is neither."""
    text, encoding = _decoded(path.read_bytes())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\x0b", "\n").split("\n")
    found: list[Block] = []
    table = at = 0
    while at < len(lines):
        if lines[at].startswith("\t") and (cells := _cell_per_line(lines, at))[0]:
            rows, at = cells
            table += 1
            found += [row(cells_of_row, table) for cells_of_row in rows]
        elif (end := _end_of_grid(lines, at)) > at:
            table += 1
            found += [row([Cell(c.strip()) for c in line.split("\t")], table) for line in lines[at:end]]
            at = end
        else:
            if lines[at].strip():
                found.append(Block(lines[at].replace("\t", " ").strip()))
            at += 1
    return found, "utf-8" if encoding.startswith("utf-8") else encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in ENCODINGS[:-1]:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode(ENCODINGS[-1]), ENCODINGS[-1]


def _cell_per_line(lines: list[str], at: int) -> tuple[list[list[Cell]], int]:
    """A table of which each cell stands in a line of its own behind a tab, and each row ends with an empty line.

    That is how text comes out of older Word files. Gives the rows and the line behind them; no rows where all of the
    cells are empty, which is what a page break leaves behind.
    """
    rows: list[list[str]] = [[]]
    start = at
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            rows[-1].append(line.strip())
        elif not line.strip():
            # A row ends here, unless the table does: then no cell follows the empty lines.
            ahead = next((x for x in lines[at : at + 4] if x.strip() or x.startswith("\t")), "")
            if not ahead.startswith("\t"):
                break
            if rows[-1]:
                rows.append([])
        elif rows[-1] and _goes_on(lines, at):
            rows[-1][-1] = f"{rows[-1][-1]}\n{line.strip()}".strip()
        else:
            break
        at += 1
    kept = [[Cell(text) for text in cells] for cells in rows if any(cells)]
    if sum(len(cells) for cells in kept) < 2:
        return [], start
    return kept, at


def _goes_on(lines: list[str], at: int) -> bool:
    """Whether this line belongs to a cell: a later line of the same paragraph run is a cell again."""
    for line in lines[at + 1 : at + 8]:
        if line.startswith("\t"):
            return True
        if not line.strip():
            return any(x.startswith("\t") for x in lines[at + 1 : at + 8])
    return False


def _end_of_grid(lines: list[str], at: int) -> int:
    """The line behind rows of the same number of cells, at least two of each; ``at`` where there is no such table."""
    for tabs, run in groupby(range(at, len(lines)), key=lambda i: lines[i].strip("\n").count("\t")):
        rows = list(run)
        if tabs and len(rows) > 1 and all(lines[i].strip() for i in rows):
            return rows[-1] + 1
        break
    return at
