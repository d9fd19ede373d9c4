"""What a sample says of its form, as an application keeps it: the way of a person who types it into the controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from juli.engines.policy import blocks
from juli.engines.policy.rules import Programme
from juli.stages.applications.form import cells, promises
from juli.stages.applications.form.layout import PLEDGES, Part, columns_of, unit_of
from juli.stages.applications.form.reading import ID

_SPAN = ("from", "to")


def answer(programme: Programme, part: Part, said: Any, works: Mapping[str, str]) -> Any:
    """A section's answer; None where nothing is said. ``works``: the ledger's entries by the names in the sample."""
    if said is None or part.shape == "claims":
        return None
    return _Typist(programme, part, works).section(said)


class _Typist:
    def __init__(self, programme: Programme, part: Part, works: Mapping[str, str]) -> None:
        self.programme, self.part, self.works = programme, part, works

    def section(self, said: Any) -> Any:
        part = self.part
        if part.shape == "text":
            kind = "text" if part.origin == "line" else "long"
            return cells.kept(blocks.Column(id=part.id, label=part.label, type=kind), str(said))
        if part.shape == "table":
            return self.rows(part.section.columns, said)
        if part.id == PLEDGES:
            return {field.id: True for field in part.section.fields if field.id in said} or None
        if part.origin == "targets":
            said = _promised(part, said)
        values = {field.id: self.field(field, said[field.id]) for field in part.section.fields if field.id in said}
        return {name: value for name, value in values.items() if value is not None} or None

    def field(self, field: blocks.FormField, said: Any) -> Any:
        if columns := columns_of(field):
            rows = [{columns[0].id: text} for text in said] if field.type == "numbered" else said
            return self.rows(columns, rows)
        if field.parts:
            found = {name: self.cell(_plain(field, name), said.get(name)) for name in field.parts}
            return {name: value for name, value in found.items() if value is not None}
        return None if field.from_ is not None else self.cell(field, said)

    def rows(self, columns: Sequence[blocks.Column], said: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for number, row in enumerate(said, 1):
            values = {column.id: self.cell(column, row.get(column.id)) for column in columns}
            found.append({ID: f"demo{number}"} | {name: value for name, value in values.items() if value is not None})
        return found

    def cell(self, column: blocks.Column, said: Any) -> Any:
        if said is None or column.type == "file":
            return None
        if column.type == "months":
            month = blocks.Column(id=column.id, label=column.label, type="month")
            return {end: cells.kept(month, str(said[end])) for end in _SPAN}
        if column.type == "achievement":
            return self.works[str(said)]
        if isinstance(said, bool):
            said = "yes" if said else "no"
        return cells.kept(column, str(said), unit_of(self.programme, self.part.section, column))


def _plain(field: blocks.FormField, name: str) -> blocks.Column:
    return blocks.Column(id=name, label=field.label, type="text")


def _promised(part: Part, said: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a section of targets by the ids of its fields, which the sample calls by their clauses."""
    found: dict[str, Any] = {}
    for field in part.section.fields:
        name = field.id.removeprefix(promises.NUMBER).removeprefix(promises.TEXT)
        if name in said:
            found[field.id] = said[name]
    return found
