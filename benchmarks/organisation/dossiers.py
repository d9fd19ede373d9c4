"""The organisations that are judged: varied, complete, the same every time."""

from __future__ import annotations

import random
from typing import Any

SEED = 20220830
KINDS = {"activity": 5, "standard": 2, "research": 2, "platform": 1, "patent_pool": 1, "rnd_project": 1}
YEARS = (2019, 2020, 2021, 2021, 2021, 2021, 2022)
EDGES = ("2020-01-01", "2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01")


def dossiers(count: int) -> list[dict[str, Any]]:
    """``count`` organisations with 12 achievements each on average (4 to 20); every field that is read is filled in."""
    draw = random.Random(SEED)  # noqa: S311
    return [_dossier(draw, number) for number in range(count)]


def _dossier(draw: random.Random, number: int) -> dict[str, Any]:
    # An organisation does mostly one thing: its own weights on top of everybody's.
    own = draw.choice(list(KINDS))
    weights = {kind: weight * (4 if kind == own else 1) for kind, weight in KINDS.items()}
    rows = [_row(draw, i, weights) for i in range(draw.randint(4, 20))]
    return {
        "organisation": {"name": f"单位{number}", "type": draw.choice(["industry", "factor", "hub"])},
        "achievements": rows,
    }


def _row(draw: random.Random, number: int, weights: dict[str, int]) -> dict[str, Any]:
    kind = draw.choices(list(weights), list(weights.values()))[0]
    day = f"{draw.choice(YEARS)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    if draw.random() < 0.05:
        day = draw.choice(EDGES)
    return {"id": f"a{number}", "kind": kind, "date": day, **_fields(draw, kind)}


def _fields(draw: random.Random, kind: str) -> dict[str, Any]:
    match kind:
        case "activity":
            return {
                "form": draw.choice(["conference", "forum", "training"]),
                "scope": draw.choice(["local", "international"]),
                "nonprofit": draw.random() < 0.8,
                "place": draw.choice(["beijing", "domestic", "overseas"]),
                "attendance": draw.choice([59, 60, 61, draw.randint(10, 300)]),
                "foreign_speakers": draw.randint(0, 3),
                "foreign_attendees": draw.randint(0, 6),
                "park": draw.choice(["", "西城园", "海淀园"]),
                "purpose": draw.choice(["enterprise_service", "park_service", "needs", "other"]),
            }
        case "standard":
            return {
                "level": draw.choice(["international", "national", "industry", "local", "association", "zgc"]),
                "stage": draw.choice(["proposed", "drafting", "published"]),
            }
        case "research":
            return {
                "nature": draw.choice(["commissioned", "own"]),
                "commissioner": draw.choice(["ministry", "province", "local"]),
            }
        case "platform":
            return {
                "type": draw.choice(["internet_plus", "common_technology"]),
                "views": draw.choice([4999, 5000, draw.randint(0, 9000)]),
                "services": draw.choice([999, 1000, draw.randint(0, 2000)]),
            }
        case "patent_pool":
            return {"patents": draw.choice([9, 10, draw.randint(1, 30)])}
    return {
        "nature": draw.choice(["common_technology", "national_plan", "provincial_plan"]),
        "role": draw.choice(["undertake", "organise", "recommend"]),
    }
