"""Tables of a form: rows of answers under their columns, widths that suit the contents, totals, groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from juli.engines.paper.blocks import Align, Cell, Table
from juli.engines.paper.characters import width
from juli.engines.paper.forms.spec import ColumnSpec, Group, Work
from juli.engines.paper.forms.values import Writer, amount, mapping, rows
from juli.engines.paper.words import printed

#: From this many columns on, rows are numbered.
_NUMBERED: Final = 3
_BLANK_ROWS: Final = 3
#: Of the width of all other columns.
_ORDINAL: Final = 0.09
_LEAST, _MOST, _MOST_LONG = 3.4, 14.0, 30.0
_ALIGNED: Final[dict[str, Align]] = {
    "number": "center", "money": "right", "date": "center", "month": "center", "months": "center", "phone": "center",
    "boolean": "center", "person": "center",
}  # fmt: skip


def answer_table(
    columns: Sequence[ColumnSpec],
    value: Any,
    writer: Writer,
    place: str,
    *,
    caption: str = "",
    totals: Sequence[str] = (),
    least: int = 0,
) -> Table:
    """The rows of ``value`` (mappings by column id) under their columns; blank rows to write in where there are none.

    ``totals`` are the columns to add up. The caption, with the unit of money, and the column heads repeat over pages.
    """
    numbered = len(columns) >= _NUMBERED
    ids = [column.id for column in columns]
    given = [mapping(row, f"{place} › {number}", ids) for number, row in enumerate(rows(value, place), 1)]
    texts = [_row(columns, row, writer, f"{place} › {number}") for number, row in enumerate(given, 1)]
    blank = 0 if texts else max(least, _BLANK_ROWS)
    texts += [[""] * len(columns) for _ in range(blank)]
    ordinal = printed("ordinal", writer.language)
    heads = [_head(column, writer, captioned=bool(caption)) for column in columns]
    widths = [column.width or _width(column, head, [t[c] for t in texts], filled=bool(given))
              for c, (column, head) in enumerate(zip(columns, heads, strict=True))]  # fmt: skip
    top = [tuple(Cell(h, kind="head") for h in ([ordinal] if numbered else []) + heads)]
    if caption:
        money = any(c.type == "money" and c.unit is None for c in columns)
        unit = "　　" + printed("unit", writer.language, unit=printed(writer.money, writer.language)) if money else ""
        top.insert(0, (Cell(caption + unit, across=len(columns) + numbered, kind="label"),))
    body = [
        tuple(
            [Cell(str(number), align="center")] * numbered
            + [Cell(t, align=_ALIGNED.get(c.type)) for c, t in zip(columns, row, strict=True)]
        )
        for number, row in enumerate(texts, 1)
    ]
    if totals:
        body.append(_totals(columns, given, totals, writer, numbered=numbered))
    ordinals = [_ORDINAL * sum(widths)] * numbered
    return Table((*ordinals, *widths), (*top, *body), head=len(top))


def _row(columns: Sequence[ColumnSpec], row: Mapping[str, Any], writer: Writer, place: str) -> list[str]:
    return [writer.text(column, row.get(column.id), f"{place} › {column.label}") for column in columns]


def _head(column: ColumnSpec, writer: Writer, *, captioned: bool) -> str:
    """A column of money says its unit, unless its label or the caption does."""
    unit = "" if captioned and column.unit is None else writer.unit(column.label, column)
    return column.label + (f"\n{unit.strip()}" if unit else "")


def _width(column: ColumnSpec, head: str, texts: Sequence[str], *, filled: bool) -> float:
    """A share by what stands in the column: the longest line, within bounds, and room for the head in two lines."""
    longest = max((width(line) for text in texts for line in text.split("\n")), default=0.0)
    most = _MOST_LONG if column.type == "long" else _MOST
    # A form to be filled in by hand needs room; a column left empty in a filled one does not.
    blank = _LEAST if filled else most / 2
    return max(_LEAST, width(head) / 2 + 1, min(longest * 1.1 + 1.2, most) if longest else blank)


def _totals(
    columns: Sequence[ColumnSpec],
    given: Sequence[Mapping[str, Any]],
    totals: Sequence[str],
    writer: Writer,
    *,
    numbered: bool,
) -> tuple[Cell, ...]:
    first = next(n for n, column in enumerate(columns) if column.id in totals)
    cells = [Cell(printed("total", writer.language), across=first + numbered, kind="total")] if first + numbered else []
    for column in columns[first:]:
        if column.id in totals:
            total = sum((Decimal(row[column.id]) for row in given if row.get(column.id) not in {None, ""}), Decimal())
            said = amount(total, column.unit or writer.money) if column.type == "money" else f"{total:f}"
            cells.append(Cell(said if given else "", align=_ALIGNED.get(column.type)))
        else:
            cells.append(Cell())
    return tuple(cells)


def group_table(groups: Sequence[Group], writer: Writer, *, planned: bool, least: int = 0) -> Table:
    """Works under their categories: a row that names the category, then its works with date, content and evidence."""
    language = writer.language
    names = ("ordinal", "work", "when", "planned" if planned else "detail", *(() if planned else ("evidence",)))
    widths = (3.2, 9.5, 8.0, 11.5, *(() if planned else (8.0,)))
    head = tuple(Cell(printed(name, language), kind="head") for name in names)
    body: list[tuple[Cell, ...]] = []
    for group in groups:
        said = group.label + (f"\n{group.text}" if group.text else "")
        body.append((Cell(said, across=len(names), kind="group"),))
        for number, work in enumerate(group.rows, 1):
            if isinstance(work, Work):
                proof = () if planned else (Cell("\n".join(work.evidence)),)
                body.append((Cell(str(number), align="center"), Cell(work.title), Cell(work.when, align="center"),
                             Cell(work.detail), *proof))  # fmt: skip
    blank = tuple(Cell() for _ in names)
    body += [blank] * (0 if groups else max(least, _BLANK_ROWS))
    return Table(widths, (head, *body), head=1)


def target_table(groups: Sequence[Group], parts: Sequence[str], writer: Writer) -> Table:
    """Targets under their parts. A part nobody filled in is printed with a blank row."""
    names = ("target", "value", "remark")
    head = tuple(Cell(printed(name, writer.language), kind="head") for name in names)
    given = {group.label: group for group in groups}
    ordered = [given.pop(part, Group(part)) for part in parts] + list(given.values())
    body: list[tuple[Cell, ...]] = []
    for group in ordered or [Group("")]:
        if group.label:
            said = group.label + (f"\n{group.text}" if group.text else "")
            body.append((Cell(said, across=len(names), kind="group"),))
        found = [
            (Cell(t.label), Cell(t.value, align="center"), Cell(t.note)) for t in group.rows if not isinstance(t, Work)
        ]
        body += found or ([] if group.text else [(Cell(), Cell(), Cell())])
    return Table((10.0, 4.0, 6.0), (head, *body), head=1)
