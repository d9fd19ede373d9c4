"""What a reader of a file finds."""

from __future__ import annotations

from typing import NamedTuple

#: More than a notice ever has; what has more is not read half, but refused.
MOST_BLOCKS = 6_000
MOST_CHARACTERS = 400_000


class Cell(NamedTuple):
    """A cell with the columns and rows that it spans."""

    text: str
    across: int = 1
    down: int = 1


class Block(NamedTuple):
    """A paragraph, or one row of a table.

    ``hint`` is what the file itself says of it: ``title``, ``h1`` … ``h9``, ``header``, ``footer``, ``footnote``,
    ``hidden``. ``label`` is a number that the file counts by itself and doesn't hold as text. ``page`` counts from 1
    where the file has pages; ``table`` numbers the tables, 0 outside of them; ``cells`` are those of a row.
    """

    text: str
    hint: str = ""
    label: str = ""
    page: int = 0
    table: int = 0
    cells: tuple[Cell, ...] = ()


def row(cells: list[Cell], table: int, page: int = 0) -> Block:
    """A row, with the words of its cells as its text."""
    return Block("\t".join(cell.text.replace("\n", " ") for cell in cells), page=page, table=table, cells=tuple(cells))
