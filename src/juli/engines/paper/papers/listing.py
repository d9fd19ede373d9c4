"""Tables whose columns find their widths by what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from juli.engines.paper.blocks import Align, Cell, Table
from juli.engines.paper.characters import STRETCH, broad
from juli.engines.paper.document import Style

#: Characters side by side in a table: with few columns, and in the smaller size that lowering takes for more of them.
_ROOM: Final[dict[Style, tuple[float, float]]] = {"form": (37.8, 43.2), "notice": (32.0, 37.6)}
_FEW: Final = 4
#: What a cell keeps free at both sides, in characters.
_INSET: Final = 1.0
#: Longer heads may take two lines.
_HEAD: Final = 6.0
#: Halvings until widths are found.
_HALVINGS: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, how its cells stand, and how many characters it takes at least (places to sign).

    Cells of a ``whole`` column don't break.
    """

    label: str
    align: Align = "left"
    least: float = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it is printed or published: only these columns, a text for each in every row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str | Cell]],
    *last: tuple[Cell, ...],
    style: Style = "form",
    tall: float = 0,
) -> Table:
    """The table: heads repeat over pages, ``last`` are rows of totals, ``tall`` is the least height of a row in mm.

    A row may be made of cells already. Numbers stay whole; texts share what is left.
    """
    body = tuple(tuple(_cell(value, columns[number]) for number, value in enumerate(row)) for row in rows)
    heads = tuple(Cell(column.label, kind="head") for column in columns)
    standing = [_standing(number, (*body, *last)) for number in range(len(columns))]
    room = _ROOM[style][len(columns) > _FEW]
    widths = _fitted([_need(column, texts) for column, texts in zip(columns, standing, strict=True)], room)
    return Table(widths, (heads, *body, *last), head=1, tall=tall)


def _cell(value: str | Cell, column: Column) -> Cell:
    return value if isinstance(value, Cell) else Cell(value, align=column.align)


def _standing(column: int, rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """The texts that stand in one column alone."""
    found = []
    for row in rows:
        at = 0
        for cell in row:
            if at == column and cell.across == 1:
                found.append(cell.text)
            at += cell.across
    return found


def _need(column: Column, texts: Sequence[str]) -> tuple[float, float, float]:
    """What a column takes at least, what it would take with one line a row, and how much stands in it."""
    lines = [broad(line) for text in texts for line in text.split("\n")]
    stretches = [broad(stretch) for text in texts for stretch in STRETCH.findall(text)]
    kept = lines if column.whole else stretches
    least = max(column.least, _head(column.label), *kept, 1) + _INSET
    longest = max(least, *(line + _INSET for line in lines), 0)
    # The sum of (length / width)⁴, which stands for the height of rows, is least with these shares.
    return least, longest, sum(line**4 for line in lines) ** (1 / 5)


def _head(label: str) -> float:
    lines = [broad(line) for line in label.split("\n")]
    return max(lines) if len(lines) > 1 or lines[0] <= _HEAD else lines[0] / 2 + 0.5


def _fitted(needs: Sequence[tuple[float, float, float]], room: float) -> tuple[float, ...]:
    """Widths that fill ``room``: one line a row where there is room for that, else texts share it by their amount."""
    spare = room - sum(longest for _, longest, _ in needs)
    if spare >= 0:
        # Columns of numbers stay narrow; what is left goes to texts.
        widest = max(longest for _, longest, _ in needs)
        texts = sum(longest * 2 >= widest for _, longest, _ in needs)
        return tuple(longest + spare / texts * (longest * 2 >= widest) for _, longest, _ in needs)
    low, high = 0.0, room
    for _ in range(_HALVINGS):
        measure = (low + high) / 2
        widths = tuple(max(least, min(longest, measure * amount)) for least, longest, amount in needs)
        low, high = (measure, high) if sum(widths) < room else (low, measure)
    return widths
