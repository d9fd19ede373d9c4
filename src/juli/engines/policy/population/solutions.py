"""What a row needs to pass a filter: each way of passing it, as what is wanted of its fields.

The generator writes rows from these, so that a population has some that count under clauses of any programme.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from juli.engines.policy.filters.syntax import And, Compare, Expression, In, Name, Not, Or, Scalar, Value, Values
from juli.engines.policy.quantities import Number

#: So many ways of passing one filter are kept.
MOST = 8
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of one field: one ``among`` some values and none of ``without``; a number or a day from ``least``
    to ``most``; a yes or no; ``members`` of a list; more than the field ``above``, less than the field ``below``.
    """

    among: frozenset[Scalar] | None = None
    without: frozenset[Scalar] = frozenset()
    least: Number | dt.date | None = None
    most: Number | dt.date | None = None
    yes: bool | None = None
    members: frozenset[str] = frozenset()
    above: str | None = None
    below: str | None = None

    def also(self, other: Wanted) -> Wanted | None:
        """Both at once; None where they exclude one another."""
        among = self.among if other.among is None else (other.among if self.among is None else self.among & other.among)
        without = self.without | other.without
        if among is not None:
            among -= without
            if not among:
                return None
        if None not in (self.yes, other.yes) and self.yes != other.yes:
            return None
        least = _further(self.least, other.least, greatest=True)
        most = _further(self.most, other.most, greatest=False)
        if least is not None and most is not None and least > most:  # type: ignore[operator]
            return None
        return Wanted(
            among,
            without,
            least,
            most,
            self.yes if other.yes is None else other.yes,
            self.members | other.members,
            self.above or other.above,
            self.below or other.below,
        )


Solution = Mapping[str, Wanted]


def solutions(node: Expression | None) -> tuple[Solution, ...]:
    """Some ways to pass a filter; no filter is passed by anything. A comparison that can't be steered, such as one
    with a named list, asks for nothing."""
    return ({},) if node is None else tuple(_ways(node, True)[:MOST])


def merged(found: Solution, other: Solution) -> Solution | None:
    """Both solutions at once; None where they exclude one another."""
    out = dict(found)
    for name, wanted in other.items():
        both = out[name].also(wanted) if name in out else wanted
        if both is None:
            return None
        out[name] = both
    return out


def _ways(node: Expression, passes: bool) -> list[Solution]:
    match node:
        case Not(part):
            return _ways(part, not passes)
        case And(parts) | Or(parts):
            every = [_ways(part, passes) for part in parts]
            if isinstance(node, Or) == passes:
                return [way for ways in every for way in ways]
            out: list[Solution] = [{}]
            for ways in every:
                out = [both for a in out for b in ways if (both := merged(a, b)) is not None][:MOST]
            return out
        case Name(name):
            return [{name: Wanted(yes=passes)}]
        case In(left, right):
            return [_member(left, right, passes)]
        case Compare(op, left, right):
            return [_compared(op if passes else _OPPOSITE[op], left, right)]
    return [{}]


def _member(left: Expression, right: Expression, passes: bool) -> Solution:
    if isinstance(left, Name) and isinstance(right, Values):
        values = frozenset(right.values)
        return {left.name: Wanted(among=values) if passes else Wanted(without=values)}
    if isinstance(left, Value) and isinstance(right, Name) and passes:
        return {right.name: Wanted(members=frozenset({str(left.value)}))}
    return {}


def _compared(op: str, left: Expression, right: Expression) -> Solution:
    if isinstance(left, Value) and isinstance(right, Name):
        return _compared(_MIRRORED[op], right, left)
    if isinstance(left, Name) and isinstance(right, Name):
        more = op in (">", ">=")
        if more or op in ("<", "<="):
            high, low = (left.name, right.name) if more else (right.name, left.name)
            return {high: Wanted(above=low), low: Wanted(below=high)}
        return {}
    if not (isinstance(left, Name) and isinstance(right, Value)):
        return {}
    return {left.name: _against(op, right.value)}


def _against(op: str, value: Scalar) -> Wanted:
    if isinstance(value, bool):
        return Wanted(yes=value == (op == "=="))
    if op == "!=":
        return Wanted(without=frozenset({value}))
    if isinstance(value, str):
        return Wanted(among=frozenset({value}))
    step: Number | dt.timedelta = dt.timedelta(days=1) if isinstance(value, dt.date) else 1
    bounds = {
        "==": (value, value),
        ">=": (value, None),
        ">": (value + step, None),  # type: ignore[operator]
        "<=": (None, value),
        "<": (None, value - step),  # type: ignore[operator]
    }
    least, most = bounds[op]
    return replace(Wanted(), least=least, most=most)


def _further(a: Number | dt.date | None, b: Number | dt.date | None, *, greatest: bool) -> Number | dt.date | None:
    if a is None or b is None:
        return b if a is None else a
    return (max if greatest else min)(a, b)


def size(value: Number | dt.date | None) -> int | None:
    """A wanted number as a whole one."""
    return int(value) if isinstance(value, int | Decimal) else None
