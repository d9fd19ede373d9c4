"""Conflicts as a workbook: who, with which application or unit, of what kind, known from where."""

from __future__ import annotations

import io
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import Field
from juli.engines.policy.workbook.rows import Line
from juli.engines.policy.workbook.writing import Book, Column
from juli.stages.applications.models import Application
from juli.stages.organisations.codes import checked
from juli.stages.review import roster
from juli.stages.review.identities import plain
from juli.stages.review.models import Conflict, Expert
from juli.stages.review.numbers import known

#: What a list may bring; what an expert declares is the expert's own word.
_KINDS: Final = {
    "employer": Label("现工作单位", "Employer"),
    "former_employer": Label("原工作单位", "Former employer"),
    "officer_or_member": Label("任职或会员", "Officer or member"),
    "to_avoid": Label("申请回避", "To be avoided"),
    "manual": Label("其他", "Other"),
}
_OF: Final = Label("回避名单", "list of conflicts")


def _fields() -> dict[str, Field]:
    c = roster.column
    found = [
        c("name", "专家姓名", "Expert"),
        c("number", "证件号码", "ID number"),
        c("kind", "回避类型", "Kind", "choice", _KINDS),
        c("application", "申报编号", "Application's number"),
        c("unit", "单位名称", "Unit"),
        c("code", "统一社会信用代码", "Credit code"),
        c("since", "起", "Since", "date"),
        c("until", "止", "Until", "date"),
        c("source", "依据", "Source"),
    ]
    return {field.name: field for field in found}


FIELDS: Final = _fields()


def template(lang: str) -> bytes:
    """The workbook to fill in."""
    out = io.BytesIO()
    with Book(out, lang, roster.MADE) as book:
        title = book.say("回避名单", "Conflicts")
        columns = [Column(field, "", marked=name in {"name", "kind", "source"}) for name, field in FIELDS.items()]
        book.table(title, title, columns)
    return out.getvalue()


def read(data: bytes, name: str, lang: str) -> roster.Read:
    """Everything that a workbook says of conflicts. Raises nothing."""
    found, bad = roster.lines(data, name, FIELDS, _OF, lang)
    read = roster.Read(bad=bad)
    for place, line in found:
        if line.sound:
            said, wrong = _said(line, lang)
            if wrong:
                read.bad.append(roster.Bad(place, *wrong))
            else:
                read.rows.append(roster.Row(place, said))
    return read


def _said(line: Line, lang: str) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """A row as the action takes it, or what is wrong with it and what to do."""
    v = {name: str(value).strip() for name, value in line.values.items()}
    kind = v.get("kind", "")
    if not kind or not v.get("name") or not v.get("source"):
        return {}, (_("Name, kind and source are needed."), _("Fill in the cells."))
    expert, wrong = _expert(v["name"], plain(v.get("number", "")))
    if expert is None and (wrong or kind != Conflict.Kind.TO_AVOID):
        return {}, (
            wrong or _("Nobody in the pool is called %(name)s.") % {"name": v["name"]},
            _("Compare name and number with the pool."),
        )
    application = None
    if v.get("application"):
        application = Application.objects.filter(number=v["application"]).select_related("organisation").first()
        if application is None:
            return {}, (_("No application has this number."), _("Compare it with the list of applications."))
    elif not v.get("unit") and not v.get("code"):
        return {}, (_("Neither application nor unit."), _("Write one of the two."))
    try:
        code = checked(v["code"]) if v.get("code") else ""
    except ValidationError as error:
        return {}, (error.messages[0], _("Compare it with the certificate."))
    if v.get("since") and v.get("until") and v["until"] < v["since"]:
        return {}, (_("This is before the first day."), _("Compare the two days."))
    about = application.number if application else v.get("unit") or code
    return {
        "expert": expert.pk if expert else None,
        "name": v["name"],
        "kind": kind,
        "kind_label": _KINDS[kind].say(lang),
        "application": application.pk if application else None,
        "unit": v.get("unit", ""),
        "code": code,
        "since": v.get("since", ""),
        "until": v.get("until", ""),
        "source": v["source"],
        "subject_label": about,
    }, None


def _expert(name: str, number: str) -> tuple[Expert | None, str]:
    if number:
        found = known(Expert.Document.RESIDENT, number)
        if found is None:
            return None, _("Nobody in the pool has this number.")
        return (found, "") if found.name == name else (None, _("The number is another expert's."))
    alike = list(Expert.objects.filter(name=name)[:2])
    if len(alike) > 1:
        return None, _("Several experts bear this name: write the ID number.")
    return (alike[0] if alike else None), ""
