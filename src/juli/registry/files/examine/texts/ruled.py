"""Tables of a PDF that are ruled: lines that cross make cells, and what is written within them is their text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from juli.registry.files.examine.texts.blocks import Block, Cell, row

_THIN = 2.5
_NEAR = 3.0
_SHORTEST = 8.0


@dataclass(frozen=True)
class Segment:
    """A ruled line: ``at`` is where it stands, from ``start`` to ``end`` in the other direction."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Ruled:
    """A table by its lines: edges from left to right and from top to bottom, and the text of its cells."""

    columns: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.heights[0]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within."""
        inside = self.columns[0] - _NEAR <= x <= self.columns[-1] + _NEAR
        return inside and self.heights[-1] - _NEAR <= y <= self.heights[0] + _NEAR

    def rows(self, table: int, page: int) -> Iterator[Block]:
        """Its rows as blocks; those with nothing in them too, since a form has those."""
        for cells in self.cells:
            if cells:
                yield row(list(cells), table, page)


def ruled_tables(page: Any, text: Any) -> list[Ruled]:
    """The ruled tables of a page with at least two columns and two rows."""
    level, upright = _segments(page)
    found = []
    for group in _groups(level, upright):
        columns = _merged(s.at for s in upright if _touches(s, group))
        heights = tuple(reversed(_merged(s.at for s in group)))
        if len(columns) > 2 and len(heights) > 2:
            inner = [s for s in upright if _touches(s, group)]
            found.append(Ruled(columns, heights, _cells(columns, heights, inner, group, text)))
    return found


def _segments(page: Any) -> tuple[list[Segment], list[Segment]]:
    from pypdfium2 import raw

    level, upright = [], []
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        left, bottom, right, top = thing.get_bounds()
        across, up = right - left, top - bottom
        if up <= _THIN and across >= _SHORTEST:
            level.append(Segment((top + bottom) / 2, left, right))
        elif across <= _THIN and up >= _SHORTEST:
            upright.append(Segment((left + right) / 2, bottom, top))
        elif across >= _SHORTEST and up >= _SHORTEST:
            # A box drawn as one path: its four sides.
            level += [Segment(top, left, right), Segment(bottom, left, right)]
            upright += [Segment(left, bottom, top), Segment(right, bottom, top)]
    return level, upright


def _groups(level: list[Segment], upright: list[Segment]) -> list[list[Segment]]:
    """Level lines that the same upright lines hold together, from the bottom up."""
    groups: list[list[Segment]] = []
    for line in sorted(level, key=lambda s: s.at):
        for group in groups:
            if any(_crosses(u, line) and any(_crosses(u, other) for other in group) for u in upright):
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _crosses(upright: Segment, level: Segment) -> bool:
    inside = upright.start - _NEAR <= level.at <= upright.end + _NEAR
    return inside and level.start - _NEAR <= upright.at <= level.end + _NEAR


def _touches(upright: Segment, group: list[Segment]) -> bool:
    return sum(_crosses(upright, line) for line in group) > 1


def _merged(places: Iterator[float]) -> tuple[float, ...]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return tuple(found)


def _cells(
    columns: tuple[float, ...],
    heights: tuple[float, ...],
    upright: list[Segment],
    level: list[Segment],
    text: Any,
) -> tuple[tuple[Cell, ...], ...]:
    """The cells by rows. A cell reaches on where no line stands between it and the next."""
    taken: set[tuple[int, int]] = set()
    rows: list[list[Cell]] = []
    for r, c in itertools.product(range(len(heights) - 1), range(len(columns) - 1)):
        if c == 0:
            rows.append([])
        if (r, c) in taken:
            continue
        across = down = 1
        middle = (heights[r] + heights[r + 1]) / 2
        while c + across < len(columns) - 1 and not _wall(upright, columns[c + across], middle):
            across += 1
        centre = (columns[c] + columns[c + 1]) / 2
        while r + down < len(heights) - 1 and not _wall(level, heights[r + down], centre):
            down += 1
        taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
        said = text.get_text_bounded(columns[c], heights[r + down], columns[c + across], heights[r])
        lines = [line.strip() for line in said.replace("\r", "\n").split("\n")]
        rows[-1].append(Cell("\n".join(line for line in lines if line), across, down))
    return tuple(tuple(cells) for cells in rows)


def _wall(segments: list[Segment], at: float, beside: float) -> bool:
    return any(abs(s.at - at) <= _NEAR and s.start - _NEAR < beside < s.end + _NEAR for s in segments)
