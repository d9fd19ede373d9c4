"""A programme's own workbook to fill in: lists to choose from, checks while typing, notes on every column.

The same programme gives the same bytes, so a template can be published with its digest.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping

from juli.engines.policy.describe import heading
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Clause, OneReading, Programme
from juli.engines.policy.vocabulary import Field, Kind, Vocabulary
from juli.engines.policy.workbook import layout
from juli.engines.policy.workbook.usage import Readers, judged, readers, record_readers
from juli.engines.policy.workbook.writing import Book, Column, plain_name

#: Files carry this instead of the day they were made.
MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- Excel knows no zones.
_FIRST = ("name", "uscc", "type")


def template(programme: Programme, vocabulary: Vocabulary, lang: str) -> bytes:
    """The workbook in which to enter a dossier for ``programme``: one sheet for each kind that its clauses read, the
    organisation with its standing, the application, documents, judgements; labels in ``lang`` (zh or en)."""
    return _Template(programme, vocabulary, lang).write()


class _Template:
    def __init__(self, programme: Programme, vocabulary: Vocabulary, lang: str) -> None:
        self.programme, self.vocabulary, self.lang = programme, vocabulary, lang
        self.readers: Readers = readers(programme)
        self.kinds = [vocabulary.kinds[name] for name in self.readers]
        several = [c for c in programme.clauses.values() if isinstance(c.test, OneReading)]
        self.readings = {below.id: c for c in several for below in c.walk()}

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def write(self) -> bytes:
        out = io.BytesIO()
        with Book(out, self.lang, MADE) as book:
            book.explain(self.say("说明", "instructions"), list(self.instructions()))
            self.organisation(book)
            self.application(book)
            for kind in self.kinds:
                self.kind(book, kind)
            self.tables(book)
        return out.getvalue()

    # -- what it says --------------------------------------------------------------------------------------------------

    def instructions(self) -> Iterator[str]:
        p = self.programme
        yield p.title.say(self.lang)
        yield self.say(f"填报工作簿（{p.id}）", f"Workbook to fill in ({p.id})")
        yield ""
        yield self.say("怎样填", "How to fill it in")
        yield from (line.say(self.lang) for line in _HELP)
        yield ""
        yield self.say("各表", "Sheets")
        for kind in self.kinds:
            named = self.say("、", ", ").join(self.headings(self.readers[kind.name].get("", ())))
            yield f"{self.sheet_name(kind)}  {named}"

    def headings(self, clauses: tuple[Clause, ...]) -> list[str]:
        """What to call each clause, once; a reading goes by the clause it is a reading of."""
        said = (self.readings.get(c.id, c) for c in clauses)
        return list(dict.fromkeys(heading(c, self.programme).say(self.lang) + self.cited(c) for c in said))

    def cited(self, clause: Clause) -> str:
        return self.say(f"（{clause.cite}）", f" ({clause.cite})") if clause.cite else ""

    def note(self, field: Field, clauses: tuple[Clause, ...]) -> str:
        """What a column's note says: how to fill it in, an example, which clauses read it."""
        said = [field.help.say(self.lang)] if field.help is not None else []
        said.append(_HOW[field.type].say(self.lang))
        if field.type in ("choice", "choices"):
            said.append(self.say("、", ", ").join(label.say(self.lang) for label in field.choices.values()))
        said.append(self.say("例：", "Example: ") + self.example(field))
        if clauses:
            said.append(self.say("被读取：", "Read by: ") + self.say("；", "; ").join(self.headings(clauses)))
        return "\n".join(said)

    def example(self, field: Field) -> str:
        if field.choices:
            return next(iter(field.choices.values())).say(self.lang)
        return _EXAMPLES[field.type].say(self.lang)

    # -- sheets --------------------------------------------------------------------------------------------------------

    def sheet_name(self, kind: Kind) -> str:
        return plain_name(kind.label.zh if self.lang == "zh" else str(kind.key or kind.name))

    def kind(self, book: Book, kind: Kind) -> None:
        read = self.readers[kind.name]
        columns = []
        for name, field in layout.kind_fields(kind, self.vocabulary).items():
            clauses = read.get(name, ())
            if name == "evidence":
                asked = {n for c in read.get("", ()) for entry in c.evidence for n in entry}
                field = _with_choices(field, {n: x for n, x in field.choices.items() if n in asked} or field.choices)
            columns.append(Column(field, self.note(field, clauses), bool(clauses)))
        columns.sort(key=lambda c: _rank(c, kind))
        book.table(self.sheet_name(kind), self.title(kind.label, str(kind.key or kind.name)), columns)

    def title(self, label: Label, code: str) -> str:
        return f"{label.say(self.lang)}  {code}"

    def organisation(self, book: Book) -> None:
        fields = layout.organisation_fields(self.vocabulary)
        types = {
            n: label for n, label in self.vocabulary.applicant_types.items() if n in self.programme.applicants.types
        }
        read = record_readers(self.programme)
        order = [*_FIRST, *read, *fields]
        columns = []
        for name in dict.fromkeys(n for n in order if n in fields):
            field = _with_choices(fields[name], types) if name == "type" else fields[name]
            columns.append(Column(field, self.note(field, read.get(name, ())), name in read or name in _FIRST))
        book.fields(layout.ORGANISATION.say(self.lang), self.title(layout.ORGANISATION, "organisation"), columns)

    def application(self, book: Book) -> None:
        p = self.programme
        left_out = {n for n in layout.APPLICATION if n.startswith("paper.") or n in ("received", "contract")}
        if not p.tracks:
            left_out.add("tracks")
        if p.applicants.one_per != "park":
            left_out.add("park")
        if not p.exclusive_claims:
            left_out.add("claims_submitted")
        columns = [
            Column(f, self.note(f, ()), marked=False) for n, f in layout.APPLICATION.items() if n not in left_out
        ]
        for i, column in enumerate(columns):
            if column.field.name == "tracks":
                known = self.say("、", ", ").join(f"{t.id} {t.label.say(self.lang)}" for t in p.tracks)
                columns[i] = Column(column.field, known, marked=True)
        for track in p.tracks:
            for name, values, _ in track.choose:
                labels = {t.id: t.label for t in p.tracks}
                choices = {v: labels.get(v, Label.both(v)) for v in values}
                code = f"choices.{track.id}.{name}"
                field = Field(code, "choice", track.label, choices, None, None, absent_is_none=True)
                columns.append(Column(field, self.note(field, ()), marked=True, with_codes=True))
        sheet = layout.APPLICATION_SHEET
        book.fields(sheet.say(self.lang), self.title(sheet, "application"), columns)

    def tables(self, book: Book) -> None:
        p = self.programme
        documents = {a.clause.id: a.clause.label for a in p.attachments}
        conditions = [c for c in p.applicants.conditions if c.evidence]
        documents |= {n: self.vocabulary.evidence[n] for c in conditions for entry in c.evidence for n in entry}
        asked = {c.id: heading(c, p) for c in judged(p)}
        categories = {c.id: c.label for c in p.categories}
        keys = {c.bound.baseline.key: c.label for c in p.clauses.values() if c.bound.baseline is not None}
        types = {t: self.vocabulary.applicant_types[t] for j in self.joint() for t in j}
        if documents:
            self.table(book, layout.DOCUMENTS, {"id": documents})
        if asked:
            self.table(book, layout.JUDGEMENTS, {"clause": asked})
        if p.exclusive_claims:
            self.table(book, layout.CLAIMS, {"category": categories})
        if keys:
            self.table(book, layout.BASELINE, {"key": keys})
        if types:
            self.table(book, layout.JOINT, {"type": types})

    def joint(self) -> Iterator[tuple[str, ...]]:
        """The types of joint applicants that are allowed."""
        for rule in (self.programme.applicants.joint, *(t.joint for t in self.programme.tracks)):
            if rule is not None:
                yield rule.with_

    def table(self, book: Book, table: layout.Table, choices: dict[str, dict[str, Label]]) -> None:
        columns = []
        for name, field in table.fields.items():
            with_codes = name in choices
            shown = _with_choices(field, choices[name], "choice") if with_codes else field
            columns.append(Column(shown, self.note(shown, ()), marked=with_codes, with_codes=with_codes))
        name = plain_name(table.label.zh if self.lang == "zh" else table.key)
        book.table(name, self.title(table.label, table.key), columns)


