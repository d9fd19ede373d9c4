"""Which kinds, and which fields of them, the clauses of a programme read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from juli.engines.policy.filters.syntax import And, Compare, Expression, In, Name, Not, Or, Values
from juli.engines.policy.rules import Aggregate, Clause, Duty, Holds, KOf, Programme
from juli.engines.policy.vocabulary import ANY_KIND, ORGANISATION_KIND

Readers = Mapping[str, Mapping[str, tuple[Clause, ...]]]
#: The field under which clauses stand that read a kind's dates.
DATE = "date"


def readers(programme: Programme) -> Readers:
    """For each kind in the vocabulary's order, for each field, the clauses that read it ("" for the kind itself)."""
    out: dict[str, dict[str, dict[str, Clause]]] = {}
    for clause in programme.clauses.values():
        for kind, field in _reads(clause, programme):
            out.setdefault(kind, {}).setdefault(field, {})[clause.id] = clause
    return {
        kind: {field: tuple(clauses.values()) for field, clauses in out[kind].items()}
        for kind in programme.vocabulary.kinds
        if kind in out and kind not in (ANY_KIND, ORGANISATION_KIND)
    }


def record_readers(programme: Programme) -> Mapping[str, tuple[Clause, ...]]:
    """The clauses that read each field of the applicant's own record."""
    out: dict[str, dict[str, Clause]] = {}
    for clause in programme.clauses.values():
        names: set[str] = set()
        if isinstance(clause.test, Holds):
            names = set(names_in(clause.test.where.expression))
        spacing = getattr(clause.test, "spacing", None)
        if spacing is not None:
            names = {spacing.start, spacing.end} & set(programme.vocabulary.organisation)
        for name in names:
            out.setdefault(name, {})[clause.id] = clause
    return {name: tuple(found.values()) for name, found in out.items()}


def judged(programme: Programme) -> tuple[Clause, ...]:
    """The clauses that a person answers, in the file's order."""
    return tuple(c for c in programme.clauses.values() if _asks(c))


def _asks(clause: Clause) -> bool:
    if isinstance(clause.test, KOf):
        return clause.test.or_judged is not None
    return getattr(clause.test, "judge", None) is not None


def _reads(clause: Clause, programme: Programme) -> Iterator[tuple[str, str]]:
    attachment = next((a for a in programme.attachments if a.clause is clause and a.each_of is not None), None)
    test = attachment.each_of if attachment is not None else clause.test
    duty = next((d for d in _duties(programme) if d.clause is clause), None)
    if duty is not None:
        yield from ((kind, name) for kind in duty.of for name in ("", "published"))
    if not isinstance(test, Aggregate):
        return
    kinds = [r.kind for r in test.reads]
    if ANY_KIND in kinds:
        kinds += _kinds_named(test)
    fields = {"": None} | dict.fromkeys(_fields(test, clause))
    for kind in kinds:
        for field in fields:
            if not field or field in programme.vocabulary.kinds[kind].fields:
                yield kind, field
    for name in _lists(test, programme):
        reading = programme.lists[name].reads
        if reading is not None:
            yield reading.kind, reading.field or ""
            where = programme.lists[name].where
            yield from ((reading.kind, n) for n in (names_in(where.expression) if where else ()))


def _duties(programme: Programme) -> Iterator[Duty]:
    yield from programme.duties
    for track in programme.tracks:
        yield from track.duties


def _fields(test: Aggregate, clause: Clause) -> Iterator[str]:
    yield from (r.field for r in test.reads if r.field)
    for found in (test.where, test.judge.known if test.judge else None):
        if found is not None:
            yield from names_in(found.expression)
    if test.within is not None:
        yield test.dated or DATE
    if test.judge is not None and test.judge.record:
        yield test.judge.record
    if test.apart is not None:
        yield from (test.apart.start, test.apart.end)
    if test.each is not None:
        yield test.each[0]
    yield from (name for name, _ in test.about)
    if clause.split_by:
        yield clause.split_by


def _lists(test: Aggregate, programme: Programme) -> Iterator[str]:
    if test.where is not None:
        yield from (n for n in names_in(test.where.expression) if n in programme.lists)


def _kinds_named(test: Aggregate) -> list[str]:
    """The kinds that a filter over any kind picks."""
    out: list[str] = []
    for node in _walk(test.where.expression) if test.where else ():
        if isinstance(node, In) and node.left == Name("kind", getattr(node.left, "offset", 0)):
            out += [str(v) for v in node.right.values] if isinstance(node.right, Values) else []
    return out


def names_in(expression: Expression) -> Iterator[str]:
    """The fields and lists that a filter names."""
    for node in _walk(expression):
        if isinstance(node, Name):
            yield node.name


def _walk(node: Expression) -> Iterator[Expression]:
    yield node
    match node:
        case And(parts) | Or(parts):
            below: tuple[Expression, ...] = parts
        case Not(part):
            below = (part,)
        case Compare(_, left, right) | In(left, right):
            below = (left, right)
        case _:
            below = ()
    for part in below:
        yield from _walk(part)
