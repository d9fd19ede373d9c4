"""Filters as functions of a row, in three values: True, False, or None where an empty field leaves it unknown."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final

from juli.engines.policy.filters.syntax import And, Compare, Expression, In, Name, Not, Or, Value, Values
from juli.engines.policy.vocabulary import MANY, OPEN_WHEN_EMPTY, Field


class Unknown(Enum):
    """The value of a field that nobody has stated and that may not be read as "none"."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
#: Named lists: name -> (values surely in it, values possibly in it).
Lists = Mapping[str, tuple[frozenset[Any], frozenset[Any]]]
Record = Mapping[str, Any]
Test = Callable[[Record, Lists], bool | None]

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def always(record: Record, lists: Lists) -> bool | None:
    """The test of a clause without a filter."""
    return True


def compile_filter(expression: Expression | None, fields: Mapping[str, Field]) -> Test:
    """The function that tells whether a record passes ``expression`` (already type-checked against ``fields``).

    A record maps field names to values; empty fields are left out. The result is None where it depends on a field that
    is unknown (Kleene's strong three-valued logic).
    """
    return always if expression is None else _Compiler(fields).truth(expression)


class _Compiler:
    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields

    def truth(self, node: Expression) -> Test:
        match node:
            case And(parts):
                return _all_of([self.truth(p) for p in parts])
            case Or(parts):
                return _any_of([self.truth(p) for p in parts])
            case Not(part):
                return _not(self.truth(part))
            case Compare():
                return self.comparison(node)
            case In():
                return self.membership(node)
            case Name(name):
                return self.comparison(Compare("==", Name(name), Value(True)))
            case Value(value):
                return lambda record, lists: bool(value)
            case Values():
                raise TypeError("a list is not a filter")

    def getter(self, name: str) -> Callable[[Record], Any]:
        """The value of a field: its size where it holds many, None where it is unknown."""
        found = self.fields[name]
        if found.type in MANY:

            def size(record: Record) -> Any:
                value = record.get(name, ())
                if value is UNKNOWN:
                    return None
                return value if isinstance(value, int) else len(value)

            return size
        empty = self.empty(found)

        def scalar(record: Record) -> Any:
            value = record.get(name, empty)
            return None if value is UNKNOWN else value

        return scalar

    def empty(self, field: Field) -> Any:
        """What an empty field of one value stands for; None where that is unknown."""
        return "" if field.type in ("text", "choice", "reference") else None

    def comparison(self, node: Compare) -> Test:
        left, op, right = node.left, node.op, node.right
        if isinstance(left, Value) and isinstance(right, Name):
            left, right = right, left
            op = _MIRRORED[op]  # type: ignore[assignment]
        if not isinstance(left, Name):
            raise TypeError("no field is compared")
        compare, get = _OPERATORS[op], self.getter(left.name)
        if isinstance(right, Name):
            return _two_fields(compare, get, self.getter(right.name))
        if not isinstance(right, Value):
            raise TypeError("a field is compared with a value or another field")
        wanted = right.value
        found = self.fields[left.name]
        if found.absent_is_none and found.type in OPEN_WHEN_EMPTY:
            return _empty_is_false(compare, left.name, wanted)

        if found.type in MANY:
            return _compared(compare, get, wanted)
        return _scalar_compared(compare, left.name, self.empty(found), wanted)

    def membership(self, node: In) -> Test:
        left, right = node.left, node.right
        if isinstance(left, Name) and isinstance(right, Values):
            found, members = self.fields[left.name], frozenset(right.values)
            if found.type in MANY:
                return _among(self.getter(left.name), members)
            return _scalar_among(left.name, self.empty(found), members)
        if not isinstance(right, Name):
            raise TypeError('"in" needs a list or a name on its right')
        if right.name not in self.fields:
            return _in_list(self.getter(left.name), right.name)  # type: ignore[union-attr]
        many, key = right.name, self.fields[right.name].type == "links"
        get_left = self.getter(left.name) if isinstance(left, Name) else None
        constant = left.value if isinstance(left, Value) else None

        def in_field(record: Record, lists: Lists) -> bool | None:
            values = record.get(many, ())
            if values is UNKNOWN or isinstance(values, int):
                return None
            value = constant if get_left is None else get_left(record)
            return None if value is None else value in ([v[0] for v in values] if key else values)

        return in_field


def _compared(compare: Callable[[Any, Any], bool], get: Callable[[Record], Any], wanted: Any) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        value = get(record)
        return None if value is None else compare(value, wanted)

    return test


def _scalar_compared(compare: Callable[[Any, Any], bool], name: str, empty: Any, wanted: Any) -> Test:
    if compare is operator.eq:
        return _scalar_equal(name, empty, wanted)

    def test(record: Record, lists: Lists) -> bool | None:
        value = record.get(name, empty)
        return None if value is None or value is UNKNOWN else compare(value, wanted)

    return test


def _scalar_equal(name: str, empty: Any, wanted: Any) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        value = record.get(name, empty)
        return None if value is None or value is UNKNOWN else value == wanted

    return test


def _among(get: Callable[[Record], Any], members: frozenset[Any]) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        value = get(record)
        return None if value is None else value in members

    return test


def _scalar_among(name: str, empty: Any, members: frozenset[Any]) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        value = record.get(name, empty)
        return None if value is None or value is UNKNOWN else value in members

    return test


def _two_fields(
    compare: Callable[[Any, Any], bool], left: Callable[[Record], Any], right: Callable[[Record], Any]
) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        a, b = left(record), right(record)
        return None if a is None or b is None else compare(a, b)

    return test


def _empty_is_false(compare: Callable[[Any, Any], bool], name: str, wanted: Any) -> Test:
    # An empty field whose emptiness is an answer has no value: it is unequal to all, and neither before nor after any.
    differs = compare is operator.ne

    def test(record: Record, lists: Lists) -> bool | None:
        value = record.get(name)
        if value is UNKNOWN:
            return None
        return differs if value is None else compare(value, wanted)

    return test


def _in_list(get: Callable[[Record], Any], name: str) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        value = get(record)
        if value is None:
            return None
        sure, possible = lists[name]
        return True if value in sure else (None if value in possible else False)

    return test


def _not(part: Test) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        value = part(record, lists)
        return None if value is None else not value

    return test


def _all_of(parts: list[Test]) -> Test:
    if len(parts) == 2:
        return _both(*parts)

    def test(record: Record, lists: Lists) -> bool | None:
        out: bool | None = True
        for part in parts:
            value = part(record, lists)
            if value is False:
                return False
            if value is None:
                out = None
        return out

    return test


def _both(first: Test, second: Test) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        one = first(record, lists)
        if one is False:
            return False
        other = second(record, lists)
        return other if one or other is False else None

    return test


def _any_of(parts: list[Test]) -> Test:
    def test(record: Record, lists: Lists) -> bool | None:
        out: bool | None = False
        for part in parts:
            value = part(record, lists)
            if value:
                return True
            if value is None:
                out = None
        return out

    return test
