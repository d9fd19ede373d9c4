"""[low, high] of a test over rows, one pair of columns per organisation: ``aggregates.measure`` in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlglot import exp

from juli.engines.policy.population import by_value, sql
from juli.engines.policy.population.columns import known_column, number_column
from juli.engines.policy.population.names import Names, bare_number
from juli.engines.policy.population.relations import (
    ROW,
    Relation,
    count,
    key,
    largest,
    left_join,
    on_key,
    select,
    total_of,
)
from juli.engines.policy.population.rows import Sources
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.population.values import each_value, values_of
from juli.engines.policy.rules import Aggregate, Reading
from juli.engines.policy.vocabulary import ANY_KIND, MANY, Field, Kind

#: The alias of ``organisations`` where facts about it are read.
BASE = "base"


class Bounds(NamedTuple):
    """Least and greatest of an actual as expressions over the joined totals; ``high`` is NULL where there is no
    limit.
    """

    low: Sql
    high: Sql

    @property
    def source(self) -> str | None:
        """The one subquery that both are read from; None where there are several, or facts about the organisation."""
        tables = {c.table for side in self for c in side.find_all(exp.Column)}
        return tables.pop() if len(tables) == 1 and BASE not in tables else None


class Passing(NamedTuple):
    """The rows of one kind that a test reads: where they are, and the condition they pass."""

    relation: Relation
    passed: Sql

    @property
    def sure(self) -> Sql:
        """Whether a row surely counts."""
        return sql.sure(self.passed)

    @property
    def possible(self) -> Sql:
        """Whether a row may count."""
        return sql.possible(self.passed)


class Used(NamedTuple):
    """Rows that a clause uses: those that pass; where ``reached`` names a subquery of values, only those that give one.

    ``value`` is what a row gives, ``many`` says that it is a list.
    """

    rows: Passing
    reached: str | None = None
    value: Sql | None = None
    many: bool = False


class Measures:
    """Turns tests into columns, adding to ``sources`` what they need.

    ``extras`` are the subqueries of organisations that the facts are joined from beside each kind's totals.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.vocabulary = sources.programme.vocabulary
        self.extras: dict[str, exp.Select] = {}
        self.reached: dict[str, exp.Select] = {}
        self.names: dict[tuple[str, str], Names] = {}
        self._passing: dict[tuple[str, Aggregate, bool], tuple[Passing, ...]] = {}

    def passing(self, clause: str, test: Aggregate, *, whatever_claimed: bool = False) -> tuple[Passing, ...]:
        """The rows of every kind that a test reads (``whatever_claimed``: under which category)."""
        asked = (clause, test, whatever_claimed)
        if asked not in self._passing:
            out = []
            for name in dict.fromkeys(r.kind for r in test.reads):
                for kind in self.sources.told(name):
                    relation = self.sources.relation(kind)
                    passed = self.sources.passes(clause, test, kind, whatever_claimed=whatever_claimed)
                    out.append(Passing(relation, relation.condition(passed)))
            self._passing[asked] = tuple(out)
        return self._passing[asked]

    def past(self, clause: str, test: Aggregate, window: str) -> Bounds:
        """The actual of the same test over done rows in another window, for baselines: what is claimed now is now's."""
        before = replace(test, within=window, rows="done")
        return self.measure(before, self.passing(clause, before, whatever_claimed=True))

    def only_counts(self, test: Aggregate, rows: Sequence[Passing]) -> bool:
        """Whether a test counts rows, and all of them are there (no standing that nobody may have told of)."""
        return test.how == "count" and bool(rows) and not self._standing(test)

    def _standing(self, test: Aggregate) -> list[Kind]:
        if self.sources.pooled:
            return []
        return [k for r in test.reads for k in self.sources.kinds(r.kind) if k.is_standing]

    def measure(self, test: Aggregate, rows: Sequence[Passing], *, enough: int | None = None) -> Bounds:
        """The actual of a test over the rows it reads. Where it is less than ``enough`` it needn't be exact."""
        found = self._measured(test, rows, enough)
        standing = self._standing(test)
        if not standing:
            return found
        untold = sql.any_of(self._untold(kind) for kind in standing)
        return Bounds(found.low, sql.when((untold, sql.null()), otherwise=found.high))

    def _untold(self, kind: Kind) -> Sql:
        """Whether nobody has told of an organisation's standing of this kind."""
        return sql.negation(sql.sure(sql.column(known_column(kind.name), BASE)))

    def _measured(self, test: Aggregate, rows: Sequence[Passing], enough: int | None) -> Bounds:
        if test.how == "count" or not rows:
            return self.counted(rows)
        if test.how == "sum":
            return self._sum(test.reads, rows)
        reading = test.reads[0]
        if test.how == "max":
            return self._max(reading, rows)
        if test.how == "longest_run":
            return self._longest_run(reading, rows)
        if test.each is not None:
            listed = self._listed(reading, rows, test.each[0])
            return Bounds(*self._extra(by_value.reaching(listed, sql.value(test.each[1]))))
        return self._distinct(reading, rows, enough)

    def counted(self, rows: Sequence[Passing]) -> Bounds:
        """How many rows."""
        found = [self._counted(p) for p in rows]
        return Bounds(sql.plus(b.low for b in found), sql.plus(b.high for b in found))

    def _counted(self, p: Passing) -> Bounds:
        all_ = p.relation.total(count())
        if isinstance(p.passed, exp.Boolean | exp.Null):
            return Bounds(sql.zero(all_) if sql.is_true(p.passed) else sql.value(0), sql.zero(all_))
        # Unfiltered counts are twice as fast as filtered ones: possible are all but those decided and not met.
        met, decided = p.relation.total(exp.CountIf(this=p.passed)), p.relation.total(exp.Count(this=p.passed))
        # An aggregate over nothing but NULLs is NULL.
        return Bounds(sql.zero(met), exp.paren(sql.zero(exp.paren(all_ - decided)) + sql.zero(met)))

    def _field(self, reading: Reading) -> Field:
        return self.vocabulary.kinds[reading.kind].fields[reading.field or ""]

    def _number(self, relation: Relation, field: Field) -> Sql:
        """What a row adds: its number, or the size of its list; NULL while unknown."""
        column = sql.column(field.name, ROW)
        if field.type == "references":
            return relation.value(sql.coalesce(sql.size(column), sql.column(number_column(field.name), ROW)))
        return relation.value(sql.size(column) if field.type in MANY else column)

    def _sum(self, reads: Sequence[Reading], rows: Sequence[Passing]) -> Bounds:
        low: list[Sql] = []
        high: list[Sql] = []
        unknown: list[Sql] = []
        for reading in reads:
            field = self._field(reading)
            kinds = {k.name for k in self.sources.kinds(reading.kind)}
            for p in (p for p in rows if p.relation.kind.name in kinds):
                number = self._number(p.relation, field)
                unknown.append(p.relation.total(count(sql.all_of([p.possible, sql.missing(number)]))))
                for side, condition in ((low, p.sure), (high, p.possible)):
                    side.append(sql.zero(p.relation.total(total_of(number, condition))))
        return Bounds(sql.plus(low), _unless(unknown, sql.plus(high)))

    def _max(self, reading: Reading, rows: Sequence[Passing]) -> Bounds:
        field = self._field(reading)
        low, high, unknown = [sql.value(0)], [sql.value(0)], []
        for p in rows:
            number = self._number(p.relation, field)
            low.append(sql.zero(p.relation.total(largest(number, p.sure))))
            high.append(sql.zero(p.relation.total(largest(number, p.possible))))
            unknown.append(p.relation.total(count(sql.all_of([p.possible, sql.missing(number)]))))
        return Bounds(_greatest(low), _unless(unknown, _greatest(high)))

    def _distinct(self, reading: Reading, rows: Sequence[Passing], enough: int | None) -> Bounds:
        field = self._field(reading)
        if reading.kind == ANY_KIND and field.name == "kind":
            there = [self._counted(p) for p in rows]
            low, high = (sql.plus(sql.flag(sql.compare(">", b[i], sql.value(0))) for b in there) for i in (0, 1))
            return Bounds(low, high)
        low, high = self._names(reading, rows, enough)
        if field.type != "references":
            unknown = (
                [self._unknown_lists(p, field) for p in rows] if field.type in MANY else self._unknown(field, rows)
            )
            return Bounds(low, _unless(unknown, high))
        bare_low, bare_high, unknown = [low], [high], []
        for p in rows:
            number = p.relation.value(bare_number(field))
            bare_low.append(sql.zero(p.relation.total(largest(number, p.sure))))
            bare_high.append(sql.zero(p.relation.total(total_of(number, p.possible))))
            unknown.append(self._unknown_lists(p, field))
        return Bounds(_greatest(bare_low), _unless(unknown, sql.plus(bare_high)))

    def _unknown(self, field: Field, rows: Sequence[Passing]) -> list[Sql]:
        out = []
        for p in rows:
            value = p.relation.value(sql.column(field.name, ROW))
            out.append(p.relation.total(count(sql.all_of([p.possible, sql.missing(value)]))))
        return out

    def _unknown_lists(self, p: Passing, field: Field) -> Sql:
        parts = [sql.missing(sql.column(field.name, ROW))]
        if field.type == "references":
            parts.append(sql.missing(sql.column(number_column(field.name), ROW)))
        nothing = p.relation.value(sql.all_of(parts))
        return p.relation.total(count(sql.all_of([p.possible, nothing])))

    def _names(self, reading: Reading, rows: Sequence[Passing], enough: int | None) -> tuple[Sql, Sql]:
        """How many different names are given: surely, and possibly."""
        if len(rows) > 1:
            return self._extra(by_value.names(self._listed(reading, rows)))
        # One pass over a field's names for all the clauses that ask.
        (p,) = rows
        value = each_value(p.relation, self._field(reading), reading.kind)
        shared = self.names.setdefault(
            (p.relation.kind.name, value.name),
            Names(f"names {len(self.names)}", p.relation, value, self._field(reading)),
        )
        return shared.ask(p.passed, enough)

    def _listed(self, reading: Reading, rows: Sequence[Passing], *also: str) -> exp.Query:
        field = self._field(reading)
        found: exp.Query | None = None
        for p in rows:
            value = each_value(p.relation, field, reading.kind)
            more = [sql.alias(p.relation.value(sql.column(name, ROW)), "amount") for name in also]
            part = values_of(sql.table(p.relation.rows_name), value, p.passed, field, *more)
            found = part if found is None else exp.union(found, part, distinct=False, copy=False)
        if found is None:
            raise TypeError("nothing is read")
        return found

    def _longest_run(self, reading: Reading, rows: Sequence[Passing]) -> Bounds:
        listed = self._listed(reading, rows)
        low, high = (self._extra(by_value.longest_run(listed, only_sure=only_sure))[0] for only_sure in (True, False))
        return Bounds(low, _unless(self._unknown(self._field(reading), rows), high))

    def used(self, clause: str, test: Aggregate) -> tuple[Used, ...]:
        """The rows that a clause uses, for counting different achievements: those that pass, and with ``each`` those of
        values that reach the minimum."""
        rows = self.passing(clause, test)
        if test.each is None or not rows:
            return tuple(Used(p) for p in rows)
        reading, (amount, minimum) = test.reads[0], test.each
        query = by_value.reached(self._listed(reading, rows, amount), sql.value(minimum))
        name = next((n for n, other in self.reached.items() if other == query), f"reached {len(self.reached)}")
        self.reached[name] = query
        field = self._field(reading)
        many = field.type in MANY
        return tuple(Used(p, name, each_value(p.relation, field, reading.kind), many) for p in rows)

    def different(self, used: Sequence[Used]) -> Bounds:
        """How many different rows several clauses use, surely and possibly."""
        by_kind: dict[str, list[Used]] = {}
        for u in used:
            by_kind.setdefault(u.rows.relation.kind.name, []).append(u)
        found = []
        for same in by_kind.values():
            relation = same[0].rows.relation
            if all(u.reached is None for u in same):
                found.append(self._counted(Passing(relation, sql.any_of(u.rows.passed for u in same))))
            else:
                found.append(Bounds(*self._extra(_reached_rows(relation, same))))
        return Bounds(sql.plus(b.low for b in found), sql.plus(b.high for b in found))

    def _extra(self, query: exp.Select) -> tuple[Sql, Sql]:
        """Add a subquery of ``low`` and ``high`` per organisation (or find the same one); its two columns."""
        name = next((n for n, other in self.extras.items() if other == query), f"values {len(self.extras)}")
        self.extras[name] = query
        return sql.zero(sql.column("low", name)), sql.zero(sql.column("high", name))


