"""Lists as workbooks: the template to fill in, rows read back with everything that is wrong, the export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import DossierUnusable, Problem
from juli.engines.policy.vocabulary import Field, FieldType
from juli.engines.policy.workbook.layout import EXPLAINING
from juli.engines.policy.workbook.rows import Line, RowReader
from juli.registry.files.sandbox import sheets_of

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Files carry this instead of the day they were made: the same rows give the same bytes.
MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # Excel knows no zones.
MOST_ROWS: Final = 3000
_ROWS_ABOVE: Final = 20
#: Sheets that hold nothing to read.
_SILENT: Final = frozenset({*EXPLAINING, "lists"})


class Bad(NamedTuple):
    """A row, or a cell of one, that can't be entered: where, what is wrong, what to do."""

    place: str
    text: str
    remedy: str = ""


class Row(NamedTuple):
    """A row that can be entered: where it stands, what it says, what entering it does (``new``, ``known``)."""

    place: str
    said: Mapping[str, Any]
    does: str = "new"


@dataclass
class Read:
    """Rows to enter, and what can't be entered."""

    rows: list[Row] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


def column(name: str, zh: str, en: str, type_: FieldType = "text", choices: Mapping[str, Label] | None = None) -> Field:
    """A column of a list."""
    return Field(name, type_, Label(zh, en), dict(choices or {}), None, None, True)


def lines(
    data: bytes, name: str, fields: Mapping[str, Field], of: Label, lang: str
) -> tuple[list[tuple[str, Line]], list[Bad]]:
    """The rows of every sheet, each with its place; what could not be read. Read outside of this process."""
    try:
        sheets, cut, problems = sheets_of(data, name, most_rows=MOST_ROWS + _ROWS_ABOVE)
    except DossierUnusable as error:
        return [], [said(problem, lang) for problem in error.problems]
    reader = RowReader(name, list(problems))
    found: list[tuple[str, Line]] = []
    bad: list[Bad] = []
    for sheet in sheets:
        if sheet.rows and sheet.name.strip().casefold() not in _SILENT:
            found += [(f"{sheet.name} {line.number}", line) for line in reader.lines(sheet, fields, of)]
            if sheet.name in cut or len(found) > MOST_ROWS:
                text = Label(f"超过 {MOST_ROWS} 行，其余没有读取", f"more than {MOST_ROWS} rows; the rest was not read")
                remedy = Label("请拆分后再导入其余部分", "split the file and bring the rest")
                bad.append(Bad(sheet.name, text.say(lang), remedy.say(lang)))
    return found[:MOST_ROWS], [*(said(problem, lang) for problem in reader.problems), *bad]


def said(problem: Problem, lang: str) -> Bad:
    """A problem in the language of the page."""
    return Bad(problem.place.say(lang), problem.text.say(lang), problem.remedy.say(lang))
