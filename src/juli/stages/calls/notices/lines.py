"""A notice as lines: paragraphs and rows of tables as they were imported, and what is left out of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Cell(NamedTuple):
    """A cell of a table with the columns and rows that it spans."""

    text: str
    across: int = 1
    down: int = 1


class Residue(NamedTuple):
    """A piece that no notice says and some program left behind (S0-111): what it is, and its words."""

    code: str
    text: str


@dataclass(frozen=True)
class Line:
    """One paragraph, or one row of a table.

    ``raw`` is what the file holds, ``text`` what is read of it once ``residue`` is taken out. ``left_out`` is the code
    of the reason for which the whole line is left out; empty where it is read. ``hint``, ``label``, ``page``,
    ``table`` and ``cells`` are as ``registry.files.examine.texts`` describes them.
    """

    number: int
    raw: str
    text: str
    hint: str = ""
    label: str = ""
    page: int = 0
    table: int = 0
    cells: tuple[Cell, ...] = ()
    left_out: str = ""
    residue: tuple[Residue, ...] = ()

    @property
    def shown(self) -> str:
        """The text with the number that Word counts in front of it."""
        return f"{self.label}{self.text}"

    @property
    def alone(self) -> str:
        """The text that may be a heading: of a row, its only filled cell; empty where a row has several."""
        if not self.cells:
            return self.shown
        filled = [cell.text for cell in self.cells if cell.text.strip()]
        return filled[0].split("\n")[0] if len(filled) == 1 else ""


def from_blocks(blocks: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Lines from the blocks of a file, nothing left out yet."""
    return [
        Line(
            number=number,
            raw=block["text"],
            text=block["text"],
            hint=block["hint"],
            label=block["label"],
            page=block["page"],
            table=block["table"],
            cells=tuple(Cell(*cell) for cell in block["cells"]),
        )
        for number, block in enumerate(blocks, start=1)
    ]
