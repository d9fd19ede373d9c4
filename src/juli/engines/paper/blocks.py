"""The parts of a printed document, independent of any programme. A line break in a text starts a paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]
CellKind = Literal["value", "label", "head", "group", "total", "cut"]


@dataclass(frozen=True, slots=True)
class Title:
    """The title over a document without a cover; ``number`` is a line below it (a document number, a year).

    ``mark`` stands above at the left edge (附件 1).
    """

    text: str
    number: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. In a form it opens a framed block and stays with what follows; ``hint`` follows it in brackets."""

    text: str
    level: Literal[1, 2, 3] = 1
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Unframed paragraphs; ``indent`` by two characters, ``numbered`` with 1. 2. 3."""

    text: str
    indent: bool = True
    numbered: bool = False
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a notice or letter is addressed to: flush left above its text."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A framed row of one label and one short text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class LongText:
    """A framed text of any length that runs over pages; the frame is ``least`` lines high even when empty."""

    text: str
    least: int = 8
    label: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A framed, numbered list under a label."""

    label: str
    items: tuple[str, ...]
    least: int = 3


@dataclass(frozen=True, slots=True)
class Field:
    """One label and its text in a field grid; ``wide`` takes the whole row, ``group`` is a merged cell on the left."""

    label: str
    text: str
    wide: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class FieldGrid:
    """Labels and texts, two pairs a row; neighbours of one ``group`` share a merged cell left of them."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, spanning ``across`` columns and ``down`` rows; a heavy line is drawn above a ``cut``."""

    text: str = ""
    across: int = 1
    down: int = 1
    kind: CellKind = "value"
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A framed table. ``widths`` are shares of the full width; the first ``head`` rows repeat on every page.

    A cell covered by one above it (``down``) is left out of its row. Rows below the head are at least ``tall`` mm high.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0
    tall: float = 0


@dataclass(frozen=True, slots=True)
class Sign:
    """A place to sign, to seal or to date by hand; ``filled`` is printed where the system knows it."""

    label: str
    kind: Literal["signature", "seal", "date"]
    filled: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A framed statement with places for signature, seal and date; ``least`` lines are left for handwriting."""

    text: str
    signs: tuple[Sign, ...]
    least: int = 6
    label: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One enclosed document; ``pages`` as counted, None where unknown."""

    label: str
    file: str = ""
    pages: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attachments:
    """The list of what is enclosed: a table in a form, a note after the text in a notice."""

    items: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Pledge:
    """A statement the applicant makes; ``given`` None: not asked yet, an empty box."""

    text: str
    given: bool | None = None


@dataclass(frozen=True, slots=True)
class Pledges:
    """Statements with their boxes, and the places where they are signed."""

    items: tuple[Pledge, ...]
    signs: tuple[Sign, ...] = ()
    opening: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """The end of a notice or letter: who signs, the date in words, and whether a seal goes over both."""

    signed_by: str
    date: str
    seal: bool = True


@dataclass(frozen=True, slots=True)
class Scan:
    """A code to scan, with its words beside it."""

    text: str
    caption: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """The foot of an official notice: copies go to, printed by and when (GB/T 9704)."""

    copied_to: str = ""
    printed_by: str = ""
    printed_on: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a page."""


Block = (
    Title | Heading | Prose | Addressee | Line | LongText | Numbered | FieldGrid | Table | Opinion | Attachments
    | Pledges | SignOff | Scan | Imprint | PageBreak
)  # fmt: skip
