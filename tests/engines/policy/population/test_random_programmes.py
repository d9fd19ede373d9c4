"""The writer of random programmes: what it writes loads, and holds every construct that compiles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.loader import load_programme
from juli.engines.policy.problems import ProgrammeUnusable
from tests.engines.policy.population.random_programmes import Writer

VOCABULARY = open_catalogue(Path(__file__).parents[4] / "programmes").vocabulary
CONSTRUCTS = {
    "count", "sum", "distinct", "max", "longest_run", "any_of", "all_of", "of", "one_reading_of", "holds", "apart",
    "judge", "known", "record", "or_judged", "within", "dated", "where", "each", "rows", "whose", "measures", "for",
    "at_least", "at_most", "up_to", "more_than_baseline", "exclusions", "targets", "commitments", "conditions",
    "tracks", "exclusive", "choose", "joint", "duties", "attachments", "each_year_of", "each_of", "valid_on",
    "from_founding", "if_any", "sealed", "type", "gap", "qualification", "lists",
}  # fmt: skip


def keys(value: Any) -> Iterator[str]:
    """Every key of a file, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def loads(data: dict[str, Any]) -> bool:
    try:
        load_programme(json.dumps(data, ensure_ascii=False), "random.yaml", VOCABULARY)
    except ProgrammeUnusable:
        return False
    return True


def test_nearly_all_calls_load_and_no_construct_is_lost() -> None:
    written = [Writer(VOCABULARY, seed).programme() for seed in range(60)]
    assert {key for data in written for key in keys(data)} >= CONSTRUCTS
    assert sum(map(loads, written)) >= 52


def test_nearly_all_calls_with_exclusive_claims_load() -> None:
    assert sum(loads(Writer(VOCABULARY, seed, exclusive=True).programme()) for seed in range(40)) >= 35


def test_nearly_all_plans_load_and_some_indicators_have_no_bound() -> None:
    written = [Writer(VOCABULARY, seed).plan() for seed in range(40)]
    assert sum(map(loads, written)) >= 35
    bounds = {"at_least", "at_most", "up_to"}
    assert any(not bounds & set(clause) for data in written for clause in data["indicators"])


def test_targets_may_be_measures() -> None:
    written = [Writer(VOCABULARY, seed).programme() for seed in range(40)]
    targets = [clause for data in written for clause in data["targets"]]
    assert any(not {"at_least", "at_most", "up_to", "more_than_baseline"} & set(clause) for clause in targets)
