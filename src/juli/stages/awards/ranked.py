"""The applications of a call in their order: verified points and scores gathered, ranked by the engine (S1-4).

The same submissions and the same decisions give the same bytes, in whatever order they are read.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from juli.engines import panel
from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.rules import Programme, Support
from juli.engines.policy.verdict import UNMET, PointsState, Verdict
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries import submitted, weighing
from juli.stages.applications.queries.submitted import Decided
from juli.stages.applications.queries.weighing import Said, Weight
from juli.stages.applications.transitions import State
from juli.stages.awards import rules
from juli.stages.awards.money import yuan_of
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.review import results
from juli.stages.review.models import Panel
from juli.stages.screening.decided import decided_of

#: Those that compete, and those that a list has already told apart; it can be taken up again.
COMPETING: Final = (State.ACCEPTED, State.REVIEW, State.SHORTLISTED, State.NOT_SHORTLISTED)
#: Steps that come after the list: they stay where it put them.
LISTED: Final = (
    State.AUDIT, State.AUDITED, State.MEETING, State.PUBLICATION, State.OBJECTION, State.APPROVED, State.NOT_APPROVED,
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """One application that is ranked: the row, its verdict in short, its score's working in each track."""

    application: Application
    submission: Submission
    weight: Weight
    results: Mapping[str, results.Result]
    #: Panel → line of its scorecard → the mean mark, for ties.
    means: Mapping[int, Mapping[str, Decimal]]
    #: What the office had decided beside the copy.
    decided: Decided

    @property
    def points(self) -> PointsState | None:
        """The verified points; the declared ones while nothing was verified."""
        return self.weight.verified_points or self.weight.points

    @property
    def declared(self) -> PointsState | None:
        """The declared points."""
        return self.weight.points

    @property
    def verdict(self) -> Verdict:
        """The whole verdict, worked out where it is asked for."""
        return submitted.verdict(self.submission, self.decided)


