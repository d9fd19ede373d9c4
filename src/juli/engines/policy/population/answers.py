"""Judgements and claims: what people have said of rows and of clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from juli.engines.policy.population import sql
from juli.engines.policy.population.columns import JUDGEMENTS, ORGANISATIONS
from juli.engines.policy.population.relations import (
    ROW,
    Ctes,
    Relation,
    called,
    key,
    largest,
    left_join,
    on_key,
    select,
)
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.vocabulary import ORGANISATION_KIND

#: The subqueries with the answers to whole clauses, and with the claims.
ANSWERS, CLAIMS = "answers", "claims"


@dataclass(slots=True)
class Answers:
    """The answers that conditions have asked for.

    ``home`` is the column of a row that names its organisation; ``pooled``: all organisations are judged together.
    """

    home: str
    pooled: bool
    of_clauses: list[str] = field(default_factory=list)
    of_rows: dict[str, list[str]] = field(default_factory=dict)

    def of_clause(self, clause: str) -> Sql:
        """What a person has said of a clause as a whole (or of all its rows); NULL while nobody has."""
        return _answer(self._every(clause))

    def _every(self, clause: str) -> Sql:
        if clause not in self.of_clauses:
            self.of_clauses.append(clause)
        return sql.column(clause, ANSWERS)

    def of_row(self, clause: str, relation: Relation) -> Sql:
        """What a person has said of a row: of itself, else of all rows of the clause; NULL while nobody has."""
        kind = relation.kind
        own = _of_rows(kind.name)
        asked = self.of_rows.setdefault(kind.name, [])
        if clause not in asked:
            asked.append(clause)
        on = [self._at_home(own)]
        if kind.name != ORGANISATION_KIND:
            on.append(sql.compare("==", sql.column("achievement", own), sql.column("id", ROW)))
        relation.joins[own] = lambda query: left_join(query, sql.table(own), sql.all_of(on))
        if kind.name == ORGANISATION_KIND or (self.pooled and kind.is_standing):
            return _answer(sql.column(clause, own))
        relation.joins[ANSWERS] = lambda query: left_join(query, sql.table(ANSWERS), self._at_home(ANSWERS))
        said, every = sql.column(clause, own), self._every(clause)
        if not self.pooled:
            return _answer(sql.coalesce(said, every))
        # Pooled, an answer to all rows of an organisation stands for each of them, and the last word counts.
        return _answer(exp.Greatest(this=said, expressions=[every], ignore_nulls=True))

    def _at_home(self, alias: str) -> Sql:
        return sql.compare("==", key(alias), sql.column(self.home, ROW))

    def add_to(self, ctes: Ctes) -> None:
        """Add the subqueries that the answers are read from."""
        if self.of_clauses:
            ctes.add(ANSWERS, _last_words(self.of_clauses, of_rows=False))
        for kind, clauses in self.of_rows.items():
            ctes.add(_of_rows(kind), _last_words(clauses, of_rows=None if kind == ORGANISATION_KIND else True))


def _of_rows(kind: str) -> str:
    return f"{ANSWERS} {kind}"


def _answer(place: Sql) -> Sql:
    """The answer in a judgement's place."""
    return sql.compare("==", exp.paren(place % sql.value(2)), sql.value(1))


def _last_words(clauses: Sequence[str], *, of_rows: bool | None) -> exp.Select:
    """The last word on each clause, or on each clause and row (None: on the organisation itself, however it is put)."""
    achievement, clause = sql.column("achievement"), sql.column("clause")
    by = [key(), achievement] if of_rows else [key()]
    # The answer is the lowest bit of the highest place (faster than arg_max).
    place = sql.column("position") * sql.value(2) + sql.typed(sql.column("answer"), sql.INT)
    words = [sql.alias(largest(place, sql.compare("==", clause, sql.value(name))), name) for name in clauses]
    kept = [sql.member(clause, clauses)]
    if of_rows is not None:
        kept.append(sql.given(achievement) if of_rows else sql.missing(achievement))
    query = select(*by, *words).from_(sql.table(JUDGEMENTS), copy=False).where(sql.all_of(kept), copy=False)
    return query.group_by(*(c.copy() for c in by), copy=False)


def claimed(relation: Relation, category: str, owner: str) -> Sql:
    """Whether a row may be taken by a category: claimed under it, or free while nothing has been submitted.

    ``owner`` is the alias of the row's organisation.
    """
    own = sql.compare("==", sql.column("achievement", CLAIMS), sql.column("id", ROW))
    on = sql.all_of([on_key(CLAIMS, ROW), own])
    relation.joins[CLAIMS] = lambda query: left_join(query, sql.table(CLAIMS), on)
    submitted = sql.sure(sql.column("claims_submitted", owner))
    free = sql.when((submitted, sql.value("")), otherwise=sql.value(category))
    return sql.compare("==", sql.coalesce(sql.column("category", CLAIMS), free), sql.value(category))


def claims() -> exp.Select:
    """The subquery of claims, a line each."""
    entry = exp.Unnest(expressions=[exp.Anonymous(this="map_entries", expressions=[sql.column("claims")])])
    inner = select(key(), sql.alias(entry, "entry")).from_(sql.table(ORGANISATIONS), copy=False)
    achievement, category = (sql.part(sql.column("entry"), name) for name in ("key", "value"))
    query = select(key(), sql.alias(achievement, "achievement"), sql.alias(category, "category"))
    return query.from_(exp.Subquery(this=inner, alias=called("c")), copy=False)
