"""Filling in a template as a person with a spreadsheet program would."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from juli.engines.policy.dossier import Bare, Dossier, Row
from juli.engines.policy.vocabulary import Field, Vocabulary

LABELS = {"zh": 0, "en": 1}


def fill(template: bytes, dossier: Dossier, vocabulary: Vocabulary, lang: str) -> bytes:
    """The template with the organisation, its standing, works, plan, documents and judgements of ``dossier``."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    by_code = {_code(sheet): sheet for sheet in visible if _code(sheet)}
    record = {**dossier.record, "type": vocabulary.applicant_types[dossier.type][LABELS[lang]]}
    _fields(by_code["organisation"], record, vocabulary.organisation, lang)
    application = {
        n: getattr(dossier.application, n) for n in ("day", "opens", "closes", "amount", "leader", "submitted")
    }
    if dossier.application.tracks:
        application["tracks"] = "、".join(dossier.application.tracks)
    if dossier.application.period:
        application["period.from"], application["period.to"] = dossier.application.period
    for track, chosen in dossier.application.choices.items():
        application.update({f"choices.{track}.{name}": value for name, value in chosen.items()})
    _fields(by_code["application"], application, {}, lang)
    for row in (*dossier.achievements, *dossier.plan):
        kind = vocabulary.kinds[row.kind]
        values = {"id": row.id, **_written(row, kind.fields, lang)}
        if row.planned:
            values["planned"] = "是" if lang == "zh" else "yes"
        if row.evidence:
            values["evidence"] = "、".join(vocabulary.evidence[n][LABELS[lang]] for n in sorted(row.evidence))
        _add(by_code[row.kind], values)
    _standing(by_code, dossier, vocabulary, lang)
    _decided(by_code, dossier)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _standing(by_code: Mapping[str, Worksheet], dossier: Dossier, vocabulary: Vocabulary, lang: str) -> None:
    for name, rows in dossier.standing.items():
        kind = vocabulary.kinds[name]
        sheet = by_code.get(str(kind.key))
        if sheet is None:
            continue
        for row in rows:
            _add(sheet, _written(row, kind.fields, lang))
        if not rows:
            sheet.cell(3, 1, "无")


def _decided(by_code: Mapping[str, Worksheet], dossier: Dossier) -> None:
    for document in dossier.documents or ():
        values = {
            n: getattr(document, n) for n in ("id", "year", "date", "valid_until", "sealed", "achievement", "type")
        }
        _add(by_code["documents"], values)
    if dossier.documents == ():
        by_code["documents"].cell(3, 1, "无")
    for j in dossier.judgements:
        values = {
            "clause": j.clause,
            "achievement": j.achievement,
            "answer": j.answer,
            "by": j.by,
            "on": j.on,
            "reason": j.reason,
        }
        _add(by_code["judgements"], values)


def _code(sheet: Worksheet) -> str:
    """The code that the title of a sheet ends with."""
    words = str(sheet.cell(1, 1).value or "").split()
    return words[-1] if words and words[-1].isascii() else ""


def _columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value).split()[-1]: cell.column for cell in sheet[2] if cell.value}


def _add(sheet: Worksheet, values: Mapping[str, Any]) -> None:
    columns = _columns(sheet)
    row = 3
    while any(sheet.cell(row, c).value is not None for c in columns.values()):
        row += 1
    for name, value in values.items():
        if value is not None and value != "":
            sheet.cell(row, columns[name], value)


def _fields(sheet: Worksheet, values: Mapping[str, Any], fields: Mapping[str, Field], lang: str) -> None:
    rows = {str(row[0].value).split()[-1]: row[0].row for row in sheet.iter_rows(min_row=3, max_col=1) if row[0].value}
    for name, value in values.items():
        if value not in (None, ""):
            field = fields.get(name)
            shown = value if field is None or name == "type" else _shown(field, value, lang)
            sheet.cell(rows[name], 2, shown)


def _written(row: Row, fields: Mapping[str, Field], lang: str) -> dict[str, Any]:
    return {name: _shown(fields[name], value, lang) for name, value in row.values.items()}


def _shown(field: Field, value: Any, lang: str) -> Any:
    """A value as a person would enter it."""
    at = LABELS[lang]
    if field.type == "choice":
        return field.choices[value][at]
    if field.type == "choices":
        return "、".join(field.choices[v][at] for v in value)
    if field.type == "boolean":
        return {("zh", True): "是", ("zh", False): "否"}.get((lang, value), value)
    if field.type == "references":
        return int(value) if isinstance(value, Bare) else "、".join(value)
    if field.type == "links":
        return "\n".join(" ".join(str(p) for p in link if p) for link in value)
    if isinstance(value, Decimal):
        return float(value)
    return value if not isinstance(value, dt.date) else dt.datetime(value.year, value.month, value.day)
