"""The fragment for OpenFisca-core: achievements are its persons, an organisation is the group they belong to.

Every rule has a variable for its number and one for its status, so that the trace says both. Thresholds stand in the
formulas: read from a parameter tree, as its users mostly keep them, they would take longer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from fragment import CATEGORIES, LEAVES, QUALIFYING
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2021"
#: Choices are whole numbers, which compare faster than OpenFisca's own Enum arrays.
CHOICES = {
    "kind": ("", "activity", "standard", "research", "platform", "patent_pool", "rnd_project"),
    "form": ("", "conference", "forum", "training"),
    "scope": ("", "local", "international"),
    "place": ("", "beijing", "domestic", "overseas"),
    "purpose": ("", "enterprise_service", "park_service", "needs", "other"),
    "level": ("", "international", "national", "industry", "local", "association", "zgc"),
    "stage": ("", "proposed", "drafting", "published"),
    "nature": ("", "commissioned", "own", "common_technology", "national_plan", "provincial_plan"),
    "commissioner": ("", "ministry", "province", "local"),
    "type": ("", "internet_plus", "common_technology"),
    "role": ("", "undertake", "organise", "recommend"),
}
NUMBERS = ("attendance", "foreign_speakers", "foreign_attendees", "views", "services", "patents")
YES_NO = ("nonprofit", "in_park")
CODES = {field: {value: code for code, value in enumerate(values)} for field, values in CHOICES.items()}

Achievement = Entity("achievement", "achievements", "An achievement", "")
Organisation = GroupEntity(
    "organisation",
    "organisations",
    "An organisation",
    "",
    roles=[{"key": "work", "plural": "works", "label": "What it did", "doc": ""}],
)
ACHIEVEMENT_INPUTS = {
    **dict.fromkeys(CHOICES, np.int8),
    **dict.fromkeys(NUMBERS, np.int32),
    **dict.fromkeys(YES_NO, np.bool_),
    "date": np.int32,
}

Rows = Callable[[str], Any]


def code(field: str, value: str) -> int:
    return CODES[field][value]


def among(rows: Rows, field: str, *values: str) -> Any:
    found = rows(field)
    out = found == code(field, values[0])
    for value in values[1:]:
        out |= found == code(field, value)
    return out


def _conference(r: Rows) -> Any:
    return (
        among(r, "form", "conference", "forum")
        & among(r, "scope", "international")
        & r("nonprofit")
        & among(r, "place", "beijing", "overseas")
        & (r("attendance") >= 60)
        & ((r("foreign_speakers") >= 2) | (r("foreign_attendees") >= 5))
    )


Filter = Callable[[Rows], Any]
#: By clause: the kind, the window, the filter, and the field that is added up.
ROWS: dict[str, tuple[str, str, Filter | None, str | None]] = {
    "standards.published": (
        "standard",
        "last_year",
        lambda r: among(r, "level", "national", "industry", "local", "zgc") & among(r, "stage", "published"),
        None,
    ),
    "standards.association": (
        "standard",
        "last_year",
        lambda r: among(r, "level", "association") & among(r, "stage", "published"),
        None,
    ),
    "innovation.pool": ("patent_pool", "last_year", lambda r: r("patents") >= 10, None),
    "innovation.plan": (
        "rnd_project",
        "last_year",
        lambda r: among(r, "nature", "national_plan", "provincial_plan") & among(r, "role", "undertake"),
        None,
    ),
    "international.standards": (
        "standard",
        "two_years",
        lambda r: among(r, "level", "international") & among(r, "stage", "proposed", "published"),
        None,
    ),
    "international.conference": ("activity", "last_year", _conference, None),
    "parks": (
        "activity",
        "last_year",
        lambda r: r("in_park") & among(r, "purpose", "enterprise_service", "park_service"),
        None,
    ),
    "research.government": (
        "research",
        "last_year",
        lambda r: among(r, "nature", "commissioned") & among(r, "commissioner", "ministry", "province"),
        None,
    ),
    "research.topics": ("research", "last_year", None, None),
    "platforms.views": ("platform", "last_year", lambda r: among(r, "type", "internet_plus"), "views"),
    "platforms.services": ("platform", "last_year", lambda r: among(r, "type", "internet_plus"), "services"),
    "brands.events": ("activity", "last_year", None, None),
    "brands.coverage": ("activity", "last_year", None, "attendance"),
}


def number(clause: str) -> str:
    """The variable that holds a rule's number."""
    return "n_" + clause.replace(".", "_")


def met(clause: str) -> str:
    """The variable that holds a clause's status; that of a category which is one rule is the rule's."""
    return "met_" + clause.replace(".", "_")


def _variable(name: str, entity: Any, type_: type, formula: Any = None) -> type[Variable]:
    body = {"entity": entity, "value_type": type_, "definition_period": DateUnit.YEAR, "label": name}
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def _input(name: str, type_: Any) -> type[Variable]:
    return _variable(name, Achievement, bool if type_ is np.bool_ else int)


def _inside(first: int) -> Any:
    def formula(achievement: Any, period: Any) -> Any:
        day = achievement("date", period)
        return (day >= first) & (day <= period.start.year * 10000 + 1231)

    return formula


def _is(kind: str) -> Any:
    wanted = code("kind", kind)

    def formula(achievement: Any, period: Any) -> Any:
        return achievement("kind", period) == wanted

    return formula


def _number(clause: str) -> Any:
    kind, window, where, added = ROWS[clause]

    def formula(organisation: Any, period: Any) -> Any:
        def rows(name: str) -> Any:
            return organisation.members(name, period)

        passing = rows(f"is_{kind}") & rows(window)
        if where is not None:
            passing = passing & where(rows)
        return organisation.sum(passing if added is None else passing * rows(added))

    return formula


def _reached(clause: str, least: int) -> Any:
    def formula(organisation: Any, period: Any) -> Any:
        return organisation(number(clause), period) >= least

    return formula


def _category(how: str, clauses: tuple[str, ...]) -> Any:
    def formula(organisation: Any, period: Any) -> Any:
        statuses = [organisation(met(c), period) for c in clauses]
        out = statuses[0]
        for status in statuses[1:]:
            out = (out | status) if how == "any" else (out & status)
        return out

    return formula


def _categories(organisation: Any, period: Any) -> Any:
    return sum(organisation(met(c), period).astype(np.int32) for c in CATEGORIES)


def _qualified(organisation: Any, period: Any) -> Any:
    return organisation("categories", period) >= QUALIFYING


def system() -> TaxBenefitSystem:
    """The rules, loaded once."""
    out = TaxBenefitSystem([Achievement, Organisation])
    variables = [_input(name, type_) for name, type_ in ACHIEVEMENT_INPUTS.items()]
    variables.append(_variable("last_year", Achievement, bool, _inside(20210101)))
    variables.append(_variable("two_years", Achievement, bool, _inside(20200101)))
    variables += [_variable(f"is_{kind}", Achievement, bool, _is(kind)) for kind in CHOICES["kind"] if kind]
    for clause, least in LEAVES.items():
        variables.append(_variable(number(clause), Organisation, int, _number(clause)))
        variables.append(_variable(met(clause), Organisation, bool, _reached(clause, least)))
    for category, (how, clauses) in CATEGORIES.items():
        if category not in LEAVES:
            variables.append(_variable(met(category), Organisation, bool, _category(how, clauses)))
    variables.append(_variable("categories", Organisation, int, _categories))
    variables.append(_variable("met_qualification", Organisation, bool, _qualified))
    out.add_variables(*variables)
    return out
