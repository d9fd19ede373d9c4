"""An application on paper: the call's form as the paper engine's, field by field, with what the application says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from juli.engines.paper.blocks import Attachment
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms import spec as paper
from juli.engines.paper.forms.building import build_form
from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import Language
from juli.engines.paper.word import word
from juli.engines.paper.words import known
from juli.engines.policy import blocks
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.applications.contents import content
from juli.stages.applications.form.cells import FEN, Unit, day_of, decimal_of, wrong
from juli.stages.applications.form.layout import (
    COVER,
    PLEDGES,
    Part,
    columns_of,
    cover_label,
    label_of,
    parts,
    unit_of,
)
from juli.stages.applications.form.reading import ID, ROWS
from juli.stages.applications.models import Application
from juli.stages.applications.paper_facts import facts
from juli.stages.applications.printed_groups import Groups
from juli.stages.applications.queries import checking
from juli.stages.calls.rulebook import Rules

_MAKER: Final = {"issuer": "issuer", "executor": "executor"}
#: Titles that say what a form is and nothing of what it is for.
_KINDS: Final = frozenset({"申报书", "申请书", "任务书", "合同书"})
_SEAL: Final = Label("（加盖单位公章）", "(seal)")
_MADE_BY: Final = Label("{name}制", "Form issued by {name}")


def draft(application: Application, rules: Rules, at: dt.datetime, language: Language = "zh") -> Document:
    """The application as it stands now, marked as a draft on every page. Raises PaperError, DossierUnusable."""
    given = checking.known(application, rules, at)
    said = content(rules.programme, application) | {"paper": facts(given, language)}
    furniture = Furniture(number=application.number, draft=True)
    return document(rules.programme, said, furniture, dated=application.changed_at, language=language)


def document(
    programme: Programme,
    said: Mapping[str, Any],
    furniture: Furniture,
    *,
    dated: dt.datetime,
    language: Language = "zh",
    applied_on: dt.date | None = None,
) -> Document:
    """The form filled in with ``said``: the content of a version that holds the facts for paper.

    ``applied_on``: the day that stands on the cover; ``dated``: the one that the file carries. Raises PaperError.
    """
    writer = _Writer(programme, said, language)
    return build_form(
        writer.spec(),
        writer.answers(applied_on),
        furniture,
        dated=dated,
        language=language,
        attachments=tuple(writer.attachments()),
    )


def pdf_of(found: Document) -> bytes:
    """The document as PDF. Raises PaperError."""
    return pdf(found)


def word_of(found: Document) -> bytes:
    """The document as a Word file that can be edited. Raises PaperError."""
    return word(found)


class _Writer:
    """One application in one language: the form's spec and its answers, made side by side."""

    def __init__(self, programme: Programme, said: Mapping[str, Any], language: Language) -> None:
        self.programme, self.said, self.language = programme, said, language
        self.parts = parts(self.programme, said["applicant_type"], tuple(said["tracks"]))
        self.groups = Groups(programme, said, language)

    def say(self, label: Label | None) -> str:
        return label.say(self.language) if label is not None else ""

    # -- the spec ------------------------------------------------------------------------------------------------------

    def spec(self) -> paper.FormSpec:
        form = self.programme.form
        cover = form.cover if form else None
        title = "".join(self._title(cover)) if cover else self.say(self.programme.title)
        sections = tuple(self._section(p) for p in self.parts if p.id not in {COVER, PLEDGES})
        return paper.FormSpec(
            title=title,
            sections=sections,
            cover=self._cover(cover) if cover else None,
            pledges=tuple(paper.PledgeSpec(p.id, self.say(p.label) or p.id) for p in (form.pledges if form else ())),
            notes=tuple(self.say(n.label) for n in (form.notes if form else ()) if n.label),
            money=self._money(),
        )

    def _money(self) -> Unit:
        """The unit of amounts whose field does not say one."""
        unit = self.programme.budget.unit if self.programme.budget else None
        return "万元" if unit is not None and "万元" in unit.zh else "元"

    def _unit(self, section: blocks.Section, column: blocks.Column) -> Unit | None:
        """The unit of an amount that is in another one than the form's."""
        unit = unit_of(self.programme, section, column)
        return unit if column.type == "money" and unit != self._money() else None

    def _title(self, cover: blocks.Cover) -> tuple[str, str]:
        """The cover's title and its kind: a file that says the kind alone takes the call's title above it."""
        title = self.say(cover.title)
        if cover.title.zh not in _KINDS:
            return title, ""
        gap = " · " if self.language == "en" else ""
        return self.say(self.programme.title) + gap, title

    def _cover(self, cover: blocks.Cover) -> paper.CoverSpec:
        fields = tuple(
            paper.CoverFieldSpec(name, "" if known(f"cover.{name}") else self.say(cover_label(name)))
            for name in cover.fields
        )
        notice = self.programme.notice
        maker = self.say(getattr(notice, _MAKER.get(cover.maker, ""), None)) or cover.maker
        sealed = self.programme.paper is not None and any(s.place == COVER for s in self.programme.paper.seals)
        title, kind = self._title(cover)
        return paper.CoverSpec(
            title.removesuffix(" · "),
            fields,
            kind=kind,
            maker=_MADE_BY.say(self.language).format(name=maker) if maker else "",
            seal=_SEAL.say(self.language) if sealed else "",
        )

    def _section(self, part: Part) -> paper.SectionSpec:
        section = part.section
        kind = part.origin
        given: dict[str, Any] = {"hint": self.say(section.hint)}
        if kind == "opinion":
            given = {"parts": tuple(self.say(p.label) for p in section.parts if p.label)}
        elif kind == "targets":
            given["parts"] = tuple(self.say(p.label) for p in section.parts if p.label)
        elif kind in {"claims", "plan"}:
            pass
        else:
            given |= {
                "fields": tuple(self._field(section, field) for field in section.fields),
                "columns": tuple(self._column(section, column) for column in section.columns),
                "sums": tuple(paper.SumSpec(s.total, tuple(s.parts)) for s in section.sums),
                "least": section.at_least or 0,
            }
        return paper.SectionSpec(part.id, self.say(part.label), kind, **given)  # type: ignore[arg-type]

    def _field(self, section: blocks.Section, field: blocks.FormField) -> paper.FieldSpec:
        return paper.FieldSpec(
            id=field.id,
            label=self.say(label_of(field)),
            type=field.type,
            of=tuple(self.say(label) for label in field.of),
            parts=tuple(field.parts),
            columns=tuple(self._column(section, column) for column in field.columns),
            unit=self._unit(section, field),
        )

    def _column(self, section: blocks.Section, column: blocks.Column) -> paper.ColumnSpec:
        return paper.ColumnSpec(
            id=column.id,
            label=self.say(label_of(column)),
            type=column.type,
            of=tuple(self.say(label) for label in column.of),
            unit=self._unit(section, column),
        )

    # -- the answers ---------------------------------------------------------------------------------------------------

    def answers(self, applied_on: dt.date | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in self.parts:
            value = self.said["answers"].get(part.id)
            if part.id == COVER:
                continue
            if part.id == PLEDGES:
                found[PLEDGES] = {k: v for k, v in (value or {}).items() if isinstance(v, bool)}
            elif part.origin in {"claims", "plan", "targets"}:
                found[part.id] = self.groups.of(part, value)
            elif part.shape == "text":
                found[part.id] = value if isinstance(value, str) else None
            elif part.shape == "table":
                found[part.id] = self._rows(part, part.section.columns, value, ROWS)
            else:
                found[part.id] = self._fields(part, value if isinstance(value, Mapping) else {})
        if self.programme.form and self.programme.form.cover:
            found[COVER] = self._cover_answers(self.programme.form.cover, applied_on)
        return found

    def _cover_answers(self, cover: blocks.Cover, applied_on: dt.date | None) -> dict[str, Any]:
        typed = self.said["answers"].get(COVER) or {}
        taken = self.said["record"].get(COVER, {})
        late = {"applied_on": applied_on, "project_name": self.said["title"]}
        return {name: late.get(name) or taken.get(name) or typed.get(name) for name in cover.fields}

    def _fields(self, part: Part, values: Mapping[str, Any]) -> dict[str, Any]:
        taken = self.said["record"].get(part.id, {})
        found: dict[str, Any] = {}
        for field in part.section.fields:
            columns = columns_of(field)
            value = values.get(field.id)
            if field.id in taken:
                found[field.id] = self._taken(field, taken[field.id])
            elif field.type == "numbered":
                found[field.id] = [row["text"] for row in value or () if row.get("text")]
            elif columns:
                found[field.id] = self._rows(part, columns, value, field.id)
            else:
                found[field.id] = self._cell(part, field, value)
        return found

    def _rows(self, part: Part, columns: Sequence[blocks.Column], value: Any, table: str) -> list[dict[str, Any]]:
        rows = value if isinstance(value, list) else []
        return [
            {c.id: self._cell(part, c, row.get(c.id), table, str(row.get(ID))) for c in columns}
            for row in rows
            if len(row) > 1
        ]

    @staticmethod
    def _taken(field: blocks.FormField, text: str) -> Any:
        """What the record says, as its words; a day as a day, so that it prints like others."""
        return (day_of(text) if field.type == "date" else text) or None

    def _cell(self, part: Part, column: blocks.Column, value: Any, table: str = "", row: str = "") -> Any:
        """A kept value as the paper engine takes it; what cannot be read stays blank, and the check names it."""
        if column.type == "file":
            return "\n".join(self._files(part, column, table, row))
        if value is None or wrong(column, value) is not None:
            return None
        if column.type == "money":
            return Decimal(value) / FEN["元"]
        if column.type == "number":
            return decimal_of(value)
        if column.type in {"date", "month"}:
            return day_of(value)
        if column.type == "months":
            return day_of(value["from"]), day_of(value["to"])
        if column.type == "choice":
            return next((self.say(label) for label in column.of if value in label), None)
        if column.type == "clause":
            clause = self.programme.clauses.get(value)
            return self.say(clause.label) if clause is not None else value
        if column.type == "achievement":
            return self.said["paper"]["titles"].get(value, value)
        return value

    def _files(self, part: Part, column: blocks.Column, table: str, row: str) -> Iterator[str]:
        wanted = (part.id, table, row, column.id) if row else (part.id, column.id, "", "")
        for file in self.said["paper"]["files"]:
            if (file["section"], file["field"], file["row"], file["column"]) == wanted:
                yield file["name"]

    def attachments(self) -> Iterator[Attachment]:
        """The documents that go with it, in the order in which the call asks for them."""
        labels = {a.clause.id: a.clause.label for a in self.programme.attachments}
        for file in self.said["paper"]["documents"]:
            name = self.say(labels.get(file["attachment"])) + (f"（{file['year']}）" if file["year"] else "")
            yield Attachment(name, file["name"], file["pages"])
