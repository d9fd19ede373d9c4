"""The structure of a notice: its parts, headings and their places, however its numbers were printed (O-1).

A heading's path counts positions, never printed numbers. Numbers only tell which headings belong together: a form that
stands higher ends what stands lower; a number that goes on where the form changes is a misprint; a number that is
skipped sends us to look for a heading that lost its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from juli.stages.calls.notices.lines import Line
from juli.stages.calls.notices.lost import SUMS_UP, lost_heading, restarted_heading
from juli.stages.calls.notices.markers import Marker, data_of, marker_of
from juli.stages.calls.notices.parts import Part, parts_of

#: Forms that spell out what they number are not mistaken for others.
_NEVER_MISPRINTED = {"part", "chapter", "section", "article"}
#: Rounds of finding headings without numbers; each finds one.
_MOST_LOST = 40
#: ``支持数量：20个``, ``符合上述…``: said of a whole section, below items of one line each.
_OF_SECTION = re.compile(r"\A[\u4e00-\u9fff]{2,8}[：:]\s*\S|上述|前述|所列")
#: The most characters of a heading's title.
_TITLE = 40


@dataclass
class Heading:
    """A heading: the line it stands on, where it counts, and what is wrong with its number.

    ``path`` are positions from the top of its part, empty for items of a list that nothing counts. ``until`` is the
    line behind all that stands under it, ``own_until`` the line behind its own text, before the first heading below.
    ``fault``: ``unnumbered``, ``repeated``, ``skipped``, ``disordered``, ``restarted``, ``misformed`` or empty.
    """

    line: int
    marker: Marker
    part: str
    depth: int = 0
    path: tuple[int, ...] = ()
    printed: tuple[int, ...] = ()
    fault: str = ""
    until: int = 0
    own_until: int = 0
    children: list[Heading] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Its words without what follows in the same line."""
        rest = self.marker.rest.strip()
        ends = [at for at in (rest.find(c) for c in "。：:；\n") if at > 0]
        title = rest[: min(ends)] if ends else rest
        return title if len(title) <= _TITLE else ""


@dataclass(frozen=True)
class Outline:
    """Parts in the order of the notice, headings in the order of the lines."""

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    headings: tuple[Heading, ...]

    def roots(self, part: str) -> list[Heading]:
        """The headings at the top of a part."""
        return [h for h in self.headings if h.part == part and len(h.path) == 1]

    def part(self, name: str) -> Part | None:
        """A part by its name; the notice itself has none."""
        return next((p for p in self.parts if p.name == name), None)

    def read(self, start: int, until: int) -> list[Line]:
        """The lines that are read from one number to before another."""
        return [line for line in self.lines if start <= line.number < until and not line.left_out]

    @property
    def faults(self) -> list[Heading]:
        """The headings whose numbers are wrong."""
        return [h for h in self.headings if h.fault]


def outline_of(lines: Sequence[Line]) -> Outline:
    """Recognise the structure of a notice."""
    parts = parts_of(lines)
    headings: list[Heading] = []
    for part in parts:
        found: dict[int, Marker] = {}
        for left in range(_MOST_LOST, -1, -1):
            building = _Building(lines, part, found, seeking=left > 0)
            building.build()
            if building.lost is None:
                break
            found[building.lost[0]] = building.lost[1]
        headings += building.headings
    return Outline(tuple(lines), parts, tuple(headings))


class _Level:
    """Headings of one rank below one heading. ``ranks`` has more than one where forms were mixed up."""

    def __init__(self, marker: Marker) -> None:
        self.ranks = {marker.rank}
        self.marks = {marker.mark}
        self.items: list[Heading] = []
        self.position = 0

    @property
    def last(self) -> Heading:
        return self.items[-1]


