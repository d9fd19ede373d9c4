"""Generated populations: every clause is met by some and not by others, and every number moves somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.population.generate import generate
from juli.engines.policy.population.run import Simulation, Total, simulate, totals
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Aggregate, Clause, Programme
from juli.engines.policy.vocabulary import ORGANISATION_KIND

ROOT = Path(__file__).parents[4]
CATALOGUE = open_catalogue(ROOT / "programmes")
UNSEEN = "tests/docs/unseen/programme.yaml"
DAYS = {
    "zgc-2022": dt.date(2022, 8, 30),
    "bast-2024": dt.date(2024, 5, 30),
    "cast-2023": dt.date(2023, 6, 30),
    UNSEEN: dt.date(2026, 4, 18),
}
SIZE, SEED = 500, 1
#: Where one work counts in one category, every organisation is a problem to solve: fewer of them.
SOLVED, SOLVED_DAY, SOLVED_SIZE = "zgc-2025", dt.date(2025, 9, 30), 120
PLAN, PLAN_DAY = "juli-2022", dt.date(2022, 12, 31)


def programme(name: str) -> Programme:
    return CATALOGUE.load(name if "/" not in name else str(ROOT / name))


def asking(found: Programme) -> Iterator[tuple[Clause, Number]]:
    """The clauses over an organisation's rows with a number that has to be reached, and the number."""
    for clause in found.clauses.values():
        number = clause.bound.at_least
        if isinstance(clause.test, Aggregate) and isinstance(number, int | Decimal):
            yield clause, number


