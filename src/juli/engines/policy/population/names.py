"""How many different names one field of a kind has: one pass over it for all the clauses that ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from juli.engines.policy.population import sql
from juli.engines.policy.population.columns import number_column
from juli.engines.policy.population.relations import ROW, Relation, called, count, filtered, key, select, total_of
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.population.values import is_name
from juli.engines.policy.vocabulary import MANY, Field

#: Bits in one word; the sign stays out of it.
_WORD = 62


@dataclass(slots=True)
class Names:
    """The different values of one field of a kind, counted for every condition that asks: subqueries of its own.

    Counting the names in lists takes a line for each name. Where everybody who asks says how many are enough, most
    organisations are told without: each name sets a bit of a word by its hash, so the bits that are set are at most as
    many as there are names, and the lists' lengths add up to at least as many. Only organisations between the two are
    counted name by name; of the others the bits are said, which lie on the same side of every number asked for. Where
    rows may give a bare number in place of a list, what is possible is the names and all of those numbers together.
    """

    name: str
    relation: Relation
    value: Sql
    source: Field
    asked: list[Sql] = field(default_factory=list)
    enough: list[int | None] = field(default_factory=list)

    def ask(self, passed: Sql, enough: int | None = None) -> tuple[Sql, Sql]:
        """How many values rows have that pass a condition: surely, and possibly; what matters is on which side of
        ``enough`` (None: all of it)."""
        self.enough.append(enough)
        if passed not in self.asked:
            self.asked.append(passed)
        i = self.asked.index(passed)
        return sql.zero(sql.column(f"low {i}", self.name)), sql.zero(sql.column(f"high {i}", self.name))

    def prepare(self) -> None:
        """Add to the kind's rows what the subqueries read."""
        self._bare()

    def queries(self) -> Iterator[tuple[str, exp.Query]]:
        """The subqueries and their names, the last of which is its own."""
        numbers = [n for n in self.enough if n is not None]
        if self.source.type not in MANY or len(numbers) < len(self.enough):
            yield self.name, self._counted(self._rows())
            return
        rough = f"rough {self.name}"
        yield rough, self._rough()
        open_ = self._between(min(numbers), max(numbers))
        told = select(key(), *(sql.column(n) for n, _ in self._sides())).from_(sql.table(rough), copy=False)
        told = told.where(sql.negation(open_), copy=False)
        left = select(key()).from_(sql.table(rough), copy=False).where(open_, copy=False)
        rows = self._rows().where(exp.In(this=key(), query=exp.Subquery(this=left)), copy=False)
        yield self.name, exp.union(told, self._counted(rows), distinct=False, copy=False)

    def _sides(self) -> list[tuple[str, Sql]]:
        """What is counted: the column's name, and for which rows."""
        return [
            (f"{n} {i}", side(p))
            for i, p in enumerate(self.asked)
            for n, side in (("low", sql.sure), ("high", sql.possible))
        ]

    def _rows(self) -> exp.Select:
        """A line for each value of each row."""
        one = exp.Unnest(expressions=[self.value.copy()]) if self.source.type in MANY else self.value
        return self._possible([sql.alias(one, "value"), *(sql.alias(e, n) for n, e in self._sides())])

    def _possible(self, columns: Sequence[Sql]) -> exp.Select:
        """Columns of the rows that may pass some condition."""
        rows = select(key(), *columns).from_(sql.table(self.relation.rows_name), copy=False)
        return rows.where(sql.any_of(sql.possible(p) for p in self.asked), copy=False)

    def _counted(self, rows: exp.Select) -> exp.Select:
        names = [n for n, _ in self._sides()]
        grouped = select(key(), *(sql.alias(exp.LogicalOr(this=sql.column(n)), n) for n in names))
        grouped = grouped.from_(exp.Subquery(this=rows, alias=called("v")), copy=False)
        value = sql.column("value")
        grouped = grouped.where(is_name(value, self.source), copy=False)
        grouped = grouped.group_by(key(), value, copy=False)
        counts = select(key(), *(sql.alias(count(sql.column(n)), n) for n in names))
        return counts.from_(exp.Subquery(this=grouped, alias=called("g")), copy=False).group_by(key(), copy=False)

    def _bare(self) -> Sql | None:
        """The bare number of a row that keeps no list; None where there are no such numbers."""
        if self.source.type != "references":
            return None
        return self.relation.value(bare_number(self.source))

    def _rough(self) -> exp.Select:
        """A line for each organisation, of each side: the bits that its names set; how many names the lists hold
        (``most``); and the sum of the bare numbers (``bare``) where they add to it."""
        bare = self._bare()
        given = {"word": _word(self.value), "size": sql.size(self.value), **({"bare": bare} if bare else {})}
        sides = dict(self._sides())
        rows = self._possible([sql.alias(e, n) for n, e in {**given, **sides}.items()])
        columns: dict[str, Sql] = {}
        for name in sides:
            here = sql.column(name)
            columns[name] = exp.BitwiseCount(this=sql.zero(filtered(sql.bits(sql.column("word")), here)))
            columns[f"most {name}"] = sql.zero(total_of(sql.column("size"), here))
            if bare is not None and name.startswith("high"):
                columns[f"bare {name}"] = sql.zero(total_of(sql.column("bare"), here))
        gathered = select(key(), *(sql.alias(e, n) for n, e in columns.items()))
        return gathered.from_(exp.Subquery(this=rows, alias=called("w")), copy=False).group_by(key(), copy=False)

    def _between(self, least: int, most: int) -> Sql:
        """Whether some side may lie on either side of a number from ``least`` to ``most``."""
        parts = []
        for name, _ in self._sides():
            beside = [sql.column(f"bare {name}")] if self._bare() is not None and name.startswith("high") else []
            few = sql.compare("<", sql.plus([sql.column(name), *beside]), sql.value(most))
            many = sql.compare(">=", sql.plus([sql.column(f"most {name}"), *beside]), sql.value(least))
            parts.append(sql.all_of([few, many]))
        return sql.any_of(parts)


def bare_number(of: Field) -> Sql:
    """The bare number of a row that keeps no list."""
    listed = sql.column(of.name, ROW)
    return sql.when((sql.missing(listed), sql.column(number_column(of.name), ROW)), otherwise=sql.null())


def _word(names: Sql) -> Sql:
    """The bits of the names in a list, one each; NULL of no list."""
    one = exp.to_identifier("one")
    hashed = exp.Anonymous(this="hash", expressions=[exp.column("one")])
    place = sql.typed(exp.Mod(this=hashed, expression=sql.value(_WORD)), sql.BIGINT)
    bit = exp.BitwiseLeftShift(this=sql.typed(sql.value(1), sql.BIGINT), expression=place)
    none = sql.typed(sql.value(0), sql.BIGINT)
    bits = exp.Lambda(this=sql.when((sql.missing(exp.column("one")), none), otherwise=bit), expressions=[one])
    return exp.Anonymous(this="list_bit_or", expressions=[exp.Transform(this=names.copy(), expression=bits)])
