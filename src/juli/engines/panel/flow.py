"""The flow behind an assignment: every application its number of experts, no expert beyond the limits, the largest
total.

Each row (application) first takes its best experts as if nobody had a limit but a price. Experts beyond their most
then give rows away to others, each time along the path that costs least (successive shortest paths), so that the total
stays the largest that is possible. The paths run over experts alone: an arc from one to another is the cheapest row
that can change hands. One more node, the end, stands for what experts may take more or must at least.

Everything is whole numbers. Costs carry the number of steps in their last digits: the shortest of equally cheap paths
visits no row twice, and so never takes two experts of one institution into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from juli.engines.panel.prices import prices

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
#: No arc. Two of them can be added.
FAR = np.int64(2**60)


@dataclass(frozen=True)
class Network:
    """``scores`` and ``allowed`` are rows × experts; ``institution`` numbers the experts' institutions (everybody a
    number of their own where several of one may come together); ``need`` per row, ``most`` and ``least`` per expert."""

    scores: Ints
    allowed: Bools
    institution: Ints
    need: Ints
    most: Ints
    least: Ints

    @property
    def institutions(self) -> int:
        """How many numbers of institutions there are."""
        return int(self.institution.max(initial=-1)) + 1


class Stuck(Exception):
    """No assignment satisfies the limits. ``experts`` can take no more, and what they hold has nowhere else to go; or,
    where ``short`` names any, those experts can't be given as much as they must have."""

    def __init__(self, experts: Bools, short: Bools) -> None:
        self.experts, self.short = experts, short
        super().__init__()


def solve(network: Network, start: Bools | None = None) -> Bools:
    """The assignment (rows × experts) with the largest total. Raises Stuck where there is none.

    ``start`` is where to begin, for networks whose scores are all the same; what isn't allowed in it is dropped.
    """
    return _Solving(network, start).solved()


def _prices(n: Network) -> Ints:
    return prices(n.scores, n.allowed, n.need, n.most, n.least)