def overrides(found: Programme, percent: int) -> dict[str, dict[str, int]]:
    """Every number moved by some percent, and by one at least; none at all by 0."""
    step = {clause.id: max(1, int(number) * abs(percent) // 100) for clause, number in asking(found)}
    sign = 1 if percent > 0 else -1
    return {c.id: {"at_least": max(0, n + sign * step[c.id])} for c, n in asking(found)} if percent else {}


def judged(name: str, day: dt.date, size: int, *percents: int) -> list[Simulation]:
    """One population before and after every number is moved by each of some percents."""
    found = programme(name)
    with TemporaryDirectory() as place:
        generate(found, Path(place), organisations=size, seed=SEED, as_of=day, calendar=CATALOGUE.calendar)
        return [
            simulate(
                found, Path(place), overrides=overrides(found, percent), as_of=day, calendar=CATALOGUE.calendar,
                threads=1, processes=1,
            )
            for percent in percents
        ]  # fmt: skip


def shares(found: Simulation) -> Mapping[str, float]:
    """Of those that a clause is for, how many meet it."""
    return {c: t.met / (t.met + t.open + t.unmet) for c, t in found.before.items() if t.met + t.open + t.unmet}


@pytest.mark.parametrize("name", DAYS)
def test_clauses_are_met_by_some_and_not_by_all_and_every_number_moves_somebody(name: str) -> None:
    """All of it of one population: to draw and to judge it is what takes time."""
    raised, lowered = judged(name, DAYS[name], SIZE, 20, -20)
    every_number_is_reached_by_some_and_not_by_all(raised)
    exclusions_rarely_hit(raised)
    a_visible_share_qualifies_and_some_are_open(raised)
    moves_somebody(raised, more=False)
    moves_somebody(lowered, more=True)


def every_number_is_reached_by_some_and_not_by_all(found: Simulation) -> None:
    reached = {
        c: share for c, share in shares(found).items() if c in {clause.id for clause, _ in asking(found.programme)}
    }
    assert len(reached) == len(list(asking(found.programme)))
    assert {c: share for c, share in reached.items() if not 0.08 <= share <= 0.92} == {}


def exclusions_rarely_hit(found: Simulation) -> None:
    limits = {
        c.id for c in found.programme.clauses.values() if c.bound.at_most is not None and c.bound.at_least is None
    }
    kept = {c: share for c, share in shares(found).items() if c in limits}
    assert {c: share for c, share in kept.items() if not 0.5 <= share <= 0.98} == {}


def a_visible_share_qualifies_and_some_are_open(found: Simulation) -> None:
    whole = found.before[""]
    assert 0.15 <= whole.met / SIZE <= 0.6
    assert 0.02 <= whole.open / SIZE <= 0.3


def moves_somebody(found: Simulation, *, more: bool) -> None:
    """A small move of any number: up, and fewer meet it; down, and more do."""
    change = {c.id: found.after[c.id].met - found.before[c.id].met for c, _ in asking(found.programme)}
    assert {c: n for c, n in change.items() if n == 0 or (n > 0) != more} == {}


def test_the_same_holds_under_exclusive_claims() -> None:
    (found,) = judged(SOLVED, SOLVED_DAY, SOLVED_SIZE, 0)
    reached = {c.id: shares(found)[c.id] for c, _ in asking(found.programme)}
    # A population of so few strays further from the shares aimed at.
    assert {c: share for c, share in reached.items() if not 0.04 <= share <= 0.92} == {}
    assert 0.15 <= found.before[""].met / SOLVED_SIZE <= 0.65


def test_achievements_are_about_twelve_each() -> None:
    found = programme("zgc-2022")
    names = {kind.name for kind in found.vocabulary.achievements}
    with TemporaryDirectory() as place:
        written = generate(
            found, Path(place), organisations=SIZE, seed=SEED, as_of=DAYS["zgc-2022"], calendar=CATALOGUE.calendar
        )
    assert 11 <= sum(rows for name, rows in written.items() if name in names) / SIZE <= 13


def test_the_same_seed_draws_the_same_tables_with_any_number_of_threads(tmp_path: Path) -> None:
    found = programme("zgc-2022")
    for threads in (1, 2):
        generate(found, tmp_path / str(threads), organisations=50, seed=SEED, as_of=DAYS["zgc-2022"],
                 calendar=CATALOGUE.calendar, threads=threads)  # fmt: skip
    files = sorted(file.name for file in (tmp_path / "1").iterdir())
    with duckdb.connect() as connection:
        for file in files:
            one, two = (
                connection.execute(f"SELECT * FROM read_parquet('{tmp_path / n / file}') ORDER BY ALL").fetchall()
                for n in ("1", "2")
            )
            assert (file, one) == (file, two)


def plan(size: int) -> tuple[Mapping[str, Total], duckdb.DuckDBPyConnection]:
    """The indicators of the plan, and the table of its organisations."""
    found = programme(PLAN)
    connection = duckdb.connect()
    with TemporaryDirectory() as place:
        generate(found, Path(place), organisations=size, seed=SEED, as_of=PLAN_DAY, calendar=CATALOGUE.calendar)
        told = totals(found, Path(place), as_of=PLAN_DAY, calendar=CATALOGUE.calendar, threads=1)
        connection.execute(f"CREATE TABLE o AS SELECT * FROM read_parquet('{Path(place) / 'organisations.parquet'}')")
    return told, connection


@pytest.mark.parametrize("size", [500, 5000])
def test_a_plan_is_of_the_order_of_its_targets_whatever_the_size(size: int) -> None:
    told, _ = plan(size)
    found = programme(PLAN)
    targets = {c.id: c.bound.at_least for c in found.indicators if isinstance(c.bound.at_least, int)}
    ratios = {c: float(told[c].actual.low) / target for c, target in targets.items()}
    assert len(ratios) == 3
    assert {c: ratio for c, ratio in ratios.items() if not 0.4 <= ratio <= 2.5} == {}
    assert {told[c].status for c in targets} == {"met", "open"}


def test_every_field_that_a_plan_splits_organisations_by_is_mostly_filled() -> None:
    _, connection = plan(500)
    found = programme(PLAN)
    split = {
        c.split_by
        for c in found.indicators
        if isinstance(c.test, Aggregate) and any(r.kind == ORGANISATION_KIND for r in c.test.reads) and c.split_by
    } - {"type"}
    assert len(split) >= 5
    fields = found.vocabulary.organisation
    for name in sorted(split):
        empty = f"len({name}) = 0" if fields[name].type in ("choices", "references") else f"coalesce({name}, '') = ''"
        (left,) = connection.execute(f"SELECT avg(({empty})::INT) FROM o").fetchone() or (1,)
        assert (name, left <= 0.15) == (name, True)


def test_a_population_has_an_organisation() -> None:
    found = programme("zgc-2022")
    with TemporaryDirectory() as place, pytest.raises(ValueError, match="at least one organisation"):
        generate(found, Path(place), organisations=0, seed=1, as_of=PLAN_DAY, calendar=CATALOGUE.calendar)
