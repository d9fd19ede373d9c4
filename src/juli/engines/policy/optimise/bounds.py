"""Least and greatest values of numbers and dates under conditions that bound one by another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from juli.engines.policy.context import Context
from juli.engines.policy.quantities import Duration

#: Calendar days that a length spans at least, by unit: from where a search for the exact day starts.
_AT_LEAST = {"working days": 1, "days": 1, "months": 28, "years": 365}


class Impossible(Exception):
    """Nothing satisfies the conditions."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Least and greatest value (None: no limit), multiples of ``grid``."""

    low: int
    high: int | None
    grid: int = 1

    def narrowed(self, low: int | None = None, high: int | None = None) -> Bound:
        """The bound with its ends drawn in, to the grid. Raises Impossible when nothing is left."""
        least, most = self.low, self.high
        if low is not None:
            least = max(least, -(-low // self.grid) * self.grid)
        if high is not None:
            drawn = high // self.grid * self.grid
            most = drawn if most is None else min(most, drawn)
        if most is not None and least > most:
            raise Impossible
        return Bound(least, most, self.grid)


@dataclass(frozen=True, slots=True)
class Link:
    """``first`` is at most ``upper(second)``, and so ``second`` at least ``lower(first)``; both rise with
    what they take.
    """

    first: str
    second: str
    upper: Callable[[int], int]
    lower: Callable[[int], int]


def shifted(first: str, second: str, by: int) -> Link:
    """``first ≤ second + by``."""
    return Link(first, second, lambda value: value + by, lambda value: value - by)


def tightened(bounds: dict[str, Bound], links: list[Link]) -> dict[str, Bound]:
    """The bounds drawn in until every link holds at both ends.

    Links bound one value by one other and rise with it, so the least values satisfy them all together, and so do the
    greatest. Raises Impossible when no values do.
    """
    out = dict(bounds)
    # A chain needs as many rounds as it has links, and as many again for rounding to grids; beyond that it is a circle.
    for _ in range(2 * len(links) + 3):
        before = dict(out)
        for link in links:
            first, second = out[link.first], out[link.second]
            if second.high is not None:
                out[link.first] = first = first.narrowed(high=link.upper(second.high))
            out[link.second] = second.narrowed(low=link.lower(first.low))
        if out == before:
            return out
    raise Impossible


def spaced(context: Context, first: str, second: str, wanted: Duration, *, far: bool) -> Link:
    """``first`` lies at least ``wanted`` before ``second`` (``far`` False: surely doesn't), both as day numbers."""
    if far:
        return Link(
            first, second, lambda end: _latest(context, end, wanted), lambda day: _earliest(context, day, wanted)
        )
    return Link(
        second,
        first,
        lambda day: _else(dt.date.max.toordinal(), lambda: _earliest(context, day, wanted) - 1),
        lambda end: _else(dt.date.min.toordinal(), lambda: _latest(context, end, wanted) + 1),
    )


def _else(fallback: int, found: Callable[[], int]) -> int:
    """Where no day is far enough, as far as anybody knows, nothing is bounded."""
    try:
        return found()
    except Impossible:
        return fallback


def _latest(context: Context, end: int, wanted: Duration) -> int:
    """The last day from which ``end`` is far enough."""
    day = end - wanted.length * _AT_LEAST[wanted.unit]
    while not _far(context, day, end, wanted):
        day -= 1
    return day


def _earliest(context: Context, start: int, wanted: Duration) -> int:
    """The first day that is far enough from ``start``."""
    day = start + wanted.length * _AT_LEAST[wanted.unit]
    while not _far(context, start, day, wanted):
        day += 1
    return day


def _far(context: Context, start: int, end: int, wanted: Duration) -> bool:
    try:
        found = context.far_enough(dt.date.fromordinal(start), dt.date.fromordinal(end), wanted)
    except (ValueError, OverflowError) as error:
        raise Impossible from error
    if found is None:
        # A year whose working days nobody knows: nothing can be promised there.
        raise Impossible
    return found
