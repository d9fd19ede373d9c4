"""How each kind of text looks in each style of page. Both renderers read these, so that Word and PDF agree.

``form`` follows the societies' application form (004's template): Song at 12 pt in thin-ruled tables. ``notice``
follows GB/T 9704: A4, top 37 mm, left 28 mm, a type area of 156 × 225 mm with 22 lines of 28 characters, body FangSong
at 16 pt, title Xiaobiaosong at 22 pt, headings Hei, then Kai.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from juli.engines.paper.document import Style

Face = Literal["song", "hei", "kai", "fang", "title"]
Align = Literal["left", "center", "right", "justify"]

PAGE_WIDTH: Final = 210.0
PAGE_HEIGHT: Final = 297.0
POINTS_PER_MM: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Face, size and ``pitch`` (from baseline to baseline) in points; indents in characters of that size.

    ``first`` indents a paragraph's first line, ``left`` and ``right`` all of it; ``before`` and ``after`` are points.
    """

    face: Face
    size: float
    pitch: float
    align: Align = "left"
    bold: bool = False
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0


@dataclass(frozen=True, slots=True)
class PageStyle:
    """Margins in mm; ``tracking`` in points is added between characters; ``inset`` of cells in points (x, y)."""

    top: float
    bottom: float
    left: float
    right: float
    tracking: float
    inset: tuple[float, float]
    texts: dict[str, TextStyle]

    @property
    def width(self) -> float:
        """Width of the type area in mm."""
        return PAGE_WIDTH - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the type area in mm."""
        return PAGE_HEIGHT - self.top - self.bottom


_FORM = PageStyle(
    top=26,
    bottom=27,
    left=25,
    right=25,
    tracking=0,
    inset=(5, 5),
    texts={
        "title": TextStyle("title", 20, 30, "center", bold=True, after=8),
        "number": TextStyle("song", 12, 20, "center", after=8),
        "bar": TextStyle("hei", 12, 20),
        "hint": TextStyle("song", 10.5, 20),
        "heading2": TextStyle("hei", 12, 20, before=6, after=2),
        "heading3": TextStyle("kai", 12, 20, before=4, after=2),
        "body": TextStyle("song", 12, 20, "justify", first=2),
        "plain": TextStyle("song", 12, 20, "justify"),
        "addressee": TextStyle("song", 12, 20),
        "value": TextStyle("song", 12, 18),
        "label": TextStyle("song", 12, 18, "center"),
        "head": TextStyle("hei", 10.5, 16, "center"),
        "group": TextStyle("kai", 12, 18),
        "total": TextStyle("hei", 10.5, 16, "center"),
        "cut": TextStyle("hei", 10.5, 16, "center"),
        "mark": TextStyle("hei", 12, 20, after=8),
        "small": TextStyle("song", 10.5, 16),
        "sign": TextStyle("song", 12, 24),
        "signoff": TextStyle("song", 12, 22, "right"),
        "imprint": TextStyle("song", 10.5, 18),
        "notes": TextStyle("hei", 18, 30, "center", before=20, after=16),
    },
)

#: 22 lines share 225 mm, 28 characters 156 mm; both in whole twentieths of a point, so that the last line still fits.
_PITCH = int(225 * POINTS_PER_MM / 22 * 20) / 20
_TRACKING = math.floor((156 * POINTS_PER_MM / 28 - 16) * 20) / 20

_NOTICE = PageStyle(
    top=37,
    bottom=35,
    left=28,
    right=26,
    tracking=_TRACKING,
    inset=(4, 4),
    texts={
        "title": TextStyle("title", 22, _PITCH, "center", bold=True, after=_PITCH),
        "number": TextStyle("fang", 16, _PITCH, "center", after=_PITCH),
        "bar": TextStyle("hei", 16, _PITCH, first=2),
        "hint": TextStyle("fang", 16, _PITCH),
        "heading2": TextStyle("kai", 16, _PITCH, first=2),
        "heading3": TextStyle("fang", 16, _PITCH, first=2),
        "body": TextStyle("fang", 16, _PITCH, "justify", first=2),
        "plain": TextStyle("fang", 16, _PITCH, "justify"),
        "addressee": TextStyle("fang", 16, _PITCH),
        "value": TextStyle("fang", 14, 20),
        "label": TextStyle("fang", 14, 20, "center"),
        "head": TextStyle("hei", 12, 18, "center"),
        "group": TextStyle("kai", 14, 20),
        "total": TextStyle("hei", 12, 18, "center"),
        "cut": TextStyle("hei", 12, 18, "center"),
        "mark": TextStyle("hei", 16, _PITCH, after=_PITCH),
        "small": TextStyle("fang", 12, 18),
        "sign": TextStyle("fang", 16, _PITCH),
        "signoff": TextStyle("fang", 16, _PITCH, "right"),
        "imprint": TextStyle("fang", 14, 22),
        "notes": TextStyle("hei", 18, 30, "center"),
    },
)

_PAGES: Final[dict[Style, PageStyle]] = {"form": _FORM, "notice": _NOTICE}


def page_style(style: Style) -> PageStyle:
    """The page of ``style``."""
    return _PAGES[style]
