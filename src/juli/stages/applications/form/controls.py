"""What a page shows for each field: a control with its value, its choices, its rows, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from juli.engines.policy import blocks
from juli.engines.policy.interpreter.form import agrees, number_of
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Clause
from juli.stages.applications.form import judged, promises, record
from juli.stages.applications.form.cells import FEN, Unit, shown
from juli.stages.applications.form.complaints import length
from juli.stages.applications.form.layout import Part, columns_of, label_of, part_label, unit_of
from juli.stages.applications.form.places import control_id
from juli.stages.applications.form.reading import ID, ROWS, new_row
from juli.stages.applications.starting import say

if TYPE_CHECKING:
    from juli.stages.applications.models import Material
    from juli.stages.applications.queries.checking import Known

#: Rows offered where a table is empty.
_BLANK = 3
#: Parts of a person that browsers may help with.
_INPUT = {"phone": "tel", "email": "email", "date": "date", "month": "month"}
_PART_TYPES = {"mobile": "phone", "phone": "phone", "fax": "phone", "email": "email"}


@dataclass(frozen=True)
class Control:
    """One control. ``kind`` picks its template: line, long, select, choice, record, file, person, span, table."""

    name: str
    label: str
    kind: str
    value: str = ""
    input: str = "text"
    unit: str = ""
    required: bool = True
    wrong: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    parts: tuple[Control, ...] = ()
    table: Table | None = None
    files: tuple[Material, ...] = ()
    limit: int | None = None
    number: bool = False

    @property
    def id(self) -> str:
        """Its id in the page."""
        return control_id(self.name)

    @property
    def count(self) -> int:
        """How many characters stand in it, as offices count them."""
        return length(self.value)

    @property
    def wide(self) -> bool:
        """Whether it takes the whole width."""
        return self.kind in {"long", "person", "table", "file"}


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    id: str
    cells: tuple[Control, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a table, one more to copy for a new row, and the sums of columns that something adds up."""

    name: str
    heads: tuple[Control, ...]
    lines: tuple[Line, ...]
    blank: Line
    totals: tuple[str, ...]
    wrong: str

    @property
    def id(self) -> str:
        """Its id in the page."""
        return control_id(f"table.{self.name}")


@dataclass(frozen=True)
class Sum:
    """A total and its parts, in words: agreeing, off, or not known yet."""

    text: str
    agrees: bool | None


@dataclass(frozen=True)
class Promise:
    """A target: what is asked, and the control for what is promised."""

    control: Control
    required: str
    judged: bool


@dataclass(frozen=True)
class TargetGroup:
    """The targets under one heading, with a text about how."""

    heading: Label
    text: Control
    promises: tuple[Promise, ...]


