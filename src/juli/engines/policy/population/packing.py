"""Statuses of single clauses packed into words of bits, where only statuses are asked for.

Each kind's totals are turned into two bits per clause (surely, possibly) where they stand, and one grouping gathers
the words of all kinds: one join in place of one for each kind, and a few columns in place of two for each clause. It
halves the time over a million organisations. Clauses that ask for some row (or for none) need no totals at all: each
row has the bits of those that it passes, and a kind's rows are gathered by one aggregate for all such clauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from juli.engines.policy.population import planes, sql
from juli.engines.policy.population.measures import Passing
from juli.engines.policy.population.planes import Status
from juli.engines.policy.population.relations import Relation, called, key, select
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.quantities import Unstated
from juli.engines.policy.rules import Bound

PACKED = "packed"
#: Bits in one word; the sign stays out of it.
_WORD = 62


@dataclass(slots=True)
class Packing:
    """The statuses packed so far: by subquery of totals, the parts of words (word, first bit, status), and by kind, the
    conditions whose rows have bits of their own (word, first bit, condition)."""

    parts: dict[str, list[tuple[int, int, Status]]] = field(default_factory=dict)
    rows: dict[str, tuple[Relation, list[tuple[int, int, Sql]]]] = field(default_factory=dict)
    used: int = 0

    def status(self, source: str, found: Status, *, when_nothing: bool) -> Status:
        """The status of a clause whose totals stand in ``source``, as facts read it; ``when_nothing`` says whether an
        organisation that has no line there meets it."""
        word, first = self._taken()
        # No line leaves both bits unset, which reads as unmet: a clause that nothing meets is kept as its opposite.
        kept = Status(planes.opposite(found.possible), planes.opposite(found.sure)) if when_nothing else found
        self.parts.setdefault(source, []).append((word, first, kept))
        return _read(word, first, when_nothing)

    def some_row(self, rows: Sequence[Passing], *, none: bool) -> Status:
        """Whether some row passes (``none``: whether none does), as facts read it."""
        word, first = self._taken()
        for p in rows:
            self.rows.setdefault(p.relation.kind.name, (p.relation, []))[1].append((word, first, p.passed))
        return _read(word, first, none)

    def _taken(self) -> tuple[int, int]:
        word, first = divmod(self.used, _WORD)
        self.used += 2
        return word, first

    def _words(self) -> dict[str, dict[int, list[Sql]]]:
        """By subquery of totals and by word, what is to be joined."""
        words: dict[str, dict[int, list[Sql]]] = {}
        for relation, flags in self.rows.values():
            for word in sorted({w for w, _, _ in flags}):
                bits = sql.bits(_joined([_flags(passed, first) for w, first, passed in flags if w == word]))
                words.setdefault(relation.totals_name, {}).setdefault(word, []).append(relation.total(bits))
        for source, parts in self.parts.items():
            for word, first, kept in parts:
                words.setdefault(source, {}).setdefault(word, []).extend(_bits(kept, first))
        return words

    def query(self) -> exp.Select | None:
        """The subquery of words per organisation; None when nothing is packed. Adds to the totals what it reads."""
        words = range((self.used + _WORD - 1) // _WORD)
        lines: exp.Query | None = None
        for source, parts in self._words().items():
            columns = [sql.alias(_joined(parts.get(w, [])), f"word {w}") for w in words]
            part = select(key(), *columns).from_(sql.table(source), copy=False)
            lines = part if lines is None else exp.union(lines, part, distinct=False, copy=False)
        if lines is None:
            return None
        gathered = [sql.alias(sql.bits(sql.column(f"word {w}")), f"word {w}") for w in words]
        query = select(key(), *gathered).from_(exp.Subquery(this=lines, alias=called("p")), copy=False)
        return query.group_by(key(), copy=False)


def _bit(word: Sql, mask: int) -> Sql:
    # An organisation that has no line at all has no word either.
    word = sql.coalesce(word, sql.value(0))
    return planes.bit(sql.compare("!=", exp.paren(exp.BitwiseAnd(this=word, expression=sql.value(mask))), sql.value(0)))


def _read(word: int, first: int, opposite: bool) -> Status:
    column = sql.column(f"word {word}", PACKED)
    surely, possibly = (_bit(column, 1 << (first + i)) for i in (0, 1))
    return Status(planes.opposite(possibly), planes.opposite(surely)) if opposite else Status(surely, possibly)


def _flags(passed: Sql, first: int) -> Sql:
    """The bits of one row: both where it surely passes, the second where it may."""
    sure, possible = sql.value(3 << first), sql.value(2 << first)
    return sql.when((passed, sure), (sql.missing(passed), possible), otherwise=sql.value(0))


def _bits(kept: Status, first: int) -> list[Sql]:
    out: list[Sql] = []
    for i, side in enumerate(kept):
        # A truth goes straight into the word: through a small number first it costs a quarter more.
        truth = side.this if isinstance(side, exp.Cast) else side
        out.append(sql.typed(truth, sql.BIGINT) * sql.value(1 << (first + i)))
    return out


def _joined(parts: Sequence[Sql]) -> Sql:
    out: Sql = sql.typed(sql.value(0), sql.BIGINT)
    for part in parts:
        out = exp.BitwiseOr(this=out, expression=exp.paren(part.copy()))
    return out


def asks_for_one(bound: Bound) -> bool | None:
    """Whether a bound over a number of rows only asks whether there is some (True) or none (False); else None."""
    if bound.baseline is not None:
        return None
    if bound.at_least == 1 and bound.at_most is None:
        return True
    return False if bound.at_least is None and bound.at_most == 0 else None


def when_nothing(bound: Bound) -> bool | None:
    """The status of a clause that has nothing to count; None where no bound decides it."""
    least, most = bound.at_least, bound.at_most
    if bound.baseline is not None or isinstance(least, Unstated) or isinstance(most, Unstated):
        return None
    if least is None and most is None:
        return None
    return least is None or least <= 0


def enough(bound: Bound) -> int | None:
    """The least actual that makes a difference to the status; None where any does."""
    if bound.baseline is not None or bound.at_most is not None or not isinstance(bound.at_least, int):
        return None
    return bound.at_least
