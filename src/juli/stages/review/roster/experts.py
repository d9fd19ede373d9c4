"""The pool as a workbook. ID and account numbers come in and never go out: an export has neither."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import Field
from juli.engines.policy.workbook.rows import Line
from juli.engines.policy.workbook.writing import Book, Column
from juli.stages.review import roster
from juli.stages.review.facts import Facts, parted
from juli.stages.review.models import Expert
from juli.stages.review.numbers import known

_DOCUMENTS: Final = {
    "resident": Label("居民身份证", "Resident ID card"),
    "other": Label("护照或其他证件", "Passport or another document"),
}
_OF: Final = Label("专家名册", "list of experts")
#: Column → its note in the template.
_HOW: Final[Mapping[str, Label]] = {
    "number": Label(
        "18位，按文本填写；没有号码的专家可以入库，但不能抽取或指派",
        "18 characters as text; without it nobody is drawn or assigned",
    ),
    "employer_code": Label("18位统一社会信用代码，可不填", "18 characters; may be empty"),
    "fields": Label("多个领域用、分隔", "several between 、"),
    "account": Label("按文本填写", "as text"),
    "former": Label("离开不久的原工作单位", "an employer left not long ago"),
    "id": Label("导出的表格才有，新专家留空", "only exports have it; empty for a new expert"),
}


def _fields() -> dict[str, Field]:
    c = roster.column
    found = [
        c("id", "编号", "No."),
        c("name", "姓名", "Name"),
        c("document", "证件类型", "Document", "choice", _DOCUMENTS),
        c("number", "证件号码", "ID number"),
        c("employer", "工作单位", "Employer"),
        c("employer_code", "单位统一社会信用代码", "Employer's credit code"),
        c("post", "职务", "Position"),
        c("title", "职称", "Professional title"),
        c("fields", "评审领域", "Fields"),
        c("email", "电子邮箱", "E-mail"),
        c("phone", "联系电话", "Telephone"),
        c("bank", "开户银行", "Bank"),
        c("account", "银行账号", "Account"),
        c("former", "原工作单位", "Former employer"),
        c("former_until", "离开原单位的日期", "Left on", "date"),
        c("note", "备注", "Note"),
    ]
    return {field.name: field for field in found}


FIELDS: Final = _fields()
_SECRET: Final = frozenset({"number", "account", "document"})


def template(lang: str) -> bytes:
    """The workbook to fill in."""
    return _book([], lang, [name for name in FIELDS if name != "id"])


def export(experts: Iterable[Expert], lang: str) -> bytes:
    """The pool (``fields`` and ``ties`` fetched before), to be read and brought back: matched by its ids."""
    return _book(experts, lang, [name for name in FIELDS if name not in _SECRET and not name.startswith("former")])


def _book(experts: Iterable[Expert], lang: str, names: list[str]) -> bytes:
    out = io.BytesIO()
    with Book(out, lang, roster.MADE) as book:
        title = book.say("专家库", "Experts")
        columns = [
            Column(FIELDS[name], _HOW[name].say(lang) if name in _HOW else "", marked=name in {"name", "number"})
            for name in names
        ]
        book.table(title, title, columns)
        sheet = book.book.get_worksheet_by_name(title)
        for number, expert in enumerate(experts, 2):
            for place, name in enumerate(names):
                sheet.write_string(number, place, _cell(expert, name))
    return out.getvalue()


def _cell(expert: Expert, name: str) -> str:
    match name:
        case "id":
            return str(expert.pk)
        case "fields":
            return "、".join(sorted(field.name for field in expert.fields.all()))
        case _:
            return str(getattr(expert, name))


def read(data: bytes, name: str, lang: str) -> roster.Read:
    """Everything that a workbook says of experts, each row checked as the form checks it. Raises nothing."""
    found, bad = roster.lines(data, name, FIELDS, _OF, lang)
    read = roster.Read(bad=bad)
    seen: dict[str, str] = {}
    for place, line in found:
        if line.sound:
            _place(place, line, read, seen)
    return read


def _place(place: str, line: Line, read: roster.Read, seen: dict[str, str]) -> None:
    values: dict[str, Any] = dict(line.values)
    until = values.pop("former_until", None)
    former, own = str(values.pop("former", "")), str(values.pop("id", ""))
    said: dict[str, Any] = {name: parted(value) if name == "fields" else str(value) for name, value in values.items()}
    try:
        facts = Facts(**{"name": "", **said}).checked()
    except ValidationError as error:
        read.bad += [
            roster.Bad(f"{place} {FIELDS[name].label.zh if name in FIELDS else name}", " ".join(messages))
            for name, messages in error.message_dict.items()
        ]
        return
    same = facts.number or f"{facts.name} {facts.employer}"
    if same in seen:
        read.bad.append(
            roster.Bad(
                place,
                _("The same person stands in %(place)s already.") % {"place": seen[same]},
                _("Keep one of the rows."),
            )
        )
        return
    seen[same] = place
    there, wrong = _there(facts, own)
    if wrong:
        read.bad.append(roster.Bad(place, wrong, _("Compare name and number with the pool.")))
        return
    row = {name: value for name, value in facts._asdict().items() if name in said}
    row |= {"former": former, "former_until": until.isoformat() if isinstance(until, date) else str(until or "")}
    row["expert"] = there.pk if there else None
    read.rows.append(roster.Row(place, row, "known" if there else "new"))


def _there(facts: Facts, own: str) -> tuple[Expert | None, str]:
    """Whom a row is about: by its id, by the number, else by name and employer; or why that can't be told."""
    by_number = known(facts.document, facts.number) if facts.number else None
    if own:
        by_id = (
            Expert.objects.filter(pk=int(own)).first() if own.isascii() and own.isdecimal() and len(own) < 10 else None
        )
        if by_id is None:
            return None, _("Nobody in the pool has the No. %(id)s.") % {"id": own[:20]}
        if by_number is not None and by_number.pk != by_id.pk:
            return None, _("The number is that of another expert (No. %(id)d).") % {"id": by_number.pk}
        return by_id, ""
    if by_number is not None:
        if by_number.name != facts.name:
            return None, _("The number is that of “%(there)s”, the name here is “%(here)s”.") % {
                "there": by_number.name,
                "here": facts.name,
            }
        return by_number, ""
    alike = Expert.objects.filter(name=facts.name, employer=facts.employer)
    if facts.number:
        # A number that the pool does not know can still settle who somebody is.
        alike = alike.filter(identity_digest="")
    found = list(alike[:2])
    if len(found) > 1:
        return None, _("Several of this name and employer are in the pool.")
    return (found[0] if found else None), ""
