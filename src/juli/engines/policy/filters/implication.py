"""Whether one filter asks at least as much as another, decided on every combination of values that can matter.

Filters only compare fields with the constants that they name, so it is enough to try, for each field, those constants
and values on either side of them: exact, without a theorem prover.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from juli.engines.policy.dossier import Bare
from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.filters.syntax import And, Compare, Expression, In, Name, Not, Or, Scalar, Value, Values
from juli.engines.policy.vocabulary import Field

Relation = Literal["same", "narrower", "wider", "other"]
#: Combinations tried before giving up; past this the relation is reported as "other".
MOST = 200_000
_ELSE = "\0other"


def compare(old: Expression | None, new: Expression | None, fields: Mapping[str, Field]) -> Relation:
    """How ``new`` relates to ``old``: ``narrower`` lets strictly less pass, ``wider`` strictly more, ``other`` is
    neither (or too many combinations to tell)."""
    if old == new:
        return "same"
    constants: dict[str, set[Any]] = {}
    lists: set[str] = set()
    for expression in (old, new):
        if expression is not None:
            _collect(expression, fields, constants, lists)
    values = {name: list(_candidates(fields[name], found)) for name, found in constants.items()}
    total = 1
    for found in values.values():
        total *= len(found)
    if total > MOST:
        return "other"
    known = {name: (frozenset({_ELSE}), frozenset({_ELSE})) for name in lists}
    before, after = compile_filter(old, fields), compile_filter(new, fields)
    lost = gained = False
    for combination in itertools.product(*values.values()):
        record = {n: v for n, v in zip(values, combination, strict=True) if v is not None}
        a, b = before(record, known), after(record, known)
        lost = lost or (a is True and b is not True)
        gained = gained or (b is True and a is not True)
        if lost and gained:
            return "other"
    return "narrower" if lost else ("wider" if gained else "same")


def _collect(node: Expression, fields: Mapping[str, Field], out: dict[str, set[Any]], lists: set[str]) -> None:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                _collect(part, fields, out, lists)
        case Not(part):
            _collect(part, fields, out, lists)
        case Name(name) if name in fields:
            out.setdefault(name, set())
        case Compare(_, left, right) | In(left, right):
            _pair(left, right, fields, out, lists)
            _pair(right, left, fields, out, lists)
        case _:
            pass


def _pair(
    side: Expression, other: Expression, fields: Mapping[str, Field], out: dict[str, set[Any]], lists: set[str]
) -> None:
    if not isinstance(side, Name):
        return
    if side.name not in fields:
        lists.add(side.name)
        return
    found = out.setdefault(side.name, set())
    if isinstance(other, Value):
        found.add(other.value)
    elif isinstance(other, Values):
        found.update(other.values)
    elif isinstance(other, Name) and fields[side.name].type in ("integer", "money", "year"):
        found.update((1, 2))


def _candidates(field: Field, constants: set[Scalar]) -> Iterator[Any]:
    """Values of a field that any of the comparisons can tell apart; None is an empty field."""
    if field.type == "boolean":
        yield from (True, False)
    elif field.type == "choice":
        yield from (*field.choices, None)
    elif field.type in ("choices", "references", "links"):
        yield from _lists(field, constants)
    elif field.type in ("text", "reference"):
        yield from (*sorted({str(c) for c in constants} - {""}), _ELSE, None)
    elif field.type == "date":
        days = {c for c in constants if isinstance(c, dt.date)} or {dt.date(2000, 1, 1)}
        yield from sorted({d + dt.timedelta(days=i) for d in days for i in (-1, 0, 1)})
    else:
        step = Decimal("0.01") if field.type == "money" else 1
        numbers = {c for c in constants if isinstance(c, int | Decimal)} or {0}
        yield from sorted({max(Decimal(0), Decimal(n) + i * step) for n in numbers for i in (-1, 0, 1)})


def _lists(field: Field, constants: set[Scalar]) -> Iterator[Any]:
    """Every subset of the names asked for; where the size is asked for, sizes around it."""
    names = sorted({str(c) for c in constants if isinstance(c, str)})
    pairs = field.type == "links"
    for size in range(len(names) + 1):
        for subset in itertools.combinations(names, size):
            yield tuple((name, "", None) for name in subset) if pairs else subset
    for number in sorted(int(c) for c in constants if isinstance(c, int | Decimal) and not isinstance(c, bool)):
        yield from (Bare(max(0, number - 1)), Bare(number), Bare(number + 1))
