"""All organisations together, for the indicators of a plan: joint work once (``indicators._pool`` in SQL).

A pooled row keeps the number of its organisation as its home; its organisation is the one that stands for all.
"""

from __future__ import annotations

from sqlglot import exp

from juli.engines.policy.population import sql
from juli.engines.policy.population.columns import FILED, KEY, ORGANISATIONS, Column, kind_table
from juli.engines.policy.population.relations import key, select
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.population.values import TEXTS
from juli.engines.policy.vocabulary import MANY, NUMERIC, ORGANISATION_KIND, Kind

#: The number of the one organisation that stands for all.
EVERYONE = 0
HOME = "home"
_SHARED = "shared_id"


def pooled(kind: Kind) -> exp.Query:
    """The rows of a kind of all organisations.

    An event with a shared id is there once: as told first, filled in from the other tellings, with the smaller of
    numbers that differ (S2-65).
    """
    if kind.name == ORGANISATION_KIND:
        return _organisations(kind)
    columns = [c for c in kind_table(kind).columns if c.name != KEY]
    done = sql.negation(sql.column("planned"))
    if _SHARED not in kind.fields:
        return _rows(columns).from_(sql.table(kind.name), copy=False).where(done, copy=False)
    shared = sql.sure(sql.compare("!=", sql.column(_SHARED), sql.value("")))
    alone = _rows(columns).from_(sql.table(kind.name), copy=False)
    alone = alone.where(sql.all_of([done, sql.negation(shared)]), copy=False)
    first = sql.column(KEY) * sql.value(1 << 31) + sql.column("position")
    told = [sql.alias(_told(column, first), column.name) for column in columns]
    home = sql.alias(exp.ArgMin(this=sql.column(KEY), expression=first), HOME)
    merged = select(sql.alias(sql.value(EVERYONE), KEY), home, *told).from_(sql.table(kind.name), copy=False)
    merged = merged.where(sql.all_of([done, shared]), copy=False).group_by(sql.column(_SHARED), copy=False)
    return exp.union(alone, merged, distinct=False, copy=False)


def _rows(columns: list[Column]) -> exp.Select:
    return select(
        sql.alias(sql.value(EVERYONE), KEY), sql.alias(sql.column(KEY), HOME), *(sql.column(c.name) for c in columns)
    )


def _organisations(kind: Kind) -> exp.Select:
    names = [c.name for c in kind_table(kind).columns if c.field is not None]
    return select(
        sql.alias(sql.value(EVERYONE), KEY),
        sql.alias(key(), HOME),
        sql.alias(sql.column("name"), "id"),
        sql.alias(sql.false(), "planned"),
        *(sql.column(name) for name in names),
    ).from_(sql.table(ORGANISATIONS), copy=False)


def _told(column: Column, first: Sql) -> Sql:
    """One column of an event that several organisations tell: what is told first, of numbers the smallest."""
    value = sql.column(column.name)
    field = column.field
    if column.name == FILED:
        return exp.cast(exp.Array(expressions=[]), column.type)
    if field is None:
        return exp.ArgMin(this=value, expression=first.copy())
    if field.type == "references":
        return _references(column, field.name, first)
    if field.type in NUMERIC:
        return exp.Min(this=value)
    if field.type in TEXTS:
        said = sql.when((sql.compare("!=", value, sql.value("")), value), otherwise=sql.null())
        return sql.coalesce(exp.ArgMin(this=said, expression=first.copy()), sql.value(""))
    nothing = exp.cast(exp.Array(expressions=[]), column.type)
    if field.type in MANY:
        said = sql.when((sql.compare(">", sql.size(value), sql.value(0)), value), otherwise=sql.null())
        return sql.coalesce(exp.ArgMin(this=said, expression=first.copy()), nothing)
    return exp.ArgMin(this=value, expression=first.copy())


def _references(column: Column, name: str, first: Sql) -> Sql:
    """A list where a list is told first, else the smallest of the bare numbers; an empty list where nothing is told."""
    listed, number = sql.column(name), sql.column(f"{name}_n")
    has_list = sql.compare(">", sql.size(listed), sql.value(0))
    how = sql.when((has_list, sql.value(1)), (sql.given(number), sql.value(0)), otherwise=sql.null())
    by_list = exp.ArgMin(this=how, expression=first.copy())
    if column.name != name:
        return sql.when((sql.compare("==", by_list, sql.value(0)), exp.Min(this=number)), otherwise=sql.null())
    names = exp.ArgMin(this=sql.when((has_list, listed), otherwise=sql.null()), expression=first.copy())
    nothing = exp.cast(exp.Array(expressions=[]), column.type)
    return sql.when(
        (sql.compare("==", by_list, sql.value(1)), names),
        (sql.compare("==", by_list, sql.value(0)), sql.null()),
        otherwise=nothing,
    )
