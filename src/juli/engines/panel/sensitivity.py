"""What would change the list: the nearest on each side of the line, each expert, each judgement and reading.

The lists compared here carry the exceptions and lines that persons decided, not their ties and amounts: those belong to
the equals of one list. Equals at a line are told as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from juli.engines.panel.aggregation import AggregationRules, Card, aggregate
from juli.engines.panel.amounts import Support
from juli.engines.panel.ranking import (
    NO_DECISIONS,
    Decisions,
    Entry,
    Line,
    Ranking,
    RankRules,
    TrackResult,
    rank,
    with_values,
)


class Margin(NamedTuple):
    """How far an application is from the other side of its line.

    ``difference`` is what it needs more (out) or can lose (in), measured at ``against``, the nearest on the other side.
    ``equal`` says whether exactly that much does it: by the tie keys the application would then stand on the other
    side.
    """

    application: str
    track: str
    field: str
    inside: bool
    against: str
    difference: Decimal
    equal: bool


def margins(ranking: Ranking) -> tuple[Margin, ...]:
    """The margin of every ranked application that has somebody on the other side, in the order of the list. Exceptions
    are measured as the line would have had them; equals at the line are on no side, and both sides are measured at
    them."""
    out = []
    for result in ranking.tracks:
        own = [x for x in ranking.lines if x.track == result.track and x.value is not None]
        of: defaultdict[str, list[Line]] = defaultdict(list)
        for line in own:
            of[line.field if result.by_field else ""].append(line)
        for _, lines in sorted(of.items()):
            out += _margins(lines, ranking)
    place = {(x.track, x.application): i for i, x in enumerate(ranking.lines)}
    return tuple(sorted(out, key=lambda m: place[m.track, m.application]))


def _margins(lines: Sequence[Line], ranking: Ranking) -> list[Margin]:
    sides = {x.application: _side(x) for x in lines}
    first_not_in = next((x for x in lines if sides[x.application] != "in"), None)
    last_not_out = next((x for x in reversed(lines) if sides[x.application] != "out"), None)
    out = []
    for line in lines:
        inside = sides[line.application] == "in"
        other = first_not_in if inside else last_not_out
        if other is None or sides[line.application] == "at_line" or line.value is None or other.value is None:
            continue
        better = _better(line, other, ranking)
        # At equal value the keys decide; where they don't either, nobody has crossed: there is a tie.
        equal = better is False if inside else better is True
        difference = abs(line.value - other.value)
        out.append(Margin(line.application, line.track, line.field, inside, other.application, difference, equal))
    return out


def _side(line: Line) -> str:
    """The side the line alone put it on."""
    return line.state if not line.exception else {"in": "out", "out": "in"}[line.exception]


def _better(one: Line, other: Line, ranking: Ranking) -> bool | None:
    """Whether ``one`` comes first by the tie keys alone; None where they don't tell."""
    for key, (_, a), (_, b) in zip(ranking.rules.ties, one.keys, other.keys, strict=True):
        if a == b:
            continue
        if a is None or b is None:
            return b is None
        return (a < b) if key.ascending else (a > b)
    return None


def nearest(ranking: Ranking) -> tuple[Margin, ...]:
    """Of each line, the margins of the nearest inside and outside."""
    out = []
    kept = {t.track: t for t in ranking.tracks}
    for _, own in groupby(sorted(margins(ranking), key=lambda m: _group(m, kept)), key=lambda m: _group(m, kept)):
        out.append(min(own, key=lambda m: m.difference))
    return tuple(out)


def _group(margin: Margin, tracks: Mapping[str, TrackResult]) -> tuple[str, str, bool]:
    return margin.track, margin.field if tracks[margin.track].by_field else "", not margin.inside


class Change(NamedTuple):
    """How the list differs under another assumption: who comes in, who goes out, who stands among equals at a line or
    has no value any more, each as (track, application)."""

    name: str
    enters: tuple[tuple[str, str], ...]
    leaves: tuple[tuple[str, str], ...]
    at_line: tuple[tuple[str, str], ...]
    unranked: tuple[tuple[str, str], ...]

    @property
    def changes(self) -> bool:
        """Whether anything is other than it was."""
        return bool(self.enters or self.leaves or self.at_line or self.unranked)


def compare(name: str, base: Ranking, other: Ranking) -> Change:
    """What ``other`` changes of ``base``."""
    before = {(x.track, x.application): x.state for x in base.lines}
    after = {(x.track, x.application): x.state for x in other.lines}

    def became(state: str) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(k for k, s in after.items() if s == state and before.get(k) != state))

    gone = {k for k, s in before.items() if s == "in" and after.get(k, "out") == "out"}
    return Change(name, became("in"), tuple(sorted(gone)), became("at_line"), became("unranked"))


def alternatives(
    entries: Sequence[Entry],
    others: Mapping[str, Sequence[Entry]],
    rules: RankRules,
    supports: Mapping[str, Support],
    decisions: Decisions = NO_DECISIONS,
) -> tuple[Change, ...]:
    """How the list changes under each of ``others``: a judgement answered the other way, another reading, verified
    values instead of declared ones. The caller gives the entries as they would then be. In order of names."""
    kept = Decisions(lines=decisions.lines)
    base = rank(entries, rules, supports, _with(kept, decisions, entries))
    return tuple(
        compare(name, base, rank(table, rules, supports, _with(kept, decisions, table)))
        for name, table in sorted(others.items())
    )


def _with(kept: Decisions, decisions: Decisions, entries: Sequence[Entry]) -> Decisions:
    """The exceptions of whom this table still ranks."""
    there = {(e.track, e.application) for e in entries if not e.out and (e.points, e.score) != (None, None)}
    return kept._replace(exceptions=tuple(d for d in decisions.exceptions if (d.track, d.application) in there))


def without_each_expert(
    cards: Iterable[Card],
    aggregation: AggregationRules,
    entries: Sequence[Entry],
    rules: RankRules,
    supports: Mapping[str, Support],
    decisions: Decisions = NO_DECISIONS,
) -> tuple[Change, ...]:
    """How the list changes where one expert's cards are left out, for each expert with a card handed in.

    ``entries`` bring everything but the scores, which come from ``cards``. ``least`` is left as it is: an application
    that has too few without the expert is told as unranked.
    """
    cards = tuple(cards)
    names = [e.application for e in entries]

    def scored(kept: Iterable[Card]) -> tuple[Entry, ...]:
        return with_values(entries, {s.application: s.value for s in aggregate(aggregation, kept, names)})

    experts = sorted({c.expert for c in cards if c.state == "scored"})
    others = {e: scored(c for c in cards if c.expert != e) for e in experts}
    return alternatives(scored(cards), others, rules, supports, decisions)
