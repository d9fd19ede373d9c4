"""Small random programmes and dossiers, so small that every answer can be found by trying them all."""

import datetime as dt
import json
from typing import Any

from hypothesis import strategies as st

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.loader import load_programme
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary_file import load_vocabulary

DAY = dt.date(2024, 6, 30)
CALENDAR = Calendar(frozenset(), frozenset(), frozenset({2023, 2024}))
LEVELS = ("high", "low")
FIRMS = ("A", "B", "C")

VOCABULARY = load_vocabulary(
    """
version: 1
shared:
  title: {type: text, label: Title}
  date: {type: date, label: Date}
  until: {type: date, label: Until}
  year: {type: year, label: Year}
kinds:
  event:
    label: event
    plural: events
    unit: "x"
    fields:
      level: {type: choice, label: Level, of: {high: high, low: low}}
      size: {type: integer, label: Size}
      open: {type: boolean, label: Open}
      guests: {type: references, label: Guests}
      park: {type: reference, label: Park}
  deal:
    label: deal
    plural: deals
    unit: "x"
    fields:
      firm: {type: reference, label: Firm}
      amount: {type: money, label: Amount}
      prior: {type: money, label: Prior amount}
      filed_on: {type: date, absent: none, label: Filed on}
      foreign: {type: boolean, label: Foreign}
  post:
    label: post
    plural: posts
    unit: "x"
    span: state
    fields:
      body: {type: reference, label: Body}
standing:
  sanction:
    key: sanctions
    label: sanction
    plural: sanctions
    unit: "x"
    fields:
      kind: {type: choice, label: Kind, of: {fine: fine, listing: listing}}
      date: {type: date, label: Date}
organisation:
  name: {type: text, label: Name}
  uscc: {type: text, label: Code}
  type: {type: text, label: Type}
  founded: {type: date, label: Founded}
  staff: {type: integer, label: Staff}
  legal_person: {type: boolean, label: Legal person}
applicant_types: {society: society, park: park}
evidence: {photos: photos}
judges: {office: the office, lead: the lead}
""",
    "vocabulary.yaml",
)


def programme(**parts: Any) -> Programme:
    """A programme of these parts, with windows ``past`` (2023-01-01 to the application) and ``coming``."""
    data = {
        "id": "small",
        "title": "Small",
        "what": "call",
        "year": 2024,
        "windows": {
            "past": {"from": "2023-01-01", "to": "application", "label": "past"},
            "early": {"from": "2023-01-01", "to": "2023-12-31", "label": "early"},
            "year": {"years": 0, "label": "year"},
            "coming": {"from": "contract", "to": "2025-06-30", "label": "coming"},
        },
        "applicants": {"types": ["society", "park"], "one_per": "organisation"},
        **parts,
    }
    return load_programme(json.dumps(data, default=str), "small.yaml", VOCABULARY)


def dossier(**parts: Any) -> Dossier:
    """A dossier of these parts."""
    return dossier_from_mapping({"organisation": {"name": "Small", "type": "society"}, **parts}, "dossier", VOCABULARY)


# -- rows --------------------------------------------------------------------------------------------------------------

dates = st.sampled_from(["2022-06-01", "2023-03-01", "2024-02-01", None])


def _filled(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields).map(lambda row: {k: v for k, v in row.items() if v is not None})


