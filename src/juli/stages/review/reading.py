"""What a call's file says of the review, as a panel keeps it and as the engine takes it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from juli.engines import panel as engine
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.engines.policy.workflow import Stage
from juli.stages.review.models import Panel


class Line(NamedTuple):
    """One line of the scorecard, for people and for the engine."""

    label: Label
    item: engine.Item

    @property
    def limits(self) -> str:
        """The marks that may be given, in words: 0—20."""
        return f"{self.item.least:f}—{self.item.most:f}"


class Reading(NamedTuple):
    """What holds for a panel's scoring."""

    lines: tuple[Line, ...]
    aggregation: engine.AggregationRules
    blind: bool


def review_of(programme: Programme) -> Stage | None:
    """The stage of the experts' review; None where the call has none."""
    stages = programme.workflow.stages if programme.workflow is not None else ()
    return next((stage for stage in stages if stage.name == "review" and stage.by == "experts"), None)


def rounds(stage: Stage) -> tuple[str, ...]:
    """The rounds of a review; one online where the file names none."""
    return stage.rounds or ("online",)


def weights(panel: Panel) -> dict[str, Decimal]:
    """What each round weighs, where the file says so; empty: the last round counts."""
    return {name: Decimal(weight) for name, weight in panel.rules["aggregate"].get("rounds", {}).items()}


def frozen(stage: Stage) -> dict[str, Any]:
    """What a panel keeps of the file: numbers as text, so that nothing passes through a float."""
    aggregate = stage.aggregate
    return {
        "rubric": [
            {
                "id": line.id,
                "zh": line.label.zh,
                "en": line.label.en,
                "max": str(line.max),
                "step": str(line.step),
                "weight": str(line.weight),
            }
            for line in stage.rubric
        ],
        "aggregate": {
            "how": aggregate.how if aggregate else "mean",
            "least": int(aggregate.least) if aggregate else 1,
            "decimals": int(aggregate.decimals) if aggregate else 2,
            "spread": None if aggregate is None or aggregate.spread is None else str(aggregate.spread),
            "trim": int(aggregate.trim) if aggregate else 1,
            "trim_from": None if aggregate is None or aggregate.trim_from is None else int(aggregate.trim_from),
            "rounds": {} if aggregate is None else {name: str(weight) for name, weight in aggregate.rounds.items()},
        },
        "blind": bool(stage.blind),
    }


def reading(panel: Panel) -> Reading:
    """What the panel keeps, for the engine."""
    rules: Mapping[str, Any] = panel.rules
    lines = tuple(
        Line(
            Label(line["zh"], line["en"]),
            engine.Item(line["id"], Decimal(line["max"]), step=Decimal(line["step"]), weight=Decimal(line["weight"])),
        )
        for line in rules["rubric"]
    )
    how = rules["aggregate"]
    trim = how.get("trim", 1)
    aggregation = engine.AggregationRules(
        items=tuple(line.item for line in lines),
        method=how["how"],
        least=how["least"],
        decimals=how["decimals"],
        drop_high=trim,
        drop_low=trim,
        trim_from=how.get("trim_from") or 2 * trim + 1,
        spread=None if how["spread"] is None else Decimal(how["spread"]),
    )
    return Reading(lines, aggregation, rules["blind"])
