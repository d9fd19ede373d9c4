"""The values that rows give in a field, a line each: for named lists and for counting different names."""

from __future__ import annotations

from sqlglot import exp

from juli.engines.policy.population import sql
from juli.engines.policy.population.conditions import Scope, members
from juli.engines.policy.population.relations import ROW, Relation, called, key, left_join, on_key, select
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.vocabulary import ANY_KIND, MANY, Field

#: Types whose fields hold one name.
TEXTS = frozenset({"text", "choice", "reference"})


def each_value(relation: Relation, source: Field, reads: str) -> Sql:
    """The field that a list or ``distinct`` reads, as a column of the rows."""
    if reads == ANY_KIND and source.name == "kind":
        return relation.value(sql.value(relation.kind.name))
    if source.type in MANY:
        return relation.value(members(source.name, Scope({source.name: source}, ROW)))
    return relation.value(sql.column(source.name, ROW))


def values_of(rows: exp.Select | exp.Table, value: Sql, passed: Sql, source: Field, *more: Sql) -> exp.Select:
    """A line for each value (each member of a list) that a possible row gives, and whether the row is sure."""
    inside = exp.Subquery(this=rows, alias=called("x")) if isinstance(rows, exp.Select) else rows
    one = exp.Unnest(expressions=[value.copy()]) if source.type in MANY else value
    inner = select(key(), sql.alias(one, "value"), sql.alias(sql.sure(passed), "sure"), *more)
    inner = inner.from_(inside, copy=False).where(sql.possible(passed), copy=False)
    outer = select(exp.Star()).from_(exp.Subquery(this=inner, alias=called("i")), copy=False)
    return outer.where(is_name(sql.column("value"), source), copy=False)


def is_name(value: Sql, source: Field) -> Sql:
    """Whether something is given: an empty text names nothing."""
    return sql.compare("!=", value, sql.value("")) if source.type in TEXTS else sql.given(value)


def in_list(relation: Relation, value: Sql, name: str) -> Sql:
    """Whether a row's value is in the list whose subquery is ``name``: surely, possibly (NULL), or not."""
    alias = f"{name} {value.sql(dialect='duckdb')}"
    on = sql.all_of([on_key(alias, ROW), sql.compare("==", sql.column("value", alias), value)])
    relation.joins[alias] = lambda query: left_join(query, sql.table(name, alias), on)
    sure = sql.column("sure", alias)
    return sql.when(
        (sql.missing(value), sql.null()),
        (sql.missing(sure), sql.false()),
        (sure, sql.true()),
        otherwise=sql.null(),
    )


def in_nothing(value: Sql) -> Sql:
    """Membership of a list that can't hold such a value: unknown only where the value is."""
    return sql.when((sql.missing(value), sql.null()), otherwise=sql.false())
