"""The assignment that a careful person makes by hand: one achievement after the other, in the dossier's order, each to
the category where it earns most at that moment (where none earns anything: to the first that could use it).

It keeps running totals, so that trying a place costs no more than what the place changes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.optimise.gains import Gain
from juli.engines.policy.optimise.goals import plenty
from juli.engines.policy.optimise.groups import Option, claimable
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.reckoning import Reckoning, Table
from juli.engines.policy.quantities import Number


class Totals(Reckoning):
    """What the rows taken so far come to; rows come and go one at a time."""

    def __init__(self, most: Number) -> None:
        super().__init__({}, (), high=False, chosen=None, plenty=most)
        self.amounts: defaultdict[str, Number] = defaultdict(int)
        self.fresh: defaultdict[str, int] = defaultdict(int)
        self.named: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.amounts_named: defaultdict[str, defaultdict[str, Number]] = defaultdict(lambda: defaultdict(int))
        self.taken: defaultdict[str, set[str]] = defaultdict(set)

    def change(self, leaf: str, row: str, found: Gain, sign: int) -> None:
        """A row comes to a clause (1), or leaves it (-1)."""
        self._met.clear()
        amount = sign * (found.amount or 0)
        self.amounts[leaf] += amount
        self.fresh[leaf] += sign * (found.fresh or 0)
        for name in found.names:
            self.named[leaf][name] += sign
            self.amounts_named[leaf][name] += amount
        (self.taken[leaf].add if sign > 0 else self.taken[leaf].discard)(row)

    def raw(self, part: Part) -> Number:
        test = part.test
        match test.how:
            case "count":
                return len(self.taken[part.id])
            case "sum":
                return self.amounts[part.id]
            case "distinct" if test.each is None:
                return self.fresh[part.id] + sum(n > 0 for n in self.named[part.id].values())
            case "distinct":
                least = test.each[1]
                return self.fresh[part.id] + sum(n >= least for n in self.amounts_named[part.id].values())
        raise NotImplementedError(test.how)

    def rows(self, part: Part) -> int:
        return len(set().union(*(self.taken[leaf.id] for leaf in part.leaves())))


def greedy(judge: Judge, dossier: Dossier, as_of: dt.date) -> dict[str, str]:
    """Each achievement's category."""
    context = judge.context(dossier, as_of)
    found = claimable(context, {})
    table = Table(context.programme.points)
    most = plenty(context.programme, found)
    total, done = Totals(most), Totals(most)
    worth: dict[str, Decimal] = {}

    def put(row: str, option: Option, sign: int, *, planned: bool) -> None:
        for share in option.shares:
            if share.low is not None:
                for totals in (total,) if planned else (total, done):
                    totals.change(share.leaf, row, share.low, sign)

    def points(category: str) -> Decimal:
        return table.earned(found.categories[category], total, done)

    def tried(row: str, options: Iterable[Option], *, planned: bool) -> Option:
        best: tuple[Decimal, Option] | None = None
        for option in options:
            before = worth.setdefault(option.category, points(option.category))
            put(row, option, 1, planned=planned)
            gained = points(option.category) - before
            put(row, option, -1, planned=planned)
            if best is None or gained > best[0]:
                best = gained, option
        assert best is not None
        return best[1]

    group_of = {row: group for group in found.groups for row in group.rows}
    claims = dict(found.fixed)
    for row in found.order:
        group = group_of.get(row)
        if group is None:
            continue
        one = len(group.options) == 1
        option = group.options[0] if one else tried(row, group.options, planned=group.planned)
        put(row, option, 1, planned=group.planned)
        worth.pop(option.category, None)
        claims[row] = option.category
    return claims
