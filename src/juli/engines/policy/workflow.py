"""The stages of a call's life as the file writes them (language §2, workflow)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from juli.engines.policy.cited import UNSTATED_WORD, Cited, Ids, Labels, Words
from juli.engines.policy.fields import Block, DurationField, Flag, LabelField, NumberField, Text, Whole


class RubricItem(Cited):
    """One line of a scorecard."""

    id: Text
    label: LabelField
    max: NumberField
    step: NumberField = 1
    weight: NumberField = 1


class Aggregation(Block):
    """How the experts' scores become one (practice: experts).

    ``trim``: how many of the highest and of the lowest a trimmed mean drops, from ``trim_from`` scores up. ``rounds``:
    the weight of each round where there are two.
    """

    how: Literal["mean", "median", "trimmed_mean", "weighted_mean"]
    least: Whole = 1
    decimals: Whole = 2
    spread: NumberField | None = None
    trim: Whole = 1
    trim_from: Whole | None = None
    rounds: dict[Literal["online", "meeting"], NumberField] = Field(default_factory=dict)


class Ranking(Cited):
    """What the order of the applications goes by: points, scores, or both with their weights; then ``ties`` in turn."""

    by: Literal["points", "scores", "combined"]
    points: NumberField | None = None
    scores: NumberField | None = None
    ties: Words = ()


STAGES = (
    "unit_review", "recommendation", "screening", "overlap", "review", "audit", "meeting", "publication", "objection",
    "approval", "contract", "delivery", "appraisal",
)  # fmt: skip


Promised = Literal["targets", "commitments"]


class Stage(Cited):
    """One stage of a call's life with its parameters. ``name`` is its key in the file."""

    name: Literal[STAGES]  # type: ignore[valid-type]
    label: LabelField | None = None
    by: Text | None = None
    of: Text | None = None
    after: Words = ()
    letter: Flag | None = None
    ranks: Flag | None = None
    refuse_on: tuple[Literal["exclusions", "dates", "form"], ...] = ()
    blind: Flag | None = None
    experts: NumberField | UNSTATED_WORD | None = None
    rounds: tuple[Literal["online", "meeting"], ...] = ()
    rubric: tuple[RubricItem, ...] = ()
    aggregate: Aggregation | None = None
    ranking: Ranking | None = None
    score: Text | None = None
    site: LabelField | None = None
    length: DurationField | UNSTATED_WORD | None = None
    meetings: Labels = ()
    within: Text | None = None
    tracking: Ids = ()
    tracked_by: Text | None = None
    every: DurationField | None = None
    at: Text | None = None
    fixes: tuple[Promised, ...] = ()
    reuses: tuple[Promised, ...] = ()


class Workflow(Cited):
    """The stages in order; those a call does not use are absent."""

    stages: tuple[Stage, ...]