def _with_choices(field: Field, choices: Mapping[str, Label], type_: str | None = None) -> Field:
    found = type_ or field.type
    return Field(field.name, found, field.label, choices, field.unit, field.help, field.absent_is_none)  # type: ignore[arg-type]


def _rank(column: Column, kind: Kind) -> tuple[int, int]:
    """Id, title and dates first, then what clauses read, then the rest; evidence and plan at the end."""
    name = column.field.name
    head = ("id", "title", "date", "until", "year")
    if name in head:
        return 0, head.index(name)
    if name in ("evidence", "planned"):
        return 2, 0
    return (1 if column.marked else 3), list(kind.fields).index(name)


_HELP = (
    Label(
        "一行填一项工作；第二行是栏目，请勿改动栏目里的英文代码。",
        "One row for one piece of work. Row 2 holds the headings; leave their codes as they are.",
    ),
    Label(
        "深色栏目会被申报条件读取，批注里写明被哪些条件读取、怎样填写。",
        "Dark headings are read by the call's clauses; their notes say by which, and what to enter.",
    ),
    Label(
        "不知道的留空，不要填 0。空着的数字、金额、是否项按“未知”对待。",
        "Leave empty what is not known, never 0. An empty number, amount or yes/no counts as unknown.",
    ),
    Label(
        "计划开展的工作填在同一张表，“是否计划”填“是”。",
        "Work that is promised goes into the same sheet, with “Planned” set to yes.",
    ),
    Label(
        "可填多项的栏目，用顿号、逗号、分号或换行分开；只知道数量的，直接填数量。",
        "Several values are parted by 、 , ; or a new line; where only their number is known, enter it.",
    ),
    Label(
        "金额以元为单位，最多两位小数。日期填日期，或 2021-06-01、2021年6月1日。",
        "Amounts are in yuan with at most two decimals. Dates are dates, or 2021-06-01.",
    ),
    Label(
        "年检、处罚、附件等表：确实没有的，在第三行第一格填“无”；空着表示未知。",
        "Inspections, sanctions, documents: where there are none, enter “none” in the first cell of row 3; an empty "
        "sheet means unknown.",
    ),
    Label(
        "发布渠道一行一个：平台名称、空格、网址。",
        "Publications, one to a line: platform, a space, its address.",
    ),
)
_HOW: dict[str, Label] = {
    "text": Label("文字", "text"),
    "reference": Label("名称", "a name"),
    "choice": Label("从列表选择", "choose from the list"),
    "choices": Label("可多项，用、分隔", "several, between 、"),
    "integer": Label("整数", "a whole number"),
    "year": Label("四位年份", "a year of four digits"),
    "money": Label("金额（元），最多两位小数", "an amount in yuan, at most two decimals"),
    "boolean": Label("是或否，不知道的留空", "yes or no; empty while unknown"),
    "date": Label("日期", "a date"),
    "references": Label("多个名称，用、分隔；或只填数量", "names between 、, or how many"),
    "links": Label("一行一个：平台 网址", "one to a line: platform address"),
}
_EXAMPLES: dict[str, Label] = {
    "text": Label("样例文字", "some text"),
    "reference": Label("样例公司", "Sample Ltd"),
    "choice": Label("—", "—"),
    "choices": Label("—", "—"),
    "integer": Label("60", "60"),
    "year": Label("2021", "2021"),
    "money": Label("186500.00", "186500.00"),
    "boolean": Label("是", "yes"),
    "date": Label("2021-06-01", "2021-06-01"),
    "references": Label("样例甲公司、样例乙公司", "Sample A、Sample B"),
    "links": Label("样例平台 https://example.org/1", "Sample https://example.org/1"),
}
