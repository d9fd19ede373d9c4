"""Cells as places: ``file [sheet] row 7, column C attendance``."""

from __future__ import annotations

from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import Place

_LETTERS = 26


class Cell(Place):
    """A cell of a sheet; ``line`` is its row and ``column`` its column, both from 1. ``name`` is the column's field."""

    name = ""

    @classmethod
    def at(cls, file: str, sheet: str, row: int, column: int = 0, name: str = "") -> Cell:
        """The cell in ``row`` and ``column`` (0: the whole row) of ``sheet``."""
        cell = cls(file, row, column, sheet)
        cell.name = name
        return cell

    def __lt__(self, other: tuple[object, ...]) -> bool:
        """Sheet by sheet, then by row."""
        return _order(self) < _order(other)

    def __gt__(self, other: tuple[object, ...]) -> bool:
        """Sheet by sheet, then by row."""
        return _order(self) > _order(other)

    def say(self, lang: str) -> str:
        """How a mistake names it."""
        if not self.line:
            return f"{self.file} [{self.sheet}]"
        if not self.column:
            where = told("row {}", self.line)
        else:
            column = f"{letters(self.column)} {self.name}".rstrip()
            where = told("row {}, column {}", self.line, column)
        return f"{self.file} [{self.sheet}] {where.say(lang)}"


def _order(place: tuple[object, ...]) -> tuple[str, str, int, int]:
    file, line, column, sheet = Place(*place)  # type: ignore[arg-type]
    return file, sheet, line, column


def letters(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> letters(3), letters(28)
    ('C', 'AB')
    """
    out = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        out = chr(ord("A") + rest) + out
    return out


def column_of(reference: str) -> tuple[int, int]:
    """Row and column of a cell's reference.

    >>> column_of("C7")
    (7, 3)
    """
    name = reference.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(reference[len(name) :]), column
