"""The rows of a sheet: headings matched with fields, cells with values, what doesn't fit told with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import NOTHING, told
from juli.engines.policy.problems import BadValue, Place, Problem
from juli.engines.policy.vocabulary import Field
from juli.engines.policy.workbook.cells import cell_value, moment_of
from juli.engines.policy.workbook.headers import field_of, heading_row, unknown_heading
from juli.engines.policy.workbook.layout import MOMENTS, NONE_WORDS
from juli.engines.policy.workbook.opening import Sheet, Value, is_empty
from juli.engines.policy.workbook.places import Cell

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its values by field, the cell of each, and whether all of it could be read."""

    number: int
    values: dict[str, Any]
    cells: Mapping[str, Place]
    sound: bool


@dataclass
class RowReader:
    """Reads rows of one file; ``problems`` and ``bad`` (row numbers by sheet) grow."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    bad: dict[str, set[int]] = field(default_factory=dict)

    def wrong(self, place: Place, text: Label, remedy: Label = NOTHING) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, text, remedy))

    def spoil(self, sheet: Sheet, number: int) -> None:
        """Count a row among those left out."""
        self.bad.setdefault(sheet.name, set()).add(number)

    def lines(
        self,
        sheet: Sheet,
        fields: Mapping[str, Field],
        of: Label,
        *,
        ids: frozenset[str] = _NOTHING,
        raw: frozenset[str] = _NOTHING,
    ) -> list[Line]:
        """The rows below the headings; one that only says "none" is none. For ``ids``, ``raw`` see ``layout.Table``."""
        at = heading_row(sheet.rows, fields)
        columns = self._columns(*sheet.rows[at], fields, sheet, of)
        below = [(number, row) for number, row in sheet.rows[at + 1 :] if not is_none(row)]
        found = (self._line(number, row, columns, sheet, ids, raw) for number, row in below)
        return [line for line in found if line is not None]

    def _columns(
        self, number: int, headings: tuple[Value, ...], fields: Mapping[str, Field], sheet: Sheet, of: Label
    ) -> dict[int, Field]:
        columns: dict[int, Field] = {}
        for i, heading in enumerate(headings):
            if is_empty(heading):
                continue
            cell = Cell.at(self.file, sheet.name, number, i + 1)
            found = self.heading(str(heading), fields, cell, of)
            if found is not None and found in columns.values():
                self.wrong(cell, told('a second column "{}"', found.name), told("keep one of them"))
            elif found is not None:
                columns[i] = found
        return columns

    def _line(
        self,
        number: int,
        row: tuple[Value, ...],
        columns: Mapping[int, Field],
        sheet: Sheet,
        ids: frozenset[str],
        raw: frozenset[str],
    ) -> Line | None:
        values: dict[str, Any] = {}
        cells: dict[str, Place] = {}
        before = len(self.problems)
        for i, found in columns.items():
            if i >= len(row) or is_empty(row[i]):
                continue
            cell = cells[found.name] = Cell.at(self.file, sheet.name, number, i + 1, found.name)
            value = row[i] if found.name in raw else self.value(found, row[i], cell)
            if value is not None:
                values[found.name] = value.split()[0] if found.name in ids and isinstance(value, str) else value
        if not cells:
            return None
        sound = len(self.problems) == before
        if not sound:
            self.spoil(sheet, number)
        return Line(number, values, cells, sound)

    def heading(self, text: str, fields: Mapping[str, Field], cell: Place, of: Label) -> Field | None:
        """The field a heading names; None, and a problem, where it names none."""
        try:
            found = field_of(text, fields)
            if found is None:
                raise unknown_heading(text, fields, of)
        except BadValue as error:
            self.wrong(cell, error.text, error.remedy)
            return None
        return found

    def value(self, found: Field, value: Value, cell: Place) -> Any:
        """What a cell says; None, and a problem, where that isn't plain."""
        try:
            return moment_of(value) if found.name in MOMENTS else cell_value(found, value)
        except BadValue as error:
            self.wrong(cell, error.text, error.remedy)
            return None


def is_none(row: tuple[Value, ...]) -> bool:
    """A row that says in its only cell that there is nothing."""
    said = [v for v in row if not is_empty(v)]
    return len(said) == 1 and isinstance(said[0], str) and said[0].strip().casefold() in NONE_WORDS
