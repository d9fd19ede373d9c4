"""OR-tools: the floor by halving over maximum flows, then the total as one minimum-cost flow.

Nodes: source, applications, experts, sink; where only one of an institution may come, one more for every application
and institution between them. Arcs are put in as arrays, which is the fastest way it has.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from ortools.graph.python import max_flow, min_cost_flow
from serving import Answer, serve


class Arcs(NamedTuple):
    """Pairs (row, expert, score), then the arcs beside them: from, to, room."""

    row: Any
    expert: Any
    score: Any
    inner: Any
    beside: tuple[Any, Any, Any]
    units: int
    rows: int
    base: int


def prepare(data: dict[str, Any]) -> Arcs:
    scores = np.array(data["scores"])
    rows, experts = scores.shape
    allowed = np.ones_like(scores, bool)
    for i, j in data["conflicts"]:
        allowed[i, j] = False
    row, expert = np.nonzero(allowed)
    source, sink, base = rows + experts, rows + experts + 1, rows + experts + 2
    every, each = np.arange(rows), np.arange(experts) + rows
    tails = [np.full(rows, source), each]
    heads = [every, np.full(experts, sink)]
    room = [np.full(rows, data["need"]), np.full(experts, data["most"])]
    institution = np.array(data["institution"])
    if len(set(data["institution"])) < experts:
        # From the application to its node for the institution, one unit; from there to the expert.
        count = institution.max() + 1
        inner = base + row * count + institution[expert]
        nodes, first = np.unique(inner, return_index=True)
        tails.append(row[first])
        heads.append(nodes)
        room.append(np.ones(len(nodes), np.int64))
    else:
        inner = row
    beside = tuple(np.concatenate(x) for x in (tails, heads, room))
    return Arcs(row, expert + rows, scores[row, expert], inner, beside, rows * data["need"], rows, rows + experts)


def feasible(arcs: Arcs, least: int) -> bool:
    solver = max_flow.SimpleMaxFlow()
    there = arcs.score >= least
    tails, heads, room = arcs.beside
    solver.add_arcs_with_capacity(
        np.concatenate([arcs.inner[there], tails]),
        np.concatenate([arcs.expert[there], heads]),
        np.concatenate([np.ones(int(there.sum()), np.int64), room]),
    )
    assert solver.solve(arcs.base, arcs.base + 1) == solver.OPTIMAL
    return bool(solver.optimal_flow() == arcs.units)


def best(arcs: Arcs, least: int) -> tuple[int, list[tuple[int, int]]]:
    solver = min_cost_flow.SimpleMinCostFlow()
    there = arcs.score >= least
    tails, heads, room = arcs.beside
    count = int(there.sum())
    names = solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([arcs.inner[there], tails]),
        np.concatenate([arcs.expert[there], heads]),
        np.concatenate([np.ones(count, np.int64), room]),
        np.concatenate([-arcs.score[there], np.zeros(len(tails), np.int64)]),
    )
    solver.set_nodes_supplies(np.array([arcs.base, arcs.base + 1]), np.array([arcs.units, -arcs.units]))
    assert solver.solve() == solver.OPTIMAL
    used = solver.flows(names[:count]) > 0
    pairs = list(zip(arcs.row[there][used].tolist(), (arcs.expert[there][used] - arcs.rows).tolist(), strict=True))
    return -int(solver.optimal_cost()), pairs


def floor(arcs: Arcs) -> int:
    values = np.unique(arcs.score)
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if feasible(arcs, values[middle]):
            low = middle
        else:
            high = middle - 1
    return int(values[low])


def run(arcs: Arcs) -> tuple[int, int, list[tuple[int, int]]]:
    least = floor(arcs)
    return least, *best(arcs, least)


def answer(arcs: Arcs) -> Answer:
    least, total, pairs = run(arcs)
    free, plain = best(arcs, int(arcs.score.min()))
    score = dict(
        zip(zip(arcs.row.tolist(), (arcs.expert - arcs.rows).tolist(), strict=True), arcs.score.tolist(), strict=True)
    )
    return least, total, free, pairs, min(score[p] for p in plain)


if __name__ == "__main__":
    serve(prepare, run, answer)
