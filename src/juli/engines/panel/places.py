"""Who can be on a panel together: enough experts for each field, not too many of one institution.

An expert stands for one field at most. The first in a given order who can be part of a full panel are taken; whether
a full panel remains possible is a question of flow, answered exactly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from typing import NamedTuple, Protocol


class Somebody(Protocol):
    """An expert as far as this matters."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields the expert can stand for."""

    @property
    def institution(self) -> str:
        """The institution; the empty one is nobody's."""


class Limits(NamedTuple):
    """How many are needed for each field, and how many of one institution are let in (None: any number)."""

    least: tuple[tuple[str, int], ...]
    per_institution: int | None


def fits(panel: Sequence[Somebody], limits: Limits) -> bool:
    """Whether exactly these people satisfy the limits."""
    return _possible(panel, (), len(panel), limits)


def first_that_fit(order: Sequence[Somebody], size: int, limits: Limits) -> tuple[str, ...] | None:
    """The ids of the first ``size`` people in ``order`` who can make up a panel: each is taken if, with those taken
    before, a full panel is still possible. None where no panel is."""
    if not _possible((), order, size, limits):
        return None
    if not limits.least and limits.per_institution is None:
        return tuple(one.id for one in order[:size])
    taken: list[Somebody] = []
    for i, one in enumerate(order):
        if len(taken) == size:
            break
        if _possible([*taken, one], order[i + 1 :], size, limits):
            taken.append(one)
    return tuple(one.id for one in taken)


def _possible(taken: Sequence[Somebody], others: Sequence[Somebody], size: int, limits: Limits) -> bool:
    """Whether ``taken`` and some of ``others`` make up a panel of ``size``."""
    most = limits.per_institution
    held = Counter(one.institution for one in taken if one.institution)
    free = size - sum(n for _, n in limits.least)
    if free < 0 or len(taken) > size or (most is not None and any(n > most for n in held.values())):
        return False
    flow = _Flow()
    for field, n in (*limits.least, ("", free)):
        flow.room[("place", field), "end"] = n
    for one in taken:
        flow.room["start", ("expert", one.id)] = 1
        _join(flow, one, limits)
    # Those taken come first: a path that brings in another never puts them out again, since nothing flows back into
    # the start.
    if flow.push(len(taken)) < len(taken):
        return False
    for one in others:
        home: Hashable = "start"
        if most is not None and one.institution:
            home = ("institution", one.institution)
            flow.room["start", home] = most - held[one.institution]
        flow.room[home, ("expert", one.id)] = 1
        _join(flow, one, limits)
    return len(taken) + flow.push(size - len(taken)) == size


def _join(flow: _Flow, one: Somebody, limits: Limits) -> None:
    for field in {*one.fields} & {field for field, _ in limits.least} | {""}:
        flow.room[("expert", one.id), ("place", field)] = 1


class _Flow:
    """Units from ``start`` to ``end`` through arcs with ``room``, one shortest path after the other."""

    def __init__(self) -> None:
        self.room: defaultdict[tuple[Hashable, Hashable], int] = defaultdict(int)

    def push(self, most: int) -> int:
        """Sends up to ``most`` units; how many went."""
        after: defaultdict[Hashable, list[Hashable]] = defaultdict(list)
        for here, there in list(self.room):
            after[here].append(there)
            if there != "end" and here != "start" and (there, here) not in self.room:
                after[there].append(here)
        for sent in range(most):
            path = self._path(after)
            if path is None:
                return sent
            for here, there in path:
                self.room[here, there] -= 1
                self.room[there, here] += 1
        return most

    def _path(self, after: dict[Hashable, list[Hashable]]) -> list[tuple[Hashable, Hashable]] | None:
        came: dict[Hashable, Hashable] = {"start": None}
        queue: list[Hashable] = ["start"]
        for here in queue:
            for there in after.get(here, ()):
                if there not in came and self.room.get((here, there), 0) > 0:
                    came[there] = here
                    queue.append(there)
            if "end" in came:
                break
        if "end" not in came:
            return None
        path: list[tuple[Hashable, Hashable]] = []
        node: Hashable = "end"
        while node != "start":
            path.append((came[node], node))
            node = came[node]
        return path
