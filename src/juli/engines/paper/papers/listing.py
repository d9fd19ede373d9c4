"""Tables whose columns find their widths by what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from juli.engines.paper.blocks import Align, Cell, Table
from juli.engines.paper.characters import broad
from juli.engines.paper.document import Style

#: Characters side by side in a table: with few columns, and in the smaller size that lowering takes for more of them.
_ROOM: Final[dict[Style, tuple[float, float]]] = {"form": (37.8, 43.2), "notice": (32.0, 37.6)}
_FEW: Final = 4
#: What a cell keeps free at both sides, in characters.
_INSET: Final = 1.2
#: Longer heads may take two lines.
_HEAD: Final = 4.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, how its cells stand, and how many characters it takes at least (places to sign)."""

    label: str
    align: Align = "left"
    least: float = 0


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

    A row may be made of cells already. Narrow columns get what they need, wide ones share the rest evenly.
    """
    body = tuple(tuple(_cell(value, columns[number]) for number, value in enumerate(row)) for row in rows)
    wanted = [
        max(column.least, _head(column.label), *(broad(line) for cell in cells for line in cell.text.split("\n")), 1)
        + _INSET
        for column, cells in zip(columns, _columns(body, len(columns)), strict=True)
    ]
    heads = tuple(Cell(column.label, kind="head") for column in columns)
    return Table(_fitted(wanted, _ROOM[style][len(columns) > _FEW]), (heads, *body, *last), head=1, tall=tall)


def _cell(value: str | Cell, column: Column) -> Cell:
    return value if isinstance(value, Cell) else Cell(value, align=column.align)


def _columns(body: Sequence[tuple[Cell, ...]], count: int) -> list[list[Cell]]:
    """The cells of each column; rows with merged cells say nothing of widths."""
    plain = [row for row in body if len(row) == count]
    return [[row[number] for row in plain] for number in range(count)]


def _head(label: str) -> float:
    longest = max(broad(line) for line in label.split("\n"))
    return longest if longest <= _HEAD else max(_HEAD, longest / 2)


def _fitted(wanted: Sequence[float], room: float) -> tuple[float, ...]:
    """Widths that fill ``room``: each as wanted, the widest cut to one measure where that is too much."""
    spare = room - sum(wanted)
    if spare >= 0:
        # Columns of numbers stay narrow; what is left goes to texts.
        widest = max(wanted)
        texts = [w for w in wanted if w * 2 >= widest]
        return tuple(w + spare / len(texts) if w * 2 >= widest else w for w in wanted)
    cap, left, over = 0.0, room, sorted(wanted)
    for number, want in enumerate(over):
        cap = left / (len(over) - number)
        if want >= cap:
            break
        left -= want
    return tuple(min(w, cap) for w in wanted)
