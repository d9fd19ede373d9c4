"""Where the cells of a table with merged cells stand."""

from __future__ import annotations

from juli.engines.paper.blocks import Cell, Table
from juli.engines.paper.problems import BadDocument, Problem, Said

Placed = tuple[int, int, Cell]


def placed(table: Table, place: str) -> tuple[Placed, ...]:
    """Each cell with its row and column, counted from 0. Every square of the table is covered exactly once.

    Raises BadDocument naming ``place`` and the row when cells overlap, stick out, or leave a hole.
    """
    columns = len(table.widths)
    if not table.rows or not columns or not 0 <= table.head <= len(table.rows) or min(table.widths) <= 0:
        raise _bad(
            place,
            Said("表格没有行、列，或列宽不为正", "the table has no rows or columns, or a width that is not above zero"),
        )
    #: For each column, the first row that is free again.
    free = [0] * columns
    found: list[Placed] = []
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while column < columns and free[column] > number:
                column += 1
            last = column + cell.across
            if cell.across < 1 or cell.down < 1 or last > columns or number + cell.down > len(table.rows):
                raise _bad(place, _row(number, "单元格超出表格", "a cell sticks out of the table"))
            if any(free[c] > number for c in range(column, last)):
                raise _bad(place, _row(number, "单元格重叠", "cells overlap"))
            if number < table.head < number + cell.down:
                raise _bad(place, _row(number, "表头单元格伸出表头", "a cell of the repeated head reaches out of it"))
            free[column:last] = [number + cell.down] * cell.across
            found.append((number, column, cell))
            column = last
        if any(until <= number for until in free):
            raise _bad(place, _row(number, "单元格不满一行", "cells don't fill the row"))
    return tuple(found)


def _row(number: int, zh: str, en: str) -> Said:
    return Said(f"第 {number + 1} 行{zh}", f"row {number + 1}: {en}")


def _bad(place: str, text: Said) -> BadDocument:
    remedy = Said("请检查合并单元格的跨行跨列数", "check how many rows and columns its cells span")
    return BadDocument([Problem(place, text, remedy)])
