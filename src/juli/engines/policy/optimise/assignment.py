"""Achievements to categories where claiming one excludes the others (language §3; S1-99, S1-110, O-10).

``assign`` is what a verdict stands on: the best assignment of what is sure, the best with everything undecided taken
in, and the categories that are met by themselves and lose their status in every best assignment. ``qualify`` goes only
as far as the qualification, where nothing else is asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from juli.engines.policy.context import Context
from juli.engines.policy.optimise.allocation import Allocation, Goal, Values
from juli.engines.policy.optimise.encoding import YES
from juli.engines.policy.optimise.goals import Aims, plenty, unit
from juli.engines.policy.optimise.groups import Claimable, claimable
from juli.engines.policy.optimise.rowwise import smallest
from juli.engines.policy.optimise.solver import Interrupted, Solution, Term
from juli.engines.policy.verdict import Assignment

#: Whole goals are solved together while the product of their ranges stays below this: far inside what floats hold.
PACKED = 1_000_000


class Assigned(NamedTuple):
    """The best assignment of what is sure, and of what is possible (the same object where one serves both);
    ``contested`` are the categories that are met by themselves and in no best assignment."""

    sure: Assignment
    possible: Assignment
    contested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One solved allocation. ``values`` by column; ``gap``: points that a better one might still win; ``contested``:
    the categories met by themselves on sure rows, and in no assignment as good."""

    allocation: Allocation
    values: tuple[int | float, ...]
    proven: bool
    gap: float
    contested: tuple[str, ...] = ()


def assign(context: Context, readings: Mapping[str, str] | None = None) -> Assigned:
    """The joint assignments of one dossier. ``readings`` picks readings by clause id (else the first decides).

    Raises ValueError when the programme's claims exclude nothing.
    """
    if not context.programme.exclusive_claims:
        raise ValueError(f"{context.programme.id}: an achievement may be claimed under every category")
    found = claimable(context, readings or {})
    return _assigned(found, lambda high: solve(context, found, high=high))


def qualify(context: Context, readings: Mapping[str, str] | None = None) -> Assigned:
    """Assignments on which the qualification stands as on those of ``assign``; what else they earn is left open."""
    found = claimable(context, readings or {})
    search = _qualified if _is_one_number(found) else solve
    return _assigned(found, lambda high: search(context, found, high=high))


def _assigned(found: Claimable, search: Callable[[bool], Result]) -> Assigned:
    if all(len(group.options) == 1 for group in found.groups) and not any(True for _ in found.capped()):
        only = _only(found)
        return Assigned(only, only, ())
    best = search(False)
    sure = _assignment(best)
    possible = sure if found.settled else _assignment(search(True))
    return Assigned(sure, possible, best.contested)


def _is_one_number(found: Claimable) -> bool:
    """Whether the qualification hangs on a single number of categories, which has only to be large enough: with several
    numbers it matters which of them the points favour."""
    if found.qualification is None:
        return True
    within = {part.id for category in found.categories.values() for part in category.walk()}
    above = [part for part in found.qualification.walk() if part.id not in within]
    counts = [part for part in above if any(child.id in found.categories for child in part.parts)]
    return all(p.how == "count" and p.clause.bound.at_most is None for p in counts) and len(counts) < 2


def allocate(context: Context, *, sure: bool, readings: Mapping[str, str] | None = None) -> Assignment:
    """One best assignment: of what is sure, or (``sure`` False) with everything undecided taken in."""
    return _assignment(solve(context, claimable(context, readings or {}), high=not sure))


def _only(found: Claimable) -> Assignment:
    """The assignment where every row has one place to go."""
    claims = {row: group.options[0].category for group in found.groups for row in group.rows}
    return Assignment(_ordered({**found.fixed, **claims}, found), (), True, 0.0, None)


def _ordered(claims: Mapping[str, str], found: Claimable) -> dict[str, str]:
    return {row: claims[row] for row in found.order if row in claims}


def solve(context: Context, found: Claimable, *, high: bool) -> Result:
    """Every goal in turn, as good as it gets without giving up one before it; then the tie-breaks."""
    search = _Search(context, Allocation(found, high, plenty(context.programme, found)))
    aims = Aims(context.programme, search.allocation)
    search.reach(list(aims.best()))
    proven, gap = search.proven, search.gap
    lost = () if high else _contested(search.allocation, search.values)
    search.reach(list(aims.kept()))
    search.values = smallest(search.allocation, search.values)
    if search.allocation.gates:
        search.allocation.fix(search.values)
        search.reach([aims.chosen()])
    return Result(search.allocation, search.values, proven, gap, lost)


def _qualified(context: Context, found: Claimable, *, high: bool) -> Result:
    """The qualification alone, met where it can be, and as many as it asks for of what it counts."""
    search = _Search(context, Allocation(found, high, plenty(context.programme, found)))
    if found.qualification is not None:
        search.reach([Aims(context.programme, search.allocation).qualified(found.qualification, high=high)])
    return Result(search.allocation, search.values, search.proven, search.gap)


