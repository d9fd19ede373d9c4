"""Where something stands in a form: the name of its control, and what to call the place."""

from __future__ import annotations

import re

from juli.engines.policy.interpreter.form_gaps import Gap
from juli.stages.applications.form.layout import Part, label_of, part_label
from juli.stages.applications.form.reading import ROWS, table_columns
from juli.stages.applications.starting import say

_UNFIT = re.compile(r"[^A-Za-z0-9_\-]")


def control_id(name: str) -> str:
    """The id of a control in the page, for jumps and labels.

    >>> control_id("c.lines.ab12.amount")
    'c-lines-ab12-amount'
    """
    return _UNFIT.sub("-", name)


def name_of(part: Part, gap: Gap, rows: list[str]) -> str:
    """The name of the control at which a gap is mended; ``rows`` are the ids of the table's rows."""
    if part.shape == "text":
        return "value"
    table = gap.field or ROWS
    if gap.row is not None and gap.row < len(rows):
        column = gap.part or next((c.id for c in table_columns(part, table)), "")
        return f"c.{table}.{rows[gap.row]}.{column}"
    if gap.why == "rows" or (part.shape == "table" and not gap.field):
        return f"table.{table}"
    return f"f.{gap.field}.{gap.part}" if gap.part else f"f.{gap.field}"


def words_of(part: Part, field: str = "", row: int | None = None, column: str = "") -> str:
    """A place in words: section › field › row › column, without the section. Empty for the section itself."""
    said = []
    found = next((f for f in part.section.fields if f.id == field), None)
    if found is not None:
        said.append(say(label_of(found)))
    if row is not None:
        said.append(f"{row + 1}")
        columns = {c.id: c for c in table_columns(part, field or ROWS)}
        if column in columns and not (found is not None and found.type == "numbered"):
            said.append(say(label_of(columns[column])))
    elif column:
        said.append(say(part_label(column)))
    return " › ".join(said)
