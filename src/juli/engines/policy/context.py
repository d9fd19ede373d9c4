"""Everything a programme's clauses read, resolved for one dossier on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import Dossier, Judgement, Row
from juli.engines.policy.filters.evaluate import UNKNOWN, Lists
from juli.engines.policy.quantities import Duration
from juli.engines.policy.rules import Aggregate, Clause, Judge, Spacing
from juli.engines.policy.selection import (
    EMPTY,
    NO_ANSWERS,
    Answers,
    KindSelector,
    RowQuestion,
    Selection,
    and_,
    dates_fit,
    list_values,
    row_span,
)
from juli.engines.policy.selectors import Selectors, Windows, as_aggregate, is_plain
from juli.engines.policy.vocabulary import Kind
from juli.engines.policy.windows import Anchors, Interval, contains

Rows = tuple[Row, ...]


class Context:
    """One dossier, ready to be asked. ``verified`` applies the office's verifications (核定)."""

    def __init__(
        self,
        selectors: Selectors,
        dossier: Dossier,
        as_of: dt.date,
        calendar: Calendar,
        *,
        verified: bool = False,
        pool: Mapping[str, Rows] | None = None,
    ) -> None:
        """``pool`` holds the rows of many organisations by kind, standing included, in place of the dossier's own."""
        self.selectors, self.programme, self.dossier = selectors, selectors.programme, dossier
        self.vocabulary = self.programme.vocabulary
        self.as_of, self.calendar, self.verified = as_of, calendar, verified
        self.anchors, self.windows, self.windows_planned = selectors.settled(dossier.application, as_of, calendar)
        done, plan = dossier.achievements, dossier.plan
        #: What the office has filed, by achievement: it answers a judgement on both sides (decision 0002).
        self.filed: Mapping[str, frozenset[str]] = {}
        if dossier.verifications:
            self.filed = {v.achievement: frozenset(k for k, x in v.correct.items() if x) for v in dossier.verifications}
            if verified:
                done, plan = self._verified(done), self._verified(plan)
        self.pooled = pool is not None
        self.done = _by_kind(done) if pool is None else pool
        self.plan = _by_kind(plan) if plan else {}
        self.planned_ids = frozenset([row.id for row in plan])
        self.unknown_years: set[int] = set()
        self._answers: dict[str, dict[str | None, Judgement]] = {}
        for judgement in dossier.judgements:
            self._answers.setdefault(judgement.clause, {})[judgement.achievement] = judgement
        self._selected: dict[str, Selection] = {}
        #: The done rows of a kind that lie in a window, by both; None where the days alone don't say it of all of them.
        self.dated_rows = _DatedRows(self.done, self.windows, self.vocabulary.kinds)
        #: Whether a clause has found a row undecided or noted.
        self.is_noted = False
        self._lists: Lists | None = None

    def _verified(self, rows: Rows) -> Rows:
        """The rows as the office has accepted, corrected or struck them; the last word on a row stands."""
        word = {v.achievement: v for v in self.dossier.verifications}
        out = []
        for row in rows:
            found = word.get(row.id)
            if found is None or found.act == "accept":
                out.append(row)
            elif found.act == "correct":
                values = {**row.values, **found.correct}
                kept = {k: v for k, v in values.items() if v is not None}
                out.append(Row(row.id, row.kind, kept, row.planned, row.evidence))
        return tuple(out)

    # -- rows ----------------------------------------------------------------------------------------------------------

    @property
    def record(self) -> Mapping[str, Any]:
        """The applicant's own record, with its name and type."""
        return {**self.dossier.record, "name": self.dossier.name, "type": self.dossier.type}

    @property
    def lists(self) -> Lists:
        """The programme's named lists over this dossier."""
        if self._lists is None:
            found: dict[str, tuple[frozenset[Any], frozenset[Any]]] = {}
            for name, named in self.programme.lists.items():
                rows = EMPTY
                if named.reads is not None:
                    aggregate = as_aggregate(named)
                    rows = self._select(aggregate, self.selectors.of_list[name], NO_ANSWERS, {}, planned=False)
                found[name] = list_values(named, rows)
            self._lists = found
        return self._lists

    def answers(self, clause: str) -> Answers:
        """The judgements of a clause, by achievement."""
        return self._answers.get(clause, NO_ANSWERS)

    def nothing_to_ask(self, clause: str) -> bool:
        """Whether the dossier has no row, and nobody an answer, for a clause: it then comes out the same every time."""
        kinds = self.selectors.closed_kinds.get(clause)
        if kinds is None or clause in self._answers or self.pooled:
            return False
        return not any(kind in self.done or kind in self.plan for kind in kinds)

    def select(self, clause: Clause) -> Selection:
        """The rows that an aggregate clause reads: done, planned or both, as it says. Kept per clause."""
        found = self._selected.get(clause.id)
        if found is None:
            aggregate = clause.aggregate
            plain = self.selectors.plain.get(clause.id)
            if plain is None:
                found = self.select_rows(clause, aggregate.rows)
            else:
                within = aggregate.within
                question = RowQuestion(self.windows[within] if within else None, within is not None, None)
                lists = self.lists if self.programme.lists else {}
                found = _select_plain(self.done.get(plain.kind.name, ()), plain, question, lists)
            self._selected[clause.id] = found
        return found

    def select_rows(self, clause: Clause, rows: str) -> Selection:
        """The rows of one side (``done`` or ``plan``), or ``both``."""
        aggregate = clause.aggregate
        selectors = self.selectors.of_clause.get(clause.id) or self.selectors.of(aggregate)
        lists = self.lists if self.programme.lists else {}
        answers = self.answers(clause.id)
        if rows == "promised":
            rows = "plan" if self.anchors.contract is None else "done"
        if rows != "both":
            return self._select(aggregate, selectors, answers, lists, planned=rows == "plan")
        done = self._select(aggregate, selectors, answers, lists, planned=False)
        plan = self._select(aggregate, selectors, answers, lists, planned=True)
        return Selection(
            done.sure + plan.sure, done.undecided + plan.undecided, done.waiting + plan.waiting, done.unbounded
        )

    def select_done_within(self, clause: Clause, window: str) -> Selection:
        """What a clause would read of the past: done rows in another window (for baselines)."""
        aggregate = clause.aggregate
        past = replace(aggregate, within=window, rows="done")
        lists = self.lists if self.programme.lists else {}
        selectors = self.selectors.of_clause.get(clause.id) or self.selectors.of(aggregate)
        return self._select(past, selectors, self.answers(clause.id), lists, planned=False)

    def _select(
        self,
        aggregate: Aggregate,
        selectors: tuple[KindSelector, ...],
        answers: Answers,
        lists: Lists,
        *,
        planned: bool,
    ) -> Selection:
        windows = self.windows_planned if planned else self.windows
        interval = windows[aggregate.within] if aggregate.within else None
        question = RowQuestion(interval, aggregate.within is not None, aggregate.dated)
        sure: list[Row] = []
        undecided: list[Row] = []
        waiting: list[Row] = []
        unbounded = False
        if is_plain(aggregate, selectors):
            rows = (self.plan if planned else self.done).get(selectors[0].kind.name, ())
            return _select_plain(rows, selectors[0], question, lists) if rows else EMPTY
        plain = aggregate.judge is None and aggregate.apart is None and aggregate.whose == "organisation"
        for selector in selectors:
            rows, gaps, open_ended = self.rows_of(selector, interval, planned)
            unbounded = unbounded or open_ended
            # A year without its record is undecided whatever the clause asks, unless the filter rules it out.
            undecided.extend(row for row in gaps if selector.test(row.values, lists) is not False)
            test = selector.test
            for row in rows:
                values = {**row.values, "kind": row.kind} if selector.names_kind else row.values
                passed = test(values, lists)
                if passed is False:
                    continue
                fits = dates_fit(question, selector, values, lists)
                if fits is False:
                    continue
                passed = and_(passed, fits)
                if not plain:
                    passed, waits = self._beside(row, aggregate, passed, answers, selector, lists)
                    if passed is False:
                        continue
                    if waits:
                        waiting.append(row)
                if passed:
                    sure.append(row)
                else:
                    undecided.append(row)
        return Selection(tuple(sure), tuple(undecided), tuple(waiting), unbounded)

    def _beside(
        self,
        row: Row,
        aggregate: Aggregate,
        passed: bool | None,
        answers: Answers,
        selector: KindSelector,
        lists: Lists,
    ) -> tuple[bool | None, bool]:
        """What a row must satisfy beside filter and window, and whether it waits for a judgement."""
        if aggregate.whose != "organisation":
            passed = and_(passed, self._belongs(row, aggregate.whose))
        if aggregate.apart is not None and passed is not False:
            passed = and_(passed, self._apart(row, aggregate.apart))
        if passed is False or aggregate.judge is None:
            return passed, False
        answer = self._answer(row, aggregate.judge, answers, selector, lists)
        return (and_(passed, answer), answer is None)

    def rows_of(self, selector: KindSelector, interval: Interval | None, planned: bool) -> tuple[Rows, Rows, bool]:
        """The rows of a kind, the years that lack theirs, and whether there may be more that nobody has told of."""
        kind = selector.kind
        if not kind.is_standing:
            return (self.plan if planned else self.done).get(kind.name, ()), (), False
        if self.pooled:
            return self.done.get(kind.name, ()), (), False
        known = self.dossier.standing.get(kind.name)
        if known is None:
            return (), (), True
        return known, self._missing_years(kind.name, known, interval) if kind.yearly else (), False

    def _missing_years(self, kind: str, rows: Rows, interval: Interval | None) -> Rows:
        """For every year of the window that has no record, one that says nothing (years before founding
        don't count).
        """
        if interval is None or interval.end.year - interval.start.year > 100:
            return ()
        first = interval.start.year
        if self.dossier.founded is not None:
            first = max(first, self.dossier.founded.year)
        there = {row.values.get("year") for row in rows}
        fields = self.vocabulary.kinds[kind].fields
        return tuple(
            Row(
                f"{kind}-{year}",
                kind,
                {**dict.fromkeys(fields, UNKNOWN), "year": year, "date": None, "until": None},
            )
            for year in range(first, interval.end.year + 1)
            if year not in there
        )

    # -- what a row must satisfy beside its filter ---------------------------------------------------------------------

    def _belongs(self, row: Row, whose: str) -> bool | None:
        """Whether a row is the leader's, or the team's."""
        application = self.dossier.application
        people = {application.leader, *(application.team if whose == "team" else ())} - {None}
        if not people:
            return None
        leader = row.values.get("leader")
        team = row.values.get("team", ()) if whose == "team" else ()
        if leader in people or any(name in people for name in (team if isinstance(team, tuple) else ())):
            return True
        return None if leader is UNKNOWN or not isinstance(team, tuple) else False

    def _answer(self, row: Row, judge: Judge, answers: Answers, selector: KindSelector, lists: Lists) -> bool | None:
        found = answers.get(row.id) or answers.get(None)
        if found is not None:
            return found.answer
        if selector.known is not None and selector.known(row.values, lists):
            return True
        if judge.record and judge.record in self.filed.get(row.id, ()):
            return True
        return None

    def _apart(self, row: Row, spacing: Spacing) -> bool | None:
        start, end = self._date(row, spacing.start), self._date(row, spacing.end)
        if start is None or end is None:
            fields = self.vocabulary.kinds[row.kind].fields
            empty = [n for n, d in ((spacing.start, start), (spacing.end, end)) if d is None]
            # An empty date whose emptiness is an answer (not filed) can't be far enough from any.
            return False if any(n in fields and fields[n].absent_is_none for n in empty) else None
        return self.far_enough(start, end, spacing.at_least)

    def _date(self, row: Row, name: str) -> dt.date | None:
        found = row.values.get(name) if name in self.vocabulary.kinds[row.kind].fields else self.date(name)
        return found if isinstance(found, dt.date) else None

    def date(self, name: str) -> dt.date | None:
        """A date of the call or of the applicant's record; None while unknown."""
        if name in Anchors._fields:
            found: dt.date | None = getattr(self.anchors, name)
            return found
        value = self.record.get(name)
        return value if isinstance(value, dt.date) else None

    def far_enough(self, start: dt.date, end: dt.date, wanted: Duration) -> bool | None:
        """Whether ``end`` lies at least ``wanted`` after ``start``; None in a year the calendar doesn't know."""
        length = self.length(start, end, wanted)
        return None if length is None else length >= wanted.length

    def length(self, start: dt.date, end: dt.date, wanted: Duration) -> int | None:
        """The time from ``start`` to ``end`` in whole units of ``wanted``; unknown calendar years are remembered."""
        if wanted.unit == "working days":
            days = self.calendar.working_days(start, end)
            if days is None:
                self.unknown_years.update(self.calendar.unknown_years(start, end))
            return days
        if wanted.unit == "days":
            return (end - start).days
        months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day and not _month_end(end))
        return months // 12 if wanted.unit == "years" else months

    def dates_of(self, clause: Clause) -> Callable[[Row], bool]:
        """Whether a row straddles the clause's window."""
        aggregate = clause.aggregate
        selectors = {s.kind.name: s for s in self.selectors.of_clause.get(clause.id) or self.selectors.of(aggregate)}

        def test(row: Row) -> bool:
            windows = self.windows_planned if row.planned else self.windows
            interval = windows[aggregate.within] if aggregate.within else None
            dates, span = row_span(selectors[row.kind], row.values, aggregate.dated, {})
            return interval is not None and dates is not None and contains(interval, dates, span) is None

        return test


