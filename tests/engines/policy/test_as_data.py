"""Verdicts, programmes, differences and indicators as plain data: complete, exact, stable."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.as_data import (
    difference_data,
    indicators_data,
    json_text,
    node_data,
    number_data,
    programme_data,
    verdict_data,
)
from juli.engines.policy.catalogue import Catalogue, open_catalogue
from juli.engines.policy.difference import difference
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.indicators import indicators
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.verdict import Verdict

HOUSE = Path(__file__).parents[2] / "cli" / "house"
ROOT = Path(__file__).parents[3]
DOSSIERS = ROOT / "src" / "juli" / "demo" / "dossiers"


@cache
def house() -> Catalogue:
    return open_catalogue(HOUSE)


def dossier(name: str) -> Dossier:
    return read_dossier((HOUSE / name).read_text(encoding="utf-8"), name, house().vocabulary)


@cache
def verdict() -> Verdict:
    return Judge(house().load("fair"), house().calendar).verdict(dossier("dossier.yaml"), dt.date(2025, 4, 3))


def exact(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def test_a_node_has_what_the_language_says() -> None:
    found = verdict()
    data = node_data(found.node("talks.large"), found.programme, "en")
    assert data == {
        "id": "talks.large",
        "label": "Large talks",
        "cite": "二.1",
        "req": ["R-2"],
        "for": None,
        "rule": "at least 1 talk (scale: large, free of charge, (people there: at least 60, or guests: at least 3)), "
        "in the previous year, “Did it matter?” answered yes by the office",
        "note": None,
        "assumption": False,
        "unit": "",
        "status": "open",
        "actual": [0, 1],
        "done": None,
        "planned": None,
        "required": 1,
        "shortfall": 1,
        "used": [],
        "pending": ["t1"],
        "evidence": {
            "required": [["photos"], ["press", "contract"]],
            "missing": [{"achievement": "t1", "of": [["press", "contract"]]}],
        },
        "judgement": {"question": "Did it matter?", "by": "office", "answers": [], "waiting": ["t1"], "recorded": []},
        "reading": None,
        "children": [],
        "verified": {"status": "open", "actual": [0, 1], "used": []},
    }


def test_a_measure_and_an_answer() -> None:
    found = verdict()
    able = node_data(found.node("able"), found.programme, "zh")
    assert able["judgement"]["answers"] == [
        {"achievement": None, "answer": True, "by": "示例经办人", "on": "2025-04-01", "reason": "三年记录完整"}
    ]
    assert node_data(found.node("study"), found.programme, "zh")["planned"] == [1, 1]


def test_the_root_says_who_when_and_what() -> None:
    data = verdict_data(verdict(), "zh")
    assert {
        k: data[k] for k in ("programme", "id", "organisation", "as_of", "application_date", "status", "verdict")
    } == {
        "programme": "fair",
        "id": "fair",
        "organisation": "样例学会",
        "as_of": "2025-04-03",
        "application_date": "2025-03-20",
        "status": "open",
        "verdict": "待认定",
    }
    assert list(data["branches"]) == ["attachments", "dates", "form", "paper", "targets"]
    assert [c["id"] for c in data["categories"]] == ["talks", "money", "reach"]


@pytest.mark.parametrize("path", sorted(DOSSIERS.glob("[!j]*/*.yaml")), ids=lambda p: f"{p.parent.name}/{p.stem}")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sample_becomes_json_and_back(path: Path, lang: str) -> None:
    catalogue = open_catalogue(ROOT / "programmes")
    read = read_dossier(path.read_text(encoding="utf-8"), path.name, catalogue.vocabulary)
    assert read.application.day is not None
    found = Judge(catalogue.load(path.parent.name), catalogue.calendar).verdict(read, read.application.day)
    data = verdict_data(found, lang)
    assert exact(json_text(data)) == data


def test_programmes_differences_and_indicators_become_json() -> None:
    fair, later, plan = (house().load(name) for name in ("fair", "fair-next", "outlook"))
    for lang in ("zh", "en"):
        measured = indicators(plan, [dossier("dossier.yaml"), dossier("second.yaml")], as_of=dt.date(2025, 6, 30),
                              calendar=house().calendar)  # fmt: skip
        for data in (programme_data(fair, lang), programme_data(later, lang), difference_data(difference(fair, later), lang),
                     indicators_data(measured, lang)):  # fmt: skip
            assert exact(json_text(data)) == data


def test_references_to_categories_are_by_id() -> None:
    qualification = programme_data(house().load("fair"), "en")["qualification"]
    assert (qualification["refers"], qualification["children"]) == (["talks", "money", "reach"], [])


@given(st.integers(0, 10**20), st.integers(0, 6))
def test_numbers_are_written_with_their_own_digits(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    written = json_text(number_data(number)).strip()
    assert Decimal(written) == number
    assert "E" not in written.upper()


def test_floats_and_objects_are_refused() -> None:
    for value in (0.1, object(), {"a": [1.5]}):
        with pytest.raises(TypeError, match="has no exact form in JSON"):
            json_text(value)


def test_how_json_is_laid_out() -> None:
    data = {"a": [], "b": {}, "c": [1, None, "x"], "d": [{"e": True}], "day": dt.date(2025, 1, 2), "“": Decimal("1.50")}
    assert json_text(data) == (
        '{\n  "a": [],\n  "b": {},\n  "c": [1, null, "x"],\n  "d": [\n    {\n      "e": true\n    }\n  ],\n'
        '  "day": "2025-01-02",\n  "“": 1.50\n}\n'
    )
