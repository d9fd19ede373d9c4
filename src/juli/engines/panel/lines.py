"""Where the line is drawn through an ordered list (名额线).

A quota is a number, about a number, a range, so many for each field, a share of the applicants, or none. Where the line
falls among equals the rule doesn't choose: it says so, and a person decides with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal, NamedTuple

from juli.engines.panel.problems import BadInput, PanelError

Cut = Literal["in", "out", "at_line"]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many are supported; the first of these that is given counts.

    ``exact`` · ``about`` with ``tolerance`` (a share: 5 within 0.2 is 4 to 6) · ``at_least``/``at_most`` (the line
    lies at ``at_most``, a person may draw it higher) · ``each`` for every value of the entries' field, or a number of
    its own ``per_field`` · ``share`` of the applicants that are let in to the ranking, rounded ``down``, ``up`` or
    ``half_up`` · ``unlimited``. None of them: unstated, and nothing can be ranked yet.
    """

    exact: int | None = None
    about: int | None = None
    tolerance: Decimal = Decimal(0)
    at_least: int | None = None
    at_most: int | None = None
    each: int | None = None
    per_field: Mapping[str, int] = field(default_factory=dict)
    share: Decimal | None = None
    rounding: Literal["down", "up", "half_up"] = "down"
    unlimited: bool = False


class LineDecision(NamedTuple):
    """A person draws the line of a track, of one ``field`` where slots are counted by field, after ``places``."""

    track: str
    places: int
    by: str
    reason: str
    field: str = ""


class Exceptional(NamedTuple):
    """A person puts one application in or out, whatever the line says. It takes no place from the others and frees
    none; whoever is no longer to be ranked at all is an entry with ``out``."""

    track: str
    application: str
    put: Literal["in", "out"]
    by: str
    reason: str


class Slot(NamedTuple):
    """One application as the line sees it: its field, and whether it lies below the least value."""

    application: str
    field: str
    below: bool


class Unresolved(NamedTuple):
    """What a person has to decide: ``tie`` at the line (``places`` are left for these), ``amount`` an amount that the
    rule can't tell, ``budget`` the total ends before these."""

    kind: Literal["tie", "amount", "budget"]
    track: str
    field: str
    applications: tuple[str, ...]
    places: int | None


class CutResult(NamedTuple):
    """What became of each application; the exceptions; how many places the quota came to; what is left to decide."""

    states: Mapping[str, Cut]
    exceptions: Mapping[str, str]
    places: int | None
    unresolved: tuple[Unresolved, ...]


class _Range(NamedTuple):
    """The line lies after ``at``, and may lie anywhere from ``low`` to ``high``."""

    low: int
    at: int
    high: int


def cut(
    quota: Quota,
    groups: Sequence[Sequence[Slot]],
    *,
    track: str,
    applicants: int,
    decisions: Sequence[LineDecision],
    exceptions: Sequence[Exceptional],
) -> CutResult:
    """Draws the line through ``groups`` of equals, best first. Raises BadInput where the quota is unstated or a
    decision lies outside what the quota admits."""
    fields = sorted({slot.field for group in groups for slot in group}) if by_field(quota) else [""]
    states: dict[str, Cut] = {}
    unresolved: list[Unresolved] = []
    places: int | None = 0
    put = {e.application: e for e in exceptions}
    if len(put) != len(exceptions):
        raise BadInput("同一申报有两个例外决定", "two exceptions are made of one application; keep one")
    for name in {d.field for d in decisions} - set(fields):
        raise BadInput(f"没有领域“{name}”的名额", f'there are no slots for the field "{name}"')
    for name in fields:
        own = [[s for s in group if not by_field(quota) or s.field == name] for group in groups]
        span = span_of(quota, name, applicants)
        places = None if span is None or places is None else places + span.at
        decided = [d for d in decisions if d.field == name]
        if len(decided) > 1:
            raise BadInput("同一名额线有两个决定", "two decisions draw the same line; keep one")
        for group, state, left in _drawn(span, [g for g in own if g], decided[0] if decided else None):
            states |= {s.application: "out" if s.below else state for s in group}
            waiting = tuple(s.application for s in group if s.application not in put)
            if state == "at_line" and waiting:
                unresolved.append(Unresolved("tie", track, name, waiting, left))
    told = {}
    for one in put.values():
        if one.application in states:
            told[one.application] = "" if states[one.application] == one.put else one.put
            states[one.application] = one.put
    return CutResult(states, {a: e for a, e in told.items() if e}, places, tuple(unresolved))


def by_field(quota: Quota) -> bool:
    """Whether slots are counted by field."""
    return quota.each is not None or bool(quota.per_field)


def span_of(quota: Quota, name: str, applicants: int) -> _Range | None:
    """Where the line lies, or may; None where there is none. Raises BadInput where the quota is unstated."""
    if quota.unlimited:
        return None
    if quota.exact is not None:
        return _sound(quota.exact, quota.exact, quota.exact)
    if quota.about is not None:
        off = Fraction(quota.about) * Fraction(quota.tolerance)
        return _sound(ceil(quota.about - off), quota.about, floor(quota.about + off))
    if quota.at_most is not None:
        return _sound(quota.at_least or 0, quota.at_most, quota.at_most)
    if by_field(quota):
        if name not in quota.per_field and quota.each is None:
            raise BadInput(f"领域“{name}”没有名额", f'the field "{name}" has no slots; state them')
        each = quota.per_field.get(name, quota.each or 0)
        return _sound(each, each, each)
    if quota.share is not None:
        share = Fraction(quota.share) * applicants
        places = {"down": floor(share), "up": ceil(share), "half_up": floor(share + Fraction(1, 2))}[quota.rounding]
        return _sound(places, places, places)
    raise _unstated()


def _unstated() -> PanelError:
    return BadInput("名额尚未填写；请先填写", "the quota isn't stated; the office enters it first")


def _sound(low: int, at: int, high: int) -> _Range:
    if not 0 <= low <= at <= high:
        raise BadInput("名额上下限有误", "the quota's limits can't be meant")
    return _Range(low, at, high)


def _drawn(
    span: _Range | None, groups: Sequence[Sequence[Slot]], decision: LineDecision | None
) -> list[tuple[Sequence[Slot], Cut, int]]:
    """Each group with its side of the line, and how many places are left for it."""
    if span is None:
        return [(group, "in", len(group)) for group in groups]
    places = span.at
    if decision is not None:
        if not span.low <= decision.places <= span.high:
            raise BadInput(
                f"名额须在{span.low}至{span.high}之间", f"the line lies between {span.low} and {span.high} places"
            )
        places = decision.places
    out: list[tuple[Sequence[Slot], Cut, int]] = []
    before = 0
    for group in groups:
        worthy = sum(not s.below for s in group)
        after = before + worthy
        if after <= places:
            state: Cut = "in"
        elif before >= places:
            state = "out"
        elif decision is None and after <= span.high:
            state, places = "in", after
        elif decision is None and span.low <= before:
            state, places = "out", before
        else:
            state = "at_line"
        out.append((group, state, max(0, places - before)))
        before = after
    return out
