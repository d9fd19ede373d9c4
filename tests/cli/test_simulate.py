"""``juli simulate``: the same seed the same answer, tallies that add up, files and mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.population.tables import write_population
from tests.cli.terminal import HOUSE, clean, juli, width

DRAWN = ("simulate", "fair", "--organisations", "200", "--seed", "3", "--as-of=2025-03-20")
EASIER = ("--set", "talks.many.at_least=1", "--set", "reach.people.at_least=10")


def data(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(clean(juli(*arguments, "--json", "--lang=en")))
    return found


def test_the_same_seed_gives_the_same_answer() -> None:
    assert data(*DRAWN, *EASIER) == data(*DRAWN, *EASIER)


def test_tallies_add_up_and_easier_rules_lose_nobody() -> None:
    found = data(*DRAWN, *EASIER)
    sides = [found["whole"], *found["clauses"].values()]
    assert {sum(side[when].values()) for side in sides for when in ("before", "after")} == {200}
    many = found["clauses"]["talks.many"]
    assert many["after"]["met"] > many["before"]["met"]
    assert found["losers"] == []
    assert found["overrides"] == {"talks.many": {"at_least": 1}, "reach.people": {"at_least": 10}}
    gained = found["whole"]["after"]["met"] - found["whole"]["before"]["met"]
    assert gained == sum(g["after"] == "met" for g in found["gainers"])


def test_the_page_says_what_the_data_say() -> None:
    text = clean(juli(*DRAWN, *EASIER, "--lang=en"))
    found = data(*DRAWN, *EASIER)
    assert width(text) <= 100
    lines = text.splitlines()
    assert lines[1] == "200 organisations (seed 3) · as of 2025-03-20"
    assert "What if: Number of talks talks.many  at least 4 → 1" in lines
    whole = next(line for line in lines if line.startswith("Whole verdict"))
    numbers = [found["whole"][when][s] for when in ("before", "after") for s in ("met", "open", "unmet")]
    assert [int(n) for n in whole.removeprefix("Whole verdict").split()] == numbers
    assert f"Gain {len(found['gainers'])}" in lines


def test_without_a_change_there_is_one_side() -> None:
    text = clean(juli(*DRAWN, "--lang=en"))
    assert "then met" not in text
    assert "Gain" not in text
    assert text.splitlines()[3].split() == ["clause", "met", "open", "unmet"]


def test_dossiers_written_as_tables_are_a_population(tmp_path: Path) -> None:
    catalogue = open_catalogue(HOUSE)
    dossiers = [
        read_dossier((HOUSE / name).read_text(encoding="utf-8"), name, catalogue.vocabulary)
        for name in ("dossier.yaml", "second.yaml")
    ]
    write_population(dossiers, tmp_path, catalogue.vocabulary)
    found = data(
        "simulate", "fair", "--data", str(tmp_path), "--as-of=2025-03-20", "--set", "reach.people.at_least=190"
    )
    assert found["organisations"] == 2
    assert found["seed"] is None
    people = found["clauses"]["reach.people"]
    assert (people["before"]["met"], people["after"]["met"]) == (1, 2)
    assert isinstance(catalogue.calendar, Calendar)


def test_exclusive_claims_go_through_the_interpreter() -> None:
    arguments = ("simulate", "fair-next", "--organisations", "30", "--as-of=2026-03-20")
    found = data(*arguments, "--set", "talks.many.at_least=1")
    assert found["interpreted"] is True
    assert sum(found["whole"]["after"].values()) == 30


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--organisations", "5", "--set", "talk.at_least=1"), '--set talk.at_least=1  no clause "talk" in fair; did you mean "talks"?'),
        (("--organisations", "5", "--set", "talks.at_least=1"), ('--set talks.at_least=1  "talks" has no at_least; '
         "it has no number to change")),
        (("--organisations", "5", "--set", "talks.many.at_most=1"), ('--set talks.many.at_most=1  "talks.many" has no at_most; '
         "it has at_least")),
        (("--organisations", "5", "--set", "talks.many=1"), ("--set talks.many=1  not understood; "
         "write CLAUSE.at_least=N, .at_most=N or .up_to=N")),
        (("--organisations", "5", "--set", "talks.many.at_least=few"), ("--set talks.many.at_least=few  not understood; "
         "write CLAUSE.at_least=N, .at_most=N or .up_to=N")),
        ((), "give either --data DIR or --organisations N"),
        (("--organisations", "0"), "0 is not in the range x>=1"),
        (("--data", "nowhere"), "Directory 'nowhere' does not exist"),
        (("--data", "fair"), 'no "organisations.parquet" or "organisations.csv" in fair'),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)  # fmt: skip
def test_mistakes(arguments: tuple[str, ...], said: str) -> None:
    result = juli("simulate", "fair", *arguments, "--lang=en")
    assert result.exit_code == 2
    assert " ".join(said.split()) in " ".join(result.stderr.split())
