"""The parts of an organisation's record, as the page shows and edits them."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juli.engines.policy.vocabulary import Field
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import say, shown

#: Fields of the vocabulary that are kept elsewhere: columns, dated rows, standing.
ELSEWHERE: Final = frozenset({"name", "uscc", "type", "fields", "evaluation_grade"})


class Section(NamedTuple):
    """A part: its key in the address, its title, the columns and the vocabulary's fields in it."""

    key: str
    title: str | Promise
    texts: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


_SECTIONS: Final = (
    Section(
        "basic",
        _("Basic data"),
        ("name", "legal_representative", "address"),
        ("form", "founded", "legal_person", "registrar", "registered_level", "superior", "dedicated_staff"),
    ),
    Section(
        "profile", _("Profile"), ("profile",), ("influence", "factors", "industry", "tech_service", "size", "tier")
    ),
    Section("park", _("Park"), (), ("park", "park_class", "park_association", "operator_kind")),
    Section("party", _("Party building"), ("party_work",), ("party_organisation",)),
    Section("members", _("Members"), (), ("members",)),
    Section("plan", _("Development plan"), ("development_plan",), ()),
)
TEXTS: Final[dict[str, str | Promise]] = {
    "name": _("Name of the organisation"),
    "legal_representative": _("Legal representative"),
    "address": _("Registered address"),
    "profile": _("About the organisation"),
    "party_work": _("Party work"),
    "development_plan": _("Development plan"),
}
LONG: Final = frozenset({"profile", "party_work", "development_plan"})


def sections() -> tuple[Section, ...]:
    """All parts; what a newer vocabulary adds stands in a part of its own."""
    known = vocabulary().organisation
    found = tuple(s._replace(fields=tuple(n for n in s.fields if n in known)) for s in _SECTIONS)
    placed = ELSEWHERE.union(*(s.fields for s in found))
    rest = tuple(name for name in known if name not in placed)
    return (*found, Section("more", _("More"), (), rest)) if rest else found


def section(key: str) -> Section:
    """A part by its key. Raises Http404."""
    found = next((s for s in sections() if s.key == key), None)
    if found is None:
        raise Http404
    return found


class Line(NamedTuple):
    """One line of a part: its label and what it says; empty where nobody has said."""

    label: str | Promise
    value: str
    long: bool


def lines(organisation: Organisation, part: Section) -> list[Line]:
    """What a part says."""
    known: dict[str, Field] = dict(vocabulary().organisation)
    texts = [Line(TEXTS[name], getattr(organisation, name), name in LONG) for name in part.texts]
    return texts + [
        Line(say(known[name].label), shown(known[name], organisation.record.get(name)), False) for name in part.fields
    ]
