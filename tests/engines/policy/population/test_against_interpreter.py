"""SQL and the interpreter say the same of random programmes and random organisations: status, least and greatest.

JULI_POPULATION_EXAMPLES=5000 makes a soak of it; JULI_HYPOTHESIS=search looks for new examples, twenty times as many.
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.indicators import indicators
from juli.engines.policy.population.compiler import column_of, compilable
from juli.engines.policy.population.session import Session
from juli.engines.policy.population.tables import write_population
from juli.engines.policy.rules import OneReading, Programme
from tests.engines.policy.population.comparison import STATUS, asked, below, differences
from tests.engines.policy.population.random_dossiers import AS_OF, random_dossier
from tests.engines.policy.population.random_programmes import random_programme
from tests.searching import examples

#: Half a second each, most of it for compiling the programme.
EXAMPLES = int(os.environ.get("JULI_POPULATION_EXAMPLES", examples(50)))
#: Organisations judged under each programme.
DOSSIERS = 8
#: The longest test in parts, so that several processes can share it; each has programmes of its own.
PARTS = 4
CATALOGUE = open_catalogue(Path(__file__).parents[4] / "programmes")
SEEDS = st.integers(0, 2**32 - 1)


def agree(programme: Programme, seed: int, **how: object) -> None:
    dossiers = dict(enumerate(random_dossier(programme, seed + i) for i in range(DOSSIERS)))
    with tempfile.TemporaryDirectory() as place:
        write_population(dossiers.values(), Path(place), CATALOGUE.vocabulary)
        compared, different = differences(
            programme, Path(place), dossiers, as_of=AS_OF, calendar=CATALOGUE.calendar, **how
        )
    assert compared >= DOSSIERS
    assert different == []


@pytest.mark.parametrize("part", range(PARTS))
@settings(max_examples=max(1, EXAMPLES * 6 // 10 // PARTS))
@given(seed=SEEDS)
def test_random_calls(part: int, seed: int) -> None:
    seed = seed * PARTS + part
    agree(random_programme(CATALOGUE.vocabulary, seed), seed)


@settings(max_examples=max(1, EXAMPLES // 10))
@given(SEEDS)
def test_random_calls_with_exclusive_claims(seed: int) -> None:
    agree(random_programme(CATALOGUE.vocabulary, seed, exclusive=True), seed)


@settings(max_examples=max(1, EXAMPLES // 10))
@given(SEEDS)
def test_random_what_ifs(seed: int) -> None:
    programme = random_programme(CATALOGUE.vocabulary, seed)
    draw = random.Random(seed)
    numbers = {
        name: {
            bound: draw.choice((0, 1, 2, 4)) for bound in ("at_least", "at_most", "up_to") if getattr(c.bound, bound)
        }
        for name, c in programme.clauses.items()
    }
    overrides = {name: changed for name, changed in numbers.items() if changed and draw.random() < 0.4}
    agree(programme, seed, overrides=overrides)


@settings(max_examples=max(1, EXAMPLES // 10))
@given(SEEDS)
def test_random_readings(seed: int) -> None:
    # Without a clause of several readings a programme would be one of the random calls again.
    for later in range(100):
        programme = random_programme(CATALOGUE.vocabulary, seed + later)
        several = [c for c in programme.clauses.values() if isinstance(c.test, OneReading)]
        if several:
            break
    assert several
    agree(programme, seed, readings={c.id: c.children[-1].id for c in several})


@settings(max_examples=max(1, EXAMPLES // 10))
@given(SEEDS)
def test_random_plans(seed: int) -> None:
    """The indicators of a plan, over all organisations together."""
    programme = random_programme(CATALOGUE.vocabulary, seed, what="plan")
    dossiers = [random_dossier(programme, seed + i) for i in range(DOSSIERS)]
    found = indicators(programme, dossiers, as_of=AS_OF, calendar=CATALOGUE.calendar)
    nodes = {inner.clause.id: inner for node in found.nodes for inner in below(node)}
    compiles, _ = compilable(programme)
    with tempfile.TemporaryDirectory() as place:
        write_population(dossiers, Path(place), CATALOGUE.vocabulary)
        with Session(programme, Path(place), as_of=AS_OF, calendar=CATALOGUE.calendar, threads=1) as session:
            (line,) = asked(session).values()
    for clause in {*compiles, *nodes} & set(nodes):
        said = (line.get(column_of(clause, "status")), *(line[column_of(clause, side)] for side in ("low", "high")))
        node = nodes[clause]
        assert (clause, said) == (clause, (STATUS[node.status], node.actual.low, node.actual.high))


@pytest.mark.parametrize("exclusive", [False, True])
@settings(max_examples=max(1, EXAMPLES // 15))
@given(seed=SEEDS)
def test_statuses_alone_are_the_same(exclusive: bool, seed: int) -> None:
    """The packed query, which only asks for statuses, says what the full one says."""
    programme = random_programme(CATALOGUE.vocabulary, seed, exclusive=exclusive)
    dossiers = [random_dossier(programme, seed + i) for i in range(DOSSIERS)]
    with tempfile.TemporaryDirectory() as place:
        write_population(dossiers, Path(place), CATALOGUE.vocabulary)
        with Session(programme, Path(place), as_of=AS_OF, calendar=CATALOGUE.calendar, threads=1) as session:
            both = [
                session.execute(session.compiled(only_statuses=packed).counts()).fetchall() for packed in (False, True)
            ]
    assert both[0] == both[1]
