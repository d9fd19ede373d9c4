"""The sections of a call's form as one applicant fills them in, cover and pledges among them (S4-46, S4-66…S4-101).

Every section becomes one of three shapes: a text, fields, or a table. ``plan`` becomes a table of what is promised,
``targets`` a field for each of the call's targets, ``claims`` stays what the ledger says. Nothing here knows a call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from juli.engines.paper.words import known, printed
from juli.engines.policy import blocks
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.applications.form import promises
from juli.stages.applications.form.cells import Unit

COVER: Final = "cover"
PLEDGES: Final = "pledges"
#: The words of the two beside those of the file.
_COVER_LABEL = Label("封面", "Cover")
_PLEDGES_LABEL = Label("承诺", "Pledges")
#: What a cover's fields hold; those that aren't here are plain texts.
_COVER_TYPES: Final = {"phone": "phone", "mobile": "phone", "email": "email"}
#: A cover's fields that come from the record, and the one that the day of handing in fills.
_COVER_FROM: Final = {"applicant": "name", "park": "park"}
_COVER_LATER: Final = "applied_on"
_COVER_TITLE: Final = "project_name"
_LIMIT = re.compile(r"(?:不超过|至多|最多|限)\s*(\d+)\s*个?字|(\d+)\s*字(?:以内|以下|之内)")

Shape = Literal["text", "fields", "table", "claims"]


@dataclass(frozen=True)
class Part:
    """One section as it is filled in. ``section`` is in the shape it is filled in, ``origin`` the type in the file."""

    section: blocks.Section
    origin: str
    label: Label

    @property
    def id(self) -> str:
        """The section's id."""
        return self.section.id

    @property
    def shape(self) -> Shape:
        """What its answer is: a text, values by field, rows, or nothing of its own."""
        if self.section.type in {"fields", "table", "claims"}:
            return self.section.type
        return "text"

    @property
    def limit(self) -> int | None:
        """How many characters the hint allows; None where it says nothing."""
        found = _LIMIT.search(self.section.hint.zh) if self.section.hint else None
        return int(found[1] or found[2]) if found else None

    @property
    def required(self) -> bool:
        """Whether it has to be filled in."""
        return bool(self.section.required)


def parts(programme: Programme, applicant_type: str, tracks: tuple[str, ...]) -> tuple[Part, ...]:
    """The form's sections for one applicant, cover first and pledges last; none where the call has no form."""
    form = programme.form
    if form is None:
        return ()
    found = [] if form.cover is None else [Part(_cover(form, form.cover), COVER, _COVER_LABEL)]
    for section in form.sections:
        if not section.applies_to or applicant_type in section.applies_to:
            shaped = promises.shaped(programme, section, applicant_type, tracks)
            found.append(Part(shaped, section.type, section.label or Label.both(section.id)))
    if form.pledges:
        found.append(Part(_pledges(form), PLEDGES, _PLEDGES_LABEL))
    return tuple(found)


def unit_of(programme: Programme, section: blocks.Section, column: blocks.Column) -> Unit:
    """The unit in which an amount is typed and printed: as its label says, the section's hint, the call's budget."""
    for said in (column.label, section.hint, section.label, programme.budget.unit if programme.budget else None):
        if said is not None and "万元" in said.zh:
            return "万元"
        if said is not None and "元" in said.zh:
            return "元"
    return "元"


def columns_of(field: blocks.Column) -> tuple[blocks.Column, ...]:
    """The columns of a field's rows: a table's own, the one of a numbered list, none of any other."""
    if isinstance(field, blocks.FormField):
        if field.type == "table":
            return field.columns
        if field.type == "numbered":
            return (blocks.Column(id="text", label=field.label, type="long"),)
    return ()


def label_of(column: blocks.Column) -> Label:
    """What a field is called."""
    return column.label or Label.both(column.id)


def part_label(name: str) -> Label:
    """What one thing asked of a person is called."""
    key = f"part.{name}"
    return Label(printed(key, "zh"), printed(key, "en")) if known(key) else Label.both(name)


def title_section(programme: Programme) -> str | None:
    """The section whose text is what the project is called; None where the cover asks for it."""
    sections = programme.form.sections if programme.form else ()
    return next((section.id for section in sections if section.type == "line"), None)


def cover_label(name: str) -> Label:
    """What one line of a cover is called."""
    key = f"cover.{name}"
    return Label(printed(key, "zh"), printed(key, "en")) if known(key) else Label.both(name)


def _cover(form: blocks.Form, cover: blocks.Cover) -> blocks.Section:
    """The cover's lines as fields, without the day of handing in and without a title that a section already asks."""
    titled = any(section.type == "line" for section in form.sections)
    left_out = {_COVER_LATER} | ({_COVER_TITLE} if titled else set())
    fields = tuple(
        blocks.FormField(
            id=name, label=cover_label(name), type=_COVER_TYPES.get(name, "line"), **{"from": _COVER_FROM.get(name)}
        )
        for name in cover.fields
        if name not in left_out
    )
    return blocks.Section(id=COVER, label=_COVER_LABEL, type="fields", fields=fields, cite=cover.cite, req=cover.req)


def _pledges(form: blocks.Form) -> blocks.Section:
    fields = tuple(
        blocks.FormField(id=p.id, label=p.label, type="boolean", cite=p.cite, req=p.req) for p in form.pledges
    )
    return blocks.Section(id=PLEDGES, label=_PLEDGES_LABEL, type="fields", fields=fields, cite=form.cite)