@dataclass(frozen=True)
class Inputs:
    """What a ranking hangs on. ``digest`` is over all of it."""

    programme: Programme
    candidates: tuple[Candidate, ...]
    entries: tuple[panel.Entry, ...]
    rules: panel.RankRules
    supports: Mapping[str, panel.Support]

    def to_bytes(self) -> bytes:
        """Canonical: the same whatever order they came in."""
        entries = sorted(self.entries, key=lambda entry: (entry.track, entry.application))
        return panel.canonical(
            {"entries": entries, "rules": self.rules, "supports": dict(sorted(self.supports.items()))}
        )

    @property
    def digest(self) -> str:
        """The sha256 of the inputs, in hex."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def ranked(self, decisions: panel.Decisions = panel.Decisions()) -> panel.Ranking:  # noqa: B008  # Frozen.
        """The ranking. Raises panel.BadInput where the quota is unstated, or a decision does not fit."""
        return panel.rank(self.entries, self.rules, self.supports, decisions)


def inputs(call: Call, audited: Mapping[int, int] | None = None, most: int | None = None) -> Inputs:
    """Everything that the ranking of a call hangs on. ``audited``: application → accepted cost in 分, once audited.

    ``most`` as in ``weighing.weights``. Raises what that raises.
    """
    programme = current(call).programme
    candidates = gathered(call, programme, most=most)
    entries = [entry for one in candidates for entry in _entries(programme, one, audited or {})]
    return Inputs(programme, candidates, tuple(entries), rules.rank_rules(programme), rules.supports(programme))


def gathered(
    call: Call, programme: Programme, states: Collection[str] = (*COMPETING, *LISTED), most: int | None = None
) -> tuple[Candidate, ...]:
    """The candidates of a call, by number; a constant number of queries."""
    competing = Application.objects.filter(call=call, state__in=states).select_related("call", "organisation")
    rows = list(competing.order_by("number"))
    standing = weighing.standing(rows)
    rows = [row for row in rows if row.pk in standing]
    words = decided_of(rows)
    weights = weighing.weights([Said(standing[row.pk], words[row.pk]) for row in rows], most)
    tracks = ["", *sorted({track for row in rows for track in row.tracks})]
    scores = {track: results.results(call, track) for track in tracks} if _scored(programme) else {}
    means = _means({result.panel for by_track in scores.values() for result in by_track.values()})
    found = []
    for row, weight in zip(rows, weights, strict=True):
        by_track = {track: scores[track][row.pk] for track in scores if row.pk in scores[track]}
        found.append(Candidate(row, standing[row.pk], weight, by_track, means.get(row.pk, {}), words[row.pk]))
    return tuple(found)


def prepare(call: Call, most: int) -> int:
    """Weigh at most ``most`` applications of a call that are not weighed as they stand; how many are left then."""
    try:
        gathered(call, current(call).programme, most=most)
    except weighing.Unfinished as error:
        return error.left
    return 0


def scored(call: Call) -> bool:
    """Whether experts score in the call."""
    return _scored(current(call).programme)


def decisions_of(rows: Sequence[Any]) -> panel.Decisions:
    """The decisions that stand, as the engine takes them: rows with ``kind``, ``track``, ``value``, ``by_name``,
    ``reason``; amounts are in 分."""
    kinds: dict[str, list[Any]] = {"ties": [], "lines": [], "exceptions": [], "amounts": []}
    for row in rows:
        said = row.value
        why = {"by": row.by_name, "reason": row.reason}
        if row.kind == "tie":
            kinds["ties"].append(panel.TieDecision(row.track, tuple(said["order"]), **why))
        elif row.kind == "line":
            kinds["lines"].append(panel.LineDecision(row.track, said["places"], field=said.get("field", ""), **why))
        elif row.kind == "exception":
            kinds["exceptions"].append(panel.Exceptional(row.track, said["application"], said["put"], **why))
        else:
            amount = yuan_of(said["amount"])
            kinds["amounts"].append(panel.AmountDecision(row.track, said["application"], amount, **why))
    return panel.Decisions(**{name: tuple(made) for name, made in kinds.items()})


def _means(panels: Collection[int]) -> Mapping[int, Mapping[int, Mapping[str, Decimal]]]:
    """Application → panel → line of the scorecard → the mean of the marks given, to four decimals."""
    marks: dict[tuple[int, int, str], list[Decimal]] = defaultdict(list)
    for key, cards in results.cards_of(Panel.objects.filter(pk__in=panels)).items():
        for card in cards:
            for item, mark in card.marks.items():
                marks[int(card.application), key, item].append(mark)
    found: dict[int, dict[int, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for (application, key, item), given in marks.items():
        found[application][key][item] = (sum(given, Decimal(0)) / len(given)).quantize(Decimal("0.0001"))
    return found


def _scored(programme: Programme) -> bool:
    stage = rules.review(programme)
    return stage is not None and stage.by == "experts"


def _entries(programme: Programme, one: Candidate, audited: Mapping[int, int]) -> list[panel.Entry]:
    named = list(rules.supports(programme))
    tracks = [track for track in one.application.tracks if track in named] or [""]
    return [_entry(programme, one, track, audited) for track in tracks]


def _entry(programme: Programme, one: Candidate, track: str, audited: Mapping[int, int]) -> panel.Entry:
    result = one.results.get(track) or one.results.get("")
    points = one.points
    keys: dict[str, Decimal] = {}
    if points is not None:
        keys |= {f"{rules.GROUP}{group}": Decimal(span.low) for group, span in points.ties}
    if result is not None:
        keys |= {f"{rules.LINE}{line}": mean for line, mean in one.means.get(result.panel, {}).items()}
    if (prefers := _prefers(programme, one, track)) is not None:
        keys[rules.PREFER] = Decimal(int(prefers))
    return panel.Entry(
        application=one.application.number,
        track=track,
        points=None if points is None else Decimal(points.total.low),
        score=None if result is None else result.value,
        keys=keys,
        field=_field(programme, one, track),
        money=panel.Money(one.weight.applied, _cost(one, audited)),
        out="not eligible" if _lost(one.weight) else "",
    )


def _lost(weight: Weight) -> bool:
    """Whether verification took away what it was accepted for; else who was accepted competes."""
    return weight.verified_status == UNMET and weight.status != UNMET


def _stated(programme: Programme, track: str) -> Support | None:
    own = next((t.support for t in programme.tracks if t.id == track), None)
    return own or programme.support


def _prefers(programme: Programme, one: Candidate, track: str) -> bool | None:
    own = _stated(programme, track)
    if own is None or own.prefer is None:
        return None
    test = compile_filter(own.prefer.expression, programme.vocabulary.organisation)
    return test(one.weight.record, {}) is True


def _field(programme: Programme, one: Candidate, track: str) -> str:
    """What slots are counted by: the value that the applicant chose in the track, else its record's."""
    own = _stated(programme, track)
    if own is None or own.quota.per is None:
        return ""
    chosen: Mapping[str, Any] = (one.application.choices or {}).get(track) or {}
    return str(chosen.get(own.quota.per) or one.weight.record.get(own.quota.per) or "")


def _cost(one: Candidate, audited: Mapping[int, int]) -> tuple[panel.Cost, ...] | None:
    if one.application.pk not in audited:
        return None
    return (panel.Cost("", yuan_of(audited[one.application.pk])),)
