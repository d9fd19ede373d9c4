"""Rows out of a workbook or a pasted table: each with its values, and with what is wrong, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import BadValue, Problem
from juli.engines.policy.vocabulary import Field, Kind
from juli.engines.policy.workbook import layout
from juli.engines.policy.workbook.opening import Sheet, Value
from juli.engines.policy.workbook.rows import RowReader
from juli.registry.files.sandbox import sheets_of
from juli.stages.ledger.entries import CLOSED, Flaw, checked, flaw, office_word
from juli.stages.ledger.sheets.cells import read, text
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_values import kept

#: Rows of one file; more are a year's work of a whole district.
MOST_ROWS: Final = 3000
#: Rows of a sheet above those: a title, explanations, headings.
_ROWS_ABOVE: Final = 20
#: Columns that a sheet may have and the ledger does not read.
_SILENT: Final = CLOSED | {"evidence"}


@dataclass(frozen=True)
class Read:
    """One row: its cells as text, the values that could be read (as JSON keeps them), what is wrong by field."""

    sheet: str
    number: int
    kind: str
    cells: Mapping[str, str]
    values: Mapping[str, Any]
    flaws: Mapping[str, Flaw]


@dataclass
class Table:
    """Everything that was read, and what was not, in words."""

    rows: list[Read] = field(default_factory=list)
    remarks: list[Flaw] = field(default_factory=list)


def from_workbook(data: bytes, name: str) -> Table:
    """The rows of every sheet of achievements, read outside of this process.

    Raises DossierUnusable where ``data`` is no workbook, or costs its reader too much.
    """
    sheets, cut, problems = sheets_of(data, name, most_rows=MOST_ROWS + _ROWS_ABOVE)
    found = Table(remarks=[_remark(p) for p in problems])
    names = layout.sheet_names(vocabulary())
    kinds = {kind.name: kind for kind in vocabulary().achievements}
    for sheet in sheets:
        folded = sheet.name.strip().casefold()
        holds = names.get(folded) or next((names[w] for w in folded.split() if w in names), None)
        if folded in layout.EXPLAINING or not sheet.rows:
            continue
        if holds not in kinds:
            found.remarks.append(
                Flaw(
                    Label(
                        f"工作表“{sheet.name}”不是工作事项，没有读取", f'the sheet "{sheet.name}" holds no achievements'
                    ),
                    Label("单位情况、信用记录等请在“单位信息”中填写", "the organisation's own data has its own pages"),
                )
            )
            continue
        _sheet(sheet, kinds[holds], name, found)
        if sheet.name in cut:
            _too_many(found)
    return found


def from_text(pasted: str, kind: Kind) -> Table:
    """The rows of a table that was copied from a spreadsheet: cells between tabs, the headings in the first row."""
    lines = [tuple(row) for row in _tabbed(pasted.replace("\r\n", "\n").replace("\r", "\n"))]
    rows: tuple[tuple[int, tuple[Value, ...]], ...] = tuple(
        (n, line) for n, line in enumerate(lines, 1) if any(cell.strip() for cell in line)
    )
    found = Table()
    if rows:
        _sheet(Sheet("", rows), kind, "", found)
    return found


def _tabbed(pasted: str) -> Iterator[list[str]]:
    """Rows of cells. A spreadsheet quotes the cells that hold a line break or a tab, and doubles quotes inside them."""
    row: list[str] = []
    cell, quoted, i = "", False, 0
    while i < len(pasted):
        c = pasted[i]
        if quoted:
            if c == '"' and pasted[i + 1 : i + 2] == '"':
                cell, i = cell + '"', i + 1
            elif c == '"':
                quoted = False
            else:
                cell += c
        elif c == '"' and not cell and _closes(pasted, i):
            quoted = True
        elif c == "\t":
            row.append(cell)
            cell = ""
        elif c == "\n":
            yield [*row, cell]
            row, cell = [], ""
        else:
            cell += c
        i += 1
    if row or cell:
        yield [*row, cell]


def _closes(pasted: str, start: int) -> bool:
    """Whether the quote at ``start`` is closed where a cell ends: else it is only a quote."""
    i = start + 1
    while i < len(pasted):
        if pasted[i] == '"':
            if pasted[i + 1 : i + 2] == '"':
                i += 1
            else:
                return pasted[i + 1 : i + 2] in {"", "\t", "\n"}
        i += 1
    return False


def _sheet(sheet: Sheet, kind: Kind, file: str, found: Table) -> None:
    fields = layout.kind_fields(kind, vocabulary())
    reader = RowReader(file)
    of = Label(f"“{kind.label.zh}”", f"kind {kind.name}")
    office: dict[str, Field] = {}
    for line in reader.lines(sheet, fields, of, raw=frozenset(fields)):
        if len(found.rows) == MOST_ROWS:
            _too_many(found)
            break
        said = {name: cell for name, cell in line.values.items() if not fields[name].office_only}
        office.update({name: fields[name] for name in line.values if name not in said})
        found.rows.append(_row(sheet.name, line.number, kind, fields, said))
    found.remarks += [_of_the_office(field, kind) for field in office.values()]
    found.remarks += [_remark(problem) for problem in reader.problems]


def _too_many(found: Table) -> None:
    said = Flaw(
        Label(f"超过 {MOST_ROWS} 行，其余没有读取", f"more than {MOST_ROWS} rows; the rest was not read"),
        Label("请拆分后再导入其余部分", "split the file and import the rest"),
    )
    if said not in found.remarks:
        found.remarks.append(said)


def _of_the_office(field: Field, kind: Kind) -> Flaw:
    """What is said of a column that only the office fills in; its rows are read without it."""
    text = office_word(field).text
    return Flaw(
        Label(f"{kind.label.zh}：{text.zh}，没有读取", f"{kind.label.en}: {text.en} and was not read"),
        Label("请把认可文件作为证明材料上传", "bring the letter of recognition as evidence"),
    )


def _row(sheet: str, number: int, kind: Kind, fields: Mapping[str, Field], cells: Mapping[str, Value]) -> Read:
    values: dict[str, Any] = {}
    flaws: dict[str, Flaw] = {}
    for name, cell in cells.items():
        if name in _SILENT:
            continue
        try:
            values[name] = read(fields[name], cell)
        except BadValue as error:
            flaws[name] = flaw(error)
    values.pop("id", None)
    if values.pop("planned", False):
        flaws["planned"] = Flaw(
            Label("计划开展的工作不记入台账", "planned work is not for the ledger"),
            Label("开展后再记；已开展的，清空“是否计划”", "enter it once it is done, or empty this cell"),
        )
    sound, more = checked(kind, values)
    more = {name: said for name, said in more.items() if name not in flaws}
    told = {name: kept(kind.fields[name], value) for name, value in sound.items()}
    shown = {name: text(cell) for name, cell in cells.items() if name not in _SILENT}
    return Read(sheet, number, kind.name, shown, told, {**flaws, **more})


def mended(sheet: str, number: int, kind: Kind, cells: Mapping[str, str]) -> Read:
    """A row once more, with its cells as somebody typed them."""
    fields = layout.kind_fields(kind, vocabulary())
    known = {name: cell for name, cell in cells.items() if name in fields and cell.strip()}
    return _row(sheet, number, kind, fields, known)


def _remark(problem: Problem) -> Flaw:
    zh, en = (f"{problem.place.say(lang)}：{problem.text.say(lang)}" for lang in ("zh", "en"))
    return Flaw(Label(zh.strip(), en.replace("：", ": ").strip()), problem.remedy)
