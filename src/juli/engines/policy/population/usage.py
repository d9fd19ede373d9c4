"""What a programme asks of rows and of the record: which kinds, fields, values, thresholds and windows its clauses
read.

The generator places values around all of them, so that a generated population straddles every threshold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from juli.engines.policy.filters.syntax import And, Compare, Expression, In, Name, Not, Or, Scalar, Value, Values
from juli.engines.policy.quantities import Number, Unstated
from juli.engines.policy.rules import Aggregate, Clause, Holds, Judged, KOf, Programme, Spacing
from juli.engines.policy.vocabulary import ANY_KIND, MANY, ORGANISATION_KIND, Field

#: Rows for each organisation, about; how a plan's numbers are shared out over them.
_ROWS = 5


@dataclass(slots=True)
class Asked:
    """What is asked of one field: the values it is held against, and the numbers it is added up to.

    ``rare`` are values that only count against an organisation.
    """

    values: set[Scalar] = field(default_factory=set)
    reach: set[Number] = field(default_factory=set)
    rare: set[Scalar] = field(default_factory=set)


@dataclass(slots=True)
class KindUse:
    """What is asked of the rows of one kind, by how many clauses. ``need`` is the largest number of rows that one
    counts.
    """

    kind: str
    clauses: int = 0
    fields: dict[str, Asked] = field(default_factory=lambda: defaultdict(Asked))
    need: Number = 1
    windows: set[tuple[str, str | None]] = field(default_factory=set)
    spacings: set[Spacing] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    planned: bool = False
    evidence: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Usage:
    """What is asked of everything. ``judged`` are the clauses that a person answers once per organisation."""

    kinds: Mapping[str, KindUse]
    record: Mapping[str, Asked]
    judged: tuple[str, ...]


def usage(programme: Programme, organisations: int = 1) -> Usage:
    """Collect what the clauses and lists of ``programme`` read, kinds in the vocabulary's order.

    A plan's numbers are those of all ``organisations`` together; each does its part.
    """
    kinds: dict[str, KindUse] = {}
    fields = {name: kind.fields for name, kind in programme.vocabulary.kinds.items()}
    record: dict[str, Asked] = defaultdict(Asked)
    judged: list[str] = []
    for clause in programme.clauses.values():
        test = clause.test
        if isinstance(test, Aggregate):
            if programme.what == "plan":
                clause = _part(clause, test, programme, organisations)
            _aggregate(test, clause, kinds, fields)
            _everybody(test, clause, record, judged, kinds, programme)
        elif isinstance(test, Holds):
            _filter(test.where.expression, record)
        elif isinstance(test, Judged) or (isinstance(test, KOf) and test.or_judged is not None):
            judged.append(clause.id)
    for named in programme.lists.values():
        if named.reads is not None:
            _aggregate(Aggregate("distinct", (named.reads,), named.within, where=named.where), None, kinds, fields)
    for attachment in programme.attachments:
        if attachment.each_of is not None:
            _aggregate(attachment.each_of, None, kinds, fields)
    order = [k for k in programme.vocabulary.kinds if k in kinds]
    return Usage({k: kinds[k] for k in order}, record, tuple(judged))


def _part(clause: Clause, test: Aggregate, programme: Programme, organisations: int) -> Clause:
    """A clause over everybody as one row's part: an organisation has few rows of a kind, over the years of a window."""
    tests = [c.test for c in programme.clauses.values() if isinstance(c.test, Aggregate)]
    kinds = {r.kind for t in tests for r in t.reads} | {k for t in tests for k in _kinds_named(t, programme)}
    window = programme.windows.get(test.within or "")
    years = 1
    if window is not None and window.each_year and window.start and isinstance(window.end, str):
        years = int(window.end[:4]) - int(window.start[:4]) + 1
    rows = Decimal(organisations * _ROWS * len(test.reads)) / len(kinds)

    def part(number: Number | Unstated | None) -> Number | Unstated | None:
        return number if not isinstance(number, int | Decimal) else max(1, int(number * years / rows))

    bound = clause.bound
    parted = replace(bound, at_least=part(bound.at_least), at_most=part(bound.at_most), up_to=part(bound.up_to))
    return replace(clause, bound=parted)


