"""What a notice prints about itself (S3-1…7), beside what the programme file's ``notice:`` block says of it."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from juli.engines.policy.blocks import Notice as Block
from juli.stages.calls.notices.likeness import plain, shares
from juli.stages.calls.notices.markers import data_of
from juli.stages.calls.notices.outline import Outline

_ADDRESSED = re.compile(r"(.{2,80})[：:]\Z")
_NAMED = re.compile(r"《([^《》]{4,60})》")
_DAY = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
#: What a published notice calls its own data → the key of the block, or of its ``meta``.
_KEYS = {
    "主题分类": "theme",
    "发文机构": "issuer",
    "联合发文单位": "joint_issuers",
    "实施日期": "in_force_from",
    "成文日期": "written",
    "发文字号": "number",
    "废止日期": "repealed_on",
    "发布日期": "published",
    "有效性": "validity",
    "文件来源": "series",
}


class Fact(NamedTuple):
    """Something a notice prints about itself. ``agrees`` is None where the file says nothing of it."""

    name: str
    printed: str
    said: str
    agrees: bool | None


def facts(outline: Outline, block: Block) -> list[Fact]:
    """The data a notice prints in front of its title, its addressees and its basis, against the programme file."""
    found = []
    for line in outline.lines:
        data = None if line.left_out else data_of(line.shown)
        if data is not None and data[0] in _KEYS:
            found.append(_fact(data[0], data[1], _said(block, _KEYS[data[0]])))
    addressed = _addressed(outline)
    if addressed:
        said = "、".join(label.zh for label in block.addressed_to)
        found.append(_fact("主送", addressed, said))
    basis = [label.zh for label in block.basis]
    for name in _documents(outline):
        known = next((said for said in basis if shares(said, name)[1] > 0.8), "")
        found.append(Fact("依据", f"《{name}》", known, bool(known) if basis else None))
    return found


def _fact(name: str, printed: str, said: str) -> Fact:
    if not printed:
        # Fields that the page prints empty may stay empty (S3-3); a file that says so agrees.
        return Fact(name, "", said, True if said in {"", "空", "未编号"} else None)
    if not said:
        return Fact(name, printed, "", None)
    days = _DAY.search(printed), _DAY.search(said)
    if days[0] and days[1]:
        agrees = _day(days[0]) == _day(days[1])
    else:
        agrees = plain(printed).replace(" ", "") == plain(said).replace(" ", "") or shares(said, printed)[0] > 0.8
    return Fact(name, printed, said, agrees)


def _day(found: re.Match[str]) -> dt.date:
    return dt.date(int(found[1]), int(found[2]), int(found[3]))


def _said(block: Block, key: str) -> str:
    value = getattr(block, key, None) if key not in block.meta else block.meta[key]
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else value.zh


def _addressed(outline: Outline) -> str:
    part = outline.part("")
    if part is None:
        return ""
    for line in outline.read(part.text_from, min(part.text_from + 3, part.body_until)):
        found = _ADDRESSED.match(line.shown)
        if found:
            return found[1]
    return ""


def _documents(outline: Outline) -> list[str]:
    """The documents that the notice names before its first heading, and where it says 依据 or 按照."""
    part = outline.part("")
    if part is None:
        return []
    roots = outline.roots("")
    first = roots[0].line if roots else part.body_until
    found: list[str] = []
    for line in outline.read(part.start, part.body_until):
        if line.number < first or re.search(r"依据|按照|根据", line.text):
            found += _NAMED.findall(line.text)
    return list(dict.fromkeys(found))
