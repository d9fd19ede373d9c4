"""The last tie-break: of all best assignments, the smallest row by row (each row under the first category
it can have).

What is smaller than the assignment in hand differs from it first at some row, which goes to an earlier place. Rows
of a group are alike, so only the first row beyond each place of a group has to be asked: a few dozen such steps say
whether there is anything smaller, and one programme asks for all of them, the first step first. (Weights that order
rows by themselves grow beyond what floats hold after ten rows.)
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from juli.engines.policy.optimise.allocation import Allocation, Values
from juli.engines.policy.optimise.solver import Interrupted, Solution, Term

#: The weights of the steps asked for together stay below this: far inside what floats hold.
RANGE = 1_000_000


def smallest(allocation: Allocation, values: Values) -> tuple[int | float, ...]:
    """The best assignment in which, row by row in the dossier's order, each is claimed under the earliest category that
    the rows before it leave open; ``values`` is any best one, and what it scores on every goal is held already.

    Nothing has to be solved where every row has its first category. Where the limit on work is reached, the smallest
    assignment in hand stands.
    """
    return _Rowwise(allocation, tuple(values)).run()


class _Step(NamedTuple):
    """One more row of a group in a place (``column``, the ``rank``-th) than in hand, the rows before ``row`` (numbers
    in the dossier's order) staying where they are."""

    row: int
    rank: int
    column: int


def early(groups: Sequence[Sequence[int]]) -> list[Term]:
    """Rows in early places, of groups by their places' columns: what is worth most is near the smallest. This only
    saves steps, and decides nothing."""
    return [(column, float(len(places) - i)) for places in groups for i, column in enumerate(places)]


class _Rowwise:
    def __init__(self, allocation: Allocation, values: tuple[int | float, ...]) -> None:
        self.allocation, self.values = allocation, values
        number = {row: n for n, row in enumerate(allocation.claimable.order)}
        groups = [(n, group) for n, group in enumerate(allocation.claimable.groups) if len(group.options) > 1]
        #: By group, its rows and its places.
        self.groups = [([number[row] for row in group.rows], allocation.columns_of(n)) for n, group in groups]
        #: Places that no further row of their group can have.
        self.closed: set[int] = set()
        #: The rows before this one have the earliest places they can have.
        self.settled = 0
        self.early = early([places for _, places in self.groups])
        #: More than all rows in early places can be worth.
        self.unit = 1 + sum(len(rows) * len(places) for rows, places in self.groups)
        self.window = max(1, RANGE // self.unit)

    def run(self) -> tuple[int | float, ...]:
        if self._steps():
            self.allocation.bind()
            # Nearly always this is the smallest already, or nearly so.
            found = self._solve(self.early)
            self.values = self.values if found is None else found.values
        while steps := self._steps():
            self._search(steps[: self.window])
        return self.values

    def _steps(self) -> list[_Step]:
        """The steps that may lead to something smaller, the greatest first."""
        steps = []
        for rows, places in self.groups:
            taken = 0
            for rank, column in enumerate(places):
                taken += int(self.values[column])
                if taken >= len(rows):
                    break
                if column not in self.closed:
                    steps.append(_Step(rows[taken], rank, column))
        return sorted(steps)

    def _taken(self, row: int) -> dict[int, int]:
        """By place, how many of the rows before ``row`` have it."""
        out = {}
        for rows, places in self.groups:
            before = bisect_left(rows, row)
            for column in places:
                out[column] = min(before, int(self.values[column]))
                before -= out[column]
        return out

    def _search(self, steps: Sequence[_Step]) -> None:
        """Take the first of the steps that can be taken; those before it are closed, and so are all where none can."""
        model = self.allocation.model
        mark = model.mark()
        picks = [model.binary() for _ in steps]
        self._ask(steps, picks)
        weights = [self.unit * (len(steps) - i) for i in range(len(steps))]
        found = self._solve([*((c, float(w)) for c, w in zip(picks, weights, strict=True)), *self.early])
        model.rollback(mark)
        taken = len(steps)
        if found is not None:
            taken = next((i for i, pick in enumerate(picks) if round(found.values[pick]) == 1), taken)
        # What came before the step taken would be worth at least its own weight.
        refuted = taken == 0 or (found is not None and found.bound < weights[taken - 1] - 0.5)
        if found is not None and taken < len(steps):
            self.values = found.values[: mark[0]]
            self.settled = steps[taken].row + 1 if refuted else self.settled
        if refuted or len(steps) == 1:
            self.closed.update(step.column for step in steps[:taken])
        else:
            self.window = len(steps) // 2

    def _ask(self, steps: Sequence[_Step], picks: Sequence[int]) -> None:
        """A step is picked only where the rows before it stay, and one more has its place; settled rows always stay."""
        model, stays = self.allocation.model, self._taken(self.settled)
        more: defaultdict[int, list[Term]] = defaultdict(list)
        for step, pick in zip(steps, picks, strict=True):
            for column, taken in self._wanted(step).items():
                if taken > stays[column]:
                    more[column].append((pick, float(stays[column] - taken)))
        for column, least in stays.items():
            if least or column in more:
                model.row([(column, 1.0), *more[column]], lower=float(least))
        model.row([(pick, 1.0) for pick in picks], upper=1.0)

    def _wanted(self, step: _Step) -> Mapping[int, int]:
        wanted = self._taken(step.row)
        wanted[step.column] += 1
        return wanted

    def _solve(self, terms: Sequence[Term]) -> Solution | None:
        """The best solution; None where the limit on work is reached, or one that doesn't reach what is held."""
        try:
            found = self.allocation.solve(terms, self.values)
        except Interrupted:
            return None
        return found if found is not None and self.allocation.keeps(found.values) else None
