"""A small algebra over sqlglot's expressions: three-valued conditions with their constants folded, and literals.

Unknown is NULL, and SQL's own logic is Kleene's (findings, Policy). Folding keeps the queries short enough to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import cast

from sqlglot import exp

Sql = exp.Expression
Scalar = str | int | Decimal | bool | date
Type = exp.DType
BIGINT, INT, SMALLINT, TINYINT, DATE, TEXT = (
    Type.BIGINT, Type.INT, Type.SMALLINT, Type.TINYINT, Type.DATE, Type.TEXT,
)  # fmt: skip


def true() -> Sql:
    """The condition that always holds."""
    return exp.true()


def false() -> Sql:
    """The condition that never holds."""
    return exp.false()


def null() -> Sql:
    """Unknown."""
    return exp.null()


def is_true(e: Sql) -> bool:
    """Whether ``e`` is the constant true."""
    return isinstance(e, exp.Boolean) and bool(e.this)


def is_false(e: Sql) -> bool:
    """Whether ``e`` is the constant false."""
    return isinstance(e, exp.Boolean) and not e.this


def is_null(e: Sql) -> bool:
    """Whether ``e`` is the constant unknown."""
    return isinstance(e, exp.Null)


def column(name: str, table: str | None = None) -> Sql:
    """A column, quoted, so that a kind or a field may be called like a word of SQL."""
    return exp.column(
        exp.to_identifier(name, quoted=True), table=exp.to_identifier(table, quoted=True) if table else None
    )


def table(name: str, alias: str | None = None) -> exp.Table:
    """A table, quoted."""
    found = exp.Table(this=exp.to_identifier(name, quoted=True))
    if alias is not None:
        found.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    return found


def value(v: Scalar | None) -> Sql:
    """A literal."""
    if v is None:
        return null()
    if isinstance(v, bool):
        return exp.true() if v else exp.false()
    if isinstance(v, date):
        return exp.Cast(this=exp.Literal.string(v.isoformat()), to=exp.DataType(this=DATE))
    if isinstance(v, str):
        return exp.Literal.string(v)
    return exp.Literal.number(str(v) if v >= 0 else f"({v})")


def all_of(parts: Iterable[Sql]) -> Sql:
    """Conjunction."""
    kept: list[Sql] = []
    for part in parts:
        if is_false(part):
            return false()
        if not is_true(part) and part not in kept:
            kept.append(part)
    if not kept:
        return true()
    return kept[0] if len(kept) == 1 else exp.paren(exp.and_(*kept), copy=False)


def any_of(parts: Iterable[Sql]) -> Sql:
    """Disjunction."""
    kept: list[Sql] = []
    for part in parts:
        if is_true(part):
            return true()
        if not is_false(part) and part not in kept:
            kept.append(part)
    if not kept:
        return false()
    return kept[0] if len(kept) == 1 else exp.paren(exp.or_(*kept), copy=False)


def negation(part: Sql) -> Sql:
    """The opposite; unknown stays unknown."""
    if is_true(part):
        return false()
    if is_false(part):
        return true()
    if is_null(part):
        return null()
    return exp.paren(exp.Not(this=_wrapped(part)), copy=False)


def sure(part: Sql) -> Sql:
    """Whether a condition surely holds: two-valued."""
    if isinstance(part, exp.Boolean | exp.Null):
        return true() if is_true(part) else false()
    return coalesce(part, false())


def possible(part: Sql) -> Sql:
    """Whether a condition holds or may hold: two-valued."""
    if isinstance(part, exp.Boolean | exp.Null):
        return false() if is_false(part) else true()
    return coalesce(part, true())


def coalesce(first: Sql, *rest: Sql) -> Sql:
    """The first that isn't NULL."""
    if is_null(first):
        return rest[0].copy() if len(rest) == 1 else coalesce(*rest)
    return exp.Coalesce(this=first.copy(), expressions=[r.copy() for r in rest])


def zero(total: Sql) -> Sql:
    """A total, 0 where there is nothing to add up."""
    return coalesce(total, value(0))


