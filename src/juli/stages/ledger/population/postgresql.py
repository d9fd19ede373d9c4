"""The compiler's query for PostgreSQL: the same tree, with what DuckDB alone has said in PostgreSQL's words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import sqlglot
from sqlglot import exp

#: Longer names are cut, and two might become one.
_LONGEST: Final = 63
_SMALL: Final = frozenset({exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.BOOLEAN})
#: Parts of structures that are no text.
_DATES: Final = frozenset({"on"})
_LISTS: Final = frozenset({"clauses"})
_NUMBERS: Final = frozenset({"baseline"})
_ONE: Final = "one"


@lru_cache(maxsize=16)
def translated(query: str) -> str:
    """A query written for DuckDB, for PostgreSQL over the views. Raises what sqlglot raises for a construct unknown."""
    tree = sqlglot.parse_one(query, read="duckdb")
    # From the leaves up: what stands inside is translated when its holder is.
    for node in list(tree.walk())[::-1]:
        change = _CHANGES.get(type(node))
        changed = change(node) if change is not None else node
        if changed is not node:
            if node is tree:
                tree = changed
            else:
                node.replace(changed)
    for name in tree.find_all(exp.Identifier):
        if len(name.this.encode()) > _LONGEST:
            name.set("this", shortened(name.this))
    return tree.sql(dialect="postgres", unsupported_level=sqlglot.ErrorLevel.RAISE)


def shortened(name: str) -> str:
    """A name that PostgreSQL keeps whole."""
    if len(name.encode()) <= _LONGEST:
        return name
    return f"{name[:40]}~{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _contains(node: exp.Expr) -> exp.Expr:
    return exp.EQ(this=node.expression.copy(), expression=exp.Any(this=exp.paren(node.this.copy())))


def _contains_all(node: exp.Expr) -> exp.Expr:
    return exp.ArrayContainsAll(this=_texts(node.this), expression=_texts(node.expression))


def _texts(node: exp.Expr) -> exp.Expr:
    return exp.cast(node.copy(), "text[]", dialect="postgres")


def _split(node: exp.Expr) -> exp.Expr:
    return exp.func("STRING_TO_ARRAY", node.this.copy(), node.expression.copy())


def _size(node: exp.Expr) -> exp.Expr:
    return exp.func("CARDINALITY", node.this.copy())


def _entry(node: exp.Expr) -> exp.Expr:
    """The value under a key of a map, which is JSON."""
    key = node.expressions[0]
    if not (isinstance(key, exp.Literal) and key.is_string):
        return node
    said = exp.paren(exp.JSONExtractScalar(this=node.this.copy(), expression=key.copy(), only_json_types=True))
    column = node.this
    number = isinstance(column, exp.Column) and column.name in _NUMBERS
    return exp.cast(said, "numeric(18, 2)", dialect="postgres") if number else said


def _part(node: exp.Expr) -> exp.Expr:
    """One part of a structure, which is JSON; a text that is absent is empty."""
    name = node.expression.name
    if name in _LISTS:
        inner = exp.JSONExtract(this=node.this.copy(), expression=exp.Literal.string(name), only_json_types=True)
        return exp.Anonymous(this="ARRAY", expressions=[exp.select(exp.func("JSONB_ARRAY_ELEMENTS_TEXT", inner))])
    said = exp.paren(
        exp.JSONExtractScalar(this=node.this.copy(), expression=exp.Literal.string(name), only_json_types=True)
    )
    if name in _DATES:
        return exp.cast(said, "date", dialect="postgres")
    return exp.func("COALESCE", said, exp.Literal.string(""))


def _members(node: exp.Expr, value: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    """A list made of another one's members; unknown where that is."""
    listed = exp.select(value.copy()).from_(exp.alias_(exp.func("UNNEST", node.this.copy()), _ONE, table=True))
    if condition is not None:
        listed = listed.where(condition.copy())
    array = exp.Anonymous(this="ARRAY", expressions=[listed])
    return exp.paren(exp.Case().when(exp.Is(this=node.this.copy(), expression=exp.null()), exp.null()).else_(array))


def _filter(node: exp.Expr) -> exp.Expr:
    return _members(node, exp.column(_ONE), node.expression.this)


def _transform(node: exp.Expr) -> exp.Expr:
    return _members(node, node.expression.this, None)


def _distinct(node: exp.Expr) -> exp.Expr:
    inner = exp.select(exp.column(_ONE)).distinct()
    inner = inner.from_(exp.alias_(exp.func("UNNEST", node.this.copy()), _ONE, table=True))
    return exp.Anonymous(this="ARRAY", expressions=[inner])


def _count_if(node: exp.Expr) -> exp.Expr:
    return exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=node.this.copy()))


def _cast(node: exp.Expr) -> exp.Expr:
    """PostgreSQL casts between truths and ordinary integers alone."""
    to = node.args["to"].this
    if to not in _SMALL or isinstance(node.this, exp.Literal | exp.Cast):
        return node
    return exp.Cast(
        this=exp.Cast(this=node.this.copy(), to=exp.DataType(this=exp.DType.INT)), to=node.args["to"].copy()
    )


def _shift(node: exp.Expr) -> exp.Expr:
    places = exp.Cast(this=node.expression.copy(), to=exp.DataType(this=exp.DType.INT))
    return exp.BitwiseLeftShift(this=node.this.copy(), expression=places)


def _function(node: exp.Expr) -> exp.Expr:
    name = str(node.this).upper()
    if name == "BIT_COUNT":
        word = exp.cast(exp.paren(exp.cast(node.expressions[0].copy(), "bigint")), "bit(64)", dialect="postgres")
        return exp.Anonymous(this="BIT_COUNT", expressions=[word])
    if name == "HASH":
        return exp.func("ABS", exp.func("HASHTEXT", node.expressions[0].copy()))
    return node


def _difference(node: exp.Expr) -> exp.Expr:
    return exp.paren(exp.Sub(this=exp.paren(node.this.copy()), expression=exp.paren(node.expression.copy())))


def _unnested(node: exp.Expr) -> exp.Expr:
    """A series is no list: it gives its members by itself."""
    return node.this.copy() if isinstance(node.this, exp.GenerateSeries) else node


_CHANGES: Final[dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]]] = {
    exp.ArrayContains: _contains,
    exp.ArrayContainsAll: _contains_all,
    exp.Split: _split,
    exp.ArraySize: _size,
    exp.Bracket: _entry,
    exp.Dot: _part,
    exp.ArrayFilter: _filter,
    exp.Transform: _transform,
    exp.ArrayDistinct: _distinct,
    exp.CountIf: _count_if,
    exp.Cast: _cast,
    exp.BitwiseLeftShift: _shift,
    exp.Anonymous: _function,
    exp.DateDiff: _difference,
    exp.Explode: _unnested,
}
