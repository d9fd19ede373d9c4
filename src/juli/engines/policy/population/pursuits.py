"""What organisations set out to do: for each clause over rows, how many of them, and how many rows that takes.

Read off the programme's own structure: conditions are held by nearly all, one of many ways by few, and whoever goes
for one part of an ``all_of`` goes for the others too, with the same effort.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from juli.engines.policy.filters.implication import compare
from juli.engines.policy.filters.syntax import And, Expression, In, Name, Not, Or
from juli.engines.policy.population.solutions import Solution, Wanted, merged, solutions
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Aggregate, AllOf, AnyOf, Clause, KOf, Programme
from juli.engines.policy.vocabulary import ANY_KIND, MANY, ORGANISATION_KIND

#: The share of organisations that go for: a condition, a category, what a track promises.
CONDITION, CATEGORY, PROMISE = 0.95, 0.62, 0.42
#: Fewer than this never go for a clause, or moving its number would move nobody: where one row is enough, and where
#: many of those who go for it don't get there.
_FEWEST_SURE, _FEWEST = 0.12, 0.16
#: How many more go for what has several parts, for each of them, and how many at most.
_EVERY, _MOST = 0.15, 0.75
#: Rows for each organisation that are done for categories, at most, while nothing is gone for by too few.
BUDGET = 11
#: How many of a hundred rows done for a clause surely count; fewer where a person is asked.
_RELIABLE, _JUDGED = 93, 62
#: The effort of those who go for something, in percent of what is asked; strong organisations make more of it.
LEAST_EFFORT, EFFORTS, STRENGTH = 54, 61, 40
_MOST_ROWS = 400
#: Stands for a number of the dossier's own that is to be passed.
_BASELINE = 8


@dataclass(frozen=True, slots=True)
class Pursuit:
    """One clause gone for, by a ``share`` of organisations; ``front`` is the clause above that is gone for as a whole.

    ``need`` rows are asked for. ``totals`` are the fields whose values are to add up to something, over those rows;
    ``names`` the field whose values have to differ. ``listed``: the values also have to be on a named list.
    """

    clause: str
    test: Aggregate
    kind: str
    need: int
    share: float
    front: str
    ways: tuple[Solution, ...]
    condition: bool = False
    promised: bool = False
    totals: tuple[tuple[str, Number], ...] = ()
    names: str | None = None
    listed: bool = False

    def rows(self, effort: int) -> int:
        """How many rows an effort (in percent) makes."""
        return max(1, min(_MOST_ROWS, (self.need * effort + self._counting // 2) // self._counting))

    def rows_of(self, effort: str) -> str:
        """The same as an expression in SQL."""
        counting = self._counting
        return f"greatest(1, least({_MOST_ROWS}, ({self.need} * {effort} + {counting // 2}) // {counting}))"

    @property
    def expected(self) -> float:
        """Its rows for each organisation, about."""
        efforts = range(LEAST_EFFORT, LEAST_EFFORT + EFFORTS)
        more = STRENGTH * 3 // 4
        return self.share * sum(self.rows(e + more) for e in efforts) / EFFORTS

    def fewer(self, percent: int) -> Pursuit:
        """The same, gone for by a part of those; what has to be met, or is promised, by as many."""
        if self.condition or self.promised:
            return self
        sure = self.need == 1 and not self.totals and not self.listed and self.test.judge is None
        fewest = _FEWEST_SURE if sure else _FEWEST
        return replace(self, share=min(self.share, max(fewest, self.share * percent / 100)))

    @property
    def _counting(self) -> int:
        return _RELIABLE if self.test.judge is None else _JUDGED


def pursuits(programme: Programme) -> Mapping[str, tuple[Pursuit, ...]]:
    """What is gone for, by the kind whose rows it takes. Plans are nobody's own: their numbers are everybody's."""
    found: list[Pursuit] = []
    if programme.what == "call":
        conditions = [*programme.applicants.conditions, *(c for t in programme.tracks for c in t.conditions)]
        promises = [*programme.commitments, *programme.targets, *(c for t in programme.tracks for c in t.targets)]
        tops = [(c, CONDITION) for c in conditions]
        tops += [(c, CATEGORY) for c in (*programme.categories, *filter(None, [programme.qualification]))]
        tops += [(c, PROMISE) for c in promises]
        seen: set[str] = set()
        for clause, share in tops:
            new = [one for one in _below(programme, clause, share, None) if one.clause not in seen]
            found += [replace(one, promised=share == PROMISE) for one in new]
            seen |= {one.clause for one in found}
    by_kind: dict[str, list[Pursuit]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    return _within_budget({kind: tuple(_joined(ones, programme)) for kind, ones in by_kind.items()})


def _within_budget(found: Mapping[str, tuple[Pursuit, ...]]) -> Mapping[str, tuple[Pursuit, ...]]:
    """Categories gone for by fewer, where all that is gone for would come to too many rows."""
    for percent in range(100, -1, -5):
        scaled = {kind: tuple(one.fewer(percent) for one in ones) for kind, ones in found.items()}
        if sum(one.expected for ones in scaled.values() for one in ones if not one.promised) <= BUDGET:
            return scaled
    return scaled


def _below(programme: Programme, clause: Clause, share: float, front: str | None) -> Iterator[Pursuit]:
    test = clause.test
    if isinstance(test, Aggregate):
        yield from _own(programme, clause, test, share, front or clause.id)
    elif isinstance(test, AnyOf):
        # So many ways lead there that each is taken by few.
        each = share if share == CONDITION else max(_FEWEST, 1 - (1 - share) ** (1 / len(test.children)))
        for child in test.children:
            yield from _below(programme, child, each, None)
    elif isinstance(test, KOf):
        for child in test.children if test.refers is None else ():
            yield from _below(programme, child, share, None)
    else:
        if isinstance(test, AllOf) and share < CONDITION:
            # Not everybody gets there with everything.
            share = min(_MOST, share * (1 + _EVERY * (len(test.children) - 1)))
        for child in clause.children:
            yield from _below(programme, child, share, front or clause.id)


def _own(programme: Programme, clause: Clause, test: Aggregate, share: float, front: str) -> Iterator[Pursuit]:
    number = clause.bound.at_least if clause.bound.baseline is None else _BASELINE
    if not isinstance(number, int | Decimal) or number <= 0 or test.whose != "organisation":
        return
    ways = solutions(None if test.where is None else test.where.expression)
    # Of several kinds added up, the first one is enough.
    for reading in test.reads[:1]:
        if reading.kind in (ANY_KIND, ORGANISATION_KIND):
            continue
        one = Pursuit(clause.id, test, reading.kind, int(number), share, front, ways, share == CONDITION)
        lists = [
            programme.lists[n] for n in _named(test.where.expression if test.where else None) if n in programme.lists
        ]
        lists = [n for n in lists if n.reads is not None and n.reads.kind in programme.vocabulary.kinds]
        one = replace(one, listed=bool(lists))
        fields = programme.vocabulary.kinds[reading.kind].fields
        if test.each is not None:
            # Every value has to reach a total of its own.
            name, each = test.each
            enough = {name: Wanted(least=each)}
            yield replace(one, names=reading.field, ways=tuple(merged(way, enough) or way for way in ways))
        elif test.how in ("sum", "max") or (reading.field is not None and fields[reading.field].type in MANY):
            yield replace(one, need=1 if test.how == "max" else 2, totals=((str(reading.field), number),))
        else:
            yield replace(one, names=reading.field if test.how == "distinct" else None)
        for named in lists:
            if named.reads is not None:
                # Whoever is to count under the clause has to be on the list first.
                yield replace(
                    one,
                    clause=f"{clause.id}/{named.id}",
                    test=Aggregate("distinct", (named.reads,), named.within, where=named.where),
                    kind=named.reads.kind,
                    ways=solutions(None if named.where is None else named.where.expression),
                    totals=(),
                    names=named.reads.field,
                )


def _named(node: Expression | None) -> Iterator[str]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _named(part)
        case Not(part):
            yield from _named(part)
        case In(_, Name(name)):
            yield name


def _joined(ones: list[Pursuit], programme: Programme) -> Iterator[Pursuit]:
    """Rows done for one clause of a front count for the next one too, where it asks no more of a row."""
    fields = programme.vocabulary.kinds[ones[0].kind].fields
    kept: list[Pursuit] = []
    for one in sorted(ones, key=lambda o: (bool(o.totals), -_asks(o))):
        for i, other in enumerate(kept):
            if other.front == one.front and _counts(other, one, fields):
                own = dict(other.totals)
                own.update((n, t) for n, t in one.totals if n not in own or own[n] < t)
                kept[i] = replace(other, totals=tuple(own.items()), names=other.names or one.names)
                one = replace(one, need=0 if one.totals else one.need - other.need)
                break
        if one.need > 0:
            kept.append(one)
    yield from sorted(kept, key=lambda o: list(programme.clauses).index(o.clause.split("/")[0]))


def _counts(done: Pursuit, asked: Pursuit, fields: Mapping[str, object]) -> bool:
    """Whether every row done for one clause counts under another."""
    a, b = done.test, asked.test
    if (a.within, a.dated, a.rows) != (b.within, b.dated, b.rows) or b.apart not in (None, a.apart):
        return False
    if b.judge is not None and a.judge != b.judge:
        return False
    if b.where is None:
        return True
    return a.where is not None and compare(b.where.expression, a.where.expression, fields) in ("same", "narrower")  # type: ignore[arg-type]


def _asks(one: Pursuit) -> int:
    """How much a clause asks of a row, roughly."""
    return max(len(way) for way in one.ways)
