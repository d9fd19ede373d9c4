"""A section's answer out of what a browser sends, rows with their ids; and rows added, moved, taken away, pasted.

Names of controls: ``value`` of a text; ``f.FIELD`` of a field, with ``.PART`` of a person and ``.from``, ``.to`` of a
span; ``r.TABLE`` once for each row, in order, with its id; ``c.TABLE.ROW.COLUMN`` of a cell. A section that is a table
itself is called ``-``; ``k.TABLE.ROW`` keeps a row that only holds a file. ``act`` asks for something to be done
with rows after reading: ``add:TABLE``, ``remove:TABLE:ROW``, ``up:TABLE:ROW``, ``down:TABLE:ROW``, ``paste:TABLE``
(what is pasted is in ``paste.TABLE``).
"""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juli.engines.policy import blocks
from juli.engines.policy.rules import Programme
from juli.stages.applications.form.cells import LONGEST, LONGEST_LINE, kept
from juli.stages.applications.form.layout import Part, columns_of, label_of, unit_of

#: What a section that is a table is called among its tables: no field has such an id.
ROWS: Final = "-"
#: The key of a row's id.
ID: Final = "#"
MOST_ROWS: Final = 500
_ROW = re.compile(r"[a-z0-9]{1,12}\Z")
_SPAN = ("from", "to")
_LONG = ("long", "opinion")
_TOO_LONG = gettext_lazy("%(name)s: %(number)d characters are too many; at most %(most)d can be kept here.")


class Unreadable(Exception):
    """What was sent cannot be kept; nothing was. ``reason`` says why and what to do, for the reader."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(programme: Programme, part: Part, sent: QueryDict) -> Any:
    """A section's answer as it is kept; None where nothing stands in it. Raises Unreadable."""
    reader = _Reader(programme, part, sent)
    if part.shape == "text":
        column = blocks.Column(id=part.id, label=part.label, type="text" if part.origin == "line" else "long")
        return reader.cell(column, "value")
    if part.shape == "table":
        return acted(programme, part, ROWS, reader.rows(part.section.columns, ROWS), sent) or None
    if part.shape == "claims":
        return None
    values = {}
    for field in part.section.fields:
        columns = columns_of(field)
        if columns:
            value = acted(programme, part, field.id, reader.rows(columns, field.id), sent) or None
        else:
            value = reader.cell(field, f"f.{field.id}")
        if value is not None:
            values[field.id] = value
    return values or None


def new_row() -> str:
    """An id for a row: told apart from all others by chance alone."""
    return secrets.token_hex(4)


def acted(
    programme: Programme, part: Part, table: str, rows: list[dict[str, Any]], sent: QueryDict
) -> list[dict[str, Any]]:
    """The rows after what ``act`` asks for. Raises Unreadable."""
    act, _colon, rest = sent.get("act", "").partition(":")
    name, _colon, row = rest.partition(":")
    if name != table:
        return rows
    at = next((i for i, found in enumerate(rows) if found[ID] == row), None)
    if act == "add":
        rows.append({ID: new_row()})
    elif act == "paste":
        rows += pasted(programme, part, table, sent.get(f"paste.{table}", ""))
    elif act == "remove" and at is not None:
        del rows[at]
    elif act in {"up", "down"} and at is not None:
        to = at + (1 if act == "down" else -1)
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("A table holds at most %(most)d rows; bring a longer list as a file.") % {"most": MOST_ROWS})
    return rows


def pasted(programme: Programme, part: Part, table: str, text: str) -> list[dict[str, Any]]:
    """Rows out of a spreadsheet's clipboard: cells parted by tabs, in the columns' order, or under their names.

    A first line that holds names of columns says which is which. A span of months is one cell, ``2023-06至2023-08``.
    Files are not pasted. Raises Unreadable.
    """
    try:
        every = list(csv.reader(io.StringIO(text.strip("\n")), delimiter="\t"))
    except csv.Error as error:
        raise Unreadable(
            _("The rows that were pasted cannot be told apart: a cell is too long, or a quote does not end.")
        ) from error
    lines = [line for line in every if any(cell.strip() for cell in line)]
    columns = [column for column in table_columns(part, table) if column.type != "file"]
    if not lines:
        return []
    head = [cell.strip().rstrip("：:*") for cell in lines[0]]
    order: list[blocks.Column | None] = [
        next((column for column in columns if cell and cell in label_of(column)), None) for cell in head
    ]
    if any(order):
        lines = lines[1:]
    else:
        order = list(columns)
        # Spreadsheets number their rows; so do the forms that offices send round.
        numbered = len(lines[0]) == len(columns) + 1 and all(
            line[0].strip() == str(i) for i, line in enumerate(lines, 1)
        )
        order = [None, *order] if numbered else order
    rows = []
    for line in lines:
        row: dict[str, Any] = {ID: new_row()}
        for column, cell in zip(order, line, strict=False):
            if column is not None and (value := _pasted_cell(programme, part, column, cell)) is not None:
                row[column.id] = value
        rows.append(row)
    return rows