class _Solving:
    def __init__(self, network: Network, start: Bools | None) -> None:
        self.n = network
        rows, self.experts = network.scores.shape
        self.grouped = network.institutions < self.experts
        self.members = [np.flatnonzero(network.institution == g) for g in range(network.institutions)]
        self.taken = np.zeros((rows, self.experts), bool)
        self.load = np.zeros(self.experts, np.int64)
        free = start is not None
        self.price = np.zeros(self.experts, np.int64) if free else _prices(network)
        # From here on scores are less what the expert costs; the end gives it back.
        self.scores = network.scores - self.price
        #: What each row would get from each expert who may still come in for one of another institution.
        self.open = np.where(network.allowed, self.scores, -FAR)
        self.steps = np.int64(2 * (self.experts + 2))
        self.arcs = np.full((self.experts + 1, self.experts + 1), FAR)
        self.row_of = np.zeros((self.experts, self.experts), np.int64)
        self._begin(start)

    # -- the rows' own choice ------------------------------------------------------------------------------------------

    def _begin(self, start: Bools | None) -> None:
        n = self.n
        fullness = np.zeros(self.experts)
        weight = 1.0 / np.maximum(n.most, 1)
        if start is not None:
            for i, j in zip(*np.nonzero(start & n.allowed), strict=True):
                self._take(i, j)
            fullness += self.load * weight
        missing = n.need - self.taken.sum(axis=1)
        options = n.allowed.sum(axis=1)
        for i in sorted(np.flatnonzero(missing), key=lambda i: (options[i], i)):
            for _ in range(missing[i]):
                row = self.open[i]
                best = row.max()
                if best <= -FAR:
                    nobody = np.zeros(self.experts, bool)
                    raise Stuck(nobody, nobody)
                # Of equals, whoever has the most room in proportion.
                equals = np.flatnonzero(row == best)
                j = equals[fullness[equals].argmin()]
                self._take(i, j)
                fullness[j] += weight[j]

    def _take(self, i: np.int64, j: np.int64) -> None:
        self.taken[i, j] = True
        self.load[j] += 1
        self.open[i, self.members[self.n.institution[j]]] = -FAR

    # -- arcs ----------------------------------------------------------------------------------------------------------

    def _arcs_from(self, j: int) -> None:
        """What it costs ``j`` to give a row to each other expert, and which row that is."""
        rows = np.flatnonzero(self.taken[:, j])
        out = self.arcs[j, :-1]
        if not rows.size:
            out[:] = FAR
            return
        there = self.open[rows]
        if self.grouped:
            # Within an institution one may come in for the other.
            fellows = self.members[self.n.institution[j]]
            if fellows.size > 1:
                inside = np.ix_(rows, fellows)
                there[:, fellows] = np.where(self.n.allowed[inside] & ~self.taken[inside], self.scores[inside], -FAR)
        there -= self.scores[rows, j][:, None]
        best = there.argmax(axis=0)
        gain = there[best, np.arange(self.experts)]
        self.row_of[j] = rows[best]
        out[:] = np.where(gain <= -(FAR // 2), FAR, 1 - gain * self.steps)

    def _end_arcs(self) -> None:
        self.arcs[:-1, -1] = np.where(self.to_end < self.n.most, 1 - self.price * self.steps, FAR)
        self.arcs[-1, :-1] = np.where(self.to_end > self.n.least, 1 + self.price * self.steps, FAR)

    # -- paths ---------------------------------------------------------------------------------------------------------

    def solved(self) -> Bools:
        """Moves rows until everybody is within the limits."""
        n = self.n
        # Whoever has a price is wanted: the end gets all they may take; below 0, no more than they must.
        high, low = np.where(self.price < 0, n.least, n.most), np.where(self.price > 0, n.most, n.least)
        self.to_end = np.clip(self.load, low, high)
        excess = np.append(self.load - self.to_end, self.to_end.sum() - n.need.sum())
        for j in range(self.experts):
            self._arcs_from(j)
        self._end_arcs()
        while (excess > 0).any():
            path = self._path(excess)
            if path is None:
                raise self._stuck(excess)
            excess[path[0]] -= 1
            excess[path[-1]] += 1
            self._move(path)
        return self.taken

    def _distances(self, start: Bools) -> tuple[Ints, Ints]:
        distance = np.where(start, 0, FAR)
        came = np.full(self.experts + 1, -1)
        every = np.arange(self.experts + 1)
        fresh = np.flatnonzero(start)
        while fresh.size:
            reach = distance[fresh][:, None] + self.arcs[fresh]
            best = reach.argmin(axis=0)
            found = reach[best, every]
            better = found < distance
            distance[better] = found[better]
            came[better] = fresh[best[better]]
            fresh = np.flatnonzero(better)
        return distance, came

    def _path(self, excess: Ints) -> list[int] | None:
        distance, came = self._distances(excess > 0)
        ends = np.where(excess < 0, distance, FAR)
        node = int(ends.argmin())
        if ends[node] >= FAR // 2:
            return None
        path = [node]
        while came[path[-1]] >= 0:
            path.append(int(came[path[-1]]))
        return path[::-1]

    def _move(self, path: list[int]) -> None:
        end = self.experts
        moves = []
        for here, there in pairwise(path):
            if there == end:
                self.to_end[here] += 1
            elif here == end:
                self.to_end[there] -= 1
            else:
                moves.append((self.row_of[here, there], here, there))
        rows = set()
        for i, here, there in moves:
            self.taken[i, here] = False
            self.taken[i, there] = True
            rows.add(int(i))
        touched = {j for _, here, there in moves for j in (here, there)}
        for i in rows:
            now = np.flatnonzero(self.taken[i])
            touched.update(now.tolist())
            self.open[i] = np.where(self.n.allowed[i], self.scores[i], -FAR)
            for held in now:
                self.open[i, self.members[self.n.institution[held]]] = -FAR
        for j in sorted(touched):
            self._arcs_from(j)
        self._end_arcs()

    def _stuck(self, excess: Ints) -> Stuck:
        """The smallest set of experts that one of those beyond their limit can reach."""
        reached = []
        for j in np.flatnonzero(excess > 0):
            start = np.zeros(self.experts + 1, bool)
            start[j] = True
            reached.append(self._distances(start)[0] < FAR // 2)
        least = min(reached, key=lambda r: int(r.sum()))
        return Stuck(least[:-1], (excess[:-1] < 0) & least[-1])
