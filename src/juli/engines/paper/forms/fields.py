"""The fields of a section: pairs in a grid, persons with a merged cell, tables and lists standing as fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from juli.engines.paper.blocks import Block, Field, FieldGrid, Numbered
from juli.engines.paper.characters import width
from juli.engines.paper.forms.spec import FieldSpec, SectionSpec
from juli.engines.paper.forms.tables import answer_table
from juli.engines.paper.forms.values import Writer, mapping, rows, wrong
from juli.engines.paper.problems import BadAnswer, Problem, Said
from juli.engines.paper.words import known, printed

#: Characters side by side in a row of a form, and those that the edges of a cell take.
_ROW, _EDGES = 37.8, 1.0
#: Letters and digits run a little wider than half a character.
_LETTERS: Final = 1.14
#: A label takes this many characters at least and at most.
_LABELS: Final = (4.5, 8.0)
_LABEL: Final = 7
_OWN_ROW: Final = frozenset({"long", "months", "file", "achievement", "clause"})
#: Parts of a person that take a row of their own, as forms set them.
_WIDE_PARTS: Final = frozenset({"email", "post"})


def field_blocks(section: SectionSpec, value: Any, writer: Writer) -> Iterator[Block]:
    """The blocks of a section of fields, in the order of its fields."""
    answers = mapping(value, section.label, [field.id for field in section.fields])
    persons = any(field.type == "person" and field.parts for field in section.fields)
    totals = _totals(section)
    grid: list[Field] = []
    for spec in section.fields:
        place = f"{section.label} › {spec.label}"
        answer = answers.get(spec.id)
        records = persons if spec.records is None else spec.records
        if spec.type == "numbered" or (spec.type == "table" and not records):
            if grid:
                yield FieldGrid(tuple(grid))
                grid = []
            yield _list_or_table(spec, answer, writer, place, totals.get(spec.id, ()))
        else:
            grid += _fields(spec, answer, writer, place, _half_row(section))
    if grid or not section.fields:
        yield FieldGrid(tuple(grid))


def _totals(section: SectionSpec) -> dict[str, list[str]]:
    """Field id → its columns that some sum adds up."""
    found: dict[str, list[str]] = {}
    for part in (part for total in section.sums for part in total.parts):
        table, dot, column = part.partition(".")
        if dot:
            found.setdefault(table, []).append(column)
    return found


def _list_or_table(spec: FieldSpec, answer: Any, writer: Writer, place: str, totals: Sequence[str]) -> Block:
    if spec.type == "table":
        return answer_table(spec.columns, answer, writer, place, caption=spec.label, totals=totals)
    items = rows(answer, place)
    if not all(isinstance(item, str) for item in items):
        raise wrong(place, answer, Said("若干段文字", "a list of texts"))
    return Numbered(spec.label, items)


def _half_row(section: SectionSpec) -> float:
    """How many characters stand beside a label where two pairs share a row."""
    least, most = _LABELS
    label = min(most, max([least, *(width(f.label) for f in section.fields)]))
    return (_ROW - 2 * (label + _EDGES)) / 2 - _EDGES


def _fields(spec: FieldSpec, answer: Any, writer: Writer, place: str, room: float) -> list[Field]:
    if spec.type == "person" and spec.parts:
        return _person(spec, answer, writer, place)
    if spec.type == "table":
        return _records(spec, answer, writer, place)
    text = writer.text(spec, answer, place)
    label = spec.label
    if unit := writer.unit(label, spec):
        # The unit goes to a second line where label and unit don't fit on one.
        label += unit if width(label + unit) <= _LABEL else "\n" + unit.strip()
    wide = spec.type in _OWN_ROW or width(text) * _LETTERS > room or "\n" in text
    return [Field(label, text, wide if spec.wide is None else spec.wide)]


def _person(spec: FieldSpec, answer: Any, writer: Writer, place: str) -> list[Field]:
    values = mapping(answer, place, spec.parts)
    fields = []
    for part in spec.parts:
        name = f"part.{part}"
        if not known(name):
            raise BadAnswer(
                [
                    Problem(
                        f"{place} › {part}",
                        Said("没有这项个人信息的标签", "there is no label for this part of a person"),
                        Said("请改用单独的字段并写明标签", "make it a field of its own with a label"),
                    )
                ]
            )
        label = printed(name, writer.language)
        value = values.get(part) or ""
        if not isinstance(value, str):
            raise wrong(f"{place} › {label}", value, Said("文字", "a text"))
        fields.append(Field(label, value, part in _WIDE_PARTS, spec.label))
    return fields


def _records(spec: FieldSpec, answer: Any, writer: Writer, place: str) -> list[Field]:
    """Each row like a person: its cells in pairs, the first alone where their number is odd."""
    given = rows(answer, place) or ({},)
    fields = []
    for number, row in enumerate(given, 1):
        here = f"{place} › {number}"
        values = mapping(row, here, [column.id for column in spec.columns])
        group = spec.label if len(given) == 1 else f"{spec.label} {number}"
        odd = len(spec.columns) % 2 == 1
        for index, column in enumerate(spec.columns):
            text = writer.text(column, values.get(column.id), f"{here} › {column.label}")
            fields.append(Field(column.label, text, odd and index == 0, group))
    return fields
