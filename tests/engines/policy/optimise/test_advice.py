"""Advice against every small set of further rows."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from juli.engines.policy.dossier import Dossier, Row
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.optimise.advice import Advice, advise
from juli.engines.policy.optimise.gains import gain
from juli.engines.policy.rules import Aggregate, Programme
from juli.engines.policy.verdict import MET
from tests.engines.policy.optimise.small import CALENDAR, DAY, VOCABULARY, dossier, programme, programmes, rows
from tests.searching import examples

Work = dict[str, list[dict[str, Any]]]
DATES = [dt.date(2023, 3, 1), dt.date(2024, 2, 1)]
EVENTS = [
    {"level": level, "size": size, "open": open_, "guests": guests, "date": day}
    for level in ("high", "low")
    for size in (1, 2, 5, 20)
    for open_ in (True, False)
    for guests in ((), ("w", "x", "y", "z"))
    for day in DATES
]
DEALS = [
    {"firm": firm, "amount": Decimal(amount), "foreign": foreign, "date": day}
    for firm in ("A", "B", "C", "new")
    for amount in ("3.99", "4", "2000000")
    for foreign in (True, False)
    for day in DATES
]


class World:
    """A programme, a dossier, and every further row that differs to any clause."""

    def __init__(self, parts: dict[str, Any], **about: Any) -> None:
        self.programme: Programme = programme(**parts)
        self.dossier = dossier(**about)
        self.judge = Judge(self.programme, CALENDAR)

    def advice(self) -> Advice:
        return advise(self.programme, self.dossier, DAY, CALENDAR)

    def met(self, further: tuple[Row, ...], start: Dossier | None = None) -> bool:
        start = start or self.dossier
        named = [Row(f"new-{i}", r.kind, self.named(r, i), r.planned) for i, r in enumerate(further)]
        done, plan = (tuple(r for r in named if r.planned == planned) for planned in (False, True))
        after = replace(start, achievements=(*start.achievements, *done), plan=(*start.plan, *plan))
        return self.judge.verdict(after, DAY, trace=False).status == MET

    @staticmethod
    def named(row: Row, number: int) -> dict[str, Any]:
        """The row with names of its own where they are meant to be new."""
        values = dict(row.values)
        if values.get("firm") == "new":
            values["firm"] = f"new {number}"
        if "guests" in values:
            values["guests"] = tuple(f"{name}{number}" for name in values["guests"])
        return values

    def pool(self) -> list[Row]:
        """One row of each sort that some clause can tell from the others."""
        clauses = [c for c in self.programme.clauses.values() if isinstance(c.test, Aggregate)]
        kinds = [("event", v) for v in EVENTS] + [("deal", v) for v in DEALS]
        found: dict[Any, Row] = {}
        for (kind, values), planned in itertools.product(kinds, (False, True)):
            row = Row("x", kind, values, planned)
            sides = ((), (row,)) if planned else ((row,), ())
            context = self.judge.context(replace(self.dossier, achievements=sides[0], plan=sides[1]), DAY)
            sort = (
                planned,
                *(
                    (c.id, gain(c.aggregate, row, VOCABULARY, high=False))
                    for c in clauses
                    if row in context.select(c).sure
                ),
            )
            if any(sure[0] != "exclusion" for sure in sort[1:]):
                found.setdefault(sort, row)
        return list(found.values())

    def cost(self, further: tuple[Row, ...]) -> Decimal:
        return sum((Decimal(self.programme.costs.get(r.kind, 1)) for r in further), Decimal(0))

    def sets(self, below: Decimal) -> Iterator[tuple[Row, ...]]:
        """Sets of up to two further rows that cost less."""
        pool = self.pool()
        for size in (0, 1, 2):
            for some in itertools.combinations_with_replacement(pool, size):
                if self.cost(some) < below:
                    yield some


# All pairs of further rows are tried in each: a sixth of a second.
@settings(max_examples=examples(60))
@given(programmes(), rows(unknown=False, most=3))
def test_nothing_cheaper_is_enough(parts: dict[str, Any], work: Work) -> None:
    world = World(parts, **work)
    found = world.advice()
    best = found.certain.cost if found.certain is not None else Decimal(1000)
    assert found.certain is None or found.certain.proven
    assert [s for s in world.sets(best) if world.met(s)] == []
    assert not found.interrupted
    if found.certain is not None:
        assert [o.cost for o in found.others] == sorted(o.cost for o in found.others)
        assert all(o.cost >= best for o in found.others)


@settings(max_examples=60)
@given(programmes(judged=True), rows(unknown=False, most=3))
def test_hope_is_what_the_answers_would_bring(parts: dict[str, Any], work: Work) -> None:
    world = World(parts, **work)
    found = world.advice()
    asking = [c.id for c in world.programme.clauses.values() if isinstance(c.test, Aggregate) and c.test.judge]
    answers = [{"clause": name, "answer": True} for name in asking]
    answered = World(parts, **work, judgements=answers).advice()
    assert (found.hopeful is None) == (answered.certain is None)
    if found.hopeful is not None and answered.certain is not None:
        assert found.hopeful.cost == answered.certain.cost
        assert found.certain is None or found.hopeful.cost <= found.certain.cost


@settings(max_examples=60)
@given(programmes(judged=True), rows(unknown=False, most=3))
def test_sufficient_answers_are_the_smallest(parts: dict[str, Any], work: Work) -> None:
    world = World(parts, **work)
    found = world.advice()
    if found.status == MET or found.incurable:
        return
    asked = []
    for clause in world.programme.clauses.values():
        if isinstance(clause.test, Aggregate):
            asked += [(clause.id, r.id) for r in world.judge.context(world.dossier, DAY).select(clause).waiting]
    enough: list[set[tuple[str, str]]] = []
    for size in range(len(asked) + 1 if len(asked) <= 6 else 0):
        for some in itertools.combinations(asked, size):
            if any(old <= set(some) for old in enough):
                continue
            answers = [{"clause": c, "achievement": a, "answer": True} for c, a in some]
            judged = World(parts, **work, judgements=answers)
            if judged.met(()):
                enough.append(set(some))
    if len(asked) <= 6 and found.sufficient_complete:
        assert sorted(map(sorted, enough)) == sorted(sorted(s) for s in found.sufficient)  # type: ignore[type-var]
        assert {(j.clause, j.achievement) for j in found.judgements if j.alone} == {
            next(iter(s)) for s in enough if len(s) == 1
        }


VALUES = {
    "date": [*DATES, dt.date(2022, 6, 1)],
    "size": [1, 2, 5, 20],
    "open": [True, False],
    "amount": [Decimal("3.99"), Decimal(4), Decimal(2000000)],
    "level": ["high", "low"],
}


@settings(max_examples=60)
@given(programmes(), rows(unknown=True, most=2))
def test_missing_values_cost_nothing(parts: dict[str, Any], work: Work) -> None:
    world = World(parts, **work)
    found = world.advice()
    rows_ = (*world.dossier.achievements, *world.dossier.plan)
    open_fields = [
        (i, name)
        for i, row in enumerate(rows_)
        for name in VALUES
        if name in VOCABULARY.kinds[row.kind].fields and row.values.get(name, UNKNOWN) is UNKNOWN and name != "level"
    ]
    best = found.hopeful.cost if found.hopeful is not None else Decimal(1000)
    for picked in itertools.islice(itertools.product(*(VALUES[name] for _, name in open_fields)), 60):
        filled = [dict(r.values) for r in rows_]
        for (i, name), value in zip(open_fields, picked, strict=True):
            filled[i][name] = value
        made = [Row(r.id, r.kind, v, r.planned) for r, v in zip(rows_, filled, strict=True)]
        done, plan = (tuple(r for r in made if r.planned == planned) for planned in (False, True))
        after = replace(world.dossier, achievements=done, plan=plan)
        assert not (best > 0 and world.met((), after))
        if best > 1:
            assert [s for s in world.sets(min(best, Decimal("1.6"))) if world.met(s, after)] == []


@given(programmes(judged=True), rows(unknown=True, most=3), st.booleans())
@settings(max_examples=30)
def test_the_same_input_gives_the_same_advice(parts: dict[str, Any], work: Work, submitted: bool) -> None:
    about: dict[str, Any] = {**work, "claims_submitted": submitted}
    if "claims" in parts:
        about["claims"] = {row["id"]: parts["categories"][0]["id"] for row in work["achievements"]}
    one, two = (World(parts, **about).advice() for _ in range(2))
    assert repr(one) == repr(two)
