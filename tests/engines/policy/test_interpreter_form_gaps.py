"""What is missing in a form is told place by place, and never otherwise than the form is judged."""

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter.form import form_node
from juli.engines.policy.interpreter.form_gaps import Gap, gaps, section_gaps
from juli.engines.policy.interpreter.judge import Judge

CATALOGUE = open_catalogue(Path(__file__).parents[3] / "programmes")
PROGRAMMES = {name: CATALOGUE.load(name) for name in CATALOGUE.ids()}
JUDGES = {name: Judge(p, CATALOGUE.calendar) for name, p in PROGRAMMES.items() if p.form}
EDITIONS = list(JUDGES)
DAY = dt.date(2023, 5, 10)


def judged(edition, form):
    programme = PROGRAMMES[edition]
    context = JUDGES[edition].context(Dossier("某会", programme.applicants.types[-1], {}, form=form), DAY)
    return list(gaps(programme.form, context)), form_node(programme.form, context).children


def told(form, edition="cast-2023"):
    return judged(edition, form)[0]


def test_nothing_is_told_while_nothing_is_known():
    assert told(None) == []


def test_each_place_is_told():
    """S4-79, S4-88, S4-92…S4-99."""
    found = told(
        {
            "name": "",
            "people": {"head": {"name": "甲", "mobile": "13800000000", "email": "a@example.org"}},
            "schedule": {"starts": "2023-06-01", "ends": "2023-12-01", "rows": [{"span": None, "goal": "起草"}]},
            "team": [{"name": "甲", "age": 40, "post": "研究员", "employer": "某会"}],
            "money": {"total": Decimal(300000), "applied": Decimal(200000), "other": Decimal(95000), "state": Decimal(0), "own": Decimal(95000), "lines": [{"item": "起草", "amount": Decimal(300000)}], "reasons": ["三项"]},
            "pledges": [],
        }
    )  # fmt: skip
    assert Gap("name", "missing") in found
    assert Gap("people", "missing", "head", part="post") in found
    assert Gap("people", "missing", "leader", part="fax") in found
    assert Gap("schedule", "missing", "rows", 0, "span") in found
    assert Gap("schedule", "within", "ends") in found
    assert Gap("team", "missing", "", 0, "task") in found
    assert Gap("money", "sum", "total", off=Decimal(5000), sum=0) in found
    assert Gap("pledges", "pledge", "truth") in found
    assert [gap for gap in found if gap.section == "money"] == [Gap("money", "sum", "total", off=Decimal(5000), sum=0)]


def test_rows_that_are_too_few():
    assert Gap("staff", "rows", lacking=1) in told({"staff": [{"name": "甲"}]}, "bast-2024")


def test_fields_of_a_section_that_may_stay_empty_are_wanted_only_once_it_is_begun():
    """S1-55, S4-71."""
    for empty in ({}, {"contracts": {}}, {"contracts": {"total": None}}):
        found, nodes = judged("zgc-2025", empty)
        assert [gap for gap in found if gap.section == "contracts"] == []
        assert next(node for node in nodes if node.clause.id == "form.contracts").status == "met"
    form = PROGRAMMES["cast-2023"].form
    people = next(section for section in form.sections if section.id == "people")
    optional = people.model_copy(update={"required": False})
    context = JUDGES["cast-2023"].context(Dossier("某会", "national_society", {}), DAY)
    assert list(section_gaps(optional, {"head": None}, context)) == []
    begun = list(section_gaps(optional, {"head": {"name": "甲"}}, context))
    assert Gap("people", "missing", "leader", part="name") in begun


def test_a_choice_that_is_none():
    found = told(
        {"unit": {"operator": "酒店", "approved_on": "2022-05-20"}, "services": [{"class": "其他的"}]}, "bast-2024"
    )
    assert Gap("unit", "choice", "operator") in found
    assert Gap("services", "choice", "", 0, "class") in found


def drawn(draw, column):
    if draw.random() < 0.25:
        return draw.choice([None, "", []])
    if getattr(column, "parts", ()):
        return {part: draw.choice(["x", ""]) for part in column.parts if draw.random() < 0.9}
    columns = getattr(column, "columns", ())
    if columns:
        return [{c.id: drawn(draw, c) for c in columns} for _ in range(draw.randrange(4))]
    kind = column.type
    if kind == "numbered":
        return [draw.choice(["依据", ""]) for _ in range(draw.randrange(3))]
    if kind == "choice":
        return draw.choice([*(label.zh for label in column.of), "别的"])
    return {
        "money": lambda: Decimal(draw.randrange(3)),
        "number": lambda: draw.randrange(3),
        "date": lambda: draw.choice(["2023-06-01", "2026-01-01"]),
        "months": lambda: draw.choice([["2023-06", "2023-07"], ["2023-06", "2026-07"]]),
        "boolean": lambda: draw.random() < 0.5,
    }.get(kind, lambda: "文")()


def answered(draw, form):
    found = {"pledges": [p.id for p in form.pledges if draw.random() < 0.7]}
    for section in form.sections:
        if draw.random() < 0.1:
            continue
        if section.columns:
            found[section.id] = [{c.id: drawn(draw, c) for c in section.columns} for _ in range(draw.randrange(4))]
        elif section.fields:
            found[section.id] = {f.id: drawn(draw, f) for f in section.fields if f.from_ is None}
        else:
            found[section.id] = draw.choice(["文", ""])
    return found


@pytest.mark.parametrize("edition", EDITIONS)
def test_told_exactly_where_the_form_is_not_met(edition):
    form = PROGRAMMES[edition].form
    seen = set()
    for seed in range(150):
        found, nodes = judged(edition, answered(random.Random(seed), form))
        status = defaultdict(set)
        for node in nodes:
            status[node.clause.id.split(".")[1]].add(node.status)
        sections = {gap.section for gap in found}
        seen |= {gap.why for gap in found}
        for section, statuses in status.items():
            if "unmet" in statuses:
                assert section in sections, (seed, section)
            if section in sections:
                assert statuses != {"met"}, (seed, section)
    assert {"missing", "pledge"} & seen
