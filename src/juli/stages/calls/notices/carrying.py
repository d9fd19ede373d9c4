"""Anchors on a text that was imported anew: what says the same is found again, the rest is for the officer to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from juli.stages.calls.notices.likeness import plain
from juli.stages.calls.notices.lines import Line


class Carrier:
    """Finds passages of one text in another: the same paragraphs, one after the other."""

    def __init__(self, old: Iterable[Line], new: Iterable[Line]) -> None:
        self.old: Mapping[int, str] = {line.number: plain(line.shown) for line in old if not line.left_out}
        self.new: Sequence[tuple[int, str]] = [(x.number, plain(x.shown)) for x in new if not x.left_out]
        self._at: dict[str, list[int]] = {}
        for i, (_, text) in enumerate(self.new):
            self._at.setdefault(text, []).append(i)

    def carried(self, first: int, last: int) -> tuple[int, int] | None:
        """Where the passage stands now; None where it does not, or in several places equally far off."""
        wanted = [self.old[n] for n in range(first, last + 1) if n in self.old]
        if not wanted:
            return None
        found = [at for at in self._at.get(wanted[0], []) if self._follows(at, wanted)]
        if not found:
            return None
        ranked = sorted(found, key=lambda at: abs(self.new[at][0] - first))
        if len(ranked) > 1 and abs(self.new[ranked[0]][0] - first) == abs(self.new[ranked[1]][0] - first):
            return None
        return self.new[ranked[0]][0], self.new[ranked[0] + len(wanted) - 1][0]

    def _follows(self, at: int, wanted: Sequence[str]) -> bool:
        return [text for _, text in self.new[at : at + len(wanted)]] == list(wanted)
