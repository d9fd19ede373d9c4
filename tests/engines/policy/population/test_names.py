"""Different names told without counting each: on the right side of every number that is asked for."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.population import sql
from juli.engines.policy.population.names import Names, bare_number
from juli.engines.policy.population.relations import ROW, Ctes, Relation, select
from juli.engines.policy.vocabulary import Field, Kind

VOCABULARY = open_catalogue(Path(__file__).parents[4] / "programmes").vocabulary
ORGANISATIONS = 200
Line = tuple[int, list[str | None] | None, int | None, bool | None]


def kind_and_field(type_: str) -> tuple[Kind, Field]:
    return next((k, f) for k in VOCABULARY.achievements for f in k.fields.values() if f.type == type_)


def lines(dice: random.Random) -> list[Line]:
    """Rows of many organisations: overlapping lists, some without a list, some entries of no name."""
    out: list[Line] = []
    for organisation in range(ORGANISATIONS):
        for _ in range(dice.randint(1, 3)):
            passed = dice.choice([True, True, True, None, False])
            size = dice.choice([0, 1, 5, 19, 20, 20, 21, 40])
            names: list[str | None] = [f"单位{dice.randint(1, 60)}" for _ in range(size)]
            if dice.random() < 0.2:
                names.append(None)
            if dice.random() < 0.2:
                out.append((organisation, None, dice.choice([None, 1, 19, 20, 30]), passed))
            else:
                out.append((organisation, names, dice.choice([None, None, 25]), passed))
    return out


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("enough", [[2], [20], [5, 21], [63], [20, None]])
def test_every_organisation_lies_on_the_right_side(seed: int, enough: list[int | None]) -> None:
    rows = lines(random.Random(seed))
    kind, field = kind_and_field("references")
    relation = Relation(kind, sql.table("told", ROW))
    value = relation.value(sql.column(field.name, ROW))
    relation.value(bare_number(field))
    passed = relation.condition(relation.value(sql.column("passed", ROW)))
    names = Names("names", relation, value, field)
    for number in enough:
        names.ask(passed, number)
    names.prepare()
    ctes = Ctes()
    ctes.add(relation.rows_name, relation.rows())
    for name, query in names.queries():
        ctes.add(name, query)
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE told (organisation BIGINT, {field.name} VARCHAR[], {field.name}_n BIGINT, passed BOOLEAN)"
        )
        connection.executemany("INSERT INTO told VALUES (?, ?, ?, ?)", rows)
        columns = (sql.column(c) for c in ("organisation", "low 0", "high 0"))
        found = {
            o: (low, high)
            for o, low, high in connection.execute(
                ctes.text(select(*columns).from_(sql.table("names"), copy=False))
            ).fetchall()
        }
    told: dict[int, list[Line]] = defaultdict(list)
    for line in rows:
        told[line[0]].append(line)
    met = set()
    for organisation, own in told.items():
        low, high = found.get(organisation, (0, 0))
        sure = {n for _, listed, _, p in own if p for n in listed or () if n is not None}
        possible = {n for _, listed, _, p in own if p is not False for n in listed or () if n is not None}
        bare_low = max((n or 0 for _, listed, n, p in own if p and listed is None), default=0)
        bare_high = sum(n or 0 for _, listed, n, p in own if p is not False and listed is None)
        if None in enough:
            assert (low, high) == (len(sure), len(possible))
        for number in (n for n in enough if n is not None):
            assert (max(low, bare_low) >= number) == (max(len(sure), bare_low) >= number), (organisation, own)
            assert (high + bare_high >= number) == (len(possible) + bare_high >= number), (organisation, own)
            met.add((number, len(sure) >= number))
    # No number is so high, or so low, that nobody is on the other side of it (save the one that none reaches).
    assert all((n, True) in met or n > 60 for n in enough if n is not None)
    assert all((n, False) in met for n in enough if n is not None)
