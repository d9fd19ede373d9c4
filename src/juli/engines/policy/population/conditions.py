"""Row filters as SQL conditions: the same three values as ``filters.evaluate``, NULL where it says None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from juli.engines.policy.filters.syntax import And, Compare, Expression, In, Name, Not, Or, Value, Values
from juli.engines.policy.population import sql
from juli.engines.policy.population.columns import number_column
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.vocabulary import MANY, OPEN_WHEN_EMPTY, Field

_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a filter's names are found: ``fields`` are columns of ``table``, some of them ``constants``;
    ``listed(name, value, field)`` tells whether a value of a field is in a named list."""

    fields: Mapping[str, Field]
    table: str | None
    listed: Callable[[str, Sql, Field], Sql] | None = None
    constants: Mapping[str, Sql] = field(default_factory=dict)

    def column(self, name: str) -> Sql:
        """The column of a field."""
        return self.constants[name].copy() if name in self.constants else sql.column(name, self.table)

    def value(self, name: str) -> Sql:
        """What a field is compared by: itself, or its size where it holds many."""
        found = self.fields[name]
        if found.type == "references":
            return sql.coalesce(sql.size(self.column(name)), self.column(number_column(name)))
        return sql.size(self.column(name)) if found.type in MANY else self.column(name)


def condition(node: Expression, scope: Scope) -> Sql:
    """``node`` (already type-checked) as a condition over ``scope``."""
    match node:
        case And(parts):
            return sql.all_of(condition(p, scope) for p in parts)
        case Or(parts):
            return sql.any_of(condition(p, scope) for p in parts)
        case Not(part):
            return sql.negation(condition(part, scope))
        case Compare():
            return _comparison(node, scope)
        case In():
            return _membership(node, scope)
        case Name(name):
            return _comparison(Compare("==", Name(name), Value(True)), scope)
        case Value(value):
            return sql.true() if value else sql.false()
        case Values():
            raise TypeError("a list is not a filter")


def _comparison(node: Compare, scope: Scope) -> Sql:
    left, op, right = node.left, str(node.op), node.right
    if isinstance(left, Value) and isinstance(right, Name):
        left, right, op = right, left, _MIRRORED[op]
    if not isinstance(left, Name):
        raise TypeError("no field is compared")
    if isinstance(right, Name):
        return sql.compare(op, scope.value(left.name), scope.value(right.name))
    if not isinstance(right, Value):
        raise TypeError("a field is compared with a value or another field")
    found = scope.fields[left.name]
    compared = _held_against(op, scope.value(left.name), right)
    if found.absent_is_none and found.type in OPEN_WHEN_EMPTY:
        # Empty is an answer: unequal to all, neither before nor after any.
        return sql.coalesce(compared, sql.value(op == "!="))
    return compared


def _held_against(op: str, left: Sql, right: Value) -> Sql:
    if isinstance(right.value, bool) and op in ("==", "!="):
        return left if right.value == (op == "==") else sql.negation(left)
    return sql.compare(op, left, sql.value(right.value))


def _membership(node: In, scope: Scope) -> Sql:
    left, right = node.left, node.right
    if isinstance(left, Name) and isinstance(right, Values):
        return sql.member(scope.value(left.name), right.values)
    if not isinstance(right, Name):
        raise TypeError('"in" needs a list or a name on its right')
    if right.name not in scope.fields:
        if scope.listed is None or not isinstance(left, Name):
            raise TypeError("a named list is asked about a field of a row")
        return scope.listed(right.name, scope.value(left.name), scope.fields[left.name])
    one = scope.value(left.name) if isinstance(left, Name) else sql.value(_scalar(left))
    return sql.contains(members(right.name, scope), one)


def members(name: str, scope: Scope) -> Sql:
    """The names in a many-valued field as a list; ``links`` go by their platform."""
    if scope.fields[name].type != "links":
        return scope.column(name)
    one = exp.to_identifier("link")
    platform = exp.Dot(this=one.copy(), expression=exp.to_identifier("platform", quoted=True))
    return exp.Transform(this=scope.column(name), expression=exp.Lambda(this=platform, expressions=[one]))


def _scalar(node: Expression) -> sql.Scalar:
    if not isinstance(node, Value):
        raise TypeError("only a field or a value can be in a field")
    return node.value
