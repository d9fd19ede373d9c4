"""Which passage a clause stands on: the citation over the recognised outline first, then the words.

The citation says where to look; within that stretch the words choose the paragraphs. Where citation and words disagree,
or the citation leads nowhere, the proposal says so and is unsure. Every proposal says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from juli.stages.calls.notices.citations import Stretch, located, printed
from juli.stages.calls.notices.likeness import Index, shares
from juli.stages.calls.notices.lines import Line
from juli.stages.calls.notices.outline import Heading, Outline
from juli.stages.calls.notices.targets import Target


class Sureness(IntEnum):
    """How sure a proposal is."""

    UNSURE = 0
    LIKELY = 1
    SURE = 2


class Reason(NamedTuple):
    """Why: a code, and what it is about."""

    code: str
    about: str = ""


@dataclass(frozen=True)
class Proposal:
    """Lines ``first`` to ``last`` for a target; both 0 where nothing is proposed.

    ``likeness`` is how much of the clause's words the passage has; ``others`` are passages that come next.
    """

    target: Target
    first: int
    last: int
    sureness: Sureness
    reasons: tuple[Reason, ...]
    likeness: float = 0.0
    others: tuple[tuple[int, int], ...] = ()


#: A passage says what a clause says: more than this share of its words.
_SAYS = 0.28
#: One paragraph is chosen among several when it is this much better than the next.
_BETTER = 1.25
#: Words speak against a citation when somewhere else says this much more.
_AGAINST = 1.9
_AGAINST_LEAST = 0.45
#: A title has this share of the clause's name.
_SAME_TITLE = 0.75
#: A passage of the sort that fits, and one of the sort that doesn't.
_FITS, _MISFITS = 1.2, 0.75
_ASKS = re.compile(r"不少于|不低于|不得少于|不超过|不多于|至少|须|应当|以上|达到")
_PAPERS = re.compile(r"材料|附件|清单|证明")
#: A heading with text in its line is longer than this.
_RUNS_ON = 36


def proposals(outline: Outline, wanted: Iterable[Target]) -> tuple[Proposal, ...]:
    """A proposal for each target."""
    work = _Work(outline)
    return tuple(work.propose(target) for target in wanted)


@dataclass
class _Work:
    outline: Outline
    index: Index = field(init=False)
    lines: Mapping[int, Line] = field(init=False)

    def __post_init__(self) -> None:
        read = [line for line in self.outline.lines if not line.left_out]
        self.lines = {line.number: line for line in read}
        self.index = Index((line.number, line.shown) for line in read)
        self._deepest: dict[int, Heading] = {}
        for heading in self.outline.headings:
            if heading.path:
                for number in range(heading.line, heading.own_until):
                    self._deepest[number] = heading

    def propose(self, target: Target) -> Proposal:
        """The proposal for one target."""
        scores = self._weighed(target)
        stretch = located(self.outline, target.cite)
        if stretch is None:
            return self._without_citation(target, scores)
        chosen = self._within(target, stretch, scores)
        elsewhere = self._elsewhere(stretch, scores)
        if elsewhere and elsewhere[1] > max(_AGAINST * chosen.score, _AGAINST_LEAST):
            return self._against(target, chosen, elsewhere, scores)
        return self._agreed(target, stretch, chosen, scores)

    def _weighed(self, target: Target) -> dict[int, float]:
        """Likeness, where what asks is rather found where something is asked, and papers where papers are listed."""
        scores = self.index.scores(target.words)
        for number in scores:
            if target.asks and _ASKS.search(self.lines[number].text):
                scores[number] *= _FITS
            heading = self._deepest.get(number)
            of_papers = heading is not None and bool(_PAPERS.search(heading.marker.rest[:14]))
            if of_papers is not target.handed_in and (of_papers or target.asks):
                scores[number] *= _MISFITS if of_papers else 1.0
        return scores

    # ------------------------------------------------------------------------------------------------ the three cases

    def _agreed(self, target: Target, stretch: Stretch, chosen: _Choice, scores: Mapping[int, float]) -> Proposal:
        reasons = [Reason("cited", target.cite)]
        if stretch.heading is not None and (fault := _fault_above(self.outline, stretch.heading)):
            reasons.append(Reason(f"heading-{fault}"))
        reasons += chosen.reasons
        reasons += self._numbers(target, chosen)
        sureness = chosen.sureness
        if chosen.score >= _SAYS:
            reasons.append(Reason("says", f"{round(100 * min(chosen.score, 1))}"))
        elif sureness is Sureness.SURE and chosen.score < _SAYS / 2 and stretch.way != "name":
            sureness = Sureness.LIKELY
            reasons.append(Reason("few-words"))
        others = self._next(target, stretch, chosen, scores)
        return Proposal(target, chosen.first, chosen.last, sureness, tuple(reasons), chosen.score, others)

    def _against(
        self, target: Target, chosen: _Choice, elsewhere: tuple[int, float], scores: Mapping[int, float]
    ) -> Proposal:
        """Words and citation disagree. The same numbers as printed may be what was meant; else the citation stands."""
        other = printed(self.outline, target.cite)
        if other is not None and other.start <= elsewhere[0] < other.until:
            found = self._within(target, other, scores)
            reasons = (Reason("printed", target.cite), *found.reasons, *self._numbers(target, found))
            return Proposal(
                target, found.first, found.last, Sureness.LIKELY, reasons, found.score, ((chosen.first, chosen.last),)
            )
        reasons = (Reason("cited", target.cite), Reason("disagree", str(elsewhere[0])))
        far = self._around(elsewhere[0])
        return Proposal(target, chosen.first, chosen.last, Sureness.UNSURE, reasons, chosen.score, (far,))

    def _without_citation(self, target: Target, scores: Mapping[int, float]) -> Proposal:
        other = printed(self.outline, target.cite)
        if other is not None:
            found = self._within(target, other, scores)
            sure = Sureness.LIKELY if found.score >= _SAYS else Sureness.UNSURE
            reasons = (Reason("printed", target.cite), *found.reasons)
            return Proposal(target, found.first, found.last, sure, reasons, found.score)
        ranked = sorted(scores, key=lambda n: -scores[n])
        if not ranked or scores[ranked[0]] < _SAYS:
            return Proposal(target, 0, 0, Sureness.UNSURE, (Reason("nowhere", target.cite),))
        first, last = self._around(ranked[0])
        clear = len(ranked) < 2 or scores[ranked[0]] > 1.5 * scores[ranked[1]]
        reasons = (Reason("nowhere", target.cite), Reason("says", f"{round(100 * min(scores[ranked[0]], 1))}"))
        sure = Sureness.LIKELY if clear else Sureness.UNSURE
        others = tuple(self._around(n) for n in ranked[1:3])
        return Proposal(target, first, last, sure, reasons, scores[ranked[0]], others)

    # ----------------------------------------------------------------------------------------- choosing in a stretch

    def _within(self, target: Target, stretch: Stretch, scores: Mapping[int, float]) -> _Choice:
        """The paragraphs of a stretch that a target stands on."""
        lines = self.outline.read(stretch.start, stretch.until)
        own = self.outline.read(stretch.start, stretch.own_until)
        heading = stretch.heading
        if len(lines) == 1 or stretch.way == "name":
            return self._choice(lines, scores, Sureness.SURE, Reason("only"))
        if heading is not None and own and self._is_about_all(target, heading):
            return self._choice(own, scores, Sureness.SURE, Reason("title", heading.title))
        if len(lines) == len(own) and self._is_short(own):
            return self._choice(own, scores, Sureness.SURE, Reason("only"))
        ranked = sorted((line.number for line in lines), key=lambda n: (-scores[n], n))
        best = ranked[0]
        if scores[best] < _SAYS / 2:
            return self._choice(own or lines, scores, Sureness.UNSURE, Reason("silent"))
        passage = self._around(best, stretch)
        rival = next((n for n in ranked[1:] if not passage[0] <= n <= passage[1]), None)
        clear = rival is None or scores[best] > _BETTER * scores[rival]
        sure = Sureness.SURE if clear and scores[best] >= _SAYS else Sureness.LIKELY
        reason = Reason("best" if clear else "close", str(rival) if rival and not clear else "")
        return self._choice(self.outline.read(passage[0], passage[1] + 1), scores, sure, reason)

    def _is_about_all(self, target: Target, heading: Heading) -> bool:
        """A target that gathers others and is called what the heading says stands on the heading's own text."""
        return target.whole and bool(heading.title) and _is_named(target.label, heading.title)

    def _is_short(self, own: list[Line]) -> bool:
        """A heading alone with the one paragraph below it."""
        return len(own) == 2 and len(own[0].shown) <= _RUNS_ON

    def _around(self, number: int, stretch: Stretch | None = None) -> tuple[int, int]:
        """The passage a paragraph belongs to: a bare heading and its one paragraph belong together."""
        heading = self._deepest.get(number)
        if heading is None:
            return number, number
        own = self.outline.read(heading.line, heading.own_until)
        inside = stretch is None or stretch.start <= heading.line
        if inside and self._is_short(own):
            return own[0].number, own[-1].number
        if inside and number == heading.line and len(own[0].shown) <= _RUNS_ON and len(own) > 1:
            # A heading alone says nothing: with what it introduces.
            return own[0].number, own[-1].number
        return number, number

    def _choice(self, lines: list[Line], scores: Mapping[int, float], sure: Sureness, reason: Reason) -> _Choice:
        best = max((scores[line.number] for line in lines), default=0.0)
        first, last = (lines[0].number, lines[-1].number) if lines else (0, 0)
        return _Choice(first, last, best, sure, (reason,))

    # ------------------------------------------------------------------------------------------------------ the rest

    def _elsewhere(self, stretch: Stretch, scores: Mapping[int, float]) -> tuple[int, float] | None:
        outside = [n for n in scores if not stretch.start <= n < stretch.until]
        best = max(outside, key=lambda n: scores[n], default=None)
        return None if best is None else (best, scores[best])

    def _numbers(self, target: Target, chosen: _Choice) -> list[Reason]:
        shared = set()
        for number in range(chosen.first, chosen.last + 1):
            if number in self.lines:
                shared |= set(self.index.shared_numbers(number, target.words))
        return [Reason("numbers", "、".join(f"{n:,f}" for n in sorted(shared)[:4]))] if shared else []

    def _next(
        self, target: Target, stretch: Stretch, chosen: _Choice, scores: Mapping[int, float]
    ) -> tuple[tuple[int, int], ...]:
        del target
        inside = [line.number for line in self.outline.read(stretch.start, stretch.until)]
        ranked = sorted((n for n in inside if not chosen.first <= n <= chosen.last), key=lambda n: -scores[n])
        return tuple(dict.fromkeys(self._around(n, stretch) for n in ranked[:2] if scores[n] >= _SAYS / 2))


class _Choice(NamedTuple):
    first: int
    last: int
    score: float
    sureness: Sureness
    reasons: tuple[Reason, ...]


def _is_named(label: str, title: str) -> bool:
    """A label and a title that are the same but for a few words: each has most of the other."""
    label_has, title_has = shares(label, title)
    return (title_has >= _SAME_TITLE and label_has >= 0.5) or min(label_has, title_has) >= 0.55 or title_has == 1.0


def _fault_above(outline: Outline, heading: Heading) -> str:
    """The fault of a heading, or of the one above it that it was counted under."""
    for length in range(len(heading.path), 0, -1):
        above = next((h for h in outline.headings if h.part == heading.part and h.path == heading.path[:length]), None)
        if above is not None and above.fault:
            return above.fault
    return ""
