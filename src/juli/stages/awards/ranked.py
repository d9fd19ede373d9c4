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
from juli.stages.applications.queries import submitted
from juli.stages.applications.queries.submitted import Copy, Decided
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
    """One application that is ranked: the row, its verdict, its score's working in each track."""

    application: Application
    submission: Submission
    verdict: Verdict
    results: Mapping[str, results.Result]
    #: Panel → line of its scorecard → the mean mark, for ties.
    means: Mapping[int, Mapping[str, Decimal]]
    #: The applicant's own record as it was handed in, and the amount it applies for, in yuan.
    record: Mapping[str, Any]
    applied: Decimal | None
    #: What the office had decided beside the copy.
    decided: Decided

    @property
    def points(self) -> PointsState | None:
        """The verified points; the declared ones while nothing was verified."""
        return self.verdict.verified_points or self.verdict.points

    @property
    def declared(self) -> PointsState | None:
        """The declared points."""
        return self.verdict.points


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


def inputs(call: Call, audited: Mapping[int, int] | None = None) -> Inputs:
    """Everything that the ranking of a call hangs on. ``audited``: application → accepted cost in 分, once audited."""
    programme = current(call).programme
    candidates = gathered(call, programme)
    entries = [entry for one in candidates for entry in _entries(programme, one, audited or {})]
    return Inputs(programme, candidates, tuple(entries), rules.rank_rules(programme), rules.supports(programme))


def gathered(
    call: Call, programme: Programme, states: Collection[str] = (*COMPETING, *LISTED)
) -> tuple[Candidate, ...]:
    """The candidates of a call, by number; a constant number of queries."""
    competing = Application.objects.filter(call=call, state__in=states).select_related("call", "organisation")
    rows = list(competing.order_by("number"))
    standing = submitted.standing_of(rows)
    words = decided_of(rows)
    tracks = ["", *sorted({track for row in rows for track in row.tracks})]
    scores = {track: results.results(call, track) for track in tracks} if _scored(programme) else {}
    means = _means({result.panel for by_track in scores.values() for result in by_track.values()})
    found = []
    for row in (row for row in rows if row.pk in standing):
        submission, said = standing[row.pk], words[row.pk]
        copy = submitted.copy(submission, said)
        by_track = {track: scores[track][row.pk] for track in scores if row.pk in scores[track]}
        verdict = submitted.verdict(submission, said)
        mine = means.get(row.pk, {})
        found.append(Candidate(row, submission, verdict, by_track, mine, copy.dossier.record, _applied(copy), said))
    return tuple(found)


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
        money=panel.Money(one.applied, _cost(one, audited)),
        out="not eligible" if _lost(one.verdict) else "",
    )


def _lost(verdict: Verdict) -> bool:
    """Whether verification took away what it was accepted for; else who was accepted competes."""
    return verdict.verified_status == UNMET and verdict.status != UNMET


def _stated(programme: Programme, track: str) -> Support | None:
    own = next((t.support for t in programme.tracks if t.id == track), None)
    return own or programme.support


def _prefers(programme: Programme, one: Candidate, track: str) -> bool | None:
    own = _stated(programme, track)
    if own is None or own.prefer is None:
        return None
    test = compile_filter(own.prefer.expression, programme.vocabulary.organisation)
    return test(one.record, {}) is True


def _field(programme: Programme, one: Candidate, track: str) -> str:
    """What slots are counted by: the value that the applicant chose in the track, else its record's."""
    own = _stated(programme, track)
    if own is None or own.quota.per is None:
        return ""
    chosen: Mapping[str, Any] = (one.application.choices or {}).get(track) or {}
    return str(chosen.get(own.quota.per) or one.record.get(own.quota.per) or "")


def _applied(copy: Copy) -> Decimal | None:
    """The amount applied for, in yuan, where the form asks for it (S4-93)."""
    budget = copy.rules.programme.budget
    if budget is None or budget.applied is None:
        return None
    section, _, field = budget.applied.partition(".")
    said = ((copy.dossier.form or {}).get(section) or {}).get(field)
    return said if isinstance(said, Decimal) else None


def _cost(one: Candidate, audited: Mapping[int, int]) -> tuple[panel.Cost, ...] | None:
    if one.application.pk not in audited:
        return None
    return (panel.Cost("", yuan_of(audited[one.application.pk])),)
