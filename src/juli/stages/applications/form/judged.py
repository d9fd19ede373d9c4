"""A form's answers as the engine judges them: rows without ids, money in yuan, what can't be read left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from juli.engines.policy import blocks
from juli.stages.applications.form.cells import judged
from juli.stages.applications.form.layout import PLEDGES, Part, columns_of
from juli.stages.applications.form.reading import ROWS

#: (section, field or ROWS, row or "", column or "") of the places that hold files.
Places = frozenset[tuple[str, str, str, str]]


def form(parts: Sequence[Part], answers: Mapping[str, Any], files: Places = frozenset()) -> dict[str, Any]:
    """The dossier's ``form``: every section's answer by its id."""
    found: dict[str, Any] = {}
    for part in parts:
        value = section(part, answers.get(part.id), files)
        if part.id == PLEDGES:
            found[PLEDGES] = [name for name, said in (value or {}).items() if said is True]
        else:
            found[part.id] = value
    return found


def section(part: Part, value: Any, files: Places = frozenset()) -> Any:
    """One section's answer as the engine takes it."""
    if part.shape == "text":
        return value if isinstance(value, str) else None
    if part.shape == "table":
        return rows(part.section.columns, value, (part.id, ROWS), files)
    if part.shape != "fields":
        return None
    given = value if isinstance(value, Mapping) else {}
    found: dict[str, Any] = {}
    for field in part.section.fields:
        columns = columns_of(field)
        here = (part.id, field.id)
        if field.type == "numbered":
            found[field.id] = [row.get("text") for row in rows(columns, given.get(field.id), here, files)]
        elif columns:
            found[field.id] = rows(columns, given.get(field.id), here, files)
        elif field.type == "file":
            found[field.id] = "file" if (*here, "", "") in files else None
        else:
            found[field.id] = judged(field, given.get(field.id))
    return found


def rows(columns: Sequence[blocks.Column], value: Any, where: tuple[str, str], files: Places) -> list[dict[str, Any]]:
    """Rows as the engine takes them."""
    found = []
    for row in spoken(value, where, files):
        said = {column.id: judged(column, row.get(column.id)) for column in columns if column.type != "file"}
        said |= {
            column.id: "file" if (*where, str(row.get("#")), column.id) in files else None
            for column in columns
            if column.type == "file"
        }
        found.append(said)
    return found


def spoken(value: Any, where: tuple[str, str], files: Places = frozenset()) -> list[Mapping[str, Any]]:
    """The rows of a table that say something: a blank one, just added, is none yet."""
    held = {place[2] for place in files if place[:2] == where}
    rows_ = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    return [row for row in rows_ if len(row) > 1 or str(row.get("#")) in held]
