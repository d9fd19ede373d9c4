"""Which rows a clause reads, as conditions in three values: ``context.Context`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from sqlglot import exp

from juli.engines.policy.population import sql
from juli.engines.policy.population.answers import CLAIMS, Answers, claimed, claims
from juli.engines.policy.population.columns import FILED, KEY, ORGANISATIONS, known_column
from juli.engines.policy.population.conditions import Scope, condition
from juli.engines.policy.population.gaps import GAP, with_gaps
from juli.engines.policy.population.lengths import far_enough
from juli.engines.policy.population.pooling import HOME, pooled
from juli.engines.policy.population.relations import ROW, Ctes, Relation, called, key, left_join, on_key, select
from juli.engines.policy.population.spans import ANCHORING, SPANS, Timeline, fits
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.population.values import TEXTS, each_value, in_list, in_nothing, values_of
from juli.engines.policy.rules import Aggregate, Judge, NamedList, Programme, Spacing
from juli.engines.policy.selectors import as_aggregate
from juli.engines.policy.vocabulary import ANY_KIND, MANY, Field, Kind
from juli.engines.policy.windows import Anchors

CALENDAR = "calendar"
#: The alias of ``organisations`` where a row's condition reads it.
OWNER = "o"


@dataclass(slots=True)
class Sources:
    """Everything rows come from: one relation for each kind read, and the subqueries beside them.

    ``claimed`` says that the population holds claims; ``owners`` maps a clause to the category that it stands under,
    where claims are exclusive; kinds that are ``empty`` have no rows at all.
    """

    programme: Programme
    timeline: Timeline
    claimed: bool
    owners: Mapping[str, str]
    pooled: bool = False
    empty: frozenset[str] = frozenset()
    ctes: Ctes = field(default_factory=Ctes)
    relations: dict[str, Relation] = field(default_factory=dict)
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.answers = Answers(self.home, self.pooled)

    @property
    def home(self) -> str:
        """The column of a row that names its own organisation."""
        return HOME if self.pooled else KEY

    def kinds(self, name: str) -> Sequence[Kind]:
        """The kinds that a reading of ``name`` stands for."""
        vocabulary = self.programme.vocabulary
        return vocabulary.achievements if name == ANY_KIND else (vocabulary.kinds[name],)

    def told(self, name: str) -> Sequence[Kind]:
        """Those of the kinds that a reading of ``name`` stands for which have rows (years may lack theirs)."""
        return [k for k in self.kinds(name) if k.yearly or k.name not in self.empty]

    def relation(self, kind: Kind) -> Relation:
        """The rows of a kind."""
        if kind.name not in self.relations:
            relation = Relation(kind, self._base(kind))
            if not self.timeline.is_uniform:
                relation.spans = (SPANS, self.anchored)
            if kind.is_standing:
                relation.joins[OWNER] = self._owned(sql.sure(sql.column(known_column(kind.name), OWNER)))
            self.relations[kind.name] = relation
        return self.relations[kind.name]

    def passes(self, clause: str, test: Aggregate, kind: Kind, *, whatever_claimed: bool = False) -> Sql:
        """When a row of ``kind`` counts for a clause (``whatever_claimed``: under whichever category)."""
        relation = self.relation(kind)
        filters = []
        if test.where is not None:
            filters.append(relation.value(condition(test.where.expression, self.scope(test.reads[0].kind, relation))))
        parts = []
        if test.whose != "organisation":
            parts.append(self._belongs(relation, test.whose))
        if test.apart is not None:
            parts.append(self._apart(relation, test.apart))
        if test.judge is not None:
            parts.append(self._answer(clause, test.judge, test.reads[0].kind, relation))
        passed = sql.all_of([self._side(test, relation), *filters, *(relation.value(part) for part in parts)])
        allowed = sql.true() if whatever_claimed else self._allowed(clause, relation)
        if not kind.yearly or self.pooled:
            return sql.all_of([passed, allowed])
        # A year without its record is never sure, whatever is asked of it, unless the filter rules it out.
        gap = sql.all_of([relation.value(self._expected(test)), *filters])
        return sql.all_of([allowed, sql.when((relation.value(sql.column(GAP, ROW)), gap), otherwise=passed)])

    def _allowed(self, clause: str, relation: Relation) -> Sql:
        """Whether claims leave a row to the clause's category."""
        if not self.claimed or clause not in self.owners:
            return sql.true()
        relation.joins.setdefault(OWNER, self._owned())
        return relation.value(claimed(relation, self.owners[clause], OWNER))

    def scope(self, reads: str, relation: Relation) -> Scope:
        """Where a filter over ``reads`` finds its names among the rows of one kind."""
        fields = self.programme.vocabulary.kinds[reads].fields
        constants = {"kind": sql.value(relation.kind.name)} if reads == ANY_KIND else {}
        return Scope(fields, ROW, lambda name, value, of: self._listed(relation, name, value, of), constants)

    def _owned(self, also: Sql | None = None) -> Callable[[exp.Select], exp.Select]:
        """Joins the organisation that a row belongs to (and leaves the row out where ``also`` fails)."""
        own = sql.compare("==", key(OWNER), sql.column(self.home, ROW))
        on = own if also is None else sql.all_of([own, also])
        return lambda query: query.join(sql.table(ORGANISATIONS, OWNER), on=on, copy=False)

    def _base(self, kind: Kind) -> exp.Expression:
        """Where the rows of a kind come from."""
        if self.pooled:
            return exp.Subquery(this=pooled(kind), alias=called(ROW))
        if not kind.yearly:
            return sql.table(kind.name, ROW)
        years = self.timeline.expected_years(self._windows(kind))
        return exp.Subquery(this=with_gaps(kind, years), alias=called(ROW))

    def _windows(self, kind: Kind) -> list[str]:
        """The windows through which clauses and lists look at a kind."""
        clauses = [(c.test, c.bound.baseline) for c in self.programme.clauses.values() if isinstance(c.test, Aggregate)]
        lists = [(as_aggregate(li), None) for li in self.programme.lists.values() if li.reads is not None]
        found = [
            name
            for test, baseline in (*clauses, *lists)
            if isinstance(test, Aggregate) and any(r.kind == kind.name for r in test.reads)
            for name in (test.within, baseline.within if baseline else None)
        ]
        return [name for name in found if name is not None]

    def _expected(self, test: Aggregate) -> Sql:
        """Of a year without a record: unknown where one is expected, else not there."""
        if test.within is None:
            return sql.false()
        edges = self.timeline.edges(test.within, planned=False)
        year = sql.column("year", ROW)
        expected = sql.all_of(
            [sql.compare(">=", year, edges.expected_first), sql.compare("<=", year, edges.expected_last)]
        )
        return sql.when((expected, sql.null()), otherwise=sql.false())

    def _side(self, test: Aggregate, relation: Relation) -> Sql:
        """Done, planned or both, each in its own window."""
        rows: str = test.rows
        if relation.kind.is_standing:
            return self._within(test, relation, planned=False)
        planned = relation.value(sql.column("planned", ROW))
        if rows == "promised" and self.timeline.is_uniform:
            rows = "plan" if self.timeline.anchors[0].contract is None else "done"
        if rows == "done":
            return sql.all_of([sql.negation(planned), self._within(test, relation, planned=False)])
        if rows == "plan":
            return sql.all_of([planned, self._within(test, relation, planned=True)])
        done, plan = (self._within(test, relation, planned=side) for side in (False, True))
        if rows == "promised":
            signed = relation.value(sql.given(self.timeline.anchor("contract")))
            unsigned = sql.all_of([sql.negation(signed), plan])
            return sql.when((planned, unsigned), otherwise=sql.all_of([signed, done]))
        return done if done == plan else sql.when((planned, plan), otherwise=done)

    def _within(self, test: Aggregate, relation: Relation, *, planned: bool) -> Sql:
        """Whether a row's dates fit the window; written once for all clauses that ask the same."""
        if test.within is None:
            return sql.true()
        asked = (test.within, planned, test.dated)
        if asked not in relation.windows:
            relation.windows[asked] = relation.value(self._fits(test.within, test.dated, relation, planned=planned))
        return relation.windows[asked]

    def _fits(self, window: str, dated: str | None, relation: Relation, *, planned: bool) -> Sql:
        edges, kind = self.timeline.edges(window, planned=planned), relation.kind
        plain = fits(edges, kind, ROW, dated, kind.span)
        if dated is not None or kind.state_when is None:
            return plain
        is_state = condition(kind.state_when, self.scope(kind.name, relation))
        return sql.when((is_state, fits(edges, kind, ROW, None, "state")), otherwise=plain)

    def _belongs(self, relation: Relation, whose: str) -> Sql:
        if self.pooled:
            return sql.null()
        relation.joins.setdefault(OWNER, self._owned())
        leader, team = sql.column("application_leader", OWNER), sql.column("application_team", OWNER)
        led, theirs = sql.given(leader), sql.column("leader", ROW)
        people, ways = [led], [sql.all_of([led, sql.compare("==", theirs, leader)])]
        if whose == "team":
            people.append(sql.compare(">", sql.size(team), sql.value(0)))
            ways.append(sql.contains(team, theirs))
            if "team" in relation.kind.fields:
                listed = sql.column("team", ROW)
                ways.append(sql.all_of([led, sql.contains(listed, leader)]))
                ways.append(exp.ArrayOverlaps(this=listed.copy(), expression=team.copy()))
        return sql.when((sql.any_of(people), sql.any_of(ways)), otherwise=sql.null())

    def _apart(self, relation: Relation, spacing: Spacing) -> Sql:
        fields = relation.kind.fields
        start, end = (self._date(name, relation) for name in (spacing.start, spacing.end))
        answers = [
            sql.missing(day)
            for name, day in ((spacing.start, start), (spacing.end, end))
            if name in fields and fields[name].absent_is_none
        ]
        long_enough = far_enough(start, end, spacing.at_least, self._calendar(relation))
        # An empty date whose emptiness is an answer can't be far enough from any.
        return sql.when((sql.any_of(answers), sql.false()), otherwise=long_enough)

    def _date(self, name: str, relation: Relation) -> Sql:
        if name in relation.kind.fields:
            return sql.column(name, ROW)
        if name in Anchors._fields:
            return self.timeline.anchor(name)
        if self.pooled:
            return sql.null()
        relation.joins.setdefault(OWNER, self._owned())
        return sql.column(name, OWNER)

    def _calendar(self, relation: Relation) -> Callable[[Sql], str]:
        def line(day: Sql) -> str:
            alias = f"calendar {day.sql(dialect='duckdb')}"
            on = sql.compare("==", sql.column("day", alias), day)
            relation.joins[alias] = lambda q: left_join(q, sql.table(CALENDAR, alias), on)
            return alias

        return line

    def _answer(self, clause: str, judge: Judge, reads: str, relation: Relation) -> Sql:
        """The answer to a row: a person's, else yes where ``known`` or the office's filing says so."""
        ways = []
        if judge.known is not None:
            ways.append(condition(judge.known.expression, self.scope(reads, relation)))
        if judge.record is not None and not relation.kind.is_standing and not self.pooled:
            ways.append(sql.contains(sql.column(FILED, ROW), sql.value(judge.record)))
        known = sql.when((sql.any_of(ways), sql.true()), otherwise=sql.null())
        return sql.coalesce(self.answers.of_row(clause, relation), known)

    def _listed(self, relation: Relation, name: str, value: Sql, of: Field) -> Sql:
        """Whether a row's value is in a named list."""
        named = self.programme.lists[name]
        if of.type not in TEXTS:
            return in_nothing(value)
        if named.reads is None:
            return sql.member(value, sorted(named.values or ()))
        list_name = self._list(named, self._listed_field(named))
        return in_nothing(value) if list_name is None else in_list(relation, value, list_name)

    def _listed_field(self, named: NamedList) -> Field:
        if named.reads is None:
            raise TypeError(f"the list {named.id} reads no rows")
        return self.programme.vocabulary.kinds[named.reads.kind].fields[named.reads.field or ""]

    def _list(self, named: NamedList, source: Field) -> str | None:
        """The subquery with the names in a list, surely or possibly; None where there can be none."""
        if source.type not in TEXTS and source.type not in MANY:
            return None
        name = f"list {named.id}"
        if name in self.ctes.queries:
            return name
        test = as_aggregate(named)
        found = None
        for kind in self.told(test.reads[0].kind):
            # Apart from the kind's other rows, which may themselves be asked about the list.
            alone = Sources(self.programme, self.timeline, claimed=False, owners={}, pooled=self.pooled, ctes=self.ctes)
            relation = alone.relation(kind)
            passed = relation.condition(alone.passes("", test, kind))
            value = each_value(relation, source, test.reads[0].kind)
            part = values_of(relation.rows(), value, passed, source)
            found = part if found is None else cast(exp.Select, exp.union(found, part, distinct=False, copy=False))
        if found is None:
            return None
        sure = sql.alias(exp.LogicalOr(this=sql.column("sure")), "sure")
        grouped = select(key(), sql.column("value"), sure).from_(
            exp.Subquery(this=found, alias=called("v")), copy=False
        )
        return self.ctes.add(name, grouped.group_by(key(), sql.column("value"), copy=False))

    def anchored(self, query: exp.Select, alias: str = ROW) -> exp.Select:
        """``query`` with the windows of each line's organisation beside it."""
        self.ctes.asks_spans = True
        query = query.join(sql.table(ANCHORING), on=on_key(ANCHORING, alias), copy=False)
        same = sql.compare("==", sql.column("anchor", SPANS), sql.column("anchor", ANCHORING))
        return query.join(sql.table(SPANS), on=same, copy=False)

    def add_answers(self) -> None:
        """Add the subqueries of the judgements and claims that conditions have asked for."""
        self.answers.add_to(self.ctes)
        if self.claimed and self.owners:
            self.ctes.add(CLAIMS, claims())
