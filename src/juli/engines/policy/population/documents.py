"""Clauses that the engine judges itself: attachments handed in, and duties to publish (``interpreter.given`` in
SQL).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlglot import exp

from juli.engines.policy.population import planes, sql
from juli.engines.policy.population.columns import DOCUMENTS, ORGANISATIONS, known_column
from juli.engines.policy.population.measures import BASE, Passing
from juli.engines.policy.population.nodes import Node, Tree
from juli.engines.policy.population.planes import Status
from juli.engines.policy.population.relations import (
    ROW,
    called,
    count,
    different,
    key,
    left_join,
    on_key,
    reads,
    select,
)
from juli.engines.policy.population.rows import OWNER
from juli.engines.policy.population.spans import SPANS, fits
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.rules import Attachment, Duty
from juli.engines.policy.windows import Anchors

HANDED_IN = "handed in"
#: The alias under which documents are read.
DOCUMENT = "d"
#: The window in which duties are counted, where the file has one.
_PERIOD = "period"
#: Bits in one word of flags; the sign stays out of it.
_WORD = 62


class Asked(NamedTuple):
    """How many documents an attachment asks for, and how many are there: surely, and possibly."""

    wanted: Sql
    low: Sql
    high: Sql


class Bits(NamedTuple):
    """Some pairs of bits of a word of flags: of each pair the low bit says surely, the high one possibly."""

    word: int
    first: int
    pairs: int

    @property
    def surely(self) -> int:
        """The low bits as a number."""
        return sum(1 << (self.first + 2 * i) for i in range(self.pairs))

    @property
    def possibly(self) -> int:
        """The high bits as a number."""
        return 2 * self.surely


@dataclass(slots=True)
class Flags:
    """Answers of documents gathered in words of bits: one aggregate for all of them, where one each takes ten times
    as long.

    What the documents of an attachment set is kept by the attachment's id.
    """

    parts: dict[str, list[tuple[int, Sql]]] = field(default_factory=dict)
    used: list[int] = field(default_factory=lambda: [0])

    def take(self, pairs: int) -> Bits:
        """Bits that nothing else sets."""
        if self.used[-1] + 2 * pairs > _WORD:
            self.used.append(0)
        first = self.used[-1]
        self.used[-1] += 2 * pairs
        return Bits(len(self.used) - 1, first, pairs)

    def set(self, attachment: str, bits: Bits, holds: Sql, pair: Sql | None = None) -> tuple[Sql, Sql]:
        """Let documents of an attachment answer a question, in one pair of bits (by default the first); how many
        pairs say surely, and how many possibly."""
        answer: Sql = sql.typed(
            sql.when((sql.sure(holds), sql.value(3)), (sql.possible(holds), sql.value(2)), otherwise=sql.value(0)),
            sql.BIGINT,
        )
        if pair is not None or bits.first:
            shift: Sql = sql.value(bits.first)
            if pair is not None:
                shift = exp.paren(pair * sql.value(2)) + shift
            answer = sql.when((sql.possible(holds), exp.BitwiseLeftShift(this=answer, expression=exp.paren(shift))),
                              otherwise=sql.typed(sql.value(0), sql.BIGINT))  # fmt: skip
        self.parts.setdefault(attachment, []).append((bits.word, answer))
        word = sql.coalesce(sql.column(f"flags {bits.word}", HANDED_IN), sql.value(0))
        if bits.pairs == 1:
            there = [sql.compare("!=", exp.paren(exp.BitwiseAnd(this=word, expression=sql.value(m))), sql.value(0))
                     for m in (bits.surely, bits.possibly)]  # fmt: skip
            return sql.flag(there[0]), sql.flag(there[1])
        low, high = (exp.BitwiseCount(this=exp.BitwiseAnd(this=word.copy(), expression=sql.value(m)))
                     for m in (bits.surely, bits.possibly))  # fmt: skip
        return low, high

    def words(self) -> list[Sql]:
        """The aggregates."""
        out = []
        nothing = sql.typed(sql.value(0), sql.BIGINT)
        for word in range(len(self.used)):
            branches = []
            for name, parts in self.parts.items():
                own = [value for at, value in parts if at == word]
                if own:
                    joined = own[0]
                    for more in own[1:]:
                        joined = exp.BitwiseOr(this=exp.paren(joined), expression=exp.paren(more))
                    branches.append((_is(name), joined))
            out.append(sql.alias(sql.bits(sql.when(*branches, otherwise=nothing)), f"flags {word}"))
        return out


class Attachments:
    """The attachments of a programme as columns of the facts."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.measures = tree, tree.measures
        self.timeline = tree.measures.sources.timeline
        self.flags = Flags()

    def node(self, attachment: Attachment) -> Node:
        """The columns of one attachment."""
        clause = attachment.clause
        found = self._asked(attachment)
        wanted: Sql = found.wanted
        unknown = sql.negation(sql.sure(sql.column(known_column(DOCUMENTS), BASE)))
        if not isinstance(wanted, exp.Literal):
            unknown = sql.all_of([unknown, sql.compare("!=", wanted, sql.value(0))])
            wanted = self.tree.put(0, f"{clause.id} wanted", wanted)
        low, high = found.low, sql.when((unknown, sql.null()), otherwise=found.high)
        if attachment.each_year_of is not None:
            no_window = sql.missing(self.timeline.edges(attachment.each_year_of, planned=False).asked_first)
            low = sql.when((no_window, sql.value(0)), otherwise=low)
            high = sql.when((no_window, sql.null()), otherwise=high)
        least = self.tree.put(0, f"{clause.id} least", low)
        most = self.tree.put(0, f"{clause.id} most", high)
        reachable = sql.possible(sql.compare(">=", most, wanted))
        status = Status(planes.bit(sql.compare(">=", least, wanted)), planes.bit(reachable))
        return Node(clause, status, least, most, 1)

    def _asked(self, attachment: Attachment) -> Asked:
        sound = self._sound(attachment)
        if attachment.each_year_of is not None:
            return self._each_year(attachment, attachment.each_year_of, sound)
        if attachment.each_of is not None:
            return self._each_row(attachment, sound)
        low, high = self._some(attachment, sound)
        wanted = self._some(attachment, sql.true())[0] if attachment.if_any else sql.value(1)
        return Asked(wanted, low, high)

    def _some(self, attachment: Attachment, holds: Sql) -> tuple[Sql, Sql]:
        """1 where some document of the attachment satisfies a condition: surely, and possibly."""
        return self.flags.set(attachment.clause.id, self.flags.take(1), holds)

    def _sound(self, attachment: Attachment) -> Sql:
        """Whether a document is sealed, dated and valid as asked; unknown where it doesn't say."""
        out = sql.column("sealed", DOCUMENT) if attachment.sealed else sql.true()
        if attachment.type:
            type_ = sql.column("type", DOCUMENT)
            unless_unsound = sql.when((sql.negation(out), sql.false()), otherwise=sql.null())
            out = sql.when(
                (sql.compare("==", type_, sql.value(attachment.type)), out),
                (sql.missing(type_), unless_unsound),
                otherwise=sql.false(),
            )
        if attachment.dated:
            undated = sql.missing(sql.column("date", DOCUMENT))
            out = sql.when((sql.all_of([undated, sql.sure(out)]), sql.null()), otherwise=out)
        if attachment.valid_on:
            until, day = sql.column("valid_until", DOCUMENT), self._day(attachment.valid_on)
            out = sql.when(
                (sql.negation(sql.possible(out)), sql.false()),
                (sql.any_of([sql.missing(until), sql.missing(day)]), sql.null()),
                (sql.compare("<", until, day), sql.false()),
                otherwise=out,
            )
        return out

    def _day(self, name: str) -> Sql:
        return self.timeline.anchor(name) if name in Anchors._fields else sql.column(name, OWNER)

    def _each_year(self, attachment: Attachment, window: str, sound: Sql) -> Asked:
        edges = self.timeline.edges(window, planned=False)

        def first(founded: Sql) -> Sql:
            if not attachment.from_founding:
                return edges.asked_first
            year = exp.Extract(this=exp.var("year"), expression=founded)
            since = sql.coalesce(year, edges.asked_first)
            return exp.Greatest(this=edges.asked_first.copy(), expressions=[since], ignore_nulls=True)

        span = self.timeline.asked_years(window)
        if span is None:
            return Asked(sql.value(1), sql.value(0), sql.value(0))
        length = exp.paren(edges.asked_last - first(sql.column("founded", BASE)) + sql.value(1))
        wanted: Sql = exp.Greatest(this=length, expressions=[sql.value(0)], ignore_nulls=True)
        wanted = sql.when((sql.missing(edges.asked_first), sql.value(1)), otherwise=wanted)
        year_of = sql.column("year", DOCUMENT)
        since = first(sql.column("founded", OWNER))
        inside = sql.all_of([sql.compare(">=", year_of, since), sql.compare("<=", year_of, edges.asked_last)])
        holds = sql.all_of([sql.sure(inside), sound])
        pairs = span[1] - span[0] + 1
        if 2 * pairs > _WORD:
            return Asked(wanted, *self._years_told(attachment.clause.id, year_of, holds))
        bits = self.flags.take(pairs)
        return Asked(
            wanted, *self.flags.set(attachment.clause.id, bits, holds, exp.paren(year_of - sql.value(span[0])))
        )

    def _years_told(self, clause: str, year: Sql, holds: Sql) -> list[Sql]:
        """How many years have a document, where they are too many for bits."""
        sides = (sql.sure(holds), sql.possible(holds))
        counts = [sql.alias(different(year, side), name) for side, name in zip(sides, ("low", "high"), strict=True)]
        query = self._source(select(key(DOCUMENT), *counts))
        own = _is(clause)
        self.measures.extras[f"years {clause}"] = query.where(own, copy=False).group_by(key(DOCUMENT), copy=False)
        return [sql.coalesce(sql.column(name, f"years {clause}"), sql.value(0)) for name in ("low", "high")]

    def _each_row(self, attachment: Attachment, sound: Sql) -> Asked:
        """A document for each row that surely counts; one in all where there is none and the file asks anyway."""
        if attachment.each_of is None:
            raise TypeError(f"{attachment.clause.id} is not asked of rows")
        clause = attachment.clause.id
        rows = self.measures.passing("", attachment.each_of)
        found: exp.Query | None = None
        for part in (self._sure_rows(p) for p in rows):
            found = part if found is None else exp.union(found, part, distinct=False, copy=False)
        wanted = low = high = sql.value(0)
        if found is not None:
            self.measures.extras[f"proofs {clause}"] = self._proofs(clause, found, sound)
            wanted, low, high = (
                sql.coalesce(sql.column(c, f"proofs {clause}"), sql.value(0)) for c in ("wanted", "low", "high")
            )
        if attachment.if_any:
            return Asked(wanted, low, high)
        there = sql.compare(">", wanted, sql.value(0))
        some_low, some_high = self._some(attachment, sound)
        return Asked(
            sql.when((there, wanted), otherwise=sql.value(1)),
            sql.when((there, low), otherwise=some_low),
            sql.when((there, high), otherwise=some_high),
        )

    def _sure_rows(self, p: Passing) -> exp.Select:
        found = p.relation.value(sql.column("id", ROW))
        query = select(key(), sql.alias(found, "id")).from_(sql.table(p.relation.rows_name), copy=False)
        return query if sql.is_true(p.sure) else query.where(p.sure, copy=False)

    def _proofs(self, clause: str, rows: exp.Query, sound: Sql) -> exp.Select:
        achievement = sql.column("achievement", DOCUMENT)
        sides = ((sql.sure(sound), "sure"), (sql.possible(sound), "possible"))
        proofs = self._source(
            select(key(DOCUMENT), achievement, *(sql.alias(exp.LogicalOr(this=side), name) for side, name in sides))
        )
        own = _is(clause)
        proofs = proofs.where(own, copy=False).group_by(key(DOCUMENT), achievement.copy(), copy=False)
        counted = select(
            key("a"),
            sql.alias(count(), "wanted"),
            *(
                sql.alias(count(sql.sure(sql.column(n, "p"))), name)
                for n, name in (("sure", "low"), ("possible", "high"))
            ),
        ).from_(exp.Subquery(this=rows, alias=called("a")), copy=False)
        on = sql.all_of([on_key("p", "a"), sql.compare("==", sql.column("achievement", "p"), sql.column("id", "a"))])
        return left_join(counted, exp.Subquery(this=proofs, alias=called("p")), on).group_by(key("a"), copy=False)

    def _source(self, query: exp.Select) -> exp.Select:
        """``query`` over the documents, with what its conditions read of the organisation."""
        asks_owner, asks_spans = reads(query, OWNER), reads(query, SPANS)
        query = query.from_(sql.table(DOCUMENTS, DOCUMENT), copy=False)
        if asks_owner:
            query = query.join(sql.table(ORGANISATIONS, OWNER), on=on_key(OWNER, DOCUMENT), copy=False)
        return self.measures.sources.anchored(query, DOCUMENT) if asks_spans else query

    def query(self) -> exp.Select | None:
        """The subquery of documents per organisation; None when no attachment needs one."""
        if not self.flags.parts:
            return None
        return self._source(select(key(DOCUMENT), *self.flags.words())).group_by(key(DOCUMENT), copy=False)


