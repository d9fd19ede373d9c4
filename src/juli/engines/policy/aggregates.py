"""Exact [low, high] of a test over the rows that surely and possibly count (language §3, Three values).

Every aggregate is monotone in its undecided rows: leaving them out gives ``low``, taking them in ``high``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from juli.engines.policy.dossier import Bare, Row
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Aggregate, Reading
from juli.engines.policy.selection import Selection, values_of
from juli.engines.policy.verdict import Span
from juli.engines.policy.vocabulary import MANY, OPEN_WHEN_EMPTY, Vocabulary


def measure(aggregate: Aggregate, selection: Selection, vocabulary: Vocabulary) -> Span:
    """The actual of ``aggregate`` over ``selection``; ``high`` is None where a needed number is unknown."""
    how = aggregate.how
    sure, undecided = selection.sure, selection.undecided
    if how == "count":
        low = len(sure)
        return Span(low, None if selection.unbounded else low + len(undecided))
    if how == "sum":
        span = _sum(aggregate.reads, sure, undecided, vocabulary)
    elif how == "distinct":
        reading = aggregate.reads[0]
        if aggregate.each is None:
            span = _distinct(reading, sure, undecided, vocabulary)
        else:
            span = _each(reading, *aggregate.each, sure, undecided)
    elif how == "max":
        span = _max(aggregate.reads[0], sure, undecided)
    else:
        span = _longest_run(aggregate.reads[0].field, sure, undecided)
    return Span(span.low, None) if selection.unbounded else span


def contribution(row: Row, reading: Reading, vocabulary: Vocabulary) -> Number | None:
    """What a row adds to a sum: its number, the size of its list; None while unknown (0 where empty means none)."""
    value: Any = row.values.get(reading.field or "")
    many = vocabulary.kinds[reading.kind].fields[reading.field or ""].type in MANY
    if value is UNKNOWN:
        return None
    if many:
        return 0 if value is None else (int(value) if isinstance(value, Bare) else len(value))
    return value  # type: ignore[no-any-return]


def _sum(reads: Sequence[Reading], sure: Iterable[Row], undecided: Iterable[Row], vocabulary: Vocabulary) -> Span:
    by_kind: dict[str, list[Reading]] = defaultdict(list)
    for reading in reads:
        by_kind[reading.kind].append(reading)
    totals: list[Number] = [0, 0]
    unknown = False
    for i, rows in enumerate((sure, undecided)):
        for row in rows:
            for reading in by_kind.get(row.kind, reads):
                added = contribution(row, reading, vocabulary)
                if added is None:
                    unknown = True
                else:
                    totals[i] += added
    return Span(totals[0], None if unknown else totals[0] + totals[1])


def _distinct(reading: Reading, sure: Iterable[Row], undecided: Iterable[Row], vocabulary: Vocabulary) -> Span:
    found = vocabulary.kinds[reading.kind].fields.get(reading.field or "")
    open_when_empty = found is not None and found.type in OPEN_WHEN_EMPTY and not found.absent_is_none
    names, largest, total, unknown = _names(reading, sure, open_when_empty)
    more, _, more_total, more_unknown = _names(reading, undecided, open_when_empty)
    low = max(len(names), largest)
    return Span(low, None if unknown or more_unknown else len(names | more) + total + more_total)


def _names(reading: Reading, rows: Iterable[Row], open_when_empty: bool) -> tuple[set[Any], int, int, bool]:
    """Names listed, the largest and the total of bare numbers, and whether something is unknown."""
    names: set[Any] = set()
    largest = total = 0
    unknown = False
    for row in rows:
        value = row.values.get(reading.field or "")
        if isinstance(value, Bare):
            largest, total = max(largest, value), total + value
        elif value is UNKNOWN or (value is None and open_when_empty):
            unknown = True
        else:
            names.update(values_of(row, reading))
    return names, largest, total, unknown


def _each(reading: Reading, amount_field: str, minimum: Number, sure: Iterable[Row], undecided: Iterable[Row]) -> Span:
    """Values of a field whose own rows' amounts add up to the minimum (O-30)."""
    low: dict[Any, Number] = defaultdict(int)
    high: dict[Any, Number | None] = defaultdict(int)
    for rows, certain in ((sure, True), (undecided, False)):
        for row in rows:
            amount = row.values.get(amount_field)
            known = None if amount is UNKNOWN else amount
            for name in values_of(row, reading):
                if certain:
                    low[name] += known or 0
                so_far = high[name]
                high[name] = None if so_far is None or known is None else so_far + known
    reached = sum(1 for total in low.values() if total >= minimum)
    return Span(reached, sum(1 for total in high.values() if total is None or total >= minimum))


def counted(aggregate: Aggregate, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Of the rows that pass, those that count: with ``each``, the rows of values that reach the minimum."""
    if aggregate.each is None:
        return rows
    reading, (amount_field, minimum) = aggregate.reads[0], aggregate.each
    totals: dict[Any, Number] = defaultdict(int)
    for row in rows:
        amount = row.values.get(amount_field)
        for name in values_of(row, reading):
            totals[name] += 0 if amount is None or amount is UNKNOWN else amount
    reached = {name for name, total in totals.items() if total >= minimum}
    return tuple(row for row in rows if reached.intersection(values_of(row, reading)))


def _max(reading: Reading, sure: Iterable[Row], undecided: Iterable[Row]) -> Span:
    low: Number = 0
    unknown = False
    for row in sure:
        value = row.values.get(reading.field or "")
        if value is None or value is UNKNOWN:
            unknown = True
        elif value > low:
            low = value
    high = low
    for row in undecided:
        value = row.values.get(reading.field or "")
        if value is None or value is UNKNOWN:
            unknown = True
        elif value > high:
            high = value
    return Span(low, None if unknown else high)


def _longest_run(field: str | None, sure: Iterable[Row], undecided: Iterable[Row]) -> Span:
    years = {row.values[field] for row in sure if isinstance(row.values.get(field or ""), int)}  # type: ignore[index]
    possible = list(undecided)
    more = {row.values[field] for row in possible if isinstance(row.values.get(field or ""), int)}  # type: ignore[index]
    unknown = any(not isinstance(row.values.get(field or ""), int) for row in (*sure, *possible))
    return Span(run(years), None if unknown else run(years | more))


def run(years: set[int]) -> int:
    """The longest run of consecutive integers.

    >>> run({2019, 2020, 2022})
    2
    """
    best = 0
    for year in years:
        if year - 1 not in years:
            length = 1
            while year + length in years:
                length += 1
            best = max(best, length)
    return best
