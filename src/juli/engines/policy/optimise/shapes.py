"""One row that satisfies many conditions at once: whether there is any, what it can carry, such a row itself."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, NamedTuple

from juli.engines.policy.context import Context
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.optimise.bounds import Bound, Impossible, Link, shifted, spaced, tightened
from juli.engines.policy.optimise.literals import (
    Among,
    Compared,
    Condition,
    Conjunction,
    Dated,
    Flag,
    Holding,
    Listed,
    Present,
    Related,
    Spaced,
)
from juli.engines.policy.optimise.positions import HUNDRED, hundredths, position
from juli.engines.policy.optimise.texts import Texts
from juli.engines.policy.quantities import Number
from juli.engines.policy.vocabulary import MANY, Field

TEXTS = ("text", "choice", "reference")
YEARS = (1000, 9999)


class NewName(NamedTuple):
    """A name that isn't in a named list yet, and comes into it with a new row."""

    list: str
    number: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What conditions are about: the fields of a kind (or of the applicant's record), the values that stand, and the
    fields still ``free`` to be chosen. ``kind`` is the row's; ``is_new``: there is no such row yet. ``names``: how
    many names a named list could get."""

    context: Context
    kind: str
    fields: Mapping[str, Field]
    known: Mapping[str, Any]
    free: frozenset[str]
    is_new: bool = False
    names: int = 0

    def is_free(self, name: str) -> bool:
        """Whether a field may be chosen."""
        return name in self.free


class Shape:
    """Every row that satisfies a conjunction. Raises Impossible when there is none."""

    def __init__(self, subject: Subject, conditions: Conjunction) -> None:
        self.subject, self.conditions = subject, conditions
        self.bounds: dict[str, Bound] = {}
        self.links: list[Link] = []
        self.texts = Texts(self._text)
        self.flags: dict[str, bool] = {}
        self.holds: dict[str, frozenset[Any]] = {}
        self.lacks: dict[str, frozenset[Any]] = {}
        self.present: dict[str, bool] = {}
        self.members: dict[str, list[tuple[str, bool]]] = {}
        self.until: tuple[int, int | None] = (0, None)
        for condition in sorted(conditions, key=lambda c: isinstance(c, Holding) and c.other is not None):
            self._take(condition)
        self._close()

    # -- what can be asked -------------------------------------------------------------------------------------------

    def most(self, name: str) -> Number | None:
        """The greatest number (size, where a field holds many) a row can have; None without limit."""
        # From here on the field matters to whoever reads the row.
        high = self.bounds.setdefault(name, self._bound(name)).high
        return None if high is None else self._number(name, high)

    def least(self, name: str) -> Number:
        """The smallest number a row can have."""
        return self._number(name, self._bound(name).low)

    def values(self, name: str) -> frozenset[Any] | None:
        """The texts a row can have in a field; None when any will do."""
        return self.texts.values(name)

    def barred(self, name: str) -> frozenset[Any]:
        """The texts a row must not have in a field."""
        return self.texts.barred(name)

    def mentioned(self) -> tuple[str, ...]:
        """The fields that the conditions bear on, in the vocabulary's order."""
        found = {*self.bounds, *self.texts.names(), *self.flags, *self.holds, *self.lacks, *self.present}
        return tuple(name for name in self.subject.fields if name in found)

    # -- taking conditions in ------------------------------------------------------------------------------------------

    def _take(self, condition: Condition) -> None:
        match condition:
            case Compared(name, op, value):
                self._compare(name, op, value)
            case Among(name, values, inside):
                if inside:
                    self.texts.allow(name, values)
                else:
                    self.texts.bar(name, values)
            case Listed(name, listed, inside):
                sure, possible = self.subject.context.lists[listed]
                if inside:
                    self.texts.allow(name, sure | {NewName(listed, i) for i in range(self.subject.names)})
                else:
                    self.texts.bar(name, possible)
            case Flag(name, value):
                self._flag(name, value)
            case Present(name, given):
                self._give(name, given)
            case Related(left, op, right):
                self._relate(left, op, right)
            case Holding(name, value, other, inside):
                self._hold(name, value, other, inside)
            case Dated():
                self._date(condition)
            case Spaced():
                self._space(condition)

    def _compare(self, name: str, op: str, value: Any) -> None:
        at = Decimal(value.toordinal() if isinstance(value, dt.date) else value * HUNDRED)
        below, above = int(at.to_integral_value(ROUND_FLOOR)), int(at.to_integral_value(ROUND_CEILING))
        low = above if op in (">=", "==") else (below + 1 if op == ">" else None)
        high = below if op in ("<=", "==") else (above - 1 if op == "<" else None)
        self.bounds[name] = self._bound(name).narrowed(low, high)

    def _flag(self, name: str, value: bool) -> None:
        if not self.subject.is_free(name) and self.subject.known.get(name) is not value:
            raise Impossible
        if self.flags.setdefault(name, value) != value:
            raise Impossible

    def _give(self, name: str, given: bool) -> None:
        there = self.subject.known.get(name)
        if not self.subject.is_free(name) and (there is UNKNOWN or (there is not None) != given):
            raise Impossible
        if self.present.setdefault(name, given) != given:
            raise Impossible

    def _relate(self, left: str, op: str, right: str) -> None:
        if self.subject.fields[left].type in TEXTS:
            (self.texts.equal if op == "==" else self.texts.differ)(left, right)
            return
        for name in (left, right):
            self.bounds[name] = self._bound(name)
        self.links.append(shifted(left, right, -1 if op == "<" else 0))
        if op == "==":
            self.links.append(shifted(right, left, 0))

    def _hold(self, name: str, value: Any, other: str | None, inside: bool) -> None:
        if other is not None:
            self._member(name, other, inside)
            return
        if not self.subject.is_free(name) and (value in self._content(name)) != inside:
            raise Impossible
        into = self.holds if inside else self.lacks
        into[name] = into.get(name, frozenset()) | {value}

    def _member(self, name: str, other: str, inside: bool) -> None:
        """One field's value is, or isn't, among those of another."""
        held, lacking = self.holds.get(name, frozenset()), self.lacks.get(name, frozenset())
        free, choices = self.subject.is_free(name), frozenset(self.subject.fields[name].choices)
        if not inside:
            self.texts.bar(other, held if free else self._content(name))
        elif not free:
            self.texts.allow(other, self._content(name))
        else:
            self.texts.bar(other, lacking | {""})
            if choices:
                self.texts.allow(other, choices - lacking)
            self.bounds[name] = self._bound(name).narrowed(low=HUNDRED)
        for first, same in self.members.setdefault(name, []):
            if same != inside:
                self.texts.differ(first, other)
        self.members[name].append((other, inside))

    def _date(self, condition: Dated) -> None:
        start, end = condition.interval.start.toordinal(), condition.interval.end.toordinal()
        name = condition.field or "date"
        year = self.subject.known.get("year")
        if name == "date" and isinstance(year, int):
            # A row that names its year can only be dated within it.
            first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
            self.bounds[name] = self._bound(name).narrowed(first, last)
        state = condition.field is None and condition.span == "state"
        self.bounds[name] = self._bound(name).narrowed(None if state else start, end)
        if condition.field is None and condition.span != "event":
            low, high = self.until
            most = end if condition.span == "period" else None
            ends = [h for h in (high, most) if h is not None]
            self.until = (max(low, start), min(ends, default=None))

    def _space(self, condition: Spaced) -> None:
        spacing, context = condition.spacing, self.subject.context
        for name in (spacing.start, spacing.end):
            if name in self.subject.fields:
                found = self._bound(name)
            else:
                day = context.date(name)
                if day is None:
                    raise Impossible
                found = Bound(day.toordinal(), day.toordinal())
            if spacing.at_least.unit == "working days":
                years = _known_years(context)
                found = found.narrowed(dt.date(years[0], 1, 1).toordinal(), dt.date(years[-1], 12, 31).toordinal())
            self.bounds[name] = found
        self.links.append(spaced(context, spacing.start, spacing.end, spacing.at_least, far=condition.far))

    # -- fields --------------------------------------------------------------------------------------------------------

    def _bound(self, name: str) -> Bound:
        found = self.bounds.get(name)
        if found is not None:
            return found
        kind = self.subject.fields[name]
        grid = 1 if kind.type in ("money", "date") else HUNDRED
        if not self.subject.is_free(name):
            at = position(kind, self.subject.known.get(name))
            return Bound(at, at, grid)
        if kind.type == "date":
            return Bound(dt.date.min.toordinal(), dt.date.max.toordinal())
        if kind.type == "year":
            return Bound(YEARS[0] * HUNDRED, YEARS[1] * HUNDRED, grid)
        return Bound(0, len(kind.choices) * HUNDRED if kind.choices else None, grid)

    def _number(self, name: str, at: int) -> Number:
        money = self.subject.fields[name].type == "money"
        return Decimal(at) / HUNDRED if money else at // HUNDRED

    def _text(self, name: str) -> frozenset[Any] | None:
        """What a text may be before anything is asked of it."""
        kind = self.subject.fields[name]
        if self.subject.is_free(name):
            return frozenset({*kind.choices, ""}) if kind.choices else None
        value = self.subject.known.get(name)
        if value is UNKNOWN:
            raise Impossible
        return frozenset({"" if value is None else value})

    def _content(self, name: str) -> frozenset[Any]:
        value = self.subject.known.get(name, ())
        if value is UNKNOWN or isinstance(value, int):
            raise Impossible
        return frozenset(v[0] if isinstance(v, tuple) else v for v in value or ())

    # -- closing -------------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        for name, held in self.holds.items():
            if held & self.lacks.get(name, frozenset()):
                raise Impossible
            self.bounds[name] = self._bound(name).narrowed(low=len(held) * HUNDRED)
        for name, lacking in self.lacks.items():
            choices = self.subject.fields[name].choices
            if choices and self.subject.is_free(name):
                self.bounds[name] = self._bound(name).narrowed(high=(len(choices) - len(lacking)) * HUNDRED)
        self._running()
        self.bounds = tightened(self.bounds, self.links)
        for name, members in self.members.items():
            self._fit([other for other, inside in members if inside], name)
        self.texts.check()

    def _fit(self, members: list[str], name: str) -> None:
        """Where a field can't hold so many names, those that other fields give are names it has to hold anyway."""
        held, high = self.holds.get(name, frozenset()), self._bound(name).high
        if high is None or not self.subject.is_free(name) or len(held) + len(members) <= high // HUNDRED:
            return
        for other in members:
            if held:
                self.texts.allow(other, held)
            else:
                self.texts.equal(members[0], other)

    def _running(self) -> None:
        """The last day, where there is one: not before the first, and as the windows want it."""
        there = self.subject.known.get("until") if not self.subject.is_free("until") else None
        if "until" not in self.bounds and there is None:
            return
        self.bounds["until"] = self._bound("until").narrowed(*self.until)
        if "date" in self.bounds:
            self.links.append(shifted("date", "until", 0))

    # -- a row ---------------------------------------------------------------------------------------------------------

    def row(self, wanted: Mapping[str, Any], fresh: Callable[[str], str], after: dt.date | None) -> dict[str, Any]:
        """Values for every field that matters. ``wanted`` gives numbers to reach (as sizes, where a field holds many)
        and texts to have; ``fresh`` makes a name nobody has; days are not before ``after``.

        Raises Impossible when that is too much to ask.
        """
        bounds = dict(self.bounds)
        for name, value in wanted.items():
            if self.subject.fields[name].type not in TEXTS:
                bounds[name] = bounds.get(name, self._bound(name)).narrowed(low=hundredths(value))
        for name, bound in bounds.items():
            kind = self.subject.fields.get(name)
            if after is not None and kind is not None and kind.type == "date" and self.subject.is_free(name):
                bounds[name] = bound.narrowed(low=after.toordinal())
        bounds = tightened(bounds, self.links)
        asked = {name: value for name, value in wanted.items() if self.subject.fields[name].type in TEXTS}
        texts = self.texts.written(asked, fresh)
        out: dict[str, Any] = {**self.flags, **texts}
        for name, bound in bounds.items():
            if name in self.subject.fields and self.subject.is_free(name):
                out[name] = self._value(name, bound.low, texts, fresh)
        for name, given in self.present.items():
            if not given:
                out.pop(name, None)
        return {name: value for name, value in out.items() if self.subject.is_free(name) and value not in ("", ())}

    def _value(self, name: str, at: int, texts: Mapping[str, Any], fresh: Callable[[str], str]) -> Any:
        kind = self.subject.fields[name]
        if kind.type == "date":
            return dt.date.fromordinal(at)
        if kind.type not in MANY:
            return self._number(name, at)
        members = [(texts[other], inside) for other, inside in self.members.get(name, ())]
        held = {*self.holds.get(name, frozenset()), *(value for value, inside in members if inside)}
        lacking = {*self.lacks.get(name, frozenset()), *(value for value, inside in members if not inside)}
        size = at // HUNDRED
        spare = [c for c in kind.choices if c not in held and c not in lacking]
        while len(held) < size:
            held.add(spare.pop(0) if kind.choices else fresh(name))
        ordered = tuple(sorted(held, key=str))
        return tuple((value, "", None) for value in ordered) if kind.type == "links" else ordered


def _known_years(context: Context) -> list[int]:
    """The known years of the calendar around the day of the verdict, without gaps."""
    years = sorted(context.calendar.years)
    runs = [list(g) for _, g in itertools.groupby(years, key=lambda y: y - years.index(y))]
    fitting = [r for r in runs if r[0] <= context.as_of.year <= r[-1]] or runs[-1:]
    if not fitting:
        raise Impossible
    return fitting[0]


def shape(subject: Subject, conditions: Conjunction) -> Shape | None:
    """The rows that satisfy ``conditions``, None when there are none."""
    try:
        return Shape(subject, conditions)
    except Impossible:
        return None