def _is(attachment: str) -> Sql:
    """Whether a document is an attachment: by its id, or by the evidence's name."""
    named = attachment.replace("-", "_")
    return sql.member(sql.column("id", DOCUMENT), sorted({attachment, named}))


def duty_node(duty: Duty, tree: Tree) -> Node:
    """Whether every done row of the kinds is on the platform, with its address where that is the proof; open while
    there is nothing to publish.
    """
    measures = tree.measures
    sources = measures.sources

    def on_platform(link: Sql) -> Sql:
        named = sql.compare("==", sql.part(link, "platform"), sql.value(duty.platform))
        if duty.proof is None:
            return named
        return sql.all_of([named, sql.compare("!=", sql.part(link, "url"), sql.value(""))])

    rows, done = [], []
    for name in duty.of:
        kind = measures.vocabulary.kinds[name]
        if kind not in measures.vocabulary.achievements or name in sources.empty:
            continue
        relation = sources.relation(kind)
        inside = sql.true()
        if _PERIOD in sources.programme.windows:
            edges = sources.timeline.edges(_PERIOD, planned=False)
            inside = sql.possible(relation.value(fits(edges, kind, ROW, None, kind.span)))
        there = sql.all_of([sql.negation(relation.value(sql.column("planned", ROW))), inside])
        links = sql.lasting(sql.column("published", ROW), on_platform)
        found = relation.value(sql.compare(">", sql.size(links), sql.value(0)))
        rows.append(Passing(relation, relation.condition(there)))
        done.append(Passing(relation, relation.condition(sql.all_of([there, sql.sure(found)]))))
    wanted = tree.put(0, f"{duty.clause.id} rows", measures.counted(rows).low)
    there_are = tree.put(0, f"{duty.clause.id} done", measures.counted(done).low)
    nothing = sql.compare("==", wanted, sql.value(0))
    all_there = sql.when((nothing, sql.null()), otherwise=sql.compare("==", there_are, wanted))
    return Node(duty.clause, planes.of(all_there), there_are, there_are, 1)
