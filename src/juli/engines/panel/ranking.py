"""From scores and points to a list: order, cut line, money (排序与名额).

Each track is ranked on its own. The order is total where the stated keys make it so; where they run out the tie is
shown, and a tie at the line waits for a person. The same inputs give the same bytes whatever order they come in.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal, NamedTuple

from juli.engines.panel.aggregation import rounded
from juli.engines.panel.amounts import Grant, Money, Support, grants
from juli.engines.panel.canonical import canonical
from juli.engines.panel.lines import Exceptional, LineDecision, Slot, Unresolved, by_field, cut
from juli.engines.panel.problems import BadInput, Said, unique

NO_MONEY = Money()


class TieKey(NamedTuple):
    """What decides between equals: a number of the entry by name (``score``, ``points``, or one of its ``keys``), the
    larger first unless ``ascending``. An entry without it comes last."""

    name: str
    ascending: bool = False


@dataclass(frozen=True, slots=True)
class RankRules:
    """What the order goes by.

    ``combined`` is (points_weight × points + score_weight × score) / (points_weight + score_weight), each brought to
    100 first: by its full mark (``points_full``, ``score_full``), or, with ``to_best``, by the best of the track.
    ``least`` is the value below which nobody is supported, whatever the quota. ``decimals`` rounds the combined value
    (points and scores are taken as they are).
    """

    by: Literal["points", "score", "combined"]
    ties: tuple[TieKey, ...] = ()
    points_weight: Decimal = Decimal(1)
    score_weight: Decimal = Decimal(1)
    points_full: Decimal = Decimal(100)
    score_full: Decimal = Decimal(100)
    to_best: bool = False
    decimals: int = 2
    least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One application in one track. ``out`` is a reason for which it isn't ranked (not eligible, withdrawn). ``keys``
    are numbers for ties; a preference (优先) is 1 or 0. ``field`` is what slots are counted by."""

    application: str
    track: str = ""
    points: Decimal | None = None
    score: Decimal | None = None
    keys: Mapping[str, Decimal] = dataclasses.field(default_factory=dict)
    field: str = ""
    money: Money = NO_MONEY
    out: str = ""


class TieDecision(NamedTuple):
    """A person puts equals of a track in order, with a reason. All of one tie must be named."""

    track: str
    order: tuple[str, ...]
    by: str
    reason: str


class AmountDecision(NamedTuple):
    """A person sets the amount of one application, with a reason."""

    track: str
    application: str
    amount: Decimal
    by: str
    reason: str


class Decisions(NamedTuple):
    """What persons decided, each with its reason."""

    ties: tuple[TieDecision, ...] = ()
    lines: tuple[LineDecision, ...] = ()
    exceptions: tuple[Exceptional, ...] = ()
    amounts: tuple[AmountDecision, ...] = ()


#: Nobody has decided anything.
NO_DECISIONS = Decisions()

State = Literal["in", "out", "at_line", "unranked", "excluded"]


class Line(NamedTuple):
    """One row of the list.

    ``rank`` is shared by equals (1, 2, 2, 4); ``tied`` names the others of the same rank. ``state`` is ``at_line``
    where the line falls among equals and nobody has decided. ``exception`` is set where a person put it in or out
    against the line. ``running`` is the money granted in the track down to this row.
    """

    application: str
    track: str
    field: str
    rank: int | None
    value: Decimal | None
    keys: tuple[tuple[str, Decimal | None], ...]
    tied: tuple[str, ...]
    state: State
    exception: str
    out: str
    grant: Grant | None


