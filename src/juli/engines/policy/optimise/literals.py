"""What a row must be for a clause to read it, as alternatives of plain conditions on its fields.

A filter becomes a disjunction of conjunctions; windows, spacings and the presence of a field are conditions too. Each
condition can be met by choosing values, so that ``shapes`` can ask whether one row could serve several clauses at once.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from juli.engines.policy.filters.syntax import And, Compare, Comparison, Expression, In, Name, Not, Or, Value, Values
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Spacing
from juli.engines.policy.vocabulary import MANY, OPEN_WHEN_EMPTY, Field
from juli.engines.policy.windows import Interval


@dataclass(frozen=True, slots=True)
class Compared:
    """A number (the size, where a field holds many) or a date against a constant."""

    field: str
    op: Literal["<", "<=", ">", ">=", "=="]
    value: Number | dt.date


@dataclass(frozen=True, slots=True)
class Among:
    """A text is, or is not, one of some; ``""`` stands for an empty field."""

    field: str
    values: frozenset[Any]
    inside: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes/no field."""

    field: str
    value: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Two fields of the row compared."""

    left: str
    op: Literal["<", "<=", "==", "!="]
    right: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A field that holds many has, or lacks, a value: a constant, or what another field says."""

    field: str
    value: Any
    other: str | None
    inside: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A field's value is, or is not, in a named list."""

    field: str
    name: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Present:
    """A field whose emptiness is an answer is given, or left empty."""

    field: str
    given: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """The row lies in a window, by its own dates (``field`` None) read as its kind's ``span`` says, or by one field."""

    interval: Interval
    field: str | None
    span: Literal["event", "state", "period"]


@dataclass(frozen=True, slots=True)
class Spaced:
    """Two dates lie far enough apart, or surely don't."""

    spacing: Spacing
    far: bool


Condition = Compared | Among | Flag | Related | Holding | Listed | Present | Dated | Spaced
Conjunction = tuple[Condition, ...]
#: Any one of the conjunctions will do; none at all: nothing will.
Alternatives = tuple[Conjunction, ...]
ALWAYS: Alternatives = ((),)
NEVER: Alternatives = ()

_OPPOSITE: Mapping[Comparison, Comparison] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED: Mapping[Comparison, Comparison] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def named_in(condition: Condition) -> tuple[str, ...]:
    """The fields that a condition bears on."""
    match condition:
        case Related(left, _, right):
            return left, right
        case Holding(name, _, other, _):
            return (name,) if other is None else (name, other)
        case Dated(_, name, _):
            return ("date", "until") if name is None else (name,)
        case Spaced(spacing, _):
            return spacing.start, spacing.end
        case _:
            return (condition.field,)


def all_of(parts: Iterable[Alternatives]) -> Alternatives:
    """Every part: one conjunction for each way to pick one of each."""
    return tuple(tuple(dict.fromkeys(itertools.chain(*picked))) for picked in itertools.product(*parts))


def any_of(parts: Iterable[Alternatives]) -> Alternatives:
    """Any part."""
    return tuple(dict.fromkeys(itertools.chain(*parts)))


def alternatives(node: Expression | None, fields: Mapping[str, Field], *, holds: bool = True) -> Alternatives:
    """The ways in which a filter surely passes (``holds`` False: surely fails) on a row of these fields."""
    return ALWAYS if node is None else _Reader(fields).read(node, holds)


class _Reader:
    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields

    def read(self, node: Expression, holds: bool) -> Alternatives:
        match node:
            case And(parts):
                read = (self.read(p, holds) for p in parts)
                return all_of(read) if holds else any_of(read)
            case Or(parts):
                read = (self.read(p, holds) for p in parts)
                return any_of(read) if holds else all_of(read)
            case Not(part):
                return self.read(part, not holds)
            case Name(name):
                return self.compared(Compare("==", Name(name), Value(True)), holds)
            case Value(value):
                return ALWAYS if bool(value) == holds else NEVER
            case Compare():
                return self.compared(node, holds)
            case In():
                return self.member(node, holds)
            case Values():
                raise TypeError("a list is not a filter")

    def compared(self, node: Compare, holds: bool) -> Alternatives:
        left, op, right = node.left, node.op, node.right
        if isinstance(left, Value):
            left, right, op = right, left, _MIRRORED[op]
        if not isinstance(left, Name):
            raise TypeError("no field is compared")
        if isinstance(right, Name):
            return self.related(left.name, op if holds else _OPPOSITE[op], right.name)
        if not isinstance(right, Value):
            raise TypeError("a field is compared with a value or another field")
        found, value = self.fields[left.name], right.value
        if found.absent_is_none and found.type in OPEN_WHEN_EMPTY:
            # Left empty, such a field is unequal to everything, and neither before nor after anything.
            given = self.constant(found, op if holds else _OPPOSITE[op], value)
            there = all_of([((Present(left.name, given=True),),), given])
            empty: Alternatives = ((Present(left.name, given=False),),)
            return any_of([there, empty]) if (op == "!=") == holds else there
        return self.constant(found, op if holds else _OPPOSITE[op], value)

    def constant(self, found: Field, op: Comparison, value: Any) -> Alternatives:
        name = found.name
        if found.type == "boolean":
            return ((Flag(name, bool(value) == (op == "==")),),)
        if found.type in ("text", "choice", "reference"):
            return ((Among(name, frozenset({value}), op == "=="),),)
        if op == "!=":
            return ((Compared(name, "<", value),), (Compared(name, ">", value),))
        return ((Compared(name, op, value),),)

    def related(self, left: str, op: Comparison, right: str) -> Alternatives:
        both = tuple(
            Present(n, given=True)
            for n in (left, right)
            if self.fields[n].absent_is_none and self.fields[n].type in OPEN_WHEN_EMPTY
        )
        if op in (">", ">="):
            left, right, op = right, left, _MIRRORED[op]
        if self.fields[left].type == "boolean":
            return tuple((Flag(left, a), Flag(right, a == (op == "=="))) for a in (True, False))
        if op == "!=" and self.is_number(left):
            return ((*both, Related(left, "<", right)), (*both, Related(right, "<", left)))
        return ((*both, Related(left, op, right)),)  # type: ignore[arg-type]

    def is_number(self, name: str) -> bool:
        found = self.fields[name]
        return found.type in ("integer", "money", "year", "date") or found.type in MANY

    def member(self, node: In, holds: bool) -> Alternatives:
        left, right = node.left, node.right
        if isinstance(left, Name) and isinstance(right, Values):
            return self.one_of(self.fields[left.name], right.values, holds)
        if not isinstance(right, Name):
            raise TypeError('"in" needs a list or a name on its right')
        if right.name not in self.fields:
            if not isinstance(left, Name):
                raise TypeError("a named list is asked about a field")
            return ((Listed(left.name, right.name, holds),),)
        if isinstance(left, Name):
            return ((Holding(right.name, None, left.name, holds),),)
        if not isinstance(left, Value):
            raise TypeError("a field or a value is in a list")
        return ((Holding(right.name, left.value, None, holds),),)

    def one_of(self, found: Field, values: tuple[Any, ...], holds: bool) -> Alternatives:
        if found.type in ("text", "choice", "reference"):
            return ((Among(found.name, frozenset(values), holds),),)
        each = [self.constant(found, "==" if holds else "!=", value) for value in values]
        given: Alternatives = ALWAYS
        if found.absent_is_none:
            given = ((Present(found.name, given=True),),)
        return all_of([given, any_of(each) if holds else all_of(each)])