def events(*, unknown: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Events; with ``unknown`` some of what decides is left empty."""
    sizes: list[int | None] = [1, 2, 5, 9]
    return _filled(
        {
            "kind": st.just("event"),
            "date": dates if unknown else st.sampled_from(["2023-03-01", "2024-02-01"]),
            "level": st.sampled_from(LEVELS),
            "size": st.sampled_from([*sizes, None] if unknown else sizes),
            "open": st.sampled_from([True, False, None] if unknown else [True, False]),
            "guests": st.one_of(st.lists(st.sampled_from(FIRMS), unique=True, max_size=3), st.integers(0, 3)),
        }
    )


def deals(*, unknown: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Deals; amounts lie a fen around the round ones that clauses ask for."""
    amounts: list[str | None] = ["1", "3.99", "4", "999999.99", "1000000"]
    return _filled(
        {
            "kind": st.just("deal"),
            "date": dates if unknown else st.sampled_from(["2023-03-01", "2024-02-01"]),
            "firm": st.sampled_from(FIRMS),
            "amount": st.sampled_from([*amounts, None] if unknown else amounts),
            "foreign": st.booleans(),
        }
    )


def rows(*, unknown: bool, most: int) -> st.SearchStrategy[dict[str, list[dict[str, Any]]]]:
    """What was done, and what is planned (a row in three), of both kinds."""
    one = st.tuples(st.one_of(events(unknown=unknown), deals(unknown=unknown)), st.integers(0, 2))

    def parted(drawn: list[tuple[dict[str, Any], int]]) -> dict[str, list[dict[str, Any]]]:
        out: dict[str, list[dict[str, Any]]] = {"achievements": [], "plan": []}
        for number, (row, side) in enumerate(drawn, start=1):
            out["achievements" if side else "plan"].append({"id": f"a{number}", **row})
        return out

    return st.lists(one, max_size=most).map(parted)


# -- clauses -----------------------------------------------------------------------------------------------------------

EVENT_FILTERS = (
    "",
    'level == "high"',
    "size >= 2",
    "open",
    "size >= 5 && open",
    '!open || level == "low"',
    'level != "high"',
)
DEAL_FILTERS = ("", "amount >= 4", "foreign", "amount < 4 && !foreign", 'firm in ["A", "B"]')


@st.composite
def leaf(draw: st.DrawFn, name: str, *, judged: bool) -> dict[str, Any]:
    """A clause over rows."""
    out: dict[str, Any] = {"id": name}
    shape = draw(st.sampled_from(["count", "count", "sum", "guests", "firm", "each", "money", "max"]))
    if shape == "count":
        kind = draw(st.sampled_from(["event", "deal"]))
        out |= {"count": kind, "at_least": draw(st.integers(1, 3))}
    elif shape == "sum":
        kind = "event"
        out |= {"sum": "event.size", "at_least": draw(st.sampled_from([2, 7, 11]))}
    elif shape == "guests":
        kind = "event"
        out |= {"distinct": "event.guests", "at_least": draw(st.integers(1, 4))}
    elif shape == "firm":
        kind = "deal"
        out |= {"distinct": "deal.firm", "at_least": draw(st.integers(1, 3))}
    elif shape == "each":
        kind = "deal"
        out |= {"distinct": "deal.firm", "each": {"sum": "amount", "at_least": 4}, "at_least": draw(st.integers(1, 2))}
    elif shape == "money":
        kind = "deal"
        out |= {"sum": "deal.amount", "at_least": draw(st.sampled_from(["4", "1000000", "1000003.99"]))}
    else:
        kind = "event"
        out |= {"max": "event.size", "at_least": draw(st.sampled_from([2, 5, 9]))}
    where = draw(st.sampled_from(EVENT_FILTERS if kind == "event" else DEAL_FILTERS))
    if where:
        out["where"] = where
    window = draw(st.sampled_from(["past", "past", "early", ""]))
    side = draw(st.sampled_from(["done", "done", "done", "both", "plan"]))
    if side != "done":
        out["rows"] = side
        window = draw(st.sampled_from(["year", "coming", ""]))
    if window:
        out["within"] = window
    if judged and draw(st.integers(0, 3)) == 0:
        out["judge"] = {"question": "Good?", "by": "office"}
    return out


@st.composite
def category(draw: st.DrawFn, name: str, *, judged: bool = False, capped: bool = True) -> dict[str, Any]:
    """A category of one to three clauses."""
    size = draw(st.integers(1, 3))
    leaves = [draw(leaf(f"{name}.{i}", judged=judged)) for i in range(size)]
    if size == 1:
        return {**leaves[0], "id": name}
    shapes = ["any_of", "all_of", "of", "one_reading_of"]
    shape = draw(st.sampled_from(shapes))
    if shape != "of":
        return {"id": name, shape: leaves}
    out = {"id": name, "of": leaves, "at_least": 1}
    if capped and size == 3:
        out["up_to"] = 2
    return out


@st.composite
def table(draw: st.DrawFn, categories: list[dict[str, Any]]) -> dict[str, Any]:
    """A table of points over categories and the works under them."""
    items = []
    for c in categories:
        below = [x["id"] for key in ("any_of", "all_of", "of") for x in c.get(key, ())]
        for name in [c["id"], *below] if draw(st.booleans()) else [c["id"]]:
            each = draw(st.sampled_from(["", "1", "0.5", "2"]))
            item: dict[str, Any] = {"clause": name, "base": draw(st.integers(0 if each else 1, 4))}
            if each:
                item |= {"each": each, "over": draw(st.integers(0, 2)), "up_to": draw(st.sampled_from([6, 10]))}
            items.append(item)
    worth = draw(st.sampled_from(["0.5", "1", "0.3"]))
    return {"source": "assumption", "plan_worth": worth, "ties": [categories[-1]["id"]], "of": items}


@st.composite
def exclusive_programmes(draw: st.DrawFn, *, judged: bool = False) -> dict[str, Any]:
    """The parts of a programme with exclusive claims and a qualification."""
    number = draw(st.integers(2, 3))
    categories = [draw(category(f"c{i}", judged=judged)) for i in range(number)]
    parts: dict[str, Any] = {
        "categories": categories,
        "claims": {"exclusive": "categories"},
        "qualification": {"id": "qualification", "of": "categories", "at_least": draw(st.integers(1, number))},
    }
    if draw(st.booleans()):
        parts["points"] = draw(table(categories))
    return parts


@st.composite
def programmes(draw: st.DrawFn, *, judged: bool = False) -> dict[str, Any]:
    """The parts of any small programme: exclusive claims or not, conditions and exclusions."""
    parts = draw(exclusive_programmes(judged=judged))
    parts.pop("points", None)
    if draw(st.booleans()):
        del parts["claims"]
    applicants: dict[str, Any] = {"types": ["society", "park"], "one_per": "organisation"}
    if draw(st.booleans()):
        applicants["conditions"] = [draw(leaf("condition", judged=judged))]
    if draw(st.integers(0, 2)) == 0:
        name, where = draw(
            st.sampled_from([("event", 'level == "low"'), ("deal", "foreign"), ("event", "open && size >= 5")])
        )
        most = draw(st.integers(0, 1))
        parts["exclusions"] = [{"id": "exclusion", "count": name, "where": where, "within": "past", "at_most": most}]
    costs = draw(st.sampled_from([{}, {"event": 2}, {"event": "1.5", "deal": 1}]))
    return {**parts, "applicants": applicants, "costs": costs}
