"""Headings that lost their numbers: found by the gap they leave, and by their likeness to the headings beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from juli.stages.calls.notices.lines import Line
from juli.stages.calls.notices.markers import Marker, marker_of

_SHORT: Final = 30
_SENTENCE: Final = 24
_ENDS = "。；：:;！？"
#: How a sentence begins that sums up what stands above it; how no heading begins.
SUMS_UP = re.compile(r"(?:上述|以上|前述|上列)")
_NO_HEADING = re.compile(r"(?:上述|以上|以下|前述|其中|注[:：]|备注|说明[:：]|如下|[（(])")


def lost_heading(
    between: Sequence[Line], siblings: Sequence[Line], like: Marker, number: int
) -> tuple[int, Marker] | None:
    """The line between two headings that looks like them and has no number, as a marker of the number that is missing.

    Whole headings on lines of their own are compared by length and ending; headings that run on into their text by
    their first sentence.
    """
    short = all(len(s.shown) <= _SHORT + 6 for s in siblings)
    best: tuple[float, Line] | None = None
    for i, line in enumerate(between):
        text = line.alone
        if not text or line.cells or marker_of(text) or _NO_HEADING.match(text):
            continue
        score = _as_title(line, between[i + 1 :], siblings) if short else _as_text(line, siblings)
        if score > 0 and (best is None or score > best[0]):
            best = (score, line)
    if best is None:
        return None
    line = best[1]
    return line.number, Marker(like.form, like.rank, number, "", line.alone, like.mark)


def restarted_heading(between: Sequence[Line], siblings: Sequence[Line], like: Marker) -> tuple[int, Marker] | None:
    """The heading under which a list begins anew: strictly like its siblings, for no gap speaks for it."""
    if not siblings or any(len(s.shown) > _SHORT + 6 for s in siblings):
        return None
    endings = {_ending(s.shown) for s in siblings}
    hints = {s.hint for s in siblings if s.hint.startswith("h")}
    for line in between:
        text = line.alone
        if not text or line.cells or len(text) > _SHORT or marker_of(text) or _NO_HEADING.match(text):
            continue
        if text[-1] in "：:" or _ending(text) not in endings or (hints and line.hint not in hints):
            continue
        return line.number, Marker(like.form, like.rank, like.number + 1, "", text, like.mark)
    return None


def _as_title(line: Line, after: Sequence[Line], siblings: Sequence[Line]) -> float:
    """How much a line looks like a heading that stands alone; 0 where it doesn't."""
    text = line.alone
    if len(text) > _SHORT or text[-1] in "；;，,":
        return 0.0
    endings = [_ending(s.shown) for s in siblings]
    if text[-1] in "：:" and "：" not in endings:
        return 0.0
    score = 1.0
    score += 1.0 * (_ending(text) in endings)
    score += 1.0 * (line.hint.startswith("h") and any(s.hint == line.hint for s in siblings))
    # Something longer stands below a heading, or a list begins there.
    follower = next((x for x in after if x.alone), None)
    if follower is None:
        return 0.0
    below = marker_of(follower.alone)
    score += 0.7 if (below is not None and below.number == 1) or len(follower.text) > len(text) else 0.0
    return score


def _as_text(line: Line, siblings: Sequence[Line]) -> float:
    """How much a paragraph looks like an item that begins with its title and goes on."""
    text = line.alone
    head = re.split(r"[。：:，,]", text, maxsplit=1)[0]
    if len(head) > _SENTENCE or len(head) == len(text):
        return 0.0
    heads = []
    for sibling in siblings:
        marker = marker_of(sibling.alone)
        rest = marker.rest if marker else sibling.alone
        heads.append(re.search(r"[。：:，,]", rest))
    mark = text[len(head)]
    same = sum(1 for h in heads if h is not None and h[0] == mark)
    longest = max(len(s.shown) for s in siblings)
    return (1.0 + same / len(siblings)) if len(text) > longest / 4 and same else 0.0


def _ending(text: str) -> str:
    last = text.rstrip()[-1:]
    return "：" if last == ":" else last if last in _ENDS else ""
