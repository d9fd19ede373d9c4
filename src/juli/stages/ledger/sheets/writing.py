"""The template to fill in, and the ledger as it is, in the same sheets: what was exported can be imported again."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import Field, Kind
from juli.engines.policy.workbook.layout import ID
from juli.engines.policy.workbook.writing import Book, Column, plain_name
from juli.registry.workbooks import plain
from juli.stages.ledger.entries import open_fields
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.rows import stored
from juli.stages.ledger.sheets.cells import written
from juli.stages.organisations.vocabulary import vocabulary

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Files carry this instead of the day they were made: the same ledger gives the same bytes.
_MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # Excel knows no zones.
#: Rows of a sheet above the entries: title, headings.
_HEAD: Final = 2
_HOW: Final[Mapping[str, Label]] = {
    "text": Label("文字", "text"),
    "reference": Label("名称", "a name"),
    "choice": Label("从列表选择", "choose from the list"),
    "choices": Label("可多项，用、分隔", "several, between 、"),
    "integer": Label("整数，不带单位；不知道的留空", "a whole number without unit; empty while unknown"),
    "year": Label("四位年份", "a year of four digits"),
    "money": Label("金额（元），最多两位小数", "an amount in yuan, at most two decimals"),
    "boolean": Label("是或否，不知道的留空", "yes or no; empty while unknown"),
    "date": Label("日期", "a date"),
    "references": Label(
        "多个名称用、分隔；名称里有逗号的，一行一个；或只填数量",
        "names between 、; one to a line where names hold commas; or how many",
    ),
    "links": Label("一行一个：平台 网址 日期", "one to a line: platform, address, date"),
}
_HELP: Final = (
    Label(
        "一行填一项工作；第二行是栏目，请勿改动栏目里的英文代码。",
        "One row for one piece of work. Row 2 holds the headings; leave their codes as they are.",
    ),
    Label("不知道的留空，不要填 0。", "Leave empty what is not known, never 0."),
    Label(
        "导入时逐行检查：没有问题的先导入，有问题的留在页面上修改，不会丢失。",
        "Every row is checked: sound ones come in, the others stay on the page to be mended.",
    ),
    Label(
        "导出的表格有“编号”列，再次导入时据此认出原有事项；新增的行不填编号。",
        "An export has ids, by which entries are recognised; leave the id of a new row empty.",
    ),
    Label("证明材料请在页面上传。", "Evidence is uploaded on the pages."),
)


def template(kinds: Iterable[Kind], lang: str) -> bytes:
    """An empty workbook, a sheet for each of ``kinds``, in ``zh`` or ``en``."""
    return _book([(kind, []) for kind in kinds], lang)


def export(rows: Iterable[Achievement], lang: str) -> bytes:
    """Entries as a workbook, a sheet for each kind that has any."""
    by_kind: dict[str, list[Achievement]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    known = vocabulary().achievements
    return _book([(kind, by_kind[kind.name]) for kind in known if kind.name in by_kind], lang)


def _book(sheets: list[tuple[Kind, list[Achievement]]], lang: str) -> bytes:
    out = io.BytesIO()
    with Book(out, lang, _MADE) as book:
        lines = [book.say("工作台账", "Ledger"), "", *(line.say(lang) for line in _HELP)]
        book.explain(book.say("说明", "instructions"), lines)
        for kind, rows in sheets:
            fields = {"id": ID, **open_fields(kind)} if rows else dict(open_fields(kind))
            name = plain_name(kind.label.zh if lang == "zh" else kind.name)
            columns = [
                Column(field, _note(field, lang), marked=field.name in {"title", "date"}) for field in fields.values()
            ]
            book.table(name, f"{kind.label.say(lang)}  {kind.name}", columns)
            if rows:
                sheet = book.book.get_worksheet_by_name(name)
                for number, row in enumerate(rows, _HEAD):
                    _write(book, sheet, number, fields, {"id": str(row.pk), **stored(row)}, lang)
    return out.getvalue()


def _write(
    book: Book, sheet: Any, number: int, fields: Mapping[str, Field], values: Mapping[str, Any], lang: str
) -> None:
    for column, (name, field) in enumerate(fields.items()):
        value = values.get(name)
        if value in (None, "", []):
            continue
        cell = written(field, value, lang)
        style = book.cell_style(field)
        if isinstance(cell, str):
            sheet.write_string(
                number, column, plain(cell), book.style(num_format="@", valign="top", text_wrap="\n" in cell)
            )
        elif isinstance(cell, dt.date):
            sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), style)
        else:
            sheet.write_number(number, column, cell, style)


def _note(field: Field, lang: str) -> str:
    said = [field.help.say(lang)] if field.help is not None else []
    said.append(_HOW[field.type].say(lang))
    if field.choices:
        said.append(("、" if lang == "zh" else ", ").join(label.say(lang) for label in field.choices.values()))
    return "\n".join(said)