def _reached_rows(relation: Relation, used: Sequence[Used]) -> exp.Select:
    """How many rows of a kind are used (``low``) or may be (``high``), where a clause counts only values that reach a
    minimum."""
    query = select(key(relation.rows_name)).from_(sql.table(relation.rows_name), copy=False)
    parts = []
    for name in dict.fromkeys(u.reached for u in used if u.reached is not None):
        query = left_join(query, sql.table(name), on_key(name, relation.rows_name))
    for u in used:
        passed = u.rows.passed
        if u.reached is not None and u.value is not None:
            names = sql.column("names", u.reached)
            overlap = exp.ArrayOverlaps(this=u.value.copy(), expression=names)
            counts = overlap if u.many else sql.contains(names, u.value)
            passed = sql.when((passed, sql.sure(counts)), otherwise=passed)
        parts.append(passed)
    either = sql.any_of(parts)
    low = sql.zero(exp.CountIf(this=either.copy()))
    high = exp.paren(exp.Count(this=exp.Star()) - exp.Count(this=either.copy())) + low.copy()
    query = query.select(sql.alias(low, "low"), sql.alias(high, "high"), copy=False)
    return query.group_by(key(relation.rows_name), copy=False)


def _unless(unknown: Sequence[Sql], high: Sql) -> Sql:
    """``high``, or no limit where a row that may count holds an unknown value."""
    some = sql.any_of(sql.compare(">", sql.zero(u), sql.value(0)) for u in unknown)
    return sql.when((some, sql.null()), otherwise=high)


def _greatest(values: Sequence[Sql]) -> Sql:
    return (
        values[0] if len(values) == 1 else exp.Greatest(this=values[0], expressions=list(values[1:]), ignore_nulls=True)
    )
