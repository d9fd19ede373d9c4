"""Which rows a clause reads: surely, possibly, and which wait for a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from juli.engines.policy.dossier import Bare, Judgement, Row
from juli.engines.policy.filters.evaluate import UNKNOWN, Lists, Test, compile_filter
from juli.engines.policy.rules import Aggregate, Filter, NamedList, Reading
from juli.engines.policy.vocabulary import ANY_KIND, Kind, Vocabulary
from juli.engines.policy.windows import Dates, Interval, Span, contains, row_dates


class Selection(NamedTuple):
    """Rows that pass, rows that might (in the dossier's order), and those of them that only wait for a judgement.

    ``unbounded``: there may be rows that nobody has told of (standing that is unknown).
    """

    sure: tuple[Row, ...]
    undecided: tuple[Row, ...] = ()
    waiting: tuple[Row, ...] = ()
    unbounded: bool = False

    def restricted(self, allowed: Callable[[str], bool]) -> Selection:
        """Only the rows whose id is allowed (claimed here)."""
        sure, undecided, waiting = (tuple(r for r in rows if allowed(r.id)) for rows in self[:3])
        return Selection(sure, undecided, waiting, self.unbounded)


EMPTY = Selection(())
#: Answers to one clause by achievement (None: to all rows).
Answers = Mapping[str | None, Judgement]
NO_ANSWERS: Answers = {}


class KindSelector(NamedTuple):
    """What one clause asks of the rows of one kind, compiled once. ``names_kind``: its filter may ask for the kind."""

    kind: Kind
    test: Test
    span: Span
    state_when: Test | None
    known: Test | None
    names_kind: bool

    @property
    def is_plain(self) -> bool:
        """Achievements of one kind with a day or a stretch of their own: nothing to look up but the row itself."""
        return self.span != "state" and self.state_when is None and not self.names_kind and not self.kind.is_standing


class RowQuestion(NamedTuple):
    """One row with its window, asked whether its dates fit."""

    interval: Interval | None
    has_window: bool
    dated: str | None


def compile_selectors(
    reads: tuple[Reading, ...], where: Filter | None, known: Filter | None, vocabulary: Vocabulary
) -> tuple[KindSelector, ...]:
    """One selector for each kind read; "any kind" is every kind of achievement, each with its own span."""
    out = []
    for name in dict.fromkeys(r.kind for r in reads):
        asked = vocabulary.kinds[name]
        any_kind = name == ANY_KIND
        test = compile_filter(where.expression if where else None, asked.fields)
        known_test = compile_filter(known.expression, asked.fields) if known else None
        for kind in vocabulary.achievements if any_kind else (asked,):
            state_when = compile_filter(kind.state_when, kind.fields) if kind.state_when is not None else None
            out.append(KindSelector(kind, test, kind.span, state_when, known_test, any_kind))
    return tuple(out)


def span_of(selector: KindSelector, values: Mapping[str, Any], lists: Lists) -> Span:
    """How a row's dates are read: by its kind, or by the filter that makes an event kind a state."""
    if selector.state_when is not None and selector.state_when(values, lists):
        return "state"
    return selector.span


def dates_fit(question: RowQuestion, selector: KindSelector, values: Mapping[str, Any], lists: Lists) -> bool | None:
    """Whether the row lies in the clause's window (True where there is none)."""
    if not question.has_window:
        return True
    interval = question.interval
    if question.dated is None and selector.state_when is None and selector.span == "event":
        day = values.get("date")
        if day is not None and interval is not None:
            # The common case, without building a span.
            return bool(interval.start <= day <= interval.end)
    dates, span = row_span(selector, values, question.dated, lists)
    return contains(interval, dates, span)


def row_span(
    selector: KindSelector, values: Mapping[str, Any], dated: str | None, lists: Lists
) -> tuple[Dates | None, Span]:
    """A row's dates (or those of the field ``dated``), and how they are read."""
    if dated is not None:
        return row_dates(values, dated), "event"
    span = span_of(selector, values, lists)
    if span == "event" and values.get("date") is None:
        # A row that only names a year is that whole year.
        span = "period"
    return row_dates(values), span


def and_(a: bool | None, b: bool | None) -> bool | None:
    """Kleene's conjunction.

    >>> and_(None, False), and_(None, True)
    (False, None)
    """
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def list_values(named: NamedList, selection: Selection) -> tuple[frozenset[Any], frozenset[Any]]:
    """The values surely and possibly in a named list."""
    if named.values is not None:
        return named.values, named.values
    if named.reads is None:
        return frozenset(), frozenset()
    sure = frozenset(v for row in selection.sure for v in values_of(row, named.reads))
    return sure, sure | frozenset(v for row in selection.undecided for v in values_of(row, named.reads))


def values_of(row: Row, reading: Reading) -> tuple[Any, ...]:
    """The names a row gives in the field that is read, one or many; none where it is empty or a bare number."""
    if reading.kind == ANY_KIND and reading.field == "kind":
        return (row.kind,)
    value = row.values.get(reading.field or "")
    if value is None or value == "" or value is UNKNOWN or isinstance(value, Bare):
        return ()
    if isinstance(value, tuple):
        return tuple(v[0] if isinstance(v, tuple) else v for v in value)
    return (value,)


def reads_standing(aggregate: Aggregate, vocabulary: Vocabulary) -> bool:
    """Whether a clause counts the organisation's standing."""
    return any(vocabulary.kinds[r.kind].is_standing for r in aggregate.reads)
