"""A programme's filters, windows and evidence conditions as functions: compiled once, used for every dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import SILENT, Application
from juli.engines.policy.filters.evaluate import Test, compile_filter
from juli.engines.policy.rules import Aggregate, Clause, NamedList, OneReading, Programme, Window
from juli.engines.policy.selection import KindSelector, compile_selectors
from juli.engines.policy.windows import Anchors, Interval, anchors, resolve

Windows = Mapping[str, Interval | None]


class Selectors:
    """The filters of every clause and list of a programme as functions: compiled once, used for every dossier."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.of_clause: dict[str, tuple[KindSelector, ...]] = {}
        #: The kinds a clause reads, where a dossier without any row of them leaves nothing to ask.
        self.closed_kinds: dict[str, tuple[str, ...]] = {}
        #: Evidence that only some rows need, with the test of those rows.
        self.evidence_if: dict[str, tuple[tuple[str, Test], ...]] = {}
        #: The selector of each clause that only filters done events of one kind.
        self.plain: dict[str, KindSelector] = {}
        for clause in programme.clauses.values():
            if isinstance(clause.test, Aggregate):
                found = self.of_clause[clause.id] = self.of(clause.test)
                self.evidence_if[clause.id] = self.of_evidence(clause, clause.test)
                if clause.test.rows == "done" and is_plain(clause.test, found):
                    self.plain[clause.id] = found[0]
                if clause.bound.baseline is None and not any(s.kind.is_standing for s in found):
                    self.closed_kinds[clause.id] = tuple(s.kind.name for s in found)
        self._settled: dict[dt.date, tuple[Anchors, Windows, Windows]] = {}
        self.unstated = frozenset(c.id for c in programme.clauses.values() if c.bound.is_unstated)
        self.has_readings = any(isinstance(c.test, OneReading) for c in programme.clauses.values())
        #: Whether a verdict can have findings that come from the rules rather than from its rows.
        self.is_noted = bool(self.unstated) or self.has_readings or any(map(_is_noted, programme.windows.values()))
        self.of_list = {name: self.of(as_aggregate(li)) for name, li in programme.lists.items() if li.reads}
        self._windows: dict[tuple[Anchors, bool], Mapping[str, Interval | None]] = {}

    def of(self, aggregate: Aggregate) -> tuple[KindSelector, ...]:
        """The selectors of one test."""
        known = aggregate.judge.known if aggregate.judge else None
        return compile_selectors(aggregate.reads, aggregate.where, known, self.programme.vocabulary)

    def of_evidence(self, clause: Clause, test: Aggregate) -> tuple[tuple[str, Test], ...]:
        """The conditional evidence of a clause, compiled."""
        fields = self.programme.vocabulary.kinds[test.reads[0].kind].fields if test.reads else {}
        return tuple((name, compile_filter(where.expression, fields)) for name, where in clause.evidence_if)

    def settled(self, application: Application, as_of: dt.date, calendar: Calendar) -> tuple[Anchors, Windows, Windows]:
        """The anchors, the windows and those of planned rows; worked out once for all applications that say nothing."""
        found = self._settled.get(as_of) if application is SILENT else None
        if found is None:
            at = anchors(self.programme, application, as_of)
            found = at, self.windows(at, False, calendar), self.windows(at, True, calendar)
            if application is SILENT:
                self._settled = {as_of: found}
        return found

    def windows(self, at: Anchors, planned: bool, calendar: Calendar) -> Windows:
        """Resolved windows, kept for dossiers with the same anchors."""
        found = self._windows.get((at, planned))
        if found is None:
            if len(self._windows) > 1000:
                self._windows.clear()
            found = resolve(self.programme, at, planned=planned, calendar_=calendar)
            self._windows[at, planned] = found
        return found


def _is_noted(window: Window) -> bool:
    return window.counts_as is not None or window.must_start_in is not None


def as_aggregate(named: NamedList) -> Aggregate:
    """The rows that a computed list reads. Raises TypeError for a list whose values are written out."""
    if named.reads is None:
        raise TypeError(f"the list {named.id} reads no rows")
    return Aggregate("distinct", (named.reads,), within=named.within, where=named.where)


def is_plain(aggregate: Aggregate, selectors: tuple[KindSelector, ...]) -> bool:
    """Whether a test asks for nothing but events of one kind that pass a filter and lie in a window."""
    unasked = aggregate.judge is None and aggregate.apart is None and aggregate.whose == "organisation"
    return unasked and aggregate.dated is None and len(selectors) == 1 and selectors[0].is_plain
