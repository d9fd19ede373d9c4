"""The rows of one kind as SQL: its conditions computed once per row, its aggregates once per organisation.

One aggregate query per kind over its own rows, identical aggregates merged, joined last on the organisation: a
single wide query over everything costs twenty times as much (findings, Policy).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from juli.engines.policy.population import sql
from juli.engines.policy.population.columns import KEY
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.vocabulary import Kind

#: The alias under which a kind's rows are read.
ROW = "r"
#: What queries are written for.
_DIALECT = DuckDB()
Join = Callable[[exp.Select], exp.Select]


@dataclass(slots=True)
class Ctes:
    """The named subqueries of a query, in the order in which they were added.

    ``asks_spans`` says that one reads the windows of each organisation.
    """

    queries: dict[str, exp.Query] = field(default_factory=dict)
    asks_spans: bool = False
    _texts: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, query: exp.Query) -> str:
        """Add a subquery under ``name``; the name."""
        self.queries[name] = query
        return name

    def text(self, query: exp.Select) -> str:
        """``query`` with all of them before it, rendered for DuckDB. Nothing is added after the first time.

        Each is rendered once, whatever is asked of it: rendering takes as long as building.
        """
        for name, inner in self.queries.items():
            if name not in self._texts:
                self._texts[name] = f"{_rendered(exp.to_identifier(name, quoted=True))} AS ({_rendered(inner)})"
        return f"WITH {', '.join(self._texts.values())} {_rendered(query)}"


def _rendered(tree: exp.Expr) -> str:
    """The tree's text; rendering may change it."""
    return _DIALECT.generate(tree, copy=False)


def select(*columns: Sql) -> exp.Select:
    """``SELECT`` of some columns."""
    return exp.Select(expressions=list(columns))


def called(alias: str) -> exp.TableAlias:
    """The alias of a subquery."""
    return exp.TableAlias(this=exp.to_identifier(alias, quoted=True))


def key(table: str | None = None) -> Sql:
    """The organisation's number."""
    return sql.column(KEY, table)


def on_key(left: str, right: str) -> Sql:
    """The condition that joins two tables by organisation."""
    return sql.compare("==", key(left), key(right))


def left_join(query: exp.Select, source: exp.Expression, on: Sql) -> exp.Select:
    """``query LEFT JOIN source ON on``."""
    return query.join(source, on=on, join_type="left", copy=False)


def reads(query: exp.Expression, table: str) -> bool:
    """Whether something in a query reads a column of the table (or alias) called ``table``."""
    return any(column.table == table for column in query.find_all(exp.Column))


@dataclass(slots=True)
class Relation:
    """The rows of one kind that some clause may count.

    ``base`` is the table they come from (a subquery where years without a record stand in), ``joins`` what their
    conditions need beside them, ``spans`` the name of a table and the join that brings it, made first, and only where
    something reads it. Values and conditions become columns, those of conditions in their own layer, so that what
    several conditions share (such as a window) is written and computed once; aggregates read the columns.
    """

    kind: Kind
    base: exp.Expression
    joins: dict[str, Join] = field(default_factory=dict)
    spans: tuple[str, Join] | None = None
    windows: dict[tuple[str, bool, str | None], Sql] = field(default_factory=dict)
    values: dict[Sql, str] = field(default_factory=dict)
    conditions: dict[Sql, str] = field(default_factory=dict)
    aggregates: dict[Sql, str] = field(default_factory=dict)

    @property
    def rows_name(self) -> str:
        """The name of the subquery with the rows."""
        return f"rows {self.kind.name}"

    @property
    def totals_name(self) -> str:
        """The name of the subquery with the aggregates."""
        return f"totals {self.kind.name}"

    def value(self, expression: Sql) -> Sql:
        """A value of each row (over its own columns and the joins), as a column for conditions and aggregates."""
        if isinstance(expression, exp.Boolean | exp.Null):
            return expression
        if expression not in self.values:
            self.values[expression] = f"v{len(self.values)}"
        return sql.column(self.values[expression])

    def condition(self, expression: Sql) -> Sql:
        """A three-valued condition on each row (over values), as a column."""
        if isinstance(expression, exp.Boolean | exp.Null):
            return expression
        if expression not in self.conditions:
            self.conditions[expression] = f"c{len(self.conditions)}"
        return sql.column(self.conditions[expression])

    def total(self, aggregate: Sql) -> Sql:
        """An aggregate over the rows of each organisation, as a column of the totals' subquery."""
        if aggregate not in self.aggregates:
            self.aggregates[aggregate] = f"t{len(self.aggregates)}"
        return sql.column(self.aggregates[aggregate], self.totals_name)

    def rows(self) -> exp.Select:
        """The subquery with a line for each row.

        Rows that no condition lets through stay: to leave them out, every condition would be computed twice, which
        takes longer than adding up nothing for them.
        """
        query = self._joined(self.joins.values())
        if self.spans is not None and reads(query, self.spans[0]):
            query = self._joined([self.spans[1], *self.joins.values()])
        source = exp.Subquery(this=query, alias=called("a"))
        return select(exp.Star(), *_named(self.conditions)).from_(source, copy=False)

    def _joined(self, joins: Iterable[Join]) -> exp.Select:
        query = select(key(ROW), *_named(self.values)).from_(self.base.copy(), copy=False)
        for join in joins:
            query = join(query)
        return query

    def totals(self) -> exp.Select:
        """The subquery with a line for each organisation that has such rows."""
        source = sql.table(self.rows_name)
        return select(key(), *_named(self.aggregates)).from_(source, copy=False).group_by(key(), copy=False)


def _named(columns: dict[Sql, str]) -> list[Sql]:
    return [sql.alias(expression, name) for expression, name in columns.items()]


def count(condition: Sql | None = None) -> Sql:
    """How many rows, or for how many a two-valued condition holds."""
    return filtered(exp.Count(this=exp.Star()), condition)


def filtered(aggregate: Sql, condition: Sql | None) -> Sql:
    """An aggregate over the rows for which a two-valued condition holds."""
    if condition is None or sql.is_true(condition):
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))


def total_of(value: Sql, condition: Sql | None = None) -> Sql:
    """The sum of a value."""
    return filtered(exp.Sum(this=value.copy()), condition)


def largest(value: Sql, condition: Sql | None = None) -> Sql:
    """The largest of a value."""
    return filtered(exp.Max(this=value.copy()), condition)


def different(value: Sql, condition: Sql | None = None) -> Sql:
    """How many different values."""
    return filtered(exp.Count(this=exp.Distinct(expressions=[value.copy()])), condition)