def when(*branches: tuple[Sql, Sql], otherwise: Sql) -> Sql:
    """``CASE``: the value of the first branch whose condition surely holds."""
    kept: list[tuple[Sql, Sql]] = []
    for condition, then in branches:
        if is_true(condition):
            otherwise = then
            break
        if not is_false(condition) and not is_null(condition):
            kept.append((condition, then))
    if not kept:
        return otherwise.copy()
    case = exp.Case()
    for condition, then in kept:
        case = case.when(condition, then)
    return case.else_(otherwise)


#: Up to so many values, comparing with each is faster than IN: a column that comes as a dictionary is compared word by
#: word of the dictionary, not line by line.
_FEW = 8
_OPERATORS: dict[str, type[exp.Binary]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def compare(op: str, left: Sql, right: Sql) -> Sql:
    """``left op right`` for one of ``== != < <= > >=``."""
    return cast(Sql, _OPERATORS[op](this=_wrapped(left), expression=_wrapped(right)))


def member(of: Sql, values: Iterable[Scalar]) -> Sql:
    """Whether ``of`` is one of ``values``."""
    listed = [value(v) for v in values]
    if not listed:
        return false()
    if len(listed) <= _FEW:
        return any_of(compare("==", of, one) for one in listed)
    return exp.In(this=_wrapped(of), expressions=listed)


def missing(part: Sql) -> Sql:
    """Whether a value is NULL."""
    if is_null(part):
        return true()
    if isinstance(part, exp.Literal | exp.Boolean) or (
        isinstance(part, exp.Cast) and isinstance(part.this, exp.Literal)
    ):
        return false()
    return exp.Is(this=_wrapped(part), expression=exp.null())


def given(part: Sql) -> Sql:
    """Whether a value is not NULL."""
    return negation(missing(part))


def plus(parts: Iterable[Sql]) -> Sql:
    """The sum; 0 of nothing."""
    out: Sql | None = None
    for part in parts:
        out = part.copy() if out is None else exp.Add(this=out, expression=_wrapped(part))
    return value(0) if out is None else exp.paren(out, copy=False) if isinstance(out, exp.Add) else out


def flag(condition: Sql) -> Sql:
    """1 where a two-valued condition holds, else 0."""
    if isinstance(condition, exp.Boolean):
        return value(1 if is_true(condition) else 0)
    return typed(condition, INT)


def typed(e: Sql, to: Type) -> Sql:
    """``e`` as another type. (sqlglot's own ``cast`` parses the type's name each time.)"""
    if isinstance(e, exp.Cast) and e.to.this == to:
        return e.copy()
    return exp.Cast(this=e.copy(), to=exp.DataType(this=to))


def bits(words: Sql) -> Sql:
    """The bits that are set in any of the words (BIGINT): an aggregate."""
    found = exp.BitwiseOrAgg(this=words.copy())
    # Said here, since sqlglot would find out by walking the tree.
    found.this.type = BIGINT
    return found


def alias(expression: Sql, name: str) -> Sql:
    """``expression AS name``."""
    return cast(Sql, exp.alias_(expression, name, quoted=True, copy=True))


def size(of: Sql) -> Sql:
    """How many members a list has."""
    return exp.ArraySize(this=of.copy())


def contains(many: Sql, one: Sql) -> Sql:
    """Whether a list has a member; unknown where either is."""
    return exp.ArrayContains(this=many.copy(), expression=one.copy())


def _wrapped(e: Sql) -> Sql:
    e = e.copy()
    return exp.paren(e, copy=False) if isinstance(e, exp.Binary | exp.Not | exp.In | exp.Between) else e


def entry(mapping: Sql, name: str) -> Sql:
    """The value under a key of a map, NULL where there is none."""
    return exp.Bracket(this=mapping.copy(), expressions=[exp.Literal.string(name)])


def part(of: Sql, name: str) -> Sql:
    """One field of a structure."""
    return exp.Dot(this=of.copy(), expression=exp.to_identifier(name, quoted=True))


def lasting(of: Sql, keep: Callable[[Sql], Sql]) -> Sql:
    """The members of a list for which ``keep`` holds."""
    one = exp.to_identifier("one")
    return exp.ArrayFilter(this=of.copy(), expression=exp.Lambda(this=keep(exp.column("one")), expressions=[one]))