class TrackResult(NamedTuple):
    """A track's line and money. ``by_field`` tells that slots are counted by field. ``places`` is what the quota came
    to (None: unlimited; per field slots: their sum); ``ends_after`` the last application that the total still covers
    where it doesn't cover all ("" where not even the first)."""

    track: str
    by_field: bool
    places: int | None
    supported: int
    granted: Decimal | None
    total: Decimal | None
    ends_after: str | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The list, track by track, with what is still to be decided."""

    rules: RankRules
    lines: tuple[Line, ...]
    tracks: tuple[TrackResult, ...]
    unresolved: tuple[Unresolved, ...]

    def to_bytes(self) -> bytes:
        """Canonical JSON of everything."""
        return canonical(self)

    def supported(self, track: str | None = None) -> tuple[str, ...]:
        """The applications that are in, best first."""
        return tuple(x.application for x in self.lines if x.state == "in" and track in (None, x.track))


def rank(
    entries: Sequence[Entry],
    rules: RankRules,
    supports: Mapping[str, Support],
    decisions: Decisions = NO_DECISIONS,
) -> Ranking:
    """Ranks every track by ``rules``, draws its line and deals out its money.

    ``supports`` has every track that an entry names ("" where a call has none). Raises BadInput where it hasn't, an
    application stands twice in a track, or a decision names what isn't so: a tie that is none, an application that
    isn't there, a line outside the tolerance, an amount below 0, no reason.
    """
    _check(entries, rules, supports, decisions)
    lines: list[Line] = []
    results: list[TrackResult] = []
    unresolved: list[Unresolved] = []
    for track in sorted(supports):
        own = sorted((e for e in entries if e.track == track), key=lambda e: e.application)
        made, result, open_ = _track(track, own, rules, supports[track], decisions)
        lines += made
        results.append(result)
        unresolved += open_
    return Ranking(rules, tuple(lines), tuple(results), tuple(unresolved))


def _check(entries: Sequence[Entry], rules: RankRules, supports: Mapping[str, Support], decisions: Decisions) -> None:
    for track in {e.track for e in entries}:
        if track not in supports:
            raise BadInput(f"专项“{track}”没有名额和金额", f'the track "{track}" has neither quota nor amount')
        unique(Said("申报", "application"), (e.application for e in entries if e.track == track))
    if min(rules.points_weight, rules.score_weight) < 0 or rules.points_weight + rules.score_weight <= 0:
        raise BadInput("权重不能为负，且不能全为零", "weights aren't negative, and one is above 0")
    if min(rules.points_full, rules.score_full) <= 0:
        raise BadInput("满分须大于零", "a full mark is above 0")
    there = {(e.track, e.application) for e in entries}
    for track in supports:
        unique(Said("金额决定", "amount decided for"), (d.application for d in decisions.amounts if d.track == track))
    said = [(d.track, d.by, d.reason) for d in decisions.ties]
    said += [(d.track, d.by, d.reason) for d in decisions.lines]
    said += [(d.track, d.by, d.reason) for d in decisions.exceptions]
    said += [(d.track, d.by, d.reason) for d in decisions.amounts]
    for track, by, reason in said:
        if not reason.strip() or not by.strip():
            raise BadInput("决定须写明决定人和理由", "a decision names who made it, and why")
        if track not in supports:
            raise BadInput(f"没有专项“{track}”", f'there is no track "{track}"')
    named = [(d.track, d.application) for d in decisions.exceptions]
    named += [(d.track, d.application) for d in decisions.amounts]
    for one in named:
        if one not in there:
            raise BadInput(f"“{one[1]}”不在名单中", f'"{one[1]}" isn\'t on the list')


def value_of(entry: Entry, rules: RankRules, best: tuple[Decimal, Decimal]) -> Decimal | None:
    """What an entry is ranked by; None where a number it needs is lacking. ``best`` are the most points and the highest
    score of its track."""
    if rules.by != "combined":
        return entry.points if rules.by == "points" else entry.score
    total = Fraction(0)
    parts = (
        (entry.points, rules.points_weight, best[0] if rules.to_best else rules.points_full),
        (entry.score, rules.score_weight, best[1] if rules.to_best else rules.score_full),
    )
    for number, weight, full in parts:
        if number is None:
            return None
        total += Fraction(weight) * 100 * Fraction(number) / Fraction(full) if full else 0
    return rounded(total / Fraction(rules.points_weight + rules.score_weight), rules.decimals)


class _Placed(NamedTuple):
    entry: Entry
    value: Decimal
    keys: tuple[tuple[str, Decimal | None], ...]


def _placed(own: Sequence[Entry], rules: RankRules) -> list[_Placed]:
    ranked = [e for e in own if not e.out]
    best = (
        max((e.points for e in ranked if e.points is not None), default=Decimal(0)),
        max((e.score for e in ranked if e.score is not None), default=Decimal(0)),
    )
    out = []
    for entry in ranked:
        value = value_of(entry, rules, best)
        if value is None:
            continue
        numbers = {"points": entry.points, "score": entry.score, **entry.keys}
        out.append(_Placed(entry, value, tuple((k.name, numbers.get(k.name)) for k in rules.ties)))
    return out


def _signed(placed: _Placed, rules: RankRules) -> tuple[tuple[bool, Decimal], ...]:
    """The place in the order as numbers that grow downwards; what is lacking comes last."""
    keys = zip(rules.ties, placed.keys, strict=True)
    return (
        (False, -placed.value),
        *((n is None, Decimal(0) if n is None else n if key.ascending else -n) for key, (_, n) in keys),
    )


def _groups(own: Sequence[Entry], rules: RankRules, decisions: Decisions, track: str) -> list[list[_Placed]]:
    """Equals together, best first; a tie that a person has put in order is equals no more."""
    placed = sorted(_placed(own, rules), key=lambda p: (_signed(p, rules), p.entry.application))
    groups = [list(g) for _, g in groupby(placed, key=lambda p: _signed(p, rules))]
    said = {frozenset(d.order): d for d in decisions.ties if d.track == track}
    if len(said) < sum(d.track == track for d in decisions.ties):
        raise BadInput("同一并列有两个决定", "two decisions put the same equals in order; keep one")
    out: list[list[_Placed]] = []
    for group in groups:
        decision = said.get(frozenset(p.entry.application for p in group))
        if decision is None or len(decision.order) != len(group) or len(group) == 1:
            out.append(group)
            continue
        del said[frozenset(decision.order)]
        by_id = {p.entry.application: p for p in group}
        out += [[by_id[one]] for one in decision.order]
    if said:
        names = "、".join(next(iter(said.values())).order)
        raise BadInput(f"“{names}”并非并列", f"{names} aren't the equals of one place; name all of a tie, each once")
    return out


def _track(
    track: str, own: Sequence[Entry], rules: RankRules, support: Support, decisions: Decisions
) -> tuple[list[Line], TrackResult, list[Unresolved]]:
    groups = _groups(own, rules, decisions, track)
    slots = [
        [Slot(p.entry.application, p.entry.field, below=rules.least is not None and p.value < rules.least) for p in g]
        for g in groups
    ]
    applicants = sum(1 for e in own if not e.out)
    drawn = cut(
        support.quota,
        slots,
        track=track,
        applicants=applicants,
        decisions=[d for d in decisions.lines if d.track == track],
        exceptions=[d for d in decisions.exceptions if d.track == track],
    )
    ordered = [(p, position, group) for position, group in _ranks(groups) for p in group]
    inside = [(p.entry.application, rank_, p.value, p.entry.money) for p, rank_, _ in ordered]
    inside = [row for row in inside if drawn.states[row[0]] == "in"]
    set_ = {d.application: d.amount for d in decisions.amounts if d.track == track}
    money = grants(support, inside, set_, track)
    lines = [
        Line(
            p.entry.application,
            track,
            p.entry.field,
            rank_,
            p.value,
            p.keys,
            tuple(q.entry.application for q in group if q is not p),
            drawn.states[p.entry.application],
            drawn.exceptions.get(p.entry.application, ""),
            "",
            money.of.get(p.entry.application),
        )
        for p, rank_, group in ordered
    ]
    there = {line.application for line in lines}
    for e in own:
        if e.application not in there:
            state: State = "excluded" if e.out else "unranked"
            lines.append(Line(e.application, track, e.field, None, None, (), (), state, "", e.out, None))
    lost = {d.application for d in decisions.exceptions if d.track == track} - there
    if lost:
        raise BadInput(
            f"“{min(lost)}”未参加排序，不能作例外", f'"{min(lost)}" isn\'t ranked; no exception can be made of it'
        )
    result = TrackResult(
        track, by_field(support.quota), drawn.places, len(inside), money.granted, support.total, money.ends_after
    )
    return lines, result, [*drawn.unresolved, *money.unresolved]


def _ranks(groups: list[list[_Placed]]) -> list[tuple[int, list[_Placed]]]:
    out, before = [], 0
    for group in groups:
        out.append((before + 1, group))
        before += len(group)
    return out


def with_values(entries: Sequence[Entry], scores: Mapping[str, Decimal | None]) -> tuple[Entry, ...]:
    """The entries with other scores; those that ``scores`` doesn't name keep theirs."""
    return tuple(replace(e, score=scores[e.application]) if e.application in scores else e for e in entries)
