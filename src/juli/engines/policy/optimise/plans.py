"""The cheapest way to meet the demands, as an integer programme over everything there is and could be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from juli.engines.policy.context import Context
from juli.engines.policy.optimise.allocation import Allocation, Values
from juli.engines.policy.optimise.bounds import Impossible
from juli.engines.policy.optimise.demands import Demands
from juli.engines.policy.optimise.encoding import NO, Encoder, Truth, decimal_places
from juli.engines.policy.optimise.groups import Claimable
from juli.engines.policy.optimise.offers import Offer
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.shapes import NewName
from juli.engines.policy.optimise.solver import Model, Solution, Term
from juli.engines.policy.optimise.supply import Gatherer, Supply
from juli.engines.policy.quantities import Number

#: A question: the part that asks, and the row it is about (``""``: the clause as such).
Question = tuple[str, str]
#: How many sets of answers are listed.
SETS = 12


@dataclass(frozen=True, slots=True)
class Taken:
    """What a solution uses of one supply: an offer, under a category, so many times."""

    supply: Supply
    category: str
    offer: Offer
    times: int


@dataclass(frozen=True, slots=True)
class Found:
    """A solution. ``claimed`` counts, by group number, the dossier's rows under each option; ``questions`` are taken as
    answered; ``gained`` are the categories that the root now counts and didn't."""

    taken: tuple[Taken, ...]
    questions: tuple[Question, ...]
    cost: Decimal
    proven: bool
    gained: tuple[str, ...]
    values: tuple[int | float, ...]


