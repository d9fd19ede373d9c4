"""Sheets of a template: titles, headings, lists to choose from, checks while typing, notes."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from types import TracebackType
from typing import Any, NamedTuple, Self

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import Field

_LAST_ROW = 1999
_LISTS = "lists"
_ILLEGAL = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = {"text": 24, "reference": 20, "choice": 16, "choices": 22, "references": 28, "links": 34, "money": 16}
_NARROW = 13
_FORMATS = {"date": "yyyy-mm-dd", "integer": "#,##0", "year": "0", "money": "#,##0.00", "boolean": "General"}


class Column(NamedTuple):
    """A field as a column: its note, whether it is ``marked`` (clauses read it), and whether its choices are shown with
    their codes."""

    field: Field
    note: str
    marked: bool
    with_codes: bool = False


def plain_name(name: str) -> str:
    """A name that a sheet may have."""
    return _ILLEGAL.sub(" ", name)[:31]


class Book:
    """A workbook being written. Use it as a context manager; the bytes are complete when it ends."""

    def __init__(self, out: io.BytesIO, lang: str, made: dt.datetime) -> None:
        self.lang = lang
        self.book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
        self.book.set_properties({"created": made})
        self.formats: dict[str, Any] = {}
        self.lists: dict[tuple[str, ...], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.lists:
            sheet = self.book.add_worksheet(_LISTS)
            sheet.hide()
            for column, values in enumerate(self.lists):
                for row, text in enumerate(values):
                    sheet.write_string(row, column, text)
        self.book.close()

    def say(self, zh: str, en: str) -> str:
        """The text in the template's language."""
        return en if self.lang == "en" else zh

    def style(self, **properties: Any) -> Any:
        """A format, made once."""
        key = repr(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    # -- sheets --------------------------------------------------------------------------------------------------------

    def explain(self, name: str, lines: Sequence[str]) -> None:
        """The first sheet: text."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 110)
        for i, line in enumerate(lines):
            style = self.style(bold=True, font_size=16) if i == 0 else self.style(text_wrap=True, valign="top")
            sheet.write_string(i, 0, line, style)

    def table(self, name: str, title: str, columns: Sequence[Column]) -> None:
        """A sheet of rows: title, headings, then the rows to fill in."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=14))
        sheet.set_row(0, 24)
        sheet.set_row(1, 34)
        for i, column in enumerate(columns):
            field = column.field
            sheet.set_column(i, i, _WIDTHS.get(field.type, _NARROW), self.cell_style(field))
            self.heading(sheet, 1, i, column, below=True)
            self.check(sheet, (2, i, _LAST_ROW, i), column)
        sheet.freeze_panes(2, 2)

    def fields(self, name: str, title: str, columns: Sequence[Column]) -> None:
        """A sheet of fields and values, one below the other."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=14))
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 44)
        head = self.style(bold=True, bg_color="#E9E5DA", border=1, border_color="#C9C3B4")
        sheet.write_string(1, 0, self.say("字段", "Field"), head)
        sheet.write_string(1, 1, self.say("内容", "Value"), head)
        for i, column in enumerate(columns, 2):
            self.heading(sheet, i, 0, column, below=False)
            sheet.write_blank(i, 1, None, self.cell_style(column.field))
            self.check(sheet, (i, 1, i, 1), column)
        sheet.freeze_panes(2, 1)

    def heading(self, sheet: Any, row: int, column: int, found: Column, *, below: bool) -> None:
        """Label and code, darker where clauses read the column, with its note."""
        field = found.field
        colour = "#1D4F7C" if found.marked else "#E9E5DA"
        style = self.style(
            bold=True,
            text_wrap=True,
            valign="top",
            border=1,
            border_color="#C9C3B4",
            bg_color=colour,
            font_color="#FFFFFF" if found.marked else "#222222",
        )
        unit = "" if field.unit is None else field.unit.say(self.lang)
        label = field.label.say(self.lang) + (self.say(f"（{unit}）", f" ({unit})") if unit else "")
        sheet.write_string(row, column, f"{label}{chr(10) if below else ' '}{field.name}", style)
        lines = 1 + found.note.count("\n") + len(found.note) // 26
        sheet.write_comment(row, column, found.note, {"x_scale": 2.2, "y_scale": max(1.0, lines / 4), "author": ""})

    def cell_style(self, field: Field) -> Any:
        """Texts are kept as typed: a number of a standard is no number."""
        return self.style(num_format=_FORMATS.get(field.type, "@"), valign="top", text_wrap=field.type == "links")

    # -- checks --------------------------------------------------------------------------------------------------------

    def check(self, sheet: Any, where: tuple[int, int, int, int], column: Column) -> None:
        """What may be typed into the cells of a field."""
        field = column.field
        rule: dict[str, Any] | None = None
        if field.type == "choice" and field.choices:
            shown = [_shown(code, label, self.lang, column) for code, label in field.choices.items()]
            rule = {"validate": "list", "source": self.listed(shown)}
        elif field.type == "boolean":
            rule = {"validate": "list", "source": self.listed([self.say("是", "yes"), self.say("否", "no")])}
        elif field.type == "integer":
            rule = {"validate": "integer", "criteria": ">=", "value": 0}
        elif field.type == "year":
            rule = {"validate": "integer", "criteria": "between", "minimum": 1900, "maximum": 2199}
        elif field.type == "money":
            rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        elif field.type == "date":
            first, last = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
            rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
        if rule is not None:
            rule["error_title"] = self.say("请核对", "Please check")
            rule["error_message"] = column.note[:250]
            sheet.data_validation(*where, rule)

    def listed(self, values: Sequence[str]) -> str:
        """A range of the hidden sheet that holds these values; typed lists end at 255 characters."""
        key = tuple(values)
        if key not in self.lists:
            name = xl_col_to_name(len(self.lists), col_abs=True)
            self.lists[key] = f"={_LISTS}!{name}$1:{name}${len(values)}"
        return self.lists[key]


def _shown(code: str, label: Label, lang: str, column: Column) -> str:
    said = label.say(lang)
    return f"{code} {said}" if column.with_codes and said != code else said
