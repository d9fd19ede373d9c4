"""What stands in a section and is not what its fields ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from juli.engines.policy import blocks
from juli.stages.applications.form.cells import wrong
from juli.stages.applications.form.layout import Part, columns_of
from juli.stages.applications.form.reading import ID, ROWS


class Complaint(NamedTuple):
    """One answer that can't be taken for what is asked: its control, its place, and why."""

    name: str
    field: str
    row: int | None
    column: str
    text: str


def complaints(part: Part, value: Any) -> Iterator[Complaint]:
    """Everything that stands in a section and is not what is asked, in the order of the form."""
    if part.shape == "text":
        column = blocks.Column(id=part.id, type="text" if part.origin == "line" else "long")
        if (text := wrong(column, value)) is not None:
            yield Complaint("value", "", None, "", text)
        elif part.limit is not None and isinstance(value, str) and length(value) > part.limit:
            words = {"number": length(value), "most": part.limit}
            text = _("%(number)d characters; at most %(most)d are asked for.") % words
            yield Complaint("value", "", None, "", text)
    elif part.shape == "table":
        yield from _rows(part.section.columns, value, ROWS, "")
    elif part.shape == "fields":
        values = value if isinstance(value, Mapping) else {}
        for field in part.section.fields:
            said = values.get(field.id)
            if columns := columns_of(field):
                yield from _rows(columns, said, field.id, field.id)
            elif (text := wrong(field, said)) is not None:
                yield Complaint(f"f.{field.id}", field.id, None, "", text)


def length(text: str) -> int:
    """How many characters a text has, as offices count them: without spaces and line breaks."""
    return sum(not character.isspace() for character in text)


def _rows(columns: tuple[blocks.Column, ...], value: Any, table: str, field: str) -> Iterator[Complaint]:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    for i, row in enumerate(rows):
        for column in columns:
            if (text := wrong(column, row.get(column.id))) is not None:
                yield Complaint(f"c.{table}.{row[ID]}.{column.id}", field, i, column.id, text)
