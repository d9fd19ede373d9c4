"""Type-checking of filters against the fields of a kind: a misspelt or senseless filter never loads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from juli.engines.policy.filters.syntax import (
    And,
    Compare,
    Expression,
    In,
    Name,
    Not,
    Or,
    Scalar,
    Value,
    Values,
)
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import NOTHING, shown, told
from juli.engines.policy.problems import nearest
from juli.engines.policy.vocabulary import MANY, Field

_FAMILY_OF_VALUE = {str: "text", int: "number", Decimal: "number", bool: "boolean", date: "date"}
_FAMILY_OF_FIELD = {
    "text": "text",
    "choice": "text",
    "choices": "text",
    "reference": "text",
    "references": "text",
    "links": "text",
    "integer": "number",
    "money": "number",
    "year": "number",
    "boolean": "boolean",
    "date": "date",
}
_NAMES = {"text": told("text"), "number": told("number"), "boolean": told("boolean"), "date": told("date")}
_ONE = {
    "text": told("a text"),
    "number": told("a number"),
    "boolean": told("true or false"),
    "date": told("a date"),
}
_WRITE = {
    "text": told("use a text in quotes"),
    "number": told("use a number"),
    "boolean": told("use true or false"),
    "date": told("use a date like 2024-01-31"),
}


class Mistake(NamedTuple):
    """One thing wrong in a filter, at ``offset`` characters into its text."""

    offset: int
    text: Label
    remedy: Label = NOTHING


def mistakes(expression: Expression, fields: Mapping[str, Field], lists: Collection[str], of: Label) -> list[Mistake]:
    """Everything wrong with ``expression`` over ``fields``; ``lists`` are the named lists, ``of`` names the record."""
    return list(_Checker(fields, lists, of).truth(expression))


class _Checker:
    def __init__(self, fields: Mapping[str, Field], lists: Collection[str], of: Label) -> None:
        self.fields, self.lists, self.of = fields, lists, of

    def truth(self, node: Expression) -> Iterator[Mistake]:
        match node:
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self.truth(part)
            case Not(part):
                yield from self.truth(part)
            case Compare():
                yield from self.comparison(node)
            case In():
                yield from self.membership(node)
            case Name(name, offset):
                found = self.field(name)
                if found is None:
                    yield self.unknown(node)
                elif found.type != "boolean":
                    yield Mistake(offset, told('"{}" is not a yes/no field', name), told("compare it with a value"))
            case Value(value, offset) if not isinstance(value, bool):
                yield Mistake(offset, told("{} alone says nothing", shown(value)), told("compare a field with it"))
            case Values(_, offset):
                yield Mistake(offset, told("a list alone says nothing"), told('write field in ["a", "b"]'))

    def field(self, name: str) -> Field | None:
        return self.fields.get(name)

    def unknown(self, node: Name) -> Mistake:
        return Mistake(
            node.offset, told('unknown field "{}" of {}', node.name, self.of), nearest(node.name, self.fields)
        )

    def comparison(self, node: Compare) -> Iterator[Mistake]:
        names = [side for side in (node.left, node.right) if isinstance(side, Name)]
        if not names:
            yield Mistake(node.offset, told("no field is compared"), told("name a field on one side"))
            return
        unknown = [self.unknown(n) for n in names if self.field(n.name) is None]
        yield from unknown
        if unknown:
            return
        if len(names) == 2:
            yield from self.two_fields(node, names[0], names[1])
            return
        other = node.right if isinstance(node.left, Name) else node.left
        if not isinstance(other, Value):
            yield Mistake(node.offset, told("a field is compared with a value or another field"))
            return
        yield from self.field_and_value(node, self.fields[names[0].name], other)

    def two_fields(self, node: Compare, left: Name, right: Name) -> Iterator[Mistake]:
        pair = [_family(self.fields[n.name]) for n in (left, right)]
        if pair[0] != pair[1]:
            yield Mistake(
                node.offset,
                told('"{}" ({}) is compared with "{}" ({})', left.name, _NAMES[pair[0]], right.name, _NAMES[pair[1]]),
            )
        elif node.op not in ("==", "!=") and pair[0] not in ("number", "date"):
            yield Mistake(node.offset, told('"{}" needs numbers or dates', node.op), told("use == or !="))

    def field_and_value(self, node: Compare, found: Field, value: Value) -> Iterator[Mistake]:
        if found.type in MANY:
            if not _is_number(value.value):
                remedy = (
                    told("write '{}' in {}", value.value, found.name)
                    if isinstance(value.value, str)
                    else told("use a number")
                )
                yield Mistake(
                    value.offset, told('"{}" holds many; compared, it stands for its size', found.name), remedy
                )
            return
        yield from self.literal(found, value.value, value.offset)
        if node.op not in ("==", "!=") and _family(found) not in ("number", "date"):
            yield Mistake(
                node.offset, told('"{}" needs a number or a date, "{}" is {}', node.op, found.name, found.type)
            )

    def literal(self, found: Field, value: Scalar, offset: int) -> Iterator[Mistake]:
        wanted, given = _FAMILY_OF_FIELD[found.type], _FAMILY_OF_VALUE[type(value)]
        if wanted == given:
            if found.choices and isinstance(value, str) and value not in found.choices and value != "":
                yield Mistake(
                    offset, told('"{}" is not a value of {}', value, found.name), nearest(value, found.choices)
                )
            return
        yield Mistake(offset, told('"{}" is compared with {}', found.name, _ONE[given]), _WRITE[wanted])

    def membership(self, node: In) -> Iterator[Mistake]:
        if isinstance(node.left, Name) and self.field(node.left.name) is None:
            yield self.unknown(node.left)
            return
        if isinstance(node.right, Values) and isinstance(node.left, Name):
            found = self.fields[node.left.name]
            if found.type in MANY:
                yield Mistake(node.offset, told('"{}" holds many', found.name), told('write "value" in {}', found.name))
                return
            for value in node.right.values:
                yield from self.literal(found, value, node.right.offset)
        elif isinstance(node.right, Name):
            yield from self.in_name(node, node.right)
        else:
            yield Mistake(node.offset, told('"in" needs a list, a many-valued field or a named list on its right'))

    def in_name(self, node: In, right: Name) -> Iterator[Mistake]:
        if right.name in self.lists:
            if not isinstance(node.left, Name):
                yield Mistake(
                    node.offset,
                    told('the list "{}" is asked about a field', right.name),
                    told("name a field on the left"),
                )
            elif _family(self.fields[node.left.name]) != "text":
                yield Mistake(node.offset, told('only a name can be in the list "{}"', right.name))
            return
        found = self.field(right.name)
        if found is None:
            names = [*self.fields, *self.lists]
            yield Mistake(right.offset, told('no field or list named "{}"', right.name), nearest(right.name, names))
        elif found.type not in MANY:
            yield Mistake(
                right.offset, told('"{}" holds one value', right.name), told('write {} in ["…"] or use ==', right.name)
            )
        elif isinstance(node.left, Value):
            yield from self.literal(found, node.left.value, node.left.offset)
        elif not isinstance(node.left, Name) or _family(self.fields[node.left.name]) != "text":
            yield Mistake(node.offset, told('only a text can be in "{}"', right.name))


def _family(found: Field) -> str:
    if found.type in ("integer", "money", "year") or found.type in MANY:
        return "number"
    return "text" if found.type in ("text", "choice", "reference") else found.type


def _is_number(value: Scalar) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
