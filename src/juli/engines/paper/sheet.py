"""What is left to draw once a document is laid out: texts, grids, frames. Both renderers draw nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from juli.engines.paper.styles import TextStyle


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs in one style; ``keep``: they stay with what follows."""

    paragraphs: tuple[str, ...]
    style: TextStyle
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """The heading of a framed block, with its hint."""

    text: str
    style: TextStyle
    hint: str
    hint_style: TextStyle


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell at its place in a grid, row and column counted from 0."""

    row: int
    column: int
    across: int
    down: int
    paragraphs: tuple[str, ...]
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Grid:
    """A framed table; ``whole`` rows don't break over pages, ``leads`` are rows that name the group below them.

    Heavy lines are drawn above the rows of ``cuts``; rows below the head are at least ``tall`` points high.
    """

    bar: Bar | None
    widths: tuple[float, ...]
    head: int
    spots: tuple[Spot, ...]
    whole: tuple[bool, ...]
    leads: tuple[int, ...] = ()
    cuts: tuple[int, ...] = ()
    tall: float = 0


@dataclass(frozen=True, slots=True)
class Space:
    """Room of ``points`` height."""

    points: float


@dataclass(frozen=True, slots=True)
class Places:
    """Where to sign and seal: pairs side by side, then dates on the right."""

    pairs: tuple[tuple[str, str], ...]
    dates: tuple[str, ...]
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled box that may run over pages unless it is ``whole``; ``signs`` at its end stay in one piece."""

    bar: Bar | None
    parts: tuple[Text | Space, ...]
    signs: Places | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code, ``side`` mm wide, with words beside it."""

    scan: str
    side: float
    caption: Text


@dataclass(frozen=True, slots=True)
class Rules:
    """Lines of text between rules at the foot of the page, each with a left and a right end."""

    lines: tuple[tuple[str, str], ...]
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Part = Text | Grid | Frame | Space | Picture | Rules | Places | Break

PartName = Literal["Text", "Grid", "Frame", "Space", "Picture", "Rules", "Places", "Break"]