def _pasted_cell(programme: Programme, part: Part, column: blocks.Column, text: str) -> Any:
    if column.type != "months":
        limit(column, text)
        return kept(column, text, unit_of(programme, part.section, column))
    ends = [end for end in re.split(r"至|到|~|～|—+|–|\s-\s", text) if end.strip()]
    month = blocks.Column(id=column.id, type="month")
    span = {name: kept(month, end) for name, end in zip(_SPAN, ends, strict=False)}
    return span or None


def table_columns(part: Part, table: str) -> tuple[blocks.Column, ...]:
    """The columns of a section's table, or of one of its fields; none where there is no such table."""
    if table == ROWS:
        return part.section.columns
    return next((columns_of(field) for field in part.section.fields if field.id == table), ())


def tables(part: Part) -> Iterator[tuple[str, Sequence[blocks.Column]]]:
    """The tables of a section by name, with their columns."""
    if part.shape == "table":
        yield ROWS, part.section.columns
    for field in part.section.fields:
        if columns := columns_of(field):
            yield field.id, columns


class FilePlace(NamedTuple):
    """Where a file stands: a field, or a cell of a table."""

    field: str
    row: str = ""
    column: str = ""


def place_of(part: Part, name: str) -> FilePlace:
    """The place that a control of a file names. Raises Unreadable where the section has none such."""
    kind, _dot, rest = name.partition(".")
    if kind == "f" and any(field.id == rest for field in part.section.fields):
        return FilePlace(rest)
    if kind == "c":
        for table, columns in tables(part):
            row, _dot, column = rest.removeprefix(f"{table}.").partition(".")
            if rest.startswith(f"{table}.") and _ROW.match(row) and any(one.id == column for one in columns):
                return FilePlace(table, row, column)
    raise Unreadable(_("A file came for no field of the form; load the page anew, and choose it again."))


def limit(column: blocks.Column, text: str) -> None:
    """Go on where a text is not too long to keep. Raises Unreadable."""
    most = LONGEST if column.type in _LONG else LONGEST_LINE
    if len(text) > most:
        from juli.stages.applications.starting import say

        words = {"name": say(label_of(column)), "number": len(text), "most": most}
        raise Unreadable(str(_TOO_LONG) % words)


class _Reader:
    def __init__(self, programme: Programme, part: Part, sent: QueryDict) -> None:
        self.programme, self.part, self.sent = programme, part, sent

    def cell(self, column: blocks.Column, name: str) -> Any:
        if column.type == "file" or getattr(column, "from_", None):
            return None
        if column.type == "months":
            return self._parts(column, name, _SPAN, "month")
        if isinstance(column, blocks.FormField) and column.parts:
            return self._parts(column, name, column.parts, "text")
        text = self.sent.get(name, "")
        limit(column, text)
        return kept(column, text, unit_of(self.programme, self.part.section, column))

    def _parts(self, column: blocks.Column, name: str, parts: Sequence[str], kind: Any) -> dict[str, Any] | None:
        found = {}
        for part in parts:
            one = blocks.Column(id=part, label=column.label, type=kind)
            text = self.sent.get(f"{name}.{part}", "")
            limit(one, text)
            if (value := kept(one, text)) is not None:
                found[part] = value
        return found or None

    def rows(self, columns: Sequence[blocks.Column], table: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        seen = set()
        for id_ in self.sent.getlist(f"r.{table}"):
            if not _ROW.match(id_) or id_ in seen:
                raise Unreadable(_("The rows of the table could not be told apart; load the page anew."))
            seen.add(id_)
            row: dict[str, Any] = {ID: id_}
            for column in columns:
                if (value := self.cell(column, f"c.{table}.{id_}.{column.id}")) is not None:
                    row[column.id] = value
            # A row that says nothing is only kept when rows are being added, or when a file stands in it.
            if len(row) > 1 or self.sent.get("act", "").startswith("add:") or f"k.{table}.{id_}" in self.sent:
                found.append(row)
        return found
