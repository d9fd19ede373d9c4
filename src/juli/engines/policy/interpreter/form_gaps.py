"""What keeps a section of the form from being met, place by place: for a screen that leads there.

A section of answers has gaps exactly when one of its nodes is not met; ``form`` decides, this tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from juli.engines.policy import blocks
from juli.engines.policy.context import Context
from juli.engines.policy.interpreter.form import (
    agrees,
    is_asked,
    is_begun,
    is_complete,
    is_filled,
    is_inside,
    number_of,
    strange,
)

Why = Literal["missing", "rows", "choice", "sum", "within", "pledge"]


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong.

    ``field``: the field, empty for the section itself; ``row``: the number of the row from 0; ``part``: the column of
    the row, or the part of a person. ``lacking``: how many rows too few; ``off``: by how much a sum is off, total less
    parts; ``sum``: which sum of the section, from 0.
    """

    section: str
    why: Why
    field: str = ""
    row: int | None = None
    part: str = ""
    lacking: int = 0
    off: Decimal | None = None
    sum: int | None = None


def gaps(form: blocks.Form, context: Context) -> Iterator[Gap]:
    """Every gap of the form's sections and pledges, in the form's order; none where no answers are known at all.

    Sections that stand on the ledger, the plan or the targets are told as a whole.
    """
    answers = context.dossier.form
    if answers is None:
        return
    for section in form.sections:
        if is_asked(section, context):
            yield from section_gaps(section, answers.get(section.id), context)
    signed = set(answers.get("pledges") or ())
    yield from (Gap("pledges", "pledge", pledge.id) for pledge in form.pledges if pledge.id not in signed)


def section_gaps(section: blocks.Section, answer: Any, context: Context) -> Iterator[Gap]:
    """The gaps of one section."""
    if section.type in {"claims", "plan", "targets"}:
        there = context.dossier.achievements if section.type == "claims" else context.dossier.plan
        if section.required and not there:
            yield Gap(section.id, "missing")
        return
    if section.columns:
        least = section.at_least or int(section.required)
        yield from _rows(section.id, "", section.columns, answer, least)
    elif section.fields:
        values = answer if isinstance(answer, Mapping) else {}
        begun = is_begun(section, answer)
        for field in section.fields:
            if field.required and begun and not is_filled(field, values.get(field.id)):
                yield from _field(section.id, field, values.get(field.id))
            else:
                yield from _strange(section.id, field, values.get(field.id))
        for i, total in enumerate(section.sums):
            if not agrees(total, answer):
                whole = number_of(values, total.total)
                parts = [number_of(values, name) for name in total.parts]
                added = None if None in parts else sum((p for p in parts if p is not None), Decimal(0))
                off = None if whole is None or added is None else whole - added
                yield Gap(section.id, "sum", total.total, off=off, sum=i)
    elif section.required and not answer:
        yield Gap(section.id, "missing")
    yield from _outside(section, answer, context)


def _field(section: str, field: blocks.FormField, value: Any) -> Iterator[Gap]:
    """Why a required field is not filled."""
    if field.parts:
        said = value if isinstance(value, Mapping) else {}
        yield from (Gap(section, "missing", field.id, part=p) for p in field.parts if said.get(p) in (None, ""))
    elif field.type == "table":
        yield from _rows(section, field.id, field.columns, value, field.at_least or 1)
    elif field.type == "numbered":
        rows = _listed(value)
        yield from (Gap(section, "missing", field.id, i, "text") for i, row in enumerate(rows) if not row)
        if len(rows) < (field.at_least or 1):
            yield Gap(section, "rows", field.id, lacking=(field.at_least or 1) - len(rows))
    elif value in (None, "", []):
        yield Gap(section, "missing", field.id)
    else:
        yield Gap(section, "choice", field.id)


def _rows(section: str, field: str, columns: Sequence[blocks.Column], value: Any, least: int) -> Iterator[Gap]:
    """Rows that are too few, and every cell that a begun row lacks."""
    rows = _listed(value)
    for i, row in enumerate(rows):
        if not is_complete(row, columns):
            said = row if isinstance(row, Mapping) else {}
            for column in columns:
                if column.required and said.get(column.id) in (None, "", []):
                    yield Gap(section, "missing", field, i, column.id)
                elif any(strange(column, said.get(column.id))):
                    yield Gap(section, "choice", field, i, column.id)
    if len(rows) < least:
        yield Gap(section, "rows", field, lacking=least - len(rows))


def _strange(section: str, field: blocks.FormField, value: Any) -> Iterator[Gap]:
    """Answers of a field that need not be there, but are none of its choices."""
    if any(strange(field, value)):
        yield Gap(section, "choice", field.id)
    for i, row in enumerate(_listed(value) if field.columns else ()):
        said = row if isinstance(row, Mapping) else {}
        yield from (
            Gap(section, "choice", field.id, i, column.id)
            for column in field.columns
            if any(strange(column, said.get(column.id)))
        )


def _outside(section: blocks.Section, answer: Any, context: Context) -> Iterator[Gap]:
    """Days and months that lie outside the section's window."""
    if not section.within:
        return
    interval = context.windows_planned.get(section.within)
    if section.columns:
        rows = _listed(answer)
        found = [i for i, row in enumerate(rows) if is_inside(row, interval) is False]
        yield from (Gap(section.id, "within", "", i) for i in found)
    elif answer is not None and is_inside(answer, interval) is False:
        yield Gap(section.id, "within", _late(section, answer, interval))


def _late(section: blocks.Section, answer: Any, interval: Any) -> str:
    """The first field whose days lie outside; empty where no single one does."""
    values = answer if isinstance(answer, Mapping) else {}
    for field in section.fields:
        if is_inside({"": values.get(field.id)}, interval) is False:
            return field.id
    return ""


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
