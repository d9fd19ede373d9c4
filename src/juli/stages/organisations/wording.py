"""Words of the vocabulary in the language of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import Field
from juli.registry.language import language
from juli.stages.organisations.vocabulary_values import given

#: What the journal's acts are called on a page.
ACTS: Final[dict[str, str | Promise]] = {
    "organisation.begun": _("registration begun"),
    "organisation.described": _("record changed"),
    "organisation.handed_in": _("registration handed in"),
    "organisation.taken_back": _("registration taken back"),
    "organisation.accepted": _("registration accepted"),
    "organisation.refused": _("registration refused"),
    "person.invited": _("staff invited"),
    "person.uninvited": _("invitation taken back"),
    "person.joined": _("staff joined"),
    "person.left": _("staff left"),
    "person.removed": _("staff taken out"),
    "person.handed_over": _("administration handed over"),
    "person.installed": _("administrator made by the office"),
    "liaison.made": _("business office in contact"),
    "liaison.ended": _("business office not in contact any more"),
    "change.asked": _("change asked for"),
    "change.withdrawn": _("change taken back"),
    "change.accepted": _("change accepted"),
    "change.refused": _("change refused"),
    "standing.added": _("standing entered"),
    "standing.removed": _("standing revoked"),
    "standing.declared": _("completeness declared"),
    "file.added": _("file added"),
    "file.removed": _("file taken away"),
    "type.added": _("applicant type added"),
    "type.ended": _("applicant type ended"),
    "type.struck": _("applicant type struck"),
    "activity.added": _("field added"),
    "activity.ended": _("field ended"),
    "activity.struck": _("field struck"),
    "officer.added": _("officer added"),
    "officer.ended": _("officer's term ended"),
    "officer.struck": _("officer struck"),
}


def act_words(act: str) -> str:
    """An act of the journal in words; its own name where it is another stage's."""
    return str(ACTS.get(act, act))


def say(label: Label) -> str:
    """A label in the language of the page, in English with a capital, as labels of fields stand alone."""
    said = label.say(language())
    return said[:1].upper() + said[1:]


def shown(field: Field, value: Any) -> str:
    """A value from JSON for reading: 是, 2,000.00 元, 协会、联盟 …; empty where there is none."""
    if value in (None, "", []):
        return ""
    between = "、" if language() == "zh" else ", "
    if field.type == "boolean":
        return gettext("yes") if value else gettext("no")
    if field.type == "choice":
        return _choice(field, value)
    if field.type == "choices":
        return between.join(_choice(field, item) for item in value)
    if field.type == "references" and isinstance(value, list):
        return between.join(value)
    if field.type == "links":
        return between.join(_link(item) for item in value)
    if field.type == "money":
        text = grouped(given(field, value))
        return gettext("%(amount)s yuan") % {"amount": text}
    unit = field.unit.say(language()) if field.unit else ""
    return f"{value} {unit}".rstrip() if field.type in {"integer", "references"} else str(value)


def grouped(text: str) -> str:
    """An amount with separators and two places."""
    whole, _, part = text.partition(".")
    return f"{int(whole):,d}.{part.ljust(2, '0')}"


def _choice(field: Field, value: str) -> str:
    return field.choices[value].say(language()) if value in field.choices else value


def _link(item: Mapping[str, str]) -> str:
    return " ".join(filter(None, (item.get("platform"), item.get("on"))))


def iso(day: dt.date | None) -> str:
    """A day as JSON keeps it; empty where there is none."""
    return day.isoformat() if day else ""
