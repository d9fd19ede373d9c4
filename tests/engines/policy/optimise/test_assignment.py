"""The joint assignment against every assignment there is."""

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from juli.engines.policy.context import Context
from juli.engines.policy.interpreter.joint import _scored, _under
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.interpreter.trees import Walker
from juli.engines.policy.optimise.assignment import allocate, assign
from juli.engines.policy.points import points_of
from juli.engines.policy.rules import Aggregate, OneReading, Programme
from juli.engines.policy.verdict import MET, UNMET, Status
from tests.engines.policy.optimise.small import CALENDAR, DAY, dossier, exclusive_programmes, programme, rows

Claims = Mapping[str, str]
Work = dict[str, list[dict[str, Any]]]


class Worth(NamedTuple):
    """What an assignment achieves, in the order of importance."""

    met: bool
    reached: int
    points: Decimal | int
    ties: tuple[Decimal, ...]


class World:
    """A programme and a dossier, judged by the interpreter under any claims."""

    def __init__(self, parts: dict[str, Any], **about: Any) -> None:
        self.programme: Programme = programme(**parts)
        self.context: Context = Judge(self.programme, CALENDAR).context(dossier(**about), DAY)
        self.walker = Walker(self.context, {})

    def statuses(self, claims: Claims) -> dict[str, Status | None]:
        return {name: node.status for name, node in _under(self.programme, self.walker, claims).items()}

    def worth(self, claims: Claims, *, high: bool) -> Worth:
        statuses = self.statuses(claims)
        clause = self.programme.qualification
        assert clause is not None
        need = clause.bound.at_least
        assert isinstance(need, int)
        reached = sum(s == MET if not high else s != UNMET for s in statuses.values())
        if self.programme.points is None:
            return Worth(reached >= need, min(reached, need), reached, ())
        state = points_of(self.programme, _scored(self.programme, self.context, self.walker, claims))
        assert state is not None
        points, ties = (s.high if high else s.low for s in (state.total, *(span for _, span in state.ties)))
        return Worth(reached >= need, min(reached, need), points, (ties,))  # type: ignore[arg-type]

    def both(self, claims: Claims) -> tuple[Worth, Worth]:
        """What is sure, then what is possible beside it."""
        return self.worth(claims, high=False), self.worth(claims, high=True)

    def fed(self) -> dict[str, list[str]]:
        """By row, the categories that could use it."""
        out: dict[str, list[str]] = {}
        for c in self.programme.categories:
            top = c.children[0] if isinstance(c.test, OneReading) else c
            leaves = [x for x in top.walk() if isinstance(x.test, Aggregate)]
            rows = [r.id for x in leaves for side in self.context.select(x)[:2] for r in side]
            for row in dict.fromkeys(rows):
                out.setdefault(row, []).append(c.id)
        order = [r.id for r in (*self.context.dossier.achievements, *self.context.dossier.plan)]
        return {row: out[row] for row in order if row in out}

    def every(self) -> Iterator[dict[str, str]]:
        """Every assignment that respects the dossier's claims."""
        stated, submitted = self.context.dossier.claims, self.context.dossier.claims_submitted
        fed = self.fed()
        places: list[list[str | None]] = []
        for row, may in fed.items():
            if row in stated:
                places.append([stated[row]])
            else:
                places.append([None] if submitted else [*may, None])
        for picked in itertools.product(*places):
            yield {row: c for row, c in zip(fed, picked, strict=True) if c is not None}


def works_beyond(parts: dict[str, Any]) -> bool:
    return any("up_to" in c for c in parts["categories"])


@settings(max_examples=150)
@given(exclusive_programmes(), rows(unknown=False, most=5), st.data())
def test_nothing_beats_the_assignment(parts: dict[str, Any], work: Work, data: st.DataObject) -> None:
    names = [c["id"] for c in parts["categories"]]
    claims: dict[str, str] = {}
    if not works_beyond(parts):
        ids = [row["id"] for side in work.values() for row in side]
        claims = data.draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(names), max_size=2)) if ids else {}
    world = World(parts, **work, claims=claims)
    found = assign(world.context)
    assert found.sure.proven
    assert found.sure.gap == 0
    every = list(world.every())
    best = max(world.worth(c, high=False) for c in every)
    assert world.worth(found.sure.claims, high=False) == best
    if not works_beyond(parts):
        fed = world.fed()
        both = max(world.both(c) for c in every)
        smallest = min(
            ([names.index(c[row]) if row in c else len(names) for row in fed], list(c.items()))
            for c in every
            if world.both(c) == both
        )
        assert list({row: c for row, c in found.sure.claims.items() if row in fed}.items()) == smallest[1]


@settings(max_examples=100)
@given(exclusive_programmes(judged=True), rows(unknown=True, most=4))
def test_what_is_possible_is_assigned_too(parts: dict[str, Any], work: Work) -> None:
    world = World(parts, **work)
    found = assign(world.context)
    every = list(world.every())
    assert world.worth(found.sure.claims, high=False) == max(world.worth(c, high=False) for c in every)
    best = max(world.worth(c, high=True) for c in every)
    assert world.worth(found.possible.claims, high=True) == best
    assert allocate(world.context, sure=False) == allocate(world.context, sure=False)


@settings(max_examples=100)
@given(exclusive_programmes(), rows(unknown=False, most=5))
def test_contested_categories_lose_in_every_best_assignment(parts: dict[str, Any], work: Work) -> None:
    world = World(parts, **work)
    found = assign(world.context)
    every = list(world.every())
    best = max(world.both(c) for c in every)
    kept = [world.statuses(c) for c in every if world.both(c) == best]
    alone = {c.id: world.walker.node(c).status for c in world.programme.categories}
    lost = tuple(c for c, status in alone.items() if status == MET and all(s[c] != MET for s in kept))
    assert found.contested == lost
