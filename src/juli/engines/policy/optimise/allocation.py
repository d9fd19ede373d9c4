"""A dossier's claims as an integer programme: columns, what feeds which clause, and solving it exactly."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from juli.engines.policy.optimise.encoding import Encoder
from juli.engines.policy.optimise.groups import Claimable, Group
from juli.engines.policy.optimise.reckoning import Feed, Reckoning
from juli.engines.policy.optimise.solver import INFINITY, Interrupted, Model, Solution, Term
from juli.engines.policy.quantities import Number

Values = Sequence[int | float]
#: Cuts against one solution after another that only floats let through; beyond this the search counts as interrupted.
ROUNDS = 200


@dataclass(frozen=True)
class Goal:
    """A whole number to make as large as possible: as terms (made when they are needed), exactly, and what it can't
    exceed."""

    encode: Callable[[], Sequence[Term]]
    exact: Callable[[Values], int]
    limit: int
    points: bool = False

    @functools.cached_property
    def terms(self) -> tuple[Term, ...]:
        """The goal as the solver sees it."""
        return tuple(self.encode())


@dataclass(slots=True)
class Allocation:
    """The integer programme of one dossier. ``high``: undecided rows are taken in; else what is possible comes after
    what is sure. ``plenty`` stands for as much as is wanted of something."""

    claimable: Claimable
    high: bool
    plenty: Number
    model: Model = field(default_factory=Model)
    columns: dict[tuple[int, int], int] = field(default_factory=dict)
    gates: dict[str, int] = field(default_factory=dict)
    encoders: dict[tuple[bool, bool], Encoder] = field(default_factory=dict)
    held: list[tuple[Goal, int]] = field(default_factory=list)
    #: How many of those held are written into the model.
    written: int = 0

    def __post_init__(self) -> None:
        self._claims()
        self._gates()
        planned = any(group.planned for group in self.claimable.groups)
        for high in (self.high,) if self.high or self.claimable.settled else (False, True):
            for done in (False, True) if planned else (False,):
                feeds = self._feeds(high=high, done=done)
                self.encoders[high, done] = Encoder(self.model, feeds, self.gates, high=high, plenty=self.plenty)

    # -- columns -----------------------------------------------------------------------------------------------------

    def _claims(self) -> None:
        for number, group in enumerate(self.claimable.groups):
            # With nowhere else to go a row stays: taking it can only help. Rows that don't exist yet need not come.
            stays = len(group.options) == 1 and group.most is None
            for i, _ in enumerate(group.options):
                self.columns[number, i] = self.model.column(float(group.size), float(group.size) if stays else 0.0)
            terms = [(column, 1.0) for column in self.columns_of(number)]
            if len(terms) > 1:
                self.model.row(terms, lower=float(group.size) if group.forced else -INFINITY, upper=float(group.size))

    def columns_of(self, number: int) -> list[int]:
        """The columns of a group, by option."""
        return [self.columns[number, i] for i, _ in enumerate(self.claimable.groups[number].options)]

    def _gates(self) -> None:
        """A column for each work of which only some may be chosen, and what it lets in."""
        gate_of: dict[str, str] = {}
        for heading in self.claimable.capped():
            for work in heading.parts:
                self.gates[work.id] = self.model.binary()
                outer = gate_of.get(heading.id)
                if outer is not None:
                    self.model.row([(self.gates[outer], 1.0), (self.gates[work.id], -1.0)], lower=0.0)
                gate_of.update((part.id, work.id) for part in work.walk())
            self.model.row([(self.gates[w.id], 1.0) for w in heading.parts], upper=float(heading.most or 0))
        if self.gates:
            for number, group in enumerate(self.claimable.groups):
                if len(group.options) > 1 or group.most is not None:
                    self._let_in(number, group, gate_of)

    def _let_in(self, number: int, group: Group, gate_of: Mapping[str, str]) -> None:
        """Claimed here only for a work that is chosen; and a stated claim leaves only when none of its works is."""
        size = float(group.size)
        pinned: list[int] = []
        keeps: set[str | None] = set()
        for i, option in enumerate(group.options):
            serves = {gate_of.get(share.leaf) for share in option.shares}
            here = self.columns[number, i]
            if option.shares and None not in serves:
                gates = sorted(self.gates[g] for g in serves if g is not None)
                self.model.row([*((g, size) for g in gates), (here, -1.0)], lower=0.0)
            if option.category == group.pinned:
                pinned.append(here)
                keeps |= serves
        for gate in sorted(keeps, key=str):
            terms = [(column, 1.0) for column in pinned]
            self.model.row([*terms, *(((self.gates[gate], -size),) if gate else ())], lower=0.0 if gate else size)

    def _feeds(self, *, high: bool, done: bool) -> dict[str, list[Feed]]:
        feeds: dict[str, list[Feed]] = {}
        for number, group in enumerate(self.claimable.groups):
            for i, option in enumerate(group.options if not (done and group.planned) else ()):
                for share in option.shares:
                    found = share.high if high else share.low
                    if found is not None:
                        feeds.setdefault(share.leaf, []).append(Feed(self.columns[number, i], group.size, found))
        return feeds

    # -- what a choice comes to --------------------------------------------------------------------------------------

    def side(self, *, high: bool, done: bool = False) -> tuple[bool, bool]:
        """The side that answers: all rows stand for those done where nothing is planned."""
        return (high, done) if (high, done) in self.encoders else (high, False)

    def reckoning(self, side: tuple[bool, bool], values: Values, *, relaxed: bool = False) -> Reckoning:
        """What ``values`` come to on one side; ``relaxed`` with every work open."""
        chosen = None if relaxed else self.chosen(values)
        return Reckoning(self.encoders[side].feeds, values, high=side[0], chosen=chosen, plenty=self.plenty)

    def chosen(self, values: Values) -> frozenset[str]:
        """The works that are chosen."""
        return frozenset(work for work, column in self.gates.items() if round(values[column]) == 1)

    def everything(self) -> list[int]:
        """Every row under every category that could use it: no assignment does better."""
        values = [0] * len(self.model.lower)
        for (number, _), column in self.columns.items():
            values[column] = self.claimable.groups[number].size
        return values

    def nothing(self) -> list[int]:
        """Only what has a single place to go is claimed."""
        return [round(lower) for lower in self.model.lower]

    def first(self) -> list[int] | None:
        """Every row under the first category that could use it: nothing is smaller. None where works are to
        be chosen.
        """
        if self.gates:
            return None
        values = self.nothing()
        for number, group in enumerate(self.claimable.groups):
            values[self.columns[number, 0]] = group.size
        return values

    def goal(
        self, encode: Callable[[], Sequence[Term]], exact: Callable[[Values, bool], int], *, points: bool = False
    ) -> Goal:
        """A goal; ``exact(values, relaxed)`` works it out."""
        return Goal(encode, lambda values: exact(values, False), exact(self.everything(), True), points)

    # -- solving -----------------------------------------------------------------------------------------------------

    def solve(self, terms: Sequence[Term], start: Values | None = None) -> Solution | None:
        """The best solution that holds when added up exactly; None when there is none.

        Raises Interrupted when the limit on work is reached with nothing in hand.
        """
        self.bind()
        known = None if start is None else tuple(start)
        for _ in range(ROUNDS):
            found = self.model.maximise(terms, known)
            if found is None:
                return None
            lacking = [(e, check) for e in self.encoders.values() for check in e.lacking(found.values)]
            if not lacking:
                return found
            for encoder, check in lacking:
                encoder.cut(check, found.values)
            known = None
        raise Interrupted

    def hold(self, goal: Goal, value: int) -> None:
        """From here on no solution may do worse on ``goal``."""
        self.held.append((goal, value))

    def fix(self, values: Values) -> None:
        """From here on every row stays where it is in ``values``."""
        for column in self.columns.values():
            self.model.lower[column] = self.model.upper[column] = float(round(values[column]))

    def bind(self) -> None:
        """Write what is held into the model, as late as possible: often nothing has to be solved at all."""
        for goal, value in self.held[self.written :]:
            self.model.row(goal.terms, lower=value - 0.5)
        self.written = len(self.held)

    def keeps(self, values: Values) -> bool:
        """Whether ``values`` reach, exactly, everything that is held."""
        return all(goal.exact(values) >= value for goal, value in self.held)