class _Building:
    """One pass over a part. ``given`` are headings without numbers that earlier passes found; each is found once."""

    def __init__(self, lines: Sequence[Line], part: Part, given: dict[int, Marker], *, seeking: bool) -> None:
        self.lines = [line for line in lines if part.start <= line.number < part.body_until and not line.left_out]
        self.part = part
        self.given = given
        self.seeking = seeking
        self.levels: list[_Level] = []
        self.headings: list[Heading] = []
        self.lost: tuple[int, Marker] | None = None
        #: Articles count through all chapters: the number of the last one.
        self._article = 0

    def build(self) -> None:
        """Go through the lines until the end, or until a lost heading is found."""
        for line in self.lines:
            if line.number < self.part.text_from or data_of(line.shown):
                continue
            marker = self.given.get(line.number) or marker_of(line.alone)
            if marker is not None:
                self._add(line, marker)
            if self.lost is not None:
                return
        self._close()

    def _add(self, line: Line, marker: Marker) -> None:
        heading = Heading(line.number, marker, self.part.name)
        if line.number in self.given:
            heading.fault = "unnumbered"
        level = self._level_for(marker)
        if level is None:
            self.levels.append(_Level(marker))
            level = self.levels[-1]
        self._number(level, heading)
        if self.lost is not None:
            return
        level.items.append(heading)
        above = self.levels[self.levels.index(level) - 1].last if len(self.levels) > 1 else None
        if above is not None and self.levels[0] is not level:
            above.children.append(heading)
        heading.depth = len(self.levels)
        heading.path = (*(above.path if above and self.levels[0] is not level else ()), level.position)
        heading.printed = (*(above.printed if above and self.levels[0] is not level else ()), marker.number)
        self.headings.append(heading)

    def _level_for(self, marker: Marker) -> _Level | None:
        """The level that a number belongs to, with the lower ones left; None where a new one begins below."""
        for at in range(len(self.levels) - 1, -1, -1):
            if marker.rank in self.levels[at].ranks and not self._begins_below(at, marker):
                del self.levels[at + 1 :]
                return self.levels[at]
        if not any(marker.rank in level.ranks for level in self.levels):
            for at in range(len(self.levels) - 1, -1, -1):
                level = self.levels[at]
                follows = 1 < marker.number == level.last.marker.number + 1
                if follows and self._may_be_misprint(at, marker):
                    if len(level.items) == 1:
                        # Of two forms, the higher one is what the level was meant to have.
                        level.ranks = {min(*level.ranks, marker.rank)}
                        level.last.fault = level.last.fault or "misformed"
                    del self.levels[at + 1 :]
                    return level
        while self.levels and min(self.levels[-1].ranks) > marker.rank:
            self._demote(self.levels.pop())
        return None

    def _begins_below(self, at: int, marker: Marker) -> bool:
        """``1.`` right after ``1、``: the same rank, another mark, counting from one again: a list below."""
        level = self.levels[at]
        deepest = at == len(self.levels) - 1
        return deepest and marker.number == 1 and marker.mark not in level.marks and level.last.marker.number == 1

    def _may_be_misprint(self, at: int, marker: Marker) -> bool:
        """Whether a form that stands nowhere yet may take the place of the next number here, its own being wrong."""
        level = self.levels[at]
        if marker.form in _NEVER_MISPRINTED or level.last.marker.form in _NEVER_MISPRINTED:
            return False
        if min(level.ranks) < marker.rank:
            # A lower form going on with a higher one's number: only where nothing stands between the two.
            return at == len(self.levels) - 1 and len(level.items) > 1
        return True

    def _demote(self, level: _Level) -> None:
        """A list that a higher form cut short was no part of the structure: it counts nowhere."""
        for heading in level.items:
            _uncount(heading)
        if self.levels:
            self.levels[-1].last.children = [h for h in self.levels[-1].last.children if h not in level.items]

    def _number(self, level: _Level, heading: Heading) -> None:
        marker = heading.marker
        before = level.last.marker.number if level.items else self._article if marker.form == "article" else 0
        missing = marker.number - before - 1
        if heading.fault:
            level.position += 1
            if marker.form == "article":
                self._article = marker.number
            return
        if missing > 0:
            self.lost = self._seek(level, heading)
            if self.lost is not None:
                return
            heading.fault = "skipped"
        elif level.items and marker.number == 1 and before > 1:
            self.lost = self._seek_above(level, heading)
            if self.lost is not None:
                return
            heading.fault = "restarted"
            level.position = 0
        elif level.items and marker.number == before:
            heading.fault = "repeated"
        elif level.items and marker.number < before:
            heading.fault = "disordered"
        elif level.items and marker.rank not in level.ranks:
            heading.fault = "misformed"
        level.marks.add(marker.mark)
        level.position += 1
        if marker.form == "article":
            self._article = marker.number

    def _seek(self, level: _Level, heading: Heading) -> tuple[int, Marker] | None:
        if not self.seeking:
            return None
        above = self._above(level)
        start = level.last.line + 1 if level.items else (above.line + 1 if above else self.part.text_from)
        between = [x for x in self.lines if start <= x.number < heading.line and x.number not in self.given]
        counted = self._article if heading.marker.form == "article" else 0
        number = (level.last.marker.number if level.items else counted) + 1
        siblings = [self._line(h.line) for h in level.items] + [self._line(heading.line)]
        return lost_heading(between, siblings, heading.marker, number)

    def _seek_above(self, level: _Level, heading: Heading) -> tuple[int, Marker] | None:
        """A list that begins anew may do so under a heading that lost its number."""
        at = self.levels.index(level)
        if at == 0 or not self.seeking:
            return None
        upper = self.levels[at - 1]
        between = [x for x in self.lines if level.last.line < x.number < heading.line and x.number not in self.given]
        siblings = [self._line(h.line) for h in upper.items]
        return restarted_heading(between, siblings, upper.last.marker)

    def _above(self, level: _Level) -> Heading | None:
        at = self.levels.index(level)
        return self.levels[at - 1].last if at else None

    def _line(self, number: int) -> Line:
        return next(line for line in self.lines if line.number == number)

    def _without_sum(self, heading: Heading, until: int) -> int:
        """Where the text of a last item ends: what sums up all items (上述3项…) belongs to the heading above."""
        below = [x for x in self.lines if heading.line < x.number < until]
        if len(heading.path) < 2 or heading.children:
            return until
        beside = [h for h in self.headings if h.path[:-1] == heading.path[:-1] and h.path and h is not heading]
        alone = bool(beside) and all(h.own_until - h.line == 1 for h in beside if h.line < heading.line)
        while below and (SUMS_UP.match(below[-1].text) or (alone and _OF_SECTION.search(below[-1].text))):
            until = below.pop().number
        return until

    def _close(self) -> None:
        counted = [h for h in self.headings if h.path]
        for i, heading in enumerate(counted):
            later = counted[i + 1 :]
            heading.until = next((h.line for h in later if len(h.path) <= len(heading.path)), self.part.body_until)
            heading.own_until = self._without_sum(heading, later[0].line if later else self.part.body_until)
        for heading in self.headings:
            if not heading.path:
                heading.until = heading.own_until = heading.line + 1


def _uncount(heading: Heading) -> None:
    heading.path = ()
    heading.fault = ""
    for child in heading.children:
        _uncount(child)