class Planner:
    """The integer programme of one dossier's demands. ``met`` are the categories that the root counts already."""

    def __init__(self, context: Context, demands: Demands, met: frozenset[str], *, hopeful: bool) -> None:
        self.context, self.demands, self.met, self.hopeful = context, demands, met, hopeful
        gatherer = Gatherer(context, demands, hopeful)
        self.leaves = gatherer.leaves
        self.supplies = gatherer.supplies()
        groups = tuple(s.group for s in self.supplies)
        self.allocation = Allocation(
            Claimable(demands.categories, None, groups, (), {}, settled=True), False, _plenty(demands)
        )
        self.questions: dict[Question, int] = {}
        if hopeful:
            for ask in demands.asks:
                self.encoder.assume(ask, Truth(self._question((ask, ""))))
        self._answers()
        self._names()
        self.possible = self._root()
        self.counted = self._counted()

    @property
    def model(self) -> Model:
        """The integer programme."""
        return self.allocation.model

    @property
    def encoder(self) -> Encoder:
        """What clauses are, in the model: only sure rows count, and all of them, done and planned."""
        return self.allocation.encoders[False, False]

    # -- what ties it together
    # -------------------------------------------------------------------------------------------

    def options(self) -> Iterator[tuple[int, Supply, str, Offer | None]]:
        """Every option: its column, its supply, the category, the offer."""
        for number, supply in enumerate(self.supplies):
            for i, (option, offer) in enumerate(zip(supply.group.options, supply.offers, strict=True)):
                yield self.allocation.columns[number, i], supply, option.category, offer

    def _question(self, question: Question) -> int:
        if question not in self.questions:
            self.questions[question] = self.model.binary()
        return self.questions[question]

    def _answers(self) -> None:
        """A row counts on a person's answer only where that answer is taken as given."""
        for column, supply, _, offer in self.options():
            if supply.row is not None and offer is not None:
                for leaf in sorted(offer.judged):
                    asked = self._question((leaf, supply.row.id))
                    self.model.row([(asked, 1.0), (column, -1.0)], lower=0.0)

    def _names(self) -> None:
        """A name that a named list lacks is used only where a new row brings it in."""
        uses: dict[NewName, list[Term]] = {}
        brings: dict[NewName, list[Term]] = {}
        for column, supply, _, offer in self.options():
            for name in offer.uses if offer is not None else ():
                uses.setdefault(name, []).append((column, -1.0 / supply.group.size))
            for name in offer.brings if offer is not None else ():
                brings.setdefault(name, []).append((column, 1.0))
        for name in sorted(uses):
            for term in uses[name]:
                self.model.row([*brings.get(name, ()), term], lower=0.0)

    def _root(self) -> bool:
        """Everything that the root asks for is met; False where something can't be."""
        truths = [self.encoder.truth(part) for part in self.demands.parts]
        for truth in truths:
            if truth.column is not None:
                self.model.lower[truth.column] = 1.0
        return NO not in truths

    def _counted(self) -> dict[str, int]:
        """The categories that the root doesn't count yet, with the column that says it does."""
        names = {c.id for c in self.context.programme.categories} - self.met
        parts = {p.id: p for root in self.demands.parts for p in root.walk() if p.id in names}
        truths = {name: self.encoder.truth(part) for name, part in parts.items()}
        return {name: truth.column for name, truth in truths.items() if truth.column is not None}

    # -- solving
    # ---------------------------------------------------------------------------------------------------------

    def cheapest(self) -> Found | None:
        """The cheapest solution; among those the one with the fewest questions and missing values, then the fewest new
        rows (open windows first), then the first in order. None when there is none.

        Raises Interrupted when the limit on work is reached with nothing in hand.
        """
        if not self.possible:
            return None
        mark = self.model.mark()
        unit = 10 ** max((decimal_places(s.cost) for s in self.supplies), default=0)
        solution, proven = None, True
        for rank, terms in enumerate(self._aims(unit)):
            better = self.allocation.solve([(c, -v) for c, v in terms], solution.values if solution else None)
            if better is None:
                break
            solution = better
            reached = round(sum(v * solution.values[c] for c, v in terms))
            # Only the cost has to be proven; the rest is order among equals.
            proven = proven and (rank > 0 or math.ceil(-solution.bound - 1e-3) >= reached)
            self.model.row(terms, upper=reached + 0.5)
        self.model.rollback(mark)
        return None if solution is None else self._found(solution, proven)

    def _aims(self, unit: int) -> Iterator[list[Term]]:
        """What is to be as small as possible, in order."""
        listed = [(c, s, o) for c, s, _, o in self.options() if o is not None]
        yield [(c, float(s.cost * unit)) for c, s, _ in listed if s.cost]
        efforts = [(c, float(len(o.fills()) + (len(o.judged) if s.row is None else 0))) for c, s, o in listed]
        yield [*efforts, *((column, 1.0) for column in self.questions.values())]
        yield [(c, 1.0 + 2.0 * self.is_closed(s, o)) for c, s, o in listed if s.row is None]
        yield [(c, float(i + 1)) for i, (c, _, _) in enumerate(listed)]
        yield [(column, 1.0) for column in self.counted.values()]

    def is_closed(self, supply: Supply, offer: Offer) -> bool:
        """Whether what a new row reports can only lie in the past: its window is over."""
        if supply.act not in ("add", "plan"):
            return False
        try:
            offer.shape.row({}, lambda name: name, self.context.as_of)
        except Impossible:
            return True
        return False

    def _found(self, solution: Solution, proven: bool) -> Found:
        values = solution.values
        taken = []
        for column, supply, category, offer in self.options():
            times = int(values[column])
            if times and offer is not None:
                taken.append(Taken(supply, category, offer, times))
        questions = tuple(q for q, column in self.questions.items() if round(values[column]) == 1)
        cost = sum((Decimal(t.supply.cost) * t.times for t in taken), Decimal(0))
        gained = tuple(name for name, column in self.counted.items() if round(values[column]) == 1)
        return Found(tuple(taken), questions, cost, proven, gained, values)

    def others(self, first: Found, most: int) -> Iterator[Found]:
        """The next best solutions, each of which lets the root count other categories than those before it."""
        mark = self.model.mark()
        seen = [first]
        while seen[-1].gained and len(seen) <= most:
            columns = [(self.counted[name], 1.0) for name in seen[-1].gained]
            self.model.row(columns, upper=len(columns) - 1.0)
            found = self.cheapest()
            if found is not None and any(_same(found, old) for old in seen):
                # The same rows meet several categories: do without all of them.
                self.model.row(columns, upper=0.0)
                found = self.cheapest()
            if found is None or any(_same(found, old) for old in seen):
                break
            seen.append(found)
            yield found
        self.model.rollback(mark)

    def sufficient(self) -> tuple[tuple[tuple[Question, ...], ...], bool]:
        """The smallest sets of answers that are enough without anything else, and whether these are all of them."""
        if not self.possible:
            return (), True
        mark, upper = self.model.mark(), list(self.model.upper)
        for column, supply, _, offer in self.options():
            if offer is not None and (supply.row is None or offer.fills()):
                self.model.upper[column] = 0.0
        terms = [(column, -1.0) for column in self.questions.values()]
        sets: list[tuple[Question, ...]] = []
        complete = False
        while len(sets) < SETS:
            found = self.allocation.solve(terms)
            if found is None:
                complete = True
                break
            some = tuple(q for q, column in self.questions.items() if round(found.values[column]) == 1)
            sets.append(some)
            self.model.row([(self.questions[q], 1.0) for q in some], upper=len(some) - 1.0)
        self.model.rollback(mark)
        self.model.upper[:] = upper
        # Sets of one size in the order of the rows, not in the solver's.
        order = {q: i for i, q in enumerate(self.questions)}
        sets.sort(key=lambda some: (len(some), [order[q] for q in some]))
        return tuple(sets), complete

    # -- what can't be
    # ---------------------------------------------------------------------------------------------------

    def hopeless(self) -> list[Part]:
        """The parts that block the root whatever is done: the lowest ones that say why."""
        flattered: Values = self.allocation.everything()
        forced = self.allocation.nothing()
        reckoning = self.allocation.reckoning((False, False), flattered, relaxed=True)
        least = self.allocation.reckoning((False, False), forced, relaxed=True)

        def can(part: Part) -> bool:
            parts = [p for p in part.parts if not p.silent]
            match part.how:
                case "rows":
                    return (least if part.limit is not None else reckoning).met(part)
                case "fixed":
                    return part.fixed[0] or (part.id, "") in self.questions
                case "any":
                    return any(can(p) for p in parts)
                case "count":
                    need = part.need[0]
                    return need is not None and sum(can(p) for p in parts) >= need
                case _:
                    return all(can(p) for p in parts)

        def blocking(part: Part) -> Iterable[Part]:
            if can(part):
                return
            below = [p for p in part.parts if not p.silent and not can(p)]
            if not below:
                yield part
            for p in below:
                yield from blocking(p)

        return [part for root in self.demands.parts for part in blocking(root)]


def _same(a: Found, b: Found) -> bool:
    return [(t.supply.kind, t.category, t.times) for t in a.taken] == [
        (t.supply.kind, t.category, t.times) for t in b.taken
    ]


def _plenty(demands: Demands) -> Number:
    """A number that no need and no limit reaches."""
    numbers: list[Number] = [1]
    for root in (*demands.categories.values(), *demands.parts):
        for part in root.walk():
            numbers += [n for n in (*part.need, part.limit) if n is not None]
            numbers += [part.test.each[1]] if part.how == "rows" and part.test.each is not None else []
    return max(numbers) + 1
