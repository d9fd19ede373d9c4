"""The best way to claim: what would move where, why, and what would come of it (S1-99, S1-110, O-10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from juli.engines.policy import describe
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Number
from juli.engines.policy.verdict import MET, OPEN, Assignment, Span, Status, Verdict
from juli.stages.applications import claims
from juli.stages.applications.queries.frame import Frame
from juli.stages.applications.queries.judging import Judged, judged
from juli.stages.applications.queries.scores import by_category
from juli.stages.calls.queries.check import Headline, headline
from juli.stages.calls.wording import POINTS
from juli.stages.calls.works import title, when

_RANK: Mapping[Status, int] = {MET: 2, OPEN: 1}


@dataclass(frozen=True)
class Move:
    """One achievement that would stand elsewhere: from and to (ids of categories, "": none) with their labels.

    ``counts``: the clauses there that use it. ``released``: it is left free, since only some works of its category
    count.
    """

    achievement: str
    title: Label
    when: str
    came: Label | None
    to: str
    there: Label | None
    counts: tuple[Label, ...]
    released: bool


@dataclass(frozen=True)
class Turn:
    """One category that would stand otherwise: before and after, with what it earns where there are points."""

    label: Label
    before: Status
    after: Status
    earned: tuple[Label, Label] | None


@dataclass(frozen=True)
class Best:
    """The best claims beside those that stand. ``gains``: they come to more; ``gap``: what might still be won.

    ``moves`` is empty where what stands is as good.
    """

    keep: bool
    moves: tuple[Move, ...]
    turns: tuple[Turn, ...]
    before: Headline
    after: Headline
    status: tuple[Status, Status]
    points: tuple[Label, Label] | None
    gains: bool
    proven: bool
    gap: Label


@lru_cache(maxsize=64)
def best(now: Judged, *, keep: bool) -> Best:
    """The best way to claim what the ledger has; ``keep``: what is claimed stays, only what is free finds its place."""
    dossier = now.known.dossier
    planned = {row.id for row in dossier.plan}
    stands = {row: category for row, category in dossier.claims.items() if row not in planned}
    promised = {row: category for row, category in dossier.claims.items() if row in planned}
    given = dossier.claims if keep else promised
    found = _assigned(now, replace(dossier, claims=given, claims_submitted=False))
    own = {row.id for row in dossier.achievements}
    wanted = {row: category for row, category in found.claims.items() if row in own}
    if keep:
        wanted = {**wanted, **stands}
    after = _verdict(now, replace(dossier, claims={**promised, **wanted}))
    gains = _worth(after) > _worth(now.verdict)
    moves = tuple(_moves(now, stands, wanted, found)) if gains or keep else ()
    return Best(
        keep=keep,
        moves=moves,
        turns=tuple(_turns(now.verdict, after)) if moves else (),
        before=headline(now.verdict),
        after=headline(after),
        status=(now.verdict.status, after.status),
        points=_points(now.verdict, after),
        gains=gains,
        proven=found.proven,
        gap=describe.number_words(Decimal(str(found.gap)), POINTS),
    )


@dataclass(frozen=True)
class Shown:
    """What the best claims would change, as it is shown before it is taken; ``state``: what it was worked out from."""

    best: Best
    state: int


def shown(around: Frame, at: dt.datetime, *, keep: bool) -> Shown:
    """The best claims of an application. Raises DossierUnusable."""
    state = claims.state(around.application)
    return Shown(best(judged(around.application, around.rules, at), keep=keep), state)


def _assigned(now: Judged, dossier: Dossier) -> Assignment:
    found = _verdict(now, dossier).assignment
    return found if found is not None else Assignment({}, (), True, 0.0, None)


def _verdict(now: Judged, dossier: Dossier) -> Verdict:
    return now.known.rules.judge.verdict(dossier, now.known.day, trace=False)


def _worth(verdict: Verdict) -> tuple[Number, ...]:
    """What claims are compared by: as the allocation does, what is sure before what is possible."""
    head, points = headline(verdict), verdict.points
    total = points.total if points is not None else Span(0, 0)
    return (_RANK.get(verdict.status, 0), head.reached, total.low, head.possible or 0, total.high or 0)


def _moves(now: Judged, stands: Mapping[str, str], wanted: Mapping[str, str], found: Assignment) -> Iterator[Move]:
    programme = now.known.rules.programme
    labels = {category.id: category.label for category in programme.categories}
    for row in now.known.dossier.achievements:
        came, to = stands.get(row.id, ""), wanted.get(row.id, "")
        if came != to:
            counts = now.placing.places.get(row.id, {}).get(to, ())
            yield Move(
                row.id,
                title(row, programme.vocabulary.kinds[row.kind]),
                when(row),
                labels.get(came),
                to,
                labels.get(to),
                tuple(dict.fromkeys(describe.heading(clause, programme) for clause in counts)),
                not to and row.id in found.released,
            )


def _turns(before: Verdict, after: Verdict) -> Iterator[Turn]:
    earned = by_category(before), by_category(after)
    there = {node.id: node for node in after.categories}
    for node in before.categories:
        other = there[node.id]
        spans = tuple(points.get(node.id, Span(0, 0)) for points in earned)
        if (
            node.status is not None
            and other.status is not None
            and (node.status != other.status or spans[0] != spans[1])
        ):
            words = (describe.span_words(spans[0], POINTS), describe.span_words(spans[1], POINTS))
            yield Turn(node.clause.label, node.status, other.status, words if before.points is not None else None)


def _points(before: Verdict, after: Verdict) -> tuple[Label, Label] | None:
    if before.points is None or after.points is None:
        return None
    return describe.span_words(before.points.total, POINTS), describe.span_words(after.points.total, POINTS)
