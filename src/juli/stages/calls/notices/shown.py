"""A notice as its pages show it: lines with their headings, rows of a table together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from juli.stages.calls.notices.lines import Line
from juli.stages.calls.notices.outline import Heading, Outline
from juli.stages.calls.notices.words import FAULTS, LEFT_OUT, RESIDUE, Words

#: The most characters of a heading that stands alone.
_HEADING = 26
_NUMERALS = "〇一二三四五六七八九十"


class Shown(NamedTuple):
    """A line on the page. ``role``: ``title``, ``part``, ``heading`` or empty."""

    line: Line
    role: str
    heading: Heading | None
    why: Words
    fault: Words
    took: tuple[tuple[Words, str], ...]

    @property
    def depth(self) -> int:
        """How deep a heading stands, up to what the page tells apart."""
        return min(self.heading.depth, 4) if self.heading and self.heading.path else 0

    @property
    def runs_on(self) -> bool:
        """A heading that goes on into its text in the same line."""
        text = self.line.shown.strip()
        return self.role == "heading" and (len(text) > _HEADING or text[-1:] in "；;")

    @property
    def cite(self) -> str:
        """How a programme file would cite the heading."""
        return citation(self.heading) if self.heading and self.heading.path else ""


class Group(NamedTuple):
    """Lines that stand together: one paragraph, or the rows of a table."""

    table: int
    lines: tuple[Shown, ...]


def citation(heading: Heading) -> str:
    """The citation of a heading: ``二.4``."""
    top = heading.path[0]
    first = _numeral(top) if top < 100 else str(top)
    words = [*([heading.part] if heading.part else []), first, *map(str, heading.path[1:])]
    return ".".join(words)


def _numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def groups(outline: Outline, *, read_only: bool = False) -> tuple[Group, ...]:
    """The lines of a notice in groups; ``read_only`` without those that are left out."""
    headings = {heading.line: heading for heading in outline.headings}
    titles = {number for part in outline.parts for number in part.title}
    parts = {part.start for part in outline.parts if part.name}
    lines = [line for line in outline.lines if not (read_only and line.left_out)]
    return tuple(
        Group(table, tuple(_shown(line, headings.get(line.number), titles, parts) for line in run))
        for table, run in _runs(lines)
    )


def _runs(lines: Iterable[Line]) -> Iterable[tuple[int, list[Line]]]:
    for table, run in groupby(lines, key=lambda line: line.table):
        if table:
            yield table, list(run)
        else:
            yield from ((0, [line]) for line in run)


def _shown(line: Line, heading: Heading | None, titles: set[int], parts: set[int]) -> Shown:
    role = "title" if line.number in titles else "part" if line.number in parts else ""
    if not role and heading is not None and heading.path:
        role = "heading"
    return Shown(
        line,
        role,
        heading,
        LEFT_OUT.get(line.left_out, ""),
        FAULTS.get(heading.fault, "") if heading else "",
        tuple((RESIDUE[piece.code], piece.text) for piece in line.residue),
    )