class _Search:
    """The best values in hand, whether they are proven so far, and the points that might still be won."""

    def __init__(self, context: Context, allocation: Allocation) -> None:
        self.allocation = allocation
        self.per_point = unit(context.programme, allocation.claimable)
        first = allocation.first()
        self.values: tuple[int | float, ...] = tuple(first if first is not None else allocation.nothing())
        #: Without a first guess the values in hand reach nothing worth comparing.
        self.guessed = first is not None
        self.proven, self.gap = True, 0.0

    def reach(self, waiting: list[Goal]) -> None:
        """Every goal in turn."""
        while waiting:
            if self.guessed and waiting[0].exact(self.values) >= waiting[0].limit:
                pack = [waiting.pop(0)]
            else:
                pack = _pack(waiting)
                better, short = _improve(self.allocation, pack, self.values if self.guessed else None)
                self.values, self.guessed = better or self.values, True
                self.proven = self.proven and not short
                if short and pack[-1].points:
                    self.gap = max(self.gap, short / self.per_point)
            for goal in pack:
                self.allocation.hold(goal, goal.exact(self.values))


def _pack(waiting: list[Goal]) -> list[Goal]:
    """Goals to solve in one go, taken from the front: small ranges together, up to the next goal in points."""
    pack = [waiting.pop(0)]
    weight = pack[0].limit + 1
    while waiting and not pack[-1].points and weight * (waiting[0].limit + 1) <= PACKED:
        weight *= waiting[0].limit + 1
        pack.append(waiting.pop(0))
    return pack


def _improve(
    allocation: Allocation, pack: list[Goal], start: Values | None
) -> tuple[tuple[int | float, ...] | None, float]:
    """The best values found for goals in order, and by how much the last might still be exceeded (0: proven)."""
    weights = [math.prod(goal.limit + 1 for goal in pack[i + 1 :]) for i in range(len(pack))]
    terms: list[Term] = [(c, w * v) for goal, w in zip(pack, weights, strict=True) for c, v in goal.terms]
    try:
        found: Solution | None = allocation.solve(terms, start)
    except Interrupted:
        return None, float(pack[-1].limit)
    if found is None:
        raise AssertionError("there is always an assignment: the one in hand, or nothing claimed at all")
    reached = sum(w * goal.exact(found.values) for goal, w in zip(pack, weights, strict=True))
    short = found.bound - reached
    return found.values, 0.0 if math.floor(found.bound + 1e-3) <= reached else short


# -- what comes of it --------------------------------------------------------------------------------------------------


def _assignment(result: Result) -> Assignment:
    allocation = result.allocation
    found = allocation.claimable
    claims, released = dict(found.fixed), set()
    chosen = allocation.chosen(result.values)
    open_ = _open(found, chosen)
    for number, group in enumerate(found.groups):
        rows = iter(group.rows)
        for i, option in enumerate(group.options):
            serves = any(share.leaf in open_ for share in option.shares)
            for _ in range(int(result.values[allocation.columns[number, i]])):
                row = next(rows)
                if serves:
                    claims[row] = option.category
                else:
                    released.add(row)
        released.update(row for row in group.rows if group.pinned and claims.get(row) != group.pinned)
        closed = any(all(share.leaf not in open_ for share in option.shares) for option in group.options)
        released.update(row for row in rows if closed)
    ordered = tuple(row for row in found.order if row in released)
    return Assignment(_ordered(claims, found), ordered, result.proven, result.gap, None)


def _open(found: Claimable, chosen: frozenset[str]) -> frozenset[str]:
    """The clauses over rows that don't stand under a work left out."""
    closed = {p.id for h in found.capped() for work in h.parts if work.id not in chosen for p in work.walk()}
    return frozenset(leaf.id for c in found.categories.values() for leaf in c.leaves() if leaf.id not in closed)


def _contested(allocation: Allocation, values: Values) -> tuple[str, ...]:
    """The categories met by themselves on sure rows, and in no assignment that reaches what ``values`` do."""
    side = allocation.side(high=False)
    alone = allocation.reckoning(side, allocation.everything(), relaxed=True)
    now = allocation.reckoning(side, values)
    return tuple(
        name
        for name, part in allocation.claimable.categories.items()
        if alone.met(part) and not now.met(part) and not _attainable(allocation, name)
    )


def _attainable(allocation: Allocation, category: str) -> bool:
    """Whether some assignment that reaches every goal held meets the category."""
    allocation.bind()
    truth = allocation.encoders[allocation.side(high=False)].truth(allocation.claimable.categories[category])
    if truth.column is None:
        return truth == YES
    lower = allocation.model.lower
    lower[truth.column] = 1.0
    try:
        return allocation.solve([]) is not None
    except Interrupted:
        # Not shown to be lost: a finding must never claim more than was proven.
        return True
    finally:
        lower[truth.column] = 0.0
