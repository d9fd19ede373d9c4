"""Lists of inspections, grades and breaches as the office gets them (S2-41), read from a workbook row by row.

One sheet for each kind of standing; every row names its organisation by code or by name.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import BadValue, DossierUnusable, Problem
from juli.engines.policy.values import typed
from juli.engines.policy.vocabulary import Field, Kind
from juli.engines.policy.workbook.opening import Sheet
from juli.engines.policy.workbook.rows import Line, RowReader
from juli.engines.policy.workbook.template import MADE
from juli.engines.policy.workbook.writing import Book, Column, plain_name
from juli.registry.files.sandbox import sheets_of
from juli.stages.organisations.codes import LENGTH, plain
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import own_fields, vocabulary
from juli.stages.organisations.vocabulary_values import kept_all

#: What an organisation says of itself alone; no list of the office has it.
OWN_WORD: Final = frozenset({"application"})
#: Without these a row of standing says nothing.
NEEDED: Final = frozenset({"year", "result", "grade", "kind"})
#: Rows of one sheet of a list; a city's organisations are fewer.
MOST_ROWS: Final = 20_000
_NAME: Final = Field("name", "text", Label("单位名称", "Name"), {}, None, None, True)
_CODE: Final = Field("uscc", "text", Label("统一社会信用代码", "Unified social credit code"), {}, None, None, True)


class Ready(NamedTuple):
    """A row that can be entered: of whom, of what kind, what it says (as JSON), and where it stands in the list."""

    organisation: Organisation
    kind: str
    fields: Mapping[str, Any]
    place: str


class Bad(NamedTuple):
    """A row, or a cell of one, that can't be entered: where, what is wrong, what to do."""

    place: str
    text: str
    remedy: str


@dataclass
class Roster:
    """What a list says: rows to enter, rows that can't be, organisations that nobody has registered here."""

    ready: list[Ready] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    unmatched: list[Bad] = field(default_factory=list)


def kinds() -> list[Kind]:
    """The kinds of standing that a list may have."""
    return [kind for kind in vocabulary().standing if kind.name not in OWN_WORD]


def template(lang: str) -> bytes:
    """The workbook to fill in."""
    out = io.BytesIO()
    with Book(out, lang, MADE) as book:
        for kind in kinds():
            columns = [Column(_NAME, "", marked=True), Column(_CODE, "", marked=True)]
            columns += [Column(found, "", marked=False) for found in own_fields(kind).values()]
            book.table(plain_name(kind.label.say(lang)), kind.label.say(lang), columns)
    return out.getvalue()


def read(data: bytes, file: str, lang: str) -> Roster:
    """Everything that a workbook says, and everything that is wrong with it. Raises nothing."""
    roster = Roster()
    try:
        sheets, cut, problems = sheets_of(data, file, most_rows=MOST_ROWS)
    except DossierUnusable as error:
        roster.bad += [_said(problem, lang) for problem in error.problems]
        return roster
    for name in sorted(cut):
        said = Label(f"超过 {MOST_ROWS} 行，其余没有读取", f"more than {MOST_ROWS} rows; the rest was not read")
        remedy = Label("请拆分后再导入其余部分", "split the file and import the rest")
        roster.bad.append(Bad(name, said.say(lang), remedy.say(lang)))
    reader = RowReader(file, list(problems))
    lines = [(kind, sheet, line) for sheet in sheets for kind, line in _lines(sheet, reader, roster, lang)]
    roster.bad += [_said(problem, lang) for problem in reader.problems]
    for kind, sheet, line in lines:
        if line.sound:
            _place(kind, sheet, line, roster, lang)
    return roster


def _lines(sheet: Sheet, reader: RowReader, roster: Roster, lang: str) -> list[tuple[Kind, Line]]:
    if not sheet.rows:
        return []
    kind = next(
        (k for k in kinds() if sheet.name.strip() in {k.name, plain_name(k.label.zh), plain_name(k.label.en)}), None
    )
    if kind is None:
        told = (
            Label("不是名册中的工作表", "no sheet of a list"),
            Label("用模板中的表名", "name it as the template does"),
        )
        roster.bad.append(Bad(sheet.name, told[0].say(lang), told[1].say(lang)))
        return []
    fields = {"name": _NAME, "uscc": _CODE, **own_fields(kind)}
    return [(kind, line) for line in reader.lines(sheet, fields, kind.label)]


def _place(kind: Kind, sheet: Sheet, line: Line, roster: Roster, lang: str) -> None:
    """Put a row where it belongs: ready, bad or unmatched."""
    where = f"{sheet.name} {line.number}"
    name, code = str(line.values.get("name", "")).strip(), plain(str(line.values.get("uscc", "")))
    values = {key: value for key, value in line.values.items() if key in own_fields(kind)}

    def wrong(zh: str, en: str, remedy_zh: str, remedy_en: str) -> Bad:
        return Bad(where, Label(zh, en).say(lang), Label(remedy_zh, remedy_en).say(lang))

    if not name and not code:
        roster.bad.append(wrong("没有单位", "no organisation", "填写名称或代码", "write its name or its code"))
        return
    needed = [found for key, found in own_fields(kind).items() if key in NEEDED and key not in values]
    if needed:
        words = Label("、".join(f.label.zh for f in needed), ", ".join(f.label.en for f in needed))
        roster.bad.append(wrong(f"缺{words.zh}", f"{words.en} missing", "补填这一格", "fill in the cell"))
        return
    found = _organisation(name, code)
    if found is None:
        whom = " ".join(filter(None, [name, code]))
        roster.unmatched.append(
            wrong(
                f"未注册：{whom}",
                f"not registered: {whom}",
                "核对名称和代码，或等其注册",
                "compare name and code, or wait",
            )
        )
        return
    if code and name and found.name != name:
        roster.bad.append(
            wrong(
                f"代码属于“{found.name}”，名称却是“{name}”",
                f"the code is that of “{found.name}”, the name is “{name}”",
                "核对哪一个是对的",
                "see which of the two is right",
            )
        )
        return
    try:
        said = {key: typed(kind.fields[key], value) for key, value in values.items()}
    except BadValue as error:
        roster.bad.append(Bad(where, error.text.say(lang), error.remedy.say(lang)))
        return
    roster.ready.append(Ready(found, kind.name, kept_all(kind.fields, said), where))


def _organisation(name: str, code: str) -> Organisation | None:
    if len(code) == LENGTH:
        return Organisation.objects.filter(uscc=code).first()
    found = list(Organisation.objects.filter(name=name)[:2]) if name and not code else []
    return found[0] if len(found) == 1 else None


def _said(problem: Problem, lang: str) -> Bad:
    return Bad(problem.place.say(lang), problem.text.say(lang), problem.remedy.say(lang))