def _select_plain(rows: Rows, selector: KindSelector, question: RowQuestion, lists: Lists) -> Selection:
    """The common case, kept tight: events of one kind, a filter, a window, nobody to ask."""
    sure: list[Row] = []
    undecided: list[Row] = []
    test, interval, is_period = selector.test, question.interval, selector.span == "period"
    for row in rows:
        values = row.values
        fits: bool | None = True
        if question.has_window:
            day = values.get("date")
            if day is None or interval is None or (is_period and values.get("until") is not None):
                fits = dates_fit(question, selector, values, lists)
                if fits is False:
                    continue
            elif not interval.start <= day <= interval.end:
                continue
        passed = test(values, lists)
        if passed is False:
            continue
        if passed and fits:
            sure.append(row)
        else:
            undecided.append(row)
    return Selection(tuple(sure), tuple(undecided))


class _DatedRows(dict[tuple[str, str | None], "Rows | None"]):
    """Several clauses read the same rows: they are looked through once, when first asked for."""

    def __init__(self, done: Mapping[str, Rows], windows: Windows, kinds: Mapping[str, Kind]) -> None:
        super().__init__()
        self.done, self.windows, self.kinds = done, windows, kinds

    def __missing__(self, place: tuple[str, str | None]) -> Rows | None:
        kind, within = place
        rows: Rows | None = self.done.get(kind, ())
        if rows and within is not None:
            interval = self.windows[within]
            lasting = self.kinds[kind].span != "event" and any("until" in row.values for row in rows)
            if interval is None or lasting:
                rows = None
            else:
                start, end, _ = interval
                try:
                    rows = tuple([row for row in rows if start <= row.values["date"] <= end])
                except (KeyError, TypeError):
                    rows = None
        self[place] = rows
        return rows


def _by_kind(rows: Rows) -> dict[str, Rows]:
    out: dict[str, list[Row]] = {}
    for row in rows:
        kind = row.kind
        if kind in out:
            out[kind].append(row)
        else:
            out[kind] = [row]
    return {kind: tuple(found) for kind, found in out.items()}


def _month_end(day: dt.date) -> bool:
    return (day + dt.timedelta(days=1)).month != day.month
