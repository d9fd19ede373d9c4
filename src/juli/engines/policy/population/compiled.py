"""What compiling a programme gives: one query's parts, and the questions that can be put to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlglot import exp

from juli.engines.policy.population import planes, sql
from juli.engines.policy.population.planes import Status
from juli.engines.policy.population.relations import Ctes, called, count, key, select
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.rules import Programme

#: Statuses as the query writes them.
UNMET, OPEN, MET = 0, 1, 2
#: The name of the programme's own status.
ROOT = ""


class Outcome(NamedTuple):
    """One clause (or the root) in the last layer: its status (None: a measure), the bit that tells whether it is
    there for the applicant, and its bounds (None for the root)."""

    status: Status | None
    there: Sql
    low: Sql | None = None
    high: Sql | None = None


@dataclass(frozen=True)
class Compiled:
    """A programme's query, for each variant (0: the rules as they are) and each clause by id (``ROOT``: the programme).

    ``reasons`` says why each of the clauses that are missing doesn't compile. ``ceilings`` holds, for each variant,
    those that stand on a joint assignment as they would be if no category took anything from another: where that is
    unmet, so are they; elsewhere the interpreter must be asked, and the root is at most open.
    """

    programme: Programme
    ctes: Ctes
    last: str
    variants: tuple[Mapping[str, Outcome], ...]
    ceilings: tuple[Mapping[str, Outcome], ...]
    reasons: Mapping[str, str]
    uses_calendar: bool
    uses_spans: bool

    def lines(self, variant: int = 0) -> str:
        """One line per organisation: its number, then ``STATUS status``, ``low`` and ``high`` of every clause."""
        columns: list[Sql] = [key()]
        for name, outcome in self.variants[variant].items():
            if outcome.status is not None:
                columns.append(sql.alias(status(outcome), column_of(name, "status")))
            for side, bound in (("low", outcome.low), ("high", outcome.high)):
                if bound is not None:
                    columns.append(sql.alias(_if_there(outcome, bound), column_of(name, side)))
        return self.ctes.text(self._over(columns))

    def counts(self) -> str:
        """One line: how many organisations there are, and of each clause in each variant how many have it
        (``there``), how many meet it (``met``) and how many may meet it (``possible``).

        The root, and what stands on a joint assignment, are counted only where the interpreter needn't be asked.
        """
        columns: dict[str, Sql] = {"organisations": count()}
        decided = planes.opposite(self._asked())
        for i, outcomes in enumerate(self.variants):
            for name, outcome in {**outcomes, **self.ceilings[i]}.items():
                if outcome.status is None:
                    continue
                there = outcome.there
                if name == ROOT or name in self.ceilings[i]:
                    there = planes.all_of([Status(there, there), Status(decided, decided)]).sure
                present = planes.where(there, outcome.status, planes.UNMET)
                columns[f"{i} {name} there"] = count() if there == planes.ONE else _set(there)
                columns[f"{i} {name} met"] = _set(present.sure)
                columns[f"{i} {name} possible"] = _set(present.possible)
        return self.ctes.text(self._over([sql.alias(e, n) for n, e in columns.items()]))

    def changes(self) -> str:
        """A line for each organisation whose own status the second variant changes: ``before`` and ``after``.

        Those of whom the interpreter must be asked are left out.
        """
        before, after = (status(self.variants[i][ROOT]) for i in (0, 1))
        asked = sql.alias(self._asked(), "asked")
        inner = self._over([key(), sql.alias(before, "before"), sql.alias(after, "after"), asked])
        changed = sql.compare("!=", sql.column("before"), sql.column("after"))
        decided = sql.compare("==", sql.column("asked"), sql.value(0))
        query = select(key(), sql.column("before"), sql.column("after"))
        query = query.from_(exp.Subquery(this=inner, alias=called("c")), copy=False)
        return self.ctes.text(query.where(sql.all_of([changed, decided]), copy=False))

    def asking(self) -> str:
        """The numbers of the organisations of whom the interpreter must be asked, in order."""
        inner = self._over([key(), sql.alias(self._asked(), "asked")])
        query = select(key()).from_(exp.Subquery(this=inner, alias=called("a")), copy=False)
        query = query.where(sql.compare("==", sql.column("asked"), sql.value(1)), copy=False)
        return self.ctes.text(query.order_by(key(), copy=False))

    def _asked(self) -> Sql:
        """Whether the interpreter must be asked of an organisation, as a bit."""
        return planes.any_of(
            planes.where(outcome.there, Status(outcome.status.possible, outcome.status.possible), planes.UNMET)
            for ceiling in self.ceilings
            for outcome in ceiling.values()
            if outcome.status is not None
        ).possible

    def _over(self, columns: Sequence[Sql]) -> exp.Select:
        return select(*columns).from_(sql.table(self.last), copy=False)


def column_of(clause: str, what: str) -> str:
    """The name of a clause's column in ``Compiled.lines``: its ``status``, ``low`` or ``high``."""
    return f"{clause} {what}"


def status(outcome: Outcome) -> Sql:
    """UNMET, OPEN or MET; NULL where the clause isn't there or is a measure."""
    if outcome.status is None:
        return sql.null()
    return _if_there(outcome, sql.typed(outcome.status.sure + outcome.status.possible, sql.TINYINT))


def _set(bit: Sql) -> Sql:
    """For how many organisations a bit is set; counting truths takes half as long as adding up small numbers."""
    return exp.CountIf(this=sql.compare("!=", bit, sql.value(0)))


def _if_there(outcome: Outcome, value: Sql) -> Sql:
    if outcome.there == planes.ONE:
        return value
    return sql.when((sql.compare("==", outcome.there, sql.value(1)), value), otherwise=sql.null())