class Maker:
    """Makes the controls of one section. ``wrong``: reasons by control; ``achievements``: choices out of the ledger."""

    def __init__(
        self, given: Known, part: Part, wrong: Mapping[str, str], achievements: Sequence[tuple[str, str]]
    ) -> None:
        self.given, self.part, self.wrong, self.achievements = given, part, wrong, tuple(achievements)
        self.programme = given.rules.programme
        self.filled = record.filled(self.programme, given.application, part)

    def controls(self, value: Any) -> tuple[Control, ...]:
        """The controls of the section, in order."""
        part = self.part
        if part.shape == "text":
            kind = "line" if part.origin == "line" else "long"
            said = value if isinstance(value, str) else ""
            return (
                Control(
                    "value", say(part.label), kind, said, required=part.required, wrong=self._wrong("value"),
                    limit=part.limit,
                ),
            )  # fmt: skip
        if part.shape == "table":
            return (self._table(ROWS, say(part.label), part.section.columns, value, required=part.required),)
        values = value if isinstance(value, Mapping) else {}
        return tuple(self._field(field, values.get(field.id)) for field in part.section.fields)

    def groups(self, value: Any) -> tuple[TargetGroup, ...]:
        """The controls of a section of targets, under its headings."""
        values = value if isinstance(value, Mapping) else {}
        fields = {field.id: field for field in self.part.section.fields}
        application = self.given.application
        found = promises.grouped(
            self.programme, self.part.section, application.applicant_type, tuple(application.tracks)
        )
        return tuple(
            TargetGroup(
                label,
                replace(self._field(fields[heading], values.get(heading)), label=_("How it will be done")),
                tuple(self._promise(leaf, fields, values) for clause in clauses for leaf in promises.leaves(clause)),
            )
            for label, heading, clauses in found
        )

    def sums(self, value: Any) -> tuple[Sum, ...]:
        """What has to add up, and whether it does."""
        said = judged.section(self.part, value)
        return tuple(self._sum(total, said or {}) for total in self.part.section.sums)

    def _promise(self, leaf: Clause, fields: Mapping[str, blocks.FormField], values: Mapping[str, Any]) -> Promise:
        for prefix in (promises.NUMBER, promises.TEXT):
            name = f"{prefix}{leaf.id}"
            if name in fields:
                asked = promises.required(leaf)
                unit = say(leaf.unit) if leaf.unit else ""
                words = _("at least %(number)s %(unit)s") % {"number": asked, "unit": unit} if asked else ""
                return Promise(self._field(fields[name], values.get(name)), words.strip(), prefix == promises.TEXT)
        raise KeyError(leaf.id)

    def _field(self, field: blocks.FormField, value: Any) -> Control:
        name, label = f"f.{field.id}", say(label_of(field))
        if field.id in self.filled:
            return Control(name, label, "record", self.filled[field.id], wrong=self._wrong(name))
        columns = columns_of(field)
        if columns:
            return self._table(field.id, label, columns, value, required=field.required)
        if field.parts:
            said = value if isinstance(value, Mapping) else {}
            inner = tuple(
                self._input(
                    f"{name}.{part}", say(part_label(part)), _PART_TYPES.get(part, "text"), str(said.get(part) or ""),
                    required=field.required,
                )
                for part in field.parts
            )  # fmt: skip
            return Control(name, label, "person", parts=inner, required=field.required, wrong=self._wrong(name))
        return self._cell(field, name, value)

    def _cell(self, column: blocks.Column, name: str, value: Any, row: str = "") -> Control:
        label, unit = say(label_of(column)), unit_of(self.programme, self.part.section, column)
        given = {"required": column.required, "wrong": self._wrong(name)}
        if column.type == "file":
            return Control(name, label, "file", files=tuple(self._files(column, row)), **given)  # type: ignore[arg-type]
        if column.type == "months":
            said = value if isinstance(value, Mapping) else {}
            ends = (("from", _("first month")), ("to", _("last month")))
            inner = tuple(
                self._input(f"{name}.{end}", f"{label} · {words}", "month", str(said.get(end) or ""))
                for end, words in ends
            )
            return Control(name, label, "span", parts=inner, **given)  # type: ignore[arg-type]
        text = shown(column, value, unit)
        choices = self._choices(column)
        if choices is not None:
            if text and text not in {code for code, _label in choices}:
                # What was pasted stays to be seen, and is said to be none of them.
                choices = (*choices, (text, text))
            return Control(name, label, "select", text, choices=choices, **given)  # type: ignore[arg-type]
        if column.type == "long":
            return Control(name, label, "long", text, **given)  # type: ignore[arg-type]
        return self._input(name, label, column.type, text, unit=unit, required=column.required)

    def _input(
        self, name: str, label: str, kind: str, text: str, unit: Unit = "元", *, required: bool = True
    ) -> Control:
        said = ""
        if kind == "money" and "元" not in label and "yuan" not in label:
            said = _("10,000 yuan") if unit == "万元" else _("yuan")
        # A day that was not understood must be seen, which a control for days would not let it be.
        plain = kind in {"date", "month"} and bool(text) and not text.replace("-", "").isdecimal()
        return Control(
            name, label, "line", text, "text" if plain else _INPUT.get(kind, "text"), said, required, self._wrong(name),
            number=kind in {"money", "number"},
        )  # fmt: skip

    def _choices(self, column: blocks.Column) -> tuple[tuple[str, str], ...] | None:
        if column.type == "choice":
            return tuple((label.zh, say(label)) for label in column.of)
        if column.type == "boolean":
            return (("yes", _("yes")), ("no", _("no")))
        if column.type == "achievement":
            return self.achievements
        if column.type == "clause":
            if self.part.origin == "plan":
                clauses = promises.countable(self.programme, self.given.application.applicant_type)
                return tuple((id_, say(clause.label)) for id_, clause in clauses.items())
            return tuple((c.id, say(c.label)) for c in self.programme.categories)
        return None

    def _table(
        self, name: str, label: str, columns: tuple[blocks.Column, ...], value: Any, *, required: bool
    ) -> Control:
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        lines = [self._line(name, columns, str(row[ID]), row) for row in rows]
        if not lines:
            lines = [self._line(name, columns, new_row(), {}) for _i in range(_BLANK if required else 1)]
        heads = tuple(self._cell(column, "", None) for column in columns)
        totals = tuple(self._total(name, column, rows) for column in columns)
        table = Table(name, heads, tuple(lines), self._line(name, columns, "ROW", {}), totals if any(totals) else (),
                      self._wrong(f"table.{name}"))  # fmt: skip
        return Control(f"table.{name}", label, "table", table=table, required=required)

    def _line(self, table: str, columns: tuple[blocks.Column, ...], id_: str, row: Mapping[str, Any]) -> Line:
        cells = (self._cell(c, f"c.{table}.{id_}.{c.id}", row.get(c.id), id_) for c in columns)
        return Line(id_, tuple(cells))

    def _total(self, table: str, column: blocks.Column, rows: Sequence[Mapping[str, Any]]) -> str:
        """The sum of a column that some sum of the section adds up; empty for other columns."""
        if f"{table}.{column.id}" not in {part for total in self.part.section.sums for part in total.parts}:
            return ""
        values = [row.get(column.id) for row in rows]
        fen = sum(value for value in values if isinstance(value, int) and not isinstance(value, bool))
        return shown(column, fen, unit_of(self.programme, self.part.section, column))

    def _sum(self, total: blocks.Sum, said: Mapping[str, Any]) -> Sum:
        names = {f.id: say(label_of(f)) for f in self.part.section.fields}
        parts = " + ".join(names.get(part.partition(".")[0], part) for part in total.parts)
        text = f"{names.get(total.total, total.total)} = {parts}"
        whole = number_of(said, total.total)
        added = [number_of(said, part) for part in total.parts]
        found = agrees(total, said)
        if found is False and whole is not None:
            unit = next(
                unit_of(self.programme, self.part.section, f) for f in self.part.section.fields if f.id == total.total
            )
            off = (whole - sum((a for a in added if a is not None), Decimal(0))) * FEN["元"]
            words = shown(blocks.Column(id="off", type="money"), abs(int(off)), unit)
            text += _(" · off by %(number)s") % {"number": words}
        return Sum(text, found)

    def _files(self, column: blocks.Column, row: str) -> Iterator[Material]:
        for material in self.given.materials:
            if material.section == self.part.id and (
                (material.row == row and material.column == column.id) if row else material.field == column.id
            ):
                yield material

    def _wrong(self, name: str) -> str:
        return self.wrong.get(name, "")
