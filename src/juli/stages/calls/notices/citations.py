"""From a citation (``二.4``, ``附件.七``) to a stretch of the notice (language §3, Citations).

Positions count, printed numbers don't. Names that are no numbers: 题头 or 通知 for what stands before the title, 标题
the title, 序 what comes before the first heading, 末 the words that close a section, 封面 the cover of an annex,
附件.说明.4 the fourth of the instructions in front of its form.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from juli.stages.calls.notices.lines import Line
from juli.stages.calls.notices.markers import marker_of, number_of
from juli.stages.calls.notices.outline import Heading, Outline
from juli.stages.calls.notices.parts import Part

_ANNEX = re.compile(r"附件\s*([一二三四五六七八九十]+|\d+)?\Z")
_CLOSES = re.compile(r"上述|以上|前述|本条|各项|上列|所列")


class Stretch(NamedTuple):
    """Lines from ``start`` to before ``until``, with the heading they stand under where there is one.

    ``own_until`` is where the heading's own text ends. ``way``: ``path`` by positions, ``printed`` by the numbers that
    are printed, ``name`` by one of the names, ``part`` as the whole of a part.
    """

    start: int
    until: int
    own_until: int
    way: str
    heading: Heading | None = None


def located(outline: Outline, cite: str) -> Stretch | None:
    """Where a citation leads; None where the notice has no such place."""
    part, names = _part_of(outline, [name.strip() for name in cite.split(".") if name.strip()])
    if part is None:
        return None
    if not names:
        return Stretch(part.start, part.until, part.until, "part")
    if names[0] in _NAMED:
        return _NAMED[names[0]](outline, part)
    if names[0] == "说明" and len(names) == 2:
        return _instruction(outline, part, number_of(names[1]))
    last = names.pop() if names[-1] == "末" else ""
    heading = _heading(outline, part, [number_of(name) for name in names]) if names else None
    if names and heading is None:
        return None
    if last:
        return _closing(outline, part, heading)
    return _under(heading, "path") if heading else None


def printed(outline: Outline, cite: str) -> Stretch | None:
    """Where the same numbers stand as they are printed; None where nowhere, or in several places."""
    part, names = _part_of(outline, [name.strip() for name in cite.split(".") if name.strip()])
    if part is None or not names or names[0] in _NAMED or "末" in names:
        return None
    wanted = tuple(number_of(name) for name in names)
    found = [h for h in outline.headings if h.part == part.name and h.path and h.printed == wanted]
    return _under(found[0], "printed") if len(found) == 1 else None


def _under(heading: Heading, way: str) -> Stretch:
    return Stretch(heading.line, heading.until, heading.own_until, way, heading)


def _part_of(outline: Outline, names: list[str]) -> tuple[Part | None, list[str]]:
    annex = _ANNEX.match(names[0]) if names else None
    if annex is None:
        return outline.part(""), names
    annexes = [p for p in outline.parts if p.name]
    if annex[1]:
        return outline.part(f"附件{number_of(annex[1])}"), names[1:]
    if len(names) > 1 and len(annexes) > 1 and names[1].isdecimal():
        return outline.part(f"附件{int(names[1])}"), names[2:]
    return (annexes[0] if annexes else None), names[1:]


def _heading(outline: Outline, part: Part, path: list[int]) -> Heading | None:
    wanted = tuple(path)
    return next((h for h in outline.headings if h.part == part.name and h.path == wanted), None)


def _head(outline: Outline, part: Part) -> Stretch | None:
    del outline
    first = part.title[0] if part.title else part.text_from
    return Stretch(part.start, first, first, "name") if first > part.start else None


def _title(outline: Outline, part: Part) -> Stretch | None:
    del outline
    return Stretch(part.title[0], part.title[-1] + 1, part.title[-1] + 1, "name") if part.title else None


def _preface(outline: Outline, part: Part) -> Stretch | None:
    roots = outline.roots(part.name)
    first = roots[0].line if roots else part.body_until
    return Stretch(part.text_from, first, first, "name") if first > part.text_from else None


def _cover(outline: Outline, part: Part) -> Stretch | None:
    roots = outline.roots(part.name)
    first = roots[0].line if roots else part.until
    return Stretch(part.start, first, first, "name") if first > part.start else None


def _instruction(outline: Outline, part: Part, number: int) -> Stretch | None:
    """An item of the instructions (填报说明) in front of a form: a list that its headings do not count."""
    items = [h for h in outline.headings if h.part == part.name and not h.path]
    found = next((h for h in items if h.marker.number == number), None)
    return None if found is None else Stretch(found.line, found.until, found.own_until, "name", found)


def _closing(outline: Outline, part: Part, heading: Heading | None) -> Stretch | None:
    """The last paragraphs of a section that belong to no item: those that sum up, else whatever follows the last."""
    start, until = (heading.line + 1, heading.until) if heading else (part.text_from, part.body_until)
    lines = outline.read(start, until)
    tail: list[Line] = []
    for line in reversed(lines):
        if marker_of(line.alone) or any(h.line == line.number for h in outline.headings):
            break
        tail.insert(0, line)
    if not tail:
        return None
    summing = [line for line in tail if _CLOSES.search(line.text)] or tail[-1:]
    return Stretch(summing[0].number, summing[-1].number + 1, summing[-1].number + 1, "name", heading)


_NAMED = {"题头": _head, "通知": _head, "标题": _title, "序": _preface, "封面": _cover}
