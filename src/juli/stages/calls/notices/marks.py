"""The part of a long paragraph that a clause stands on: ``…不少于1项；或上一年度发布团体标准不少于2项；或…``."""

from __future__ import annotations

import re
from itertools import pairwise

from juli.stages.calls.notices.likeness import Index
from juli.stages.calls.notices.targets import Target

#: Where one alternative ends and the next begins.
_BETWEEN = re.compile(r"[；;。](?!\Z)")
#: A part is chosen when it is this much better than the next.
_BETTER = 1.3
_SHORTEST = 4


def mark(text: str, target: Target) -> tuple[int, int]:
    """Where the part of a paragraph begins and ends that says most of a target; (0, 0) where none stands out."""
    edges = [0, *(m.end() for m in _BETWEEN.finditer(text)), len(text)]
    parts = [(a, b) for a, b in pairwise(edges) if b - a >= _SHORTEST]
    if len(parts) < 2 or target.whole:
        return 0, 0
    scores = Index((i, text[a:b]) for i, (a, b) in enumerate(parts)).scores(target.words)
    ranked = sorted(scores, key=lambda i: -scores[i])
    if scores[ranked[0]] <= _BETTER * scores[ranked[1]]:
        return 0, 0
    start, end = parts[ranked[0]]
    opening = re.match(r"\s*或(?:者)?", text[start:end])
    return start + (opening.end() if opening else 0), end - (text[end - 1] in "；;。")
