"""Yearly standing with the years that lack their record (``Context._missing_years`` in SQL)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from juli.engines.policy.population import sql
from juli.engines.policy.population.columns import KEY, ORGANISATIONS, kind_table
from juli.engines.policy.population.relations import called, key, on_key, select
from juli.engines.policy.vocabulary import Kind

#: The column that tells a year without a record from a record.
GAP = "gap"
_ORGANISATION = "o"


def with_gaps(kind: Kind, years: tuple[int, int] | None) -> exp.Query:
    """The records of a yearly kind, and a line that says nothing for each of ``years`` (first, last) that has none."""
    names = [c.name for c in kind_table(kind).columns]
    told = select(*(sql.column(n) for n in names), sql.alias(sql.false(), GAP))
    rows = told.from_(sql.table(kind.name), copy=False)
    return rows if years is None else exp.union(rows, _gaps(kind, names, years), distinct=False, copy=False)


def _gaps(kind: Kind, names: Sequence[str], years: tuple[int, int]) -> exp.Select:
    year, founded = sql.column("year", "y"), sql.column("founded", _ORGANISATION)
    series = exp.GenerateSeries(start=sql.value(years[0]), end=sql.value(years[1]))
    listed = exp.Subquery(this=select(sql.alias(exp.Unnest(expressions=[series]), "year")), alias=called("y"))
    own = [on_key("k", _ORGANISATION), sql.compare("==", sql.column("year", "k"), year)]
    there = select(sql.value(1)).from_(sql.table(kind.name, "k"), copy=False).where(sql.all_of(own), copy=False)
    # Years before the founding don't count.
    since = [sql.missing(founded), sql.compare(">=", year, exp.Extract(this=exp.var("year"), expression=founded))]
    said = {
        KEY: key(_ORGANISATION),
        "id": exp.DPipe(this=sql.value(f"{kind.name}-"), expression=sql.typed(year, sql.TEXT)),
        "planned": sql.false(),
        "year": sql.typed(year, sql.INT),
    }
    columns = [sql.alias(said.get(n, sql.null()), n) for n in names]
    query = select(*columns, sql.alias(sql.true(), GAP)).from_(sql.table(ORGANISATIONS, _ORGANISATION), copy=False)
    query = query.join(listed, join_type="cross", copy=False)
    return query.where(sql.all_of([sql.any_of(since), sql.negation(exp.Exists(this=there))]), copy=False)
