"""What a row must be for one clause to read it, beside a person's answer; and what it must be to stay out."""

from __future__ import annotations

from juli.engines.policy.context import Context
from juli.engines.policy.optimise.literals import (
    ALWAYS,
    NEVER,
    Alternatives,
    Compared,
    Dated,
    Present,
    Spaced,
    all_of,
    alternatives,
    any_of,
)
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Aggregate, NamedList, Spacing
from juli.engines.policy.vocabulary import ANY_KIND, OPEN_WHEN_EMPTY, Field, Kind
from juli.engines.policy.windows import FIRST, LAST, Interval


def reads(test: Aggregate, kind: Kind) -> bool:
    """Whether a clause reads rows of a kind at all."""
    return any(r.kind == kind.name or (r.kind == ANY_KIND and not kind.is_standing) for r in test.reads)


def side(test: Aggregate, context: Context, *, planned: bool) -> bool:
    """Whether a clause reads what is done, or what is planned."""
    if test.rows == "promised":
        return planned == (context.anchors.contract is None)
    return test.rows == "both" or test.rows == ("plan" if planned else "done")


def counting(test: Aggregate, kind: Kind, context: Context, *, planned: bool, at_least: Number | None) -> Alternatives:
    """The ways for a row of ``kind`` to count under ``test``, a person's answer apart.

    ``at_least``: what its number must reach by itself (for ``max``).
    """
    if not reads(test, kind) or not side(test, context, planned=planned):
        return NEVER
    parts = [alternatives(test.where.expression if test.where else None, fields(test, kind, context))]
    if test.within is not None:
        parts.append(_inside(_window(test.within, context, planned), test.dated, kind))
    if test.apart is not None:
        parts.append(((*_given(test.apart, kind), Spaced(test.apart, far=True)),))
    if at_least is not None:
        field = next(r.field for r in test.reads if r.kind in (kind.name, ANY_KIND)) or ""
        parts.append(((Compared(field, ">=", at_least),),))
    return all_of(parts)


def outside(test: Aggregate, kind: Kind, context: Context, *, planned: bool) -> Alternatives:
    """The ways for a row of ``kind`` surely not to count under ``test``, a person's answer apart."""
    if not reads(test, kind) or not side(test, context, planned=planned):
        return ALWAYS
    where = test.where.expression if test.where else None
    ways = [alternatives(where, fields(test, kind, context), holds=False)] if where is not None else []
    if test.within is not None:
        ways.append(before_or_after(_window(test.within, context, planned), test.dated, kind))
    if test.apart is not None:
        ways.append(((Spaced(test.apart, far=False), *_given(test.apart, kind)),))
        ways += [((Present(p.field, given=False),),) for p in _given(test.apart, kind)]
    return any_of(ways)


def fields(test: Aggregate, kind: Kind, context: Context) -> dict[str, Field]:
    """The fields that a filter of ``test`` may name: those of the kind, and ``kind`` where any kind is read."""
    if any(r.kind == ANY_KIND for r in test.reads):
        return {**context.vocabulary.kinds[ANY_KIND].fields, **kind.fields}
    return dict(kind.fields)


def listing(named: NamedList, kind: Kind, context: Context) -> Alternatives:
    """The ways for a done row of ``kind`` to bring its names into a named list."""
    if named.reads is None or named.reads.kind != kind.name:
        return NEVER
    parts = [alternatives(named.where.expression if named.where else None, kind.fields)]
    if named.within is not None:
        parts.append(_inside(context.windows[named.within], None, kind))
    return all_of(parts)


def _window(name: str, context: Context, planned: bool) -> Interval | None:
    return (context.windows_planned if planned else context.windows)[name]


def _inside(interval: Interval | None, dated: str | None, kind: Kind) -> Alternatives:
    if interval is None:
        return NEVER
    if dated is not None:
        return ((Dated(interval, dated, "event"),),)
    if kind.state_when is None:
        return ((Dated(interval, None, kind.span),),)
    state = all_of([alternatives(kind.state_when, kind.fields), ((Dated(interval, None, "state"),),)])
    event = all_of([alternatives(kind.state_when, kind.fields, holds=False), ((Dated(interval, None, "event"),),)])
    return any_of([state, event])


def before_or_after(interval: Interval | None, dated: str | None, kind: Kind) -> Alternatives:
    """The ways for a row's dates to lie wholly outside a window."""
    if interval is None:
        return NEVER
    if dated is not None:
        return _off(interval, dated, dated)
    if kind.state_when is None:
        return _off(interval, "date", "date" if kind.span == "event" else "until")
    state, event = (alternatives(kind.state_when, kind.fields, holds=holds) for holds in (True, False))
    return any_of([all_of([state, _off(interval, "date", "until")]), all_of([event, _off(interval, "date", "date")])])


def _off(interval: Interval, first: str, last: str) -> Alternatives:
    """Begun after the window, or over before it."""
    after: Alternatives = ((Compared(first, ">", interval.end),),) if interval.end < LAST else NEVER
    before: Alternatives = ((Compared(last, "<", interval.start),),) if interval.start > FIRST else NEVER
    return any_of([after, before])


def _given(spacing: Spacing, kind: Kind) -> list[Present]:
    """The dates of a spacing that may be left empty, and must not be."""
    names = [n for n in (spacing.start, spacing.end) if n in kind.fields]
    return [
        Present(n, given=True)
        for n in names
        if kind.fields[n].absent_is_none and kind.fields[n].type in OPEN_WHEN_EMPTY
    ]
