"""What programs left in a notice's text and no notice says (S0-111): shown to the officer, who may take it back.

Inside a line: bookmarks, field codes, broken references, characters without width. Whole lines: page numbers, running
heads and feet, what mail programs and web pages put around a text. A line that a notice may well have (抄送, 联系人) is
left out only where its surroundings show that it is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from juli.stages.calls.notices.lines import Line, Residue

#: Inside a line: what it is, how it looks.
INSIDE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("bookmark", re.compile(r"\[bookmark:[^\]]*\]|\b_(?:Toc|Hlk|Ref|GoBack)\d*\b", re.IGNORECASE)),
    ("field", re.compile(r"\{\s*(?:TOC|PAGEREF|HYPERLINK|REF|PAGE|NUMPAGES|SEQ)\b[^}]*\}|(?:TOC|PAGEREF) [\\_][^\n]*")),
    (
        "reference",
        re.compile(r"错误[！!]\s*未(?:找到引用源|定义书签)[。.]?|Error! (?:Reference source|Bookmark)[^.]*\."),
    ),
    ("invisible", re.compile("[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\u00ad]+")),
    ("picture", re.compile(r"\[(?:image|图片|cid:)[^\]]*\]", re.IGNORECASE)),
)

_PAGE_NUMBER = re.compile(
    r"(?:[-—–－·・~〜 ]*\d{1,4}[-—–－·・~〜 ]*|第\s*\d+\s*页(?:\s*[/,，共]*\s*\d+\s*页?)?"
    r"|\d+\s*/\s*\d+|page\s+\d+(?:\s+of\s+\d+)?)\Z",
    re.IGNORECASE,
)
_MAIL_HEAD = re.compile(
    r"(?:发件人|收件人|发送时间|发送日期|主题|抄送|时间|From|To|Cc|Sent|Subject|Date)\s*[:：]", re.IGNORECASE
)
_MAIL_SENDER = re.compile(r"(?:发件人|发送时间|主题|From|Sent|Subject)\s*[:：]", re.IGNORECASE)
_MAIL_LINE = re.compile(
    r"-{2,}\s*(?:original message|forwarded message|原始邮件|转发的?邮件)|发自我的|发自 ?iphone|sent from my"
    r"|(?:本|此)邮件.{0,30}(?:保密|机密|仅供)|this e-?mail .{0,60}confidential",
    re.IGNORECASE,
)
_SIGNATURE_MARK = re.compile(r"--\s*\Z")
_WEB_LINE = re.compile(
    r"(?:字号|字体|分享|分享到|打印|打印本页|关闭|关闭窗口|返回顶部|收藏|图片|二维码|扫一扫.{0,20}|相关解读|相关政策|相关链接|上一篇.*|下一篇.*"
    r"|您当前的位置.*|当前位置.*|首页\s*[>›].*|.{0,20}[>›].{0,20}[>›].{0,30}|您访问的链接即将离开.*|来源\s*[:：].{0,30}浏览.*|【?字体.*大.*小.*)"
    r"\s*[:：|]?\s*\Z"
)
_DIGITS = re.compile(r"\d+")
#: How often a line stands at the edges of pages before it is a running head or foot.
_REPEATED = 3
_SHORT = 60


def sifted(lines: Iterable[Line], kept: Iterable[int] = (), dropped: Iterable[int] = ()) -> list[Line]:
    """The lines with what is left out named; ``kept`` and ``dropped`` are the numbers on which the officer decided."""
    kept, dropped = frozenset(kept), frozenset(dropped)
    cleaned = [line if line.number in kept else _without(line) for line in lines]
    reasons: dict[int, str] = {}
    for rule in (_edges, _page_numbers, _repeated, _mail, _web, _empty):
        for number, code in rule(cleaned).items():
            reasons.setdefault(number, code)
    out = []
    for line in cleaned:
        code = "by-hand" if line.number in dropped else "" if line.number in kept else reasons.get(line.number, "")
        out.append(replace(line, left_out=code))
    return out


def _without(line: Line) -> Line:
    text, found = line.raw, []
    for code, pattern in INSIDE:
        found += [Residue(code, piece) for piece in (m[0] for m in pattern.finditer(text))]
        text = pattern.sub("", text)
    cells = tuple(cell._replace(text=_clean(cell.text)) for cell in line.cells)
    return replace(line, text=text.strip() if found else text, residue=tuple(found), cells=cells)


def _clean(text: str) -> str:
    for _, pattern in INSIDE:
        text = pattern.sub("", text)
    return text


def _edges(lines: list[Line]) -> dict[int, str]:
    """What the file itself keeps apart from its text. A PDF's edges only look so: there the line must repeat."""
    apart = {"header", "footer", "hidden"}
    of_word = {line.number: line.hint for line in lines if line.hint in apart and not line.page}
    edges = [line for line in lines if line.page and line.hint in {"header", "footer"}]
    counts = Counter(_DIGITS.sub("#", line.text) for line in edges)
    of_pdf = {line.number: line.hint for line in edges if counts[_DIGITS.sub("#", line.text)] > 1}
    return of_word | of_pdf


def _page_numbers(lines: list[Line]) -> dict[int, str]:
    return {line.number: "page-number" for line in lines if not line.table and _PAGE_NUMBER.match(line.text.strip())}


def _repeated(lines: list[Line]) -> dict[int, str]:
    """A line without an end that comes again and again, as heads do in text that was copied out of pages."""
    plain = [line for line in lines if not line.table and 0 < len(line.text) <= _SHORT]
    counts = Counter(line.text for line in plain if not re.search(r"[。；：:;]\Z", line.text))
    return {line.number: "running" for line in plain if counts[line.text] >= _REPEATED and _is_mark(line.text)}


def _is_mark(text: str) -> bool:
    """Whether a line may run along the pages: no number in front, as items of a list have."""
    return not re.match(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]", text)


def _mail(lines: list[Line]) -> dict[int, str]:
    found: dict[int, str] = {}
    for is_head, run in groupby(lines, key=lambda line: bool(_MAIL_HEAD.match(line.text))):
        heads = list(run)
        if is_head and len(heads) > 1 and any(_MAIL_SENDER.match(line.text) for line in heads):
            found |= {line.number: "mail" for line in heads}
    for i, line in enumerate(lines):
        if _MAIL_LINE.match(line.text):
            found[line.number] = "mail"
        elif _SIGNATURE_MARK.match(line.text) and len(lines) - i <= 12:
            found |= {rest.number: "mail" for rest in lines[i:] if len(rest.text) <= _SHORT}
    return found


def _web(lines: list[Line]) -> dict[int, str]:
    return {line.number: "web-page" for line in lines if not line.table and _WEB_LINE.match(line.text.strip())}


def _empty(lines: list[Line]) -> dict[int, str]:
    """What holds nothing once its residue is out."""
    return {line.number: "empty" for line in lines if not line.cells and not line.text.strip()}
