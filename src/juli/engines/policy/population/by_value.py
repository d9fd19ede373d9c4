"""Measures that look at each value by itself: different names, values that reach a sum, years in a row.

``listed`` is always a subquery with a line for each value that a row gives (``values.values_of``).
"""

from __future__ import annotations

from sqlglot import exp

from juli.engines.policy.population import sql
from juli.engines.policy.population.relations import called, count, key, largest, select, total_of
from juli.engines.policy.population.sql import Sql


def names(listed: exp.Query) -> exp.Select:
    """How many different values there are: surely (``low``), and possibly (``high``)."""
    grouped = _by_value(select(key(), sql.alias(exp.LogicalOr(this=sql.column("sure")), "sure")), listed)
    counts = select(key(), sql.alias(count(sql.column("sure")), "low"), sql.alias(count(), "high"))
    return _by_organisation(counts, grouped)


def reaching(listed: exp.Query, minimum: Sql) -> exp.Select:
    """How many values have rows whose ``amount`` adds up to ``minimum``: surely, and possibly (if unknown)."""
    maybe = sql.any_of([sql.missing(sql.column("high")), sql.compare(">=", sql.column("high"), minimum)])
    counts = select(key(), sql.alias(count(_surely_reaches(minimum)), "low"), sql.alias(count(maybe), "high"))
    return _by_organisation(counts, _sums(listed))


def reached(listed: exp.Query, minimum: Sql) -> exp.Select:
    """The values that surely reach the minimum, as a list ``names``."""
    gathered = select(key(), sql.alias(exp.ArrayAgg(this=sql.column("value")), "names"))
    gathered = gathered.from_(exp.Subquery(this=_sums(listed), alias=called("g")), copy=False)
    return gathered.where(_surely_reaches(minimum), copy=False).group_by(key(), copy=False)


def _surely_reaches(minimum: Sql) -> Sql:
    return sql.all_of([sql.column("sure"), sql.compare(">=", sql.column("low"), minimum)])


def _sums(listed: exp.Query) -> exp.Select:
    """The sums of each value: of sure rows, and of all (NULL where an amount is unknown)."""
    amount, sure = sql.column("amount"), sql.column("sure")
    all_known = sql.compare("==", exp.Count(this=exp.Star()), exp.Count(this=amount))
    sums = select(
        key(),
        sql.column("value"),
        sql.alias(exp.LogicalOr(this=sure), "sure"),
        sql.alias(sql.zero(total_of(amount, sure)), "low"),
        sql.alias(sql.when((all_known, total_of(amount)), otherwise=sql.null()), "high"),
    )
    return _by_value(sums, listed)


def longest_run(listed: exp.Query, *, only_sure: bool) -> exp.Select:
    """The longest run of consecutive values (``low``; ``high`` says nothing)."""
    years = select(key(), sql.column("value")).distinct()
    years = years.from_(exp.Subquery(this=listed.copy(), alias=called("v")), copy=False)
    if only_sure:
        years = years.where(sql.column("sure"), copy=False)
    order = exp.Order(expressions=[exp.Ordered(this=sql.column("value"))])
    place = exp.Window(this=exp.RowNumber(), partition_by=[key()], order=order)
    # Consecutive years keep their distance from their place in the order.
    placed = select(key(), sql.alias(sql.column("value") - place, "island"))
    placed = placed.from_(exp.Subquery(this=years, alias=called("y")), copy=False)
    lengths = select(key(), sql.alias(count(), "length"))
    lengths = lengths.from_(exp.Subquery(this=placed, alias=called("p")), copy=False)
    lengths = lengths.group_by(key(), sql.column("island"), copy=False)
    longest = select(key(), sql.alias(largest(sql.column("length")), "low"), sql.alias(sql.value(0), "high"))
    return _by_organisation(longest, lengths)


def _by_value(query: exp.Select, listed: exp.Query) -> exp.Select:
    query = query.from_(exp.Subquery(this=listed, alias=called("v")), copy=False)
    return query.group_by(key(), sql.column("value"), copy=False)


def _by_organisation(query: exp.Select, grouped: exp.Query) -> exp.Select:
    return query.from_(exp.Subquery(this=grouped, alias=called("g")), copy=False).group_by(key(), copy=False)
