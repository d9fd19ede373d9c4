"""The most common clause by far, judged without detours: at least so many done events of a kind that pass a filter.

Whatever is undecided about it (a row without a day, a value that nobody has stated) is left to the full reading in
``leaves``, which says the same of all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Row
from juli.engines.policy.filters.evaluate import UNKNOWN, Lists, Test
from juli.engines.policy.interpreter.leaves import evidence_state
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Bound, Clause, Programme
from juli.engines.policy.selection import Selection
from juli.engines.policy.selectors import Selectors
from juli.engines.policy.verdict import MET, UNMET, EvidenceState, Node, exact_node
from juli.engines.policy.vocabulary import MANY

Rows = tuple[Row, ...]
_NO_LISTS: Lists = {}


class Simple(NamedTuple):
    """A clause with what it takes to judge it.

    ``place`` is the kind and the window, ``test`` the filter (None: every row passes), ``summed`` the field that is
    added up (None: rows are counted), ``blank`` the node where no row passes.
    """

    clause: Clause
    place: tuple[str, str | None]
    test: Test | None
    summed: str | None
    least: int
    blank: Node


def simple_clauses(programme: Programme, selectors: Selectors) -> Mapping[str, Simple]:
    """The clauses of a programme that can be judged so, by id."""
    found = {c.id: _simple(c, selectors, programme) for c in programme.clauses.values() if c.id in selectors.plain}
    return {name: simple for name, simple in found.items() if simple is not None}


def _simple(clause: Clause, selectors: Selectors, programme: Programme) -> Simple | None:
    test, least = clause.aggregate, clause.bound.at_least
    if not isinstance(least, int) or least < 1 or clause.bound != Bound(at_least=least):
        return None
    if clause.evidence_if or clause.split_by or clause.measures or test.about or len(test.reads) != 1:
        return None
    if test.within is not None and test.within not in programme.windows:
        return None
    selector = selectors.plain[clause.id]
    summed = test.reads[0].field if test.how == "sum" else None
    if test.how != "count" and (summed is None or selector.kind.fields[summed].type in MANY):
        return None
    evidence = EvidenceState(clause.evidence, ()) if clause.evidence else None
    blank = exact_node(clause, UNMET, 0, least, least, (), evidence)
    where = None if test.where is None else selector.test
    return Simple(clause, (selector.kind.name, test.within), where, summed, least, blank)


def simple_node(simple: Simple, context: Context) -> Node | None:
    """The node of a simple clause; None where something about it is undecided."""
    clause, place, test, summed, least, blank = simple
    if place[0] not in context.done:
        return blank
    rows = context.dated_rows[place]
    if rows and test is not None:
        rows = _passing(rows, test, context.lists if context.programme.lists else _NO_LISTS)
    if not rows:
        return None if rows is None else blank
    total = len(rows) if summed is None else _total(rows, summed)
    if total is None:
        return None
    evidence = evidence_state(clause, clause.aggregate, context, Selection(rows)) if clause.evidence else None
    used = tuple([row.id for row in rows])
    if total >= least:
        return exact_node(clause, MET, total, least, None, used, evidence)
    return exact_node(clause, UNMET, total, least, least - total, used, evidence)


def _passing(rows: Rows, test: Test, lists: Lists) -> Rows | None:
    passing = []
    for row in rows:
        passed = test(row.values, lists)
        if passed:
            passing.append(row)
        elif passed is None:
            return None
    return tuple(passing)


def _total(rows: Rows, field: str) -> Number | None:
    total: Number = 0
    for row in rows:
        value = row.values.get(field)
        if value is None or value is UNKNOWN:
            return None
        total += value
    return total
