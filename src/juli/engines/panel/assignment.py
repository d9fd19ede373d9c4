"""Experts to applications: the best floor first, then the largest total it allows (专家指派; decision 0060).

The floor is the lowest score of any pair that was chosen freely. Both are exact, and the same inputs give the same
pairs whatever order they come in: between equally good assignments the order of ids decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np

from juli.engines.panel.blocking import explained, least_unreachable
from juli.engines.panel.canonical import canonical
from juli.engines.panel.conflicts import Application, Expert
from juli.engines.panel.flow import FAR, Bools, Ints, Network, Stuck, solve
from juli.engines.panel.problems import BadInput, Said, unique

#: More decimals than this make no score that anybody gave.
DECIMALS = 6
#: Whole scores stay below this, so that sums along a path fit 64 bits.
MOST_SCORE = np.int64(2**40)


class Reviewer(NamedTuple):
    """An expert who can be assigned: to ``most`` applications at most and ``least`` at least."""

    id: str
    most: int
    least: int = 0
    institution: str = ""


class Demand(NamedTuple):
    """An application, and how many experts it needs."""

    id: str
    need: int


@dataclass(frozen=True, slots=True)
class AssignmentProblem:
    """What is to be assigned. Pairs are (application, expert).

    ``scores`` of a pair not named are 0. ``conflicts`` and ``forbidden`` pairs are never made; ``pinned`` ones always.
    With ``one_per_institution`` no application gets two experts of one institution (the empty one is nobody's).
    """

    reviewers: tuple[Reviewer, ...]
    demands: tuple[Demand, ...]
    scores: Mapping[str, Mapping[str, int | Decimal]]
    conflicts: frozenset[tuple[str, str]] = frozenset()
    forbidden: frozenset[tuple[str, str]] = frozenset()
    pinned: frozenset[tuple[str, str]] = frozenset()
    one_per_institution: bool = False


class Pair(NamedTuple):
    """An expert assigned to an application."""

    application: str
    expert: str
    score: Decimal
    pinned: bool


class Weakest(NamedTuple):
    """The application whose scores add up to least (the first by id of several)."""

    application: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class Assignment:
    """The pairs in order of application and expert. ``floor`` is the largest score that every free pair can have (None
    where none was asked for or no pair is free), ``total`` the sum over all pairs, ``loads`` how many each expert
    got."""

    pairs: tuple[Pair, ...]
    floor: Decimal | None
    total: Decimal
    weakest: Weakest | None
    loads: tuple[tuple[str, int], ...]

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        return canonical(self)


class Repair(NamedTuple):
    """An assignment made from an earlier one, and what became of its pairs, each in order of application and expert."""

    assignment: Assignment
    kept: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]


def assign(problem: AssignmentProblem, *, floor: bool = True) -> Assignment:
    """The assignment with the largest floor, and under it the largest total (without ``floor``: the largest total).

    Raises BadInput for what can't be meant (an id twice, a pinned pair in conflict, a negative number); Infeasible
    where no assignment exists, naming the applications and what blocks each.
    """
    table = _Table(problem)
    network = table.network
    if not floor or not network.need.any():
        return table.result(table.solved(network), None)
    least = table.floor(table.solved(table.flat(network.allowed)))
    return table.result(solve(table.above(least)), least)


def repair(problem: AssignmentProblem, before: Iterable[tuple[str, str]]) -> Repair:
    """The assignment that changes as few of the pairs ``before`` as possible, and of those the one with the largest
    total.

    Pairs whose expert or application is no longer there, or that aren't allowed any more, are removed. The floor isn't
    sought anew: that would move whoever need not move. Raises as ``assign`` does.
    """
    table = _Table(problem)
    old = frozenset(before)
    made = table.result(table.solved(table.keeping(old)), None)
    new = {(p.application, p.expert) for p in made.pairs}
    return Repair(made, tuple(sorted(new & old)), tuple(sorted(new - old)), tuple(sorted(old - new)))


def fields_matched(experts: Iterable[Expert], applications: Iterable[Application]) -> dict[str, dict[str, int]]:
    """Scores by fields: how much of an application's fields an expert has, in thousandths (0 where it names none)."""
    pool = [(e.id, frozenset(e.fields)) for e in experts]
    out: dict[str, dict[str, int]] = {}
    for a in applications:
        asked = frozenset(a.fields)
        out[a.id] = {e: 1000 * len(asked & has) // len(asked) for e, has in pool if asked & has}
    return out


class _Table:
    """The problem as arrays; rows and columns in order of ids."""

    def __init__(self, problem: AssignmentProblem) -> None:
        self.problem = problem
        unique(Said("专家", "expert"), (r.id for r in problem.reviewers))
        unique(Said("申报", "application"), (d.id for d in problem.demands))
        self.experts = sorted(problem.reviewers)
        self.rows = sorted(problem.demands)
        for r in self.experts:
            if not 0 <= r.least <= r.most:
                raise BadInput(f"专家“{r.id}”的承担量上下限有误", f'the loads of the expert "{r.id}" can\'t be meant')
        for d in self.rows:
            if d.need < 0:
                raise BadInput(f"申报“{d.id}”的专家人数为负", f'"{d.id}" needs a negative number of experts')
        self.place = {d.id: i for i, d in enumerate(self.rows)}
        self.column = {r.id: j for j, r in enumerate(self.experts)}

    @cached_property
    def scale(self) -> int:
        """By how much scores are multiplied to be whole."""
        kinds = {n for row in self.problem.scores.values() for n in row.values() if isinstance(n, Decimal)}
        if any(not n.is_finite() for n in kinds):
            raise BadInput("匹配分不是数", "a score isn't a number")
        places = max((-int(n.normalize().as_tuple().exponent) for n in kinds), default=0)
        if places > DECIMALS:
            raise BadInput(f"匹配分至多{DECIMALS}位小数", f"scores have {DECIMALS} decimals at most")
        return int(10 ** max(places, 0))

    @cached_property
    def scores(self) -> Ints:
        """Whole scores, rows × experts."""
        names, scale = [r.id for r in self.experts], self.scale
        whole: list[list[int]] = []
        for d in self.rows:
            row = self.problem.scores.get(d.id, {})
            found = [row.get(name, 0) for name in names]
            whole.append([int(n * scale) for n in found] if scale > 1 else [int(n) for n in found])
        try:
            table = np.array(whole, np.int64).reshape(len(self.rows), len(self.experts))
        except OverflowError:
            table = np.full((1, 1), MOST_SCORE)
        if np.abs(table).max(initial=0) >= MOST_SCORE:
            raise BadInput("匹配分过大", "a score is too large")
        return table

    def mask(self, pairs: Iterable[tuple[str, str]]) -> Bools:
        """Where these pairs are; what isn't in the problem is left out."""
        out = np.zeros((len(self.rows), len(self.experts)), bool)
        for application, expert in pairs:
            i, j = self.place.get(application), self.column.get(expert)
            if i is not None and j is not None:
                out[i, j] = True
        return out

    @cached_property
    def institution(self) -> Ints:
        """A number for each expert's institution; everybody one of their own where that doesn't matter."""
        names: dict[str, int] = {}
        for r in self.experts:
            alone = not self.problem.one_per_institution or not r.institution
            names.setdefault(f"expert {r.id}" if alone else f"institution {r.institution}", len(names))
        numbers = []
        for r in self.experts:
            alone = not self.problem.one_per_institution or not r.institution
            numbers.append(names[f"expert {r.id}" if alone else f"institution {r.institution}"])
        return np.array(numbers, np.int64)

    @cached_property
    def pinned(self) -> Bools:
        """The pairs that are made before anything is chosen."""
        for application, expert in sorted(self.problem.pinned):
            where = f"“{application}”–“{expert}”", f'"{application}" and "{expert}"'
            if application not in self.place or expert not in self.column:
                raise BadInput(f"指定的{where[0]}不存在", f"the pinned pair {where[1]} isn't there")
            if (application, expert) in self.problem.conflicts or (application, expert) in self.problem.forbidden:
                raise BadInput(
                    f"指定的{where[0]}须回避或已禁止", f"the pinned pair {where[1]} is in conflict or forbidden"
                )
        pinned = self.mask(self.problem.pinned)
        for i, row in enumerate(pinned):
            own = self.institution[row]
            if len(set(own.tolist())) < len(own) or len(own) > self.rows[i].need:
                name = self.rows[i].id
                raise BadInput(
                    f"“{name}”指定的专家过多或出自同一单位", f'"{name}" has too many pinned, or two of one institution'
                )
        for j, n in enumerate(pinned.sum(axis=0)):
            if n > self.experts[j].most:
                name = self.experts[j].id
                raise BadInput(f"“{name}”被指定的申报超过上限", f'"{name}" is pinned to more than the most')
        return pinned

    @cached_property
    def network(self) -> Network:
        """What is left to choose once the pinned pairs are made."""
        allowed = ~self.mask(self.problem.conflicts) & ~self.mask(self.problem.forbidden)
        for i, j in zip(*np.nonzero(self.pinned), strict=True):
            allowed[i, self.institution == self.institution[j]] = False
        done = self.pinned.sum(axis=0)
        return Network(
            self.scores,
            allowed,
            self.institution,
            np.array([d.need for d in self.rows], np.int64) - self.pinned.sum(axis=1),
            np.array([r.most for r in self.experts], np.int64) - done,
            np.maximum(np.array([r.least for r in self.experts], np.int64) - done, 0),
        )

    def flat(self, allowed: Bools) -> Network:
        """The network in which every pair is as good as every other."""
        n = self.network
        return Network(np.zeros_like(n.scores), allowed, n.institution, n.need, n.most, n.least)

    def above(self, least: int) -> Network:
        """The network of the pairs with that score or more."""
        n = self.network
        return Network(n.scores, n.allowed & (n.scores >= least), n.institution, n.need, n.most, n.least)

    def keeping(self, old: frozenset[tuple[str, str]]) -> Network:
        """The network in which keeping one more pair is worth more than any total."""
        n = self.network
        bonus = (int(np.ptp(n.scores)) + 1 if n.scores.size else 1) * (int(n.need.sum()) + 1)
        if bonus * 2 * (len(self.experts) + 2) ** 2 >= int(FAR) // 4:
            raise BadInput("匹配分相差过大", "the scores lie too far apart")
        return Network(n.scores + bonus * self.mask(old), n.allowed, n.institution, n.need, n.most, n.least)

    def solved(self, network: Network) -> Bools:
        """The network's assignment. Raises Infeasible with what blocks it."""
        if (
            int(np.ptp(network.scores) if network.scores.size else 0) * 2 * (len(self.experts) + 2) ** 2
            >= int(FAR) // 4
        ):
            raise BadInput("匹配分相差过大", "the scores lie too far apart")
        try:
            return solve(network)
        except Stuck as stuck:
            if stuck.short.any():
                raise least_unreachable([r for r, s in zip(self.experts, stuck.short, strict=True) if s]) from None
            kinds = self.mask(self.problem.conflicts), self.mask(self.problem.forbidden)
            raise explained(network, stuck, self.rows, self.experts, *kinds) from None

    def floor(self, found: Bools) -> int:
        """The largest score that all free pairs can have at once, by halving; ``found`` is any assignment."""
        n = self.network
        top = self._best_of_worst()
        values = np.unique(n.scores[n.allowed])
        values = values[values <= top]
        reached = int(np.searchsorted(values, n.scores[found].min()))
        low, high = reached, len(values) - 1
        middle = high
        while low < high:
            try:
                found = solve(self.flat(n.allowed & (n.scores >= values[middle])), found)
                low = int(np.searchsorted(values, n.scores[found].min()))
            except Stuck:
                high = middle - 1
            middle = (low + high + 1) // 2
        return int(values[low])

    def _best_of_worst(self) -> int:
        """No floor can be above this: the least over the rows of the score that the last of its experts has at best."""
        n = self.network
        best = np.full((len(self.rows), n.institutions), -FAR)
        for j in range(len(self.experts)):
            g = self.institution[j]
            best[:, g] = np.maximum(best[:, g], np.where(n.allowed[:, j], n.scores[:, j], -FAR))
        best.sort(axis=1)
        rows = np.flatnonzero(n.need)
        return int(best[rows, n.institutions - n.need[rows]].min())

    def result(self, chosen: Bools, floor: int | None) -> Assignment:
        """The assignment in the problem's own terms."""
        pairs, sums = [], dict.fromkeys(self.place, Fraction(0))
        both = chosen | self.pinned
        for i, j in zip(*np.nonzero(both), strict=True):
            score = self._score(int(self.scores[i, j]))
            name = self.rows[i].id
            pairs.append(Pair(name, self.experts[j].id, score, bool(self.pinned[i, j])))
            sums[name] += Fraction(score)
        total = self._score(int(self.scores[both].sum())) if both.size else Decimal(0)
        weakest = min(((s, a) for a, s in sums.items()), default=None)
        return Assignment(
            tuple(pairs),
            None if floor is None else self._score(floor),
            total,
            None if weakest is None else Weakest(weakest[1], self._score(int(weakest[0] * self.scale))),
            tuple((r.id, int(n)) for r, n in zip(self.experts, both.sum(axis=0), strict=True)),
        )

    def _score(self, whole: int) -> Decimal:
        return Decimal(whole) / self.scale
