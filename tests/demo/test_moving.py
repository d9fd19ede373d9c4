"""The samples moved to the present hold together, and fare as they fared."""

import datetime as dt
from pathlib import Path

import pytest

from juli.demo.moving import moved, moved_programme
from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.loader import load_programme
from juli.engines.policy.source import read

ROOT = Path(__file__).parents[2]
DOSSIERS = ROOT / "src" / "juli" / "demo" / "dossiers"
TODAY = dt.date(2026, 5, 20)
CATALOGUE = open_catalogue(ROOT / "programmes")


def at_present(name):
    old = CATALOGUE.load(name)
    text = CATALOGUE.path(name).read_text(encoding="utf-8")
    years = TODAY.year - old.year
    return (
        old,
        years,
        moved_programme(text, edition=f"sample-{name}", title={"zh": "示例", "en": "Sample"}, years=years, today=TODAY),
    )


@pytest.mark.parametrize("name", ["zgc-2022", "zgc-2025", "bast-2024", "cast-2023"])
def test_a_moved_programme_is_open_and_asks_the_same(name):
    old, _, text = at_present(name)
    new = load_programme(text, "moved.yaml", CATALOGUE.vocabulary)
    assert (new.id, new.year) == (f"sample-{name}", TODAY.year)
    assert list(new.clauses) == list(old.clauses)


def told(verdict):
    """Every clause with its status, but for the call's own dates, which are set around today."""
    own = {
        node.clause.id for name in ("dates", "paper") for top in verdict.branches.get(name, ()) for node in top.walk()
    }
    return [(node.clause.id, node.status) for node in verdict.walk() if node.clause.id not in own]


@pytest.mark.parametrize("path", sorted(DOSSIERS.glob("[zbc]*/*.yaml")), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_moved_dossier_fares_as_before(path):
    old, years, text = at_present(path.parent.name)
    new = load_programme(text, "moved.yaml", CATALOGUE.vocabulary)
    data = read(path.read_text(encoding="utf-8"), str(path)).data
    day = data["application"]["day"]
    before = Judge(old, CATALOGUE.calendar).verdict(dossier_from_mapping(data, "old", CATALOGUE.vocabulary), day)
    then = moved(data, years)
    after = Judge(new, CATALOGUE.calendar).verdict(
        dossier_from_mapping(then, "new", CATALOGUE.vocabulary), moved(day, years)
    )
    assert told(after) == told(before)