def _everybody(
    test: Aggregate,
    clause: Clause,
    record: dict[str, Asked],
    judged: list[str],
    kinds: dict[str, KindUse],
    programme: Programme,
) -> None:
    """What is asked of organisations as such, and of any kind of achievement."""
    for reading in test.reads:
        if reading.kind == ORGANISATION_KIND:
            if test.where is not None:
                _filter(test.where.expression, record)
            if reading.field is not None:
                record[reading.field].values.update(())
            if clause.split_by is not None:
                record[clause.split_by].values.update(_listed(programme, clause.split_by))
            if test.judge is not None:
                judged.append(clause.id)
        elif reading.kind == ANY_KIND:
            for kind in _kinds_named(test, programme):
                use = kinds.setdefault(kind, KindUse(kind))
                if test.within is not None:
                    use.windows.add((test.within, test.dated))
        elif clause.split_by is not None and reading.kind in kinds:
            kinds[reading.kind].fields[clause.split_by].values.update(())


def _kinds_named(test: Aggregate, programme: Programme) -> list[str]:
    """The kinds that a test over any kind asks for by name."""
    if test.where is None or all(r.kind != ANY_KIND for r in test.reads):
        return []
    named = [str(value) for name, value in _compared(test.where.expression) if name == "kind"]
    return [kind for kind in named if kind in programme.vocabulary.kinds]


def _listed(programme: Programme, field: str) -> Iterator[str]:
    """What a plan lists under the name of a field."""
    yield from (item.label.zh for item in programme.items if item.group == field and item.label is not None)


def _aggregate(
    test: Aggregate, clause: Clause | None, kinds: dict[str, KindUse], fields: Mapping[str, Mapping[str, Field]]
) -> None:
    for reading in test.reads:
        if reading.kind in (ANY_KIND, ORGANISATION_KIND):
            continue
        use = kinds.setdefault(reading.kind, KindUse(reading.kind))
        use.clauses += 1
        bound = _bound(clause)
        listed = reading.field is not None and fields[reading.kind][reading.field].type in MANY
        if reading.field is not None:
            asked = use.fields[reading.field]
            if bound is not None and (test.how in ("sum", "max") or listed):
                asked.reach.add(bound)
        if bound is not None and test.how in ("count", "distinct", "longest_run") and not listed:
            use.need = max(use.need, bound)
        if test.each is not None:
            use.fields[test.each[0]].reach.add(test.each[1])
        _filters(test, clause, use)
        if test.within is not None:
            use.windows.add((test.within, test.dated))
        if test.apart is not None:
            use.spacings.add(test.apart)
        if test.judge is not None and clause is not None:
            use.judged.add(clause.id)
        use.planned = use.planned or test.rows != "done"
        if clause is not None:
            use.evidence.update(name for entry in clause.evidence for name in entry)


def _filters(test: Aggregate, clause: Clause | None, use: KindUse) -> None:
    """What the filters of a test compare."""
    if test.where is not None:
        _filter(test.where.expression, use.fields, against=clause is not None and clause.bound.at_most is not None)
    if test.judge is not None and clause is not None and test.judge.known is not None:
        _filter(test.judge.known.expression, use.fields)


def _bound(clause: Clause | None) -> Number | None:
    if clause is None:
        return None
    for bound in (clause.bound.at_least, clause.bound.up_to, clause.bound.at_most):
        if isinstance(bound, int | Decimal) and bound > 0:
            return bound
    return None


def _filter(node: Expression, into: dict[str, Asked], *, against: bool = False) -> None:
    for name, value in _compared(node):
        asked = into[name]
        if value is not None:
            asked.values.add(value)
            if against:
                asked.rare.add(value)


def _compared(node: Expression) -> Iterator[tuple[str, Scalar | None]]:
    """Every field a filter reads, with each value it is held against."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _compared(part)
        case Not(part):
            yield from _compared(part)
        case Compare(_, left, right) | In(left, right):
            names = [side.name for side in (left, right) if isinstance(side, Name)]
            for name in names:
                yield name, None
                for side in (left, right):
                    if isinstance(side, Value):
                        yield name, side.value
                    elif isinstance(side, Values):
                        yield from ((name, v) for v in side.values)
        case Name(name):
            yield name, True
