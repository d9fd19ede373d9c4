"""Upper bounds and runs of years as rows of an integer programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from juli.engines.policy.optimise.reckoning import Feed
from juli.engines.policy.optimise.solver import Model
from juli.engines.policy.quantities import Number


def by_name(feeds: Sequence[Feed]) -> dict[Any, list[Feed]]:
    """What brings each name."""
    out: dict[Any, list[Feed]] = {}
    for feed in feeds:
        for name in sorted(feed.gain.names, key=str):
            out.setdefault(name, []).append(feed)
    return out


def run_of(model: Model, feeds: Sequence[Feed], met: int, length: int) -> None:
    """``met`` only where some ``length`` consecutive years all have a row."""
    years = by_name(feeds)
    starts = [y for y in sorted(years) if all(y + i in years for i in range(length))]
    runs = {y: model.binary() for y in starts}
    for start, column in runs.items():
        for i in range(length):
            model.row([*((f.column, 1.0) for f in years[start + i]), (column, -1.0)], lower=0.0)
    unlimited = [(f.column, 1.0) for f in feeds if f.gain.fresh is None]
    model.row([*((c, 1.0) for c in runs.values()), *unlimited, (met, -1.0)], lower=0.0)


def within_limit(model: Model, how: str, feeds: Sequence[Feed], limit: Number) -> int:
    """A column that may be 1 only where what is taken stays within ``limit``."""
    met = model.binary()
    over = [f for f in feeds if f.gain.fresh is None]
    if how in ("count", "sum", "max"):
        over += [f for f in feeds if f.gain.amount is None or f.gain.amount > limit]
    terms: list[tuple[int, float, int]] = []
    if how in ("count", "sum"):
        terms = [(f.column, float(f.gain.amount or 0), f.limit) for f in feeds if f not in over]
    elif how != "max":
        terms = [(f.column, float((f.gain.fresh or 0) + f.gain.bare), f.limit) for f in feeds if f not in over]
        there = _there(model, feeds)
        if how == "distinct":
            terms += [(column, 1.0, 1) for column in there.values()]
        else:
            _no_longer_run(model, there, met, int(limit))
    for f in over:
        model.row([(f.column, 1.0), (met, float(f.limit))], upper=float(f.limit))
    slack = max(0.0, sum(value * most for _, value, most in terms) - float(limit))
    model.row([*((c, v) for c, v, _ in terms), (met, slack)], upper=float(limit) + slack)
    return met


def _there(model: Model, feeds: Sequence[Feed]) -> dict[Any, int]:
    """By name, a column that has to be 1 as soon as a row brings it."""
    out = {}
    for name, rows in by_name(feeds).items():
        out[name] = model.binary()
        for f in rows:
            model.row([(out[name], float(f.limit)), (f.column, -1.0)], lower=0.0)
    return out


def _no_longer_run(model: Model, there: dict[Any, int], met: int, limit: int) -> None:
    """Of any ``limit`` + 1 consecutive years one lacks its row."""
    for year in there:
        if all(year + i in there for i in range(limit + 1)):
            run = [(there[year + i], 1.0) for i in range(limit + 1)]
            model.row([*run, (met, 1.0)], upper=limit + 1.0)
