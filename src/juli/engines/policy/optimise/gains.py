"""What one row brings to one clause that counts rows, and what several together come to, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from juli.engines.policy.aggregates import contribution, run
from juli.engines.policy.dossier import Bare, Row
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Aggregate
from juli.engines.policy.selection import values_of
from juli.engines.policy.vocabulary import Vocabulary


class Gain(NamedTuple):
    """What a row adds to a clause.

    ``amount``: 1 for a count, else the number summed or compared (None: as much as is wanted). ``names``: the names it
    lists. ``fresh``: how many names that no other row has (None: as many as are wanted). ``bare``: a number given where
    names could stand.
    """

    amount: Number | None = 1
    names: frozenset[Any] = frozenset()
    fresh: int | None = 0
    bare: int = 0


ONE = Gain()


def gain(aggregate: Aggregate, row: Row, vocabulary: Vocabulary, *, high: bool) -> Gain:
    """What ``row`` adds to ``aggregate`` at least (or, ``high``, at most): unknown numbers are nothing, or anything."""
    how = aggregate.how
    if how == "count":
        return ONE
    unknown = None if high else 0
    reading = next((r for r in aggregate.reads if r.kind == row.kind), aggregate.reads[0])
    field = reading.field or ""
    value = row.values.get(field)
    if how == "sum":
        added = [contribution(row, r, vocabulary) for r in aggregate.reads if r.kind == reading.kind]
        return Gain(unknown if None in added else sum(a for a in added if a is not None))
    if how == "max":
        return Gain(unknown if value is None or value is UNKNOWN else value)
    if how == "longest_run":
        return Gain(
            0, frozenset({value} if isinstance(value, int) else ()), unknown if not isinstance(value, int) else 0
        )
    if isinstance(value, Bare):
        return Gain(0, bare=int(value))
    names = frozenset(values_of(row, reading))
    if aggregate.each is None:
        return Gain(0, names, unknown if value is UNKNOWN else 0)
    amount = row.values.get(aggregate.each[0])
    return Gain(unknown if amount is None or amount is UNKNOWN else amount, names)


def actual(aggregate: Aggregate, loads: Iterable[tuple[Gain, int]], *, high: bool, enough: Number) -> Number:
    """What ``loads`` (a gain, and how many rows bring it) come to; unlimited gains count as ``enough``."""
    loads = [(found, times) for found, times in loads if times]
    how = aggregate.how
    if how in ("count", "sum"):
        if any(found.amount is None for found, _ in loads):
            return enough
        return sum((found.amount or 0) * times for found, times in loads)
    if how == "max":
        values = [enough if found.amount is None else found.amount for found, _ in loads]
        return max(values, default=0)
    if any(found.fresh is None for found, _ in loads):
        return enough
    names = {name for found, _ in loads for name in found.names}
    if how == "longest_run":
        return run(names)
    fresh = sum((found.fresh or 0) * times for found, times in loads)
    if aggregate.each is not None:
        return fresh + len(reaching(aggregate.each[1], loads))
    bare = sum(found.bare * times for found, times in loads)
    largest = max((found.bare for found, _ in loads), default=0)
    return len(names) + fresh + bare if high else max(len(names) + fresh, largest)


def reaching(minimum: Number, loads: Iterable[tuple[Gain, int]]) -> frozenset[Any]:
    """The names whose rows add up to ``minimum``."""
    totals: dict[Any, Number] = defaultdict(int)
    for found, times in loads:
        for name in found.names if times else ():
            totals[name] += minimum if found.amount is None else found.amount * times
    return frozenset(name for name, total in totals.items() if total >= minimum)
