"""Prices of experts to begin with: who is wanted by too many rows costs more, until few are (a dual ascent by blocks).

Nothing depends on how good they are but the time that the exact part takes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
BLOCKS = 4
#: Rounds at most; each looks at one block.
ROUNDS = 48
NOBODY = np.int64(2**60)


def prices(scores: Ints, allowed: Bools, need: Ints, most: Ints, least: Ints) -> Ints:
    """A whole number for each expert: above 0 for whom there is a run on, below 0 for whoever has too few to reach the
    least. Institutions aren't looked at."""
    rows, experts = scores.shape
    price = np.zeros(experts, np.int64)
    # A row that takes everybody it may, or nobody, has no choice that a price could change.
    choosing = (allowed.sum(axis=1) > need) & (need > 0)
    if experts < 2 or not choosing.any() or not np.ptp(scores):
        return price
    scores, allowed, need = scores[choosing], allowed[choosing], need[choosing]
    rows = len(need)
    kept = np.maximum(experts - need, 1)
    ranks = np.unique(np.concatenate([kept, kept - 1]))
    row = np.arange(rows)
    # No price beyond what scores differ by changes a choice.
    span = np.ptp(scores)
    quiet = 0
    for turn in range(ROUNDS):
        value = np.where(allowed, scores - price, -NOBODY)
        ordered = np.partition(value, ranks, axis=1)
        last, next_ = ordered[row, kept], ordered[row, kept - 1]
        block = np.arange(turn % BLOCKS, experts, BLOCKS)
        # How much each row would pay before it takes somebody else.
        taken = value[:, block] >= last[:, None]
        margin = scores[:, block] - np.where(taken, next_[:, None], last[:, None])
        margin = np.where(allowed[:, block], margin, -NOBODY)
        ask = np.maximum(_between(margin, most[block]), 0)
        ask += np.minimum(np.where(least[block] > 0, _between(margin, least[block]), 0), 0)
        ask = np.clip(ask, -span, span)
        quiet = 0 if (ask != price[block]).any() else quiet + 1
        price[block] = ask
        if quiet == BLOCKS:
            break
    return price


def _between(margin: Ints, count: Ints) -> Ints:
    """Between what the ``count``-th and the next row would pay: then ``count`` rows want the expert."""
    rows, columns = margin.shape
    place = rows - np.minimum(count, rows)
    ranks = np.unique(np.concatenate([np.minimum(place, rows - 1), np.maximum(place - 1, 0)]))
    ordered = np.partition(margin, ranks, axis=0)
    column = np.arange(columns)
    low = np.where(place > 0, ordered[np.maximum(place - 1, 0), column], -NOBODY)
    high = np.where(place < rows, ordered[np.minimum(place, rows - 1), column], NOBODY)
    middle = np.where(low <= -NOBODY // 2, np.minimum(high, 0), (low + high + 1) // 2)
    return np.where(high >= NOBODY // 2, np.maximum(low, 0), middle)
