"""A printed form as data: what a programme file says of its form, in the words of one language.

These mirror the form blocks of the programme language (cover, sections, fields, columns, sums, pledges), so that a
stage can turn one into the other without deciding anything. They know no programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldType = Literal[
    "text", "line", "long", "number", "money", "date", "month", "months", "phone", "email", "person", "choice",
    "clause", "achievement", "file", "boolean", "table", "numbered",
]  # fmt: skip
SectionType = Literal["line", "long", "fields", "table", "claims", "plan", "targets", "opinion"]
MoneyUnit = Literal["元", "万元"]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a table; ``width`` is its share (0: the contents decide); ``unit`` of money, if not the form's."""

    id: str
    label: str
    type: FieldType = "text"
    of: tuple[str, ...] = ()
    unit: MoneyUnit | None = None
    width: float = 0


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a section.

    ``parts`` are what is asked of a person, ``columns`` those of a table that stands as a field. ``wide`` gives a field
    its own row; None lets its type and text decide. ``records`` sets the rows of a table like persons, one under the
    other, as forms do for participating units; None does so beside persons.
    """

    id: str
    label: str
    type: FieldType = "text"
    of: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    columns: tuple[ColumnSpec, ...] = ()
    unit: MoneyUnit | None = None
    wide: bool | None = None
    records: bool | None = None


@dataclass(frozen=True, slots=True)
class SumSpec:
    """``total`` is the sum of ``parts``; a part ``table.column`` gives that table a row of totals."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignSpec:
    """A place to sign or seal under an opinion or under the pledges."""

    label: str
    kind: Literal["signature", "seal", "date"]


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section. ``parts`` are what an opinion has to say, or the headings of targets; ``least`` lines or rows."""

    id: str
    label: str
    type: SectionType
    fields: tuple[FieldSpec, ...] = ()
    columns: tuple[ColumnSpec, ...] = ()
    sums: tuple[SumSpec, ...] = ()
    parts: tuple[str, ...] = ()
    hint: str = ""
    least: int = 0
    signs: tuple[SignSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverFieldSpec:
    """One line of the cover; an empty label takes the usual word for its id."""

    id: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class CoverSpec:
    """The cover. Where ``kind`` is empty, a title that ends in 申报书, 申请书 or 任务书 is set in two lines."""

    title: str
    fields: tuple[CoverFieldSpec, ...] = ()
    maker: str = ""
    kind: str = ""
    seal: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PledgeSpec:
    """A statement the applicant makes."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A whole form. Money is given in yuan and printed in ``money``; ``notes`` are the notes on filling in."""

    title: str
    sections: tuple[SectionSpec, ...]
    cover: CoverSpec | None = None
    pledges: tuple[PledgeSpec, ...] = ()
    pledge_signs: tuple[SignSpec, ...] = ()
    notes: tuple[str, ...] = ()
    money: MoneyUnit = "万元"


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work claimed or planned: its date or span as words, what it was, and what proves it."""

    title: str
    when: str = ""
    detail: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One target: what is promised, how much of it with its unit, and a remark."""

    label: str
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Works or targets under one heading (a category, a part of the plan), with an optional text."""

    label: str
    rows: tuple[Work, ...] | tuple[Target, ...] = ()
    text: str = ""
