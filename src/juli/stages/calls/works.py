"""One achievement as a line of the board: what it is called, when it was, the numbers that matter to the clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from juli.engines.policy import describe
from juli.engines.policy.dossier import Row
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.filters.syntax import And, Compare, Expression, In, Name, Not, Or
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, Clause, Evidence
from juli.engines.policy.vocabulary import OPEN_WHEN_EMPTY, Field, Kind, Vocabulary

#: More numbers than these would crowd the line.
FACTS = 3


class Work(NamedTuple):
    """An achievement under a clause. ``pending``: whether it counts is undecided; ``waits``: because a person must say;
    ``unknown``: because these fields are empty; ``lacks``: evidence that is not there; ``own``: an achievement, not a
    record of standing."""

    id: str
    title: Label
    kind: Label
    when: str
    planned: bool
    pending: bool
    waits: bool
    facts: tuple[Label, ...]
    unknown: tuple[Label, ...]
    lacks: tuple[Label, ...]
    own: bool


def work(row: Row, clause: Clause, vocabulary: Vocabulary, *, pending: bool, waits: bool, lacks: Evidence = ()) -> Work:
    """An achievement as it stands under ``clause``."""
    kind = vocabulary.kinds[row.kind]
    read = list(dict.fromkeys(_read(clause, row.kind)))
    fields = [kind.fields[name] for name in read if name in kind.fields]
    facts = [said for f in fields if (said := fact(f, row.values.get(f.name))) is not None]
    counted = {r.field for r in clause.test.reads} if isinstance(clause.test, Aggregate) else set()
    unknown = [f.label for f in fields if (pending or f.name in counted) and _is_unknown(f, row)]
    names = vocabulary.evidence
    return Work(
        row.id,
        title(row, kind),
        kind.label,
        when(row),
        row.planned,
        pending,
        waits,
        tuple(facts[:FACTS]),
        () if waits else tuple(unknown),
        tuple(Label("或".join(names[n].zh for n in e), " or ".join(names[n].en for n in e)) for e in lacks),
        not kind.is_standing,
    )


def _is_unknown(field: Field, row: Row) -> bool:
    """Whether nobody has stated a value; an empty text or list states that there is none."""
    value = row.values.get(field.name)
    return value is UNKNOWN or (value is None and field.type in OPEN_WHEN_EMPTY)


def title(row: Row, kind: Kind) -> Label:
    """What a row is called: its title; else, as records of standing have none, its kind and the first thing it says."""
    own = row.values.get("title")
    if own:
        return Label.both(str(own))
    for name, field in kind.fields.items():
        value = row.values.get(name)
        if isinstance(value, str) and value:
            said = field.choices.get(value, Label.both(value))
            return Label(f"{kind.label.zh}：{said.zh}", f"{kind.label.en}: {said.en}")
    return kind.label


def when(row: Row) -> str:
    """The day of a row, its span, or its year, as written."""
    start, end, year = (row.values.get(name) for name in ("date", "until", "year"))
    if isinstance(start, dt.date):
        return f"{start.isoformat()} – {end.isoformat()}" if isinstance(end, dt.date) else start.isoformat()
    return str(year) if isinstance(year, int) else ""


def fact(field: Field, value: object) -> Label | None:
    """A number of a row in words; None for what isn't a number."""
    if isinstance(value, tuple):
        return describe_number(field, len(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or field.type == "year":
        return None
    return describe_number(field, value)


def describe_number(field: Field, value: int | Decimal) -> Label:
    """``参与人数 132 人``."""
    unit = field.unit or (Label("元", "yuan") if field.type == "money" else None)
    n = describe.number_words(value, unit)
    return Label(f"{field.label.zh} {n.zh}", f"{field.label.en.lower()}: {n.en}")


def _read(clause: Clause, kind: str) -> Iterator[str]:
    """The fields of a kind that a clause reads, its own first."""
    test = clause.test
    if not isinstance(test, Aggregate):
        return
    yield from (r.field for r in test.reads if r.field is not None and r.kind == kind)
    if test.where is not None:
        yield from _names(test.where.expression)
    yield from (name for name, _ in test.about)


def _names(node: Expression) -> Iterator[str]:
    match node:
        case Name(name):
            yield name
        case And(parts) | Or(parts):
            for part in parts:
                yield from _names(part)
        case Not(part):
            yield from _names(part)
        case Compare(_, left, right) | In(left, right):
            yield from _names(left)
            yield from _names(right)
        case _:
            return
