"""The parts of a notice: what stands before its title, its title, its text, its end, and its annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from juli.stages.calls.notices.lines import Line
from juli.stages.calls.notices.markers import ANNEX, data_of, marker_of, number_of

_KINDS = "通知|公告|通告|公示|方案|办法|说明|指南|意见|规定|细则|章程|决定|申报书|任务书|申请书|细则|条例|规则|须知|函"
_TITLE = re.compile(rf".{{2,80}}(?:{_KINDS})(?:[（(].{{1,20}}[)）])?\Z")
_KIND_ALONE = re.compile(rf"(?:{_KINDS}|(?:申报|填报|项目|编制).{{0,6}})(?:[（(].{{1,20}}[)）])?\Z")
_NUMBER = re.compile(r".{0,12}[〔\[（(]\s*\d{0,4}\s*[〕\])）]\s*(?:第?\s*\d*\s*号?)?\Z")
_DATE = re.compile(r"\s*(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年\s*.{1,4}月\s*.{1,4}日\s*(?:印发)?\Z")
_COPIES = re.compile(r"抄\s*送\s*[:：]")
_ANNEXES = re.compile(r"附\s*件\s*\d{0,2}\s*[:：]\s*\S")
_ENDS = "。；，：:;,"
_LOOKED_AT = 60
_SHORT = 40
#: Lines from a list of annexes to the end of the notice.
_ANNEX_LIST = 15


@dataclass(frozen=True)
class Part:
    """A stretch of lines. ``name`` is empty for the notice itself, else ``附件`` with its number where it has one.

    ``title`` are the lines of its title; its text begins at ``text_from`` and ends before ``body_until``, where
    signature, date and copies begin; ``until`` is the line behind it.
    """

    name: str
    start: int
    until: int
    title: tuple[int, ...]
    text_from: int
    body_until: int


def parts_of(lines: Sequence[Line]) -> tuple[Part, ...]:
    """The notice and its annexes. An annex begins at a line of its own (``附件2``) once there was text before it."""
    read = [line for line in lines if not line.left_out]
    if not read:
        return ()
    starts: list[tuple[int, str]] = [(read[0].number, "")]
    numbered = 0
    for line in read:
        found = None if line.cells else ANNEX.match(line.shown)
        if found and numbered:
            number = number_of(found[1]) if found[1] else 0
            starts.append((line.number, f"附件{number or ''}"))
        numbered += marker_of(line.alone) is not None and not data_of(line.shown)
    ends = [*(start for start, _ in starts[1:]), read[-1].number + 1]
    return tuple(_part(read, name, start, end) for (start, name), end in zip(starts, ends, strict=True))


def _part(read: list[Line], name: str, start: int, until: int) -> Part:
    lines = [line for line in read if start <= line.number < until]
    title = _title(lines)
    first = lines[0].number
    if title:
        text_from = title[-1] + 1
    elif ANNEX.match(lines[0].shown):
        text_from = first + 1
    else:
        text_from = first
    return Part(name, start, until, tuple(title), text_from, _body_until(lines, text_from, until))


def _title(lines: list[Line]) -> list[int]:
    """The lines of a title: the first that reads like one, with the short ones that lead up to it and go on."""
    top = lines[:_LOOKED_AT]
    hinted = [i for i, line in enumerate(top) if line.hint == "title"]
    likely = (i for i in range(len(top)) if _is_title(top[i]) or _ends_title(top, i))
    found = hinted[0] if hinted else next(likely, None)
    if found is None:
        return []
    first = last = found
    while first and _leads_up(top[first - 1]):
        first -= 1
    while last + 1 < len(top) and _ends_title(top, last + 1):
        last += 1
    return [line.number for line in top[first : last + 1]]


def _is_title(line: Line) -> bool:
    text = line.shown.strip()
    if line.cells or len(text) < 4 or text[-1] in _ENDS or marker_of(text) or data_of(text) or ANNEX.match(text):
        return False
    return bool(_TITLE.match(text.replace(" ", ""))) and not _NUMBER.match(text) and not _DATE.match(text)


def _leads_up(line: Line) -> bool:
    text = line.shown.strip()
    short = not line.cells and 3 < len(text) <= _SHORT and text[-1] not in _ENDS
    apart = marker_of(text) or data_of(text) or ANNEX.match(text) or _NUMBER.match(text) or _DATE.match(text)
    return short and not apart and text[-1] != "、"


def _ends_title(lines: list[Line], at: int) -> bool:
    """A line that only says what kind of document it is (申报书), below one that leads up to it."""
    text = lines[at].shown.strip().replace(" ", "")
    kind = not lines[at].cells and len(text) <= 14 and bool(_KIND_ALONE.match(text)) and marker_of(text) is None
    return kind and at > 0 and _leads_up(lines[at - 1])


def _body_until(lines: list[Line], text_from: int, until: int) -> int:
    """Where the text ends: at a list of annexes, at copies, at a name above a date, whichever comes first."""
    text = [line for line in lines if line.number >= text_from]
    for i, line in enumerate(text):
        listed = [x for x in text[i:] if not x.cells]
        if _ANNEXES.match(line.shown) and len(listed) <= _ANNEX_LIST and all(len(x.shown) <= _SHORT for x in listed):
            return line.number
    numbered = [i for i, line in enumerate(text) if marker_of(line.alone)]
    after = numbered[-1] if numbered else 0
    for i in range(after + 1, len(text)):
        line = text[i]
        if line.cells:
            continue
        if _COPIES.match(line.shown) or _ANNEXES.match(line.shown):
            return line.number
        if _DATE.match(line.shown):
            signed = text[i - 1]
            is_name = len(signed.shown) <= _SHORT and signed.shown[-1:] not in _ENDS and i - 1 > after
            return signed.number if is_name else line.number
    return until
