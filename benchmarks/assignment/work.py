"""Generated instances: applications × experts, three experts each, two in a hundred pairs in conflict.

``bids``: few levels, most pairs unwanted, some experts wanted by many. ``likeness``: thousandths of how near an
application's fields are to an expert's; nearly all different, with the same few experts best for many.
"""

from __future__ import annotations

import json
import math
import random
from typing import Any

SIZES = ((442, 161), (613, 201))
NEED = 3
#: How much room experts have beyond what is needed.
SLACK = 1.2


def instance(rows: int, experts: int, kind: str, *, institutions: bool) -> dict[str, Any]:
    draw = random.Random(f"{rows} {experts} {kind}")  # noqa: S311 -- the same instances every time
    scores = _bids(draw, rows, experts) if kind == "bids" else _likeness(draw, rows, experts)
    return {
        "scores": scores,
        "conflicts": [[i, j] for i in range(rows) for j in range(experts) if draw.random() < 0.02],
        "institution": [draw.randrange(experts // 3) if institutions else j for j in range(experts)],
        "need": NEED,
        "most": math.ceil(SLACK * NEED * rows / experts),
    }


def _bids(draw: random.Random, rows: int, experts: int) -> list[list[int]]:
    wanted = [draw.gammavariate(0.6, 0.4) for _ in range(experts)]
    return [
        [draw.choice((250, 500, 1000)) if draw.random() < min(0.6, 0.045 + w / 20) else 0 for w in wanted]
        for _ in range(rows)
    ]


def _likeness(draw: random.Random, rows: int, experts: int) -> list[list[int]]:
    def fields() -> list[float]:
        parts = [draw.gammavariate(0.3, 1) for _ in range(12)]
        return [p / sum(parts) for p in parts]

    pool = [fields() for _ in range(experts)]
    out = []
    for _ in range(rows):
        own = fields()
        out.append([int(1000 * math.sqrt(sum(a * b for a, b in zip(own, one, strict=True)))) for one in pool])
    return out


def instances(*, quick: bool) -> dict[str, str]:
    """By name, as a line of JSON."""
    return {
        f"{rows} × {experts}, {kind}{', one per institution' if institutions else ''}": json.dumps(
            instance(rows, experts, kind, institutions=institutions)
        )
        for rows, experts in (((60, 25),) if quick else SIZES)
        for kind in ("bids", "likeness")
        for institutions in (False, True)
    }
