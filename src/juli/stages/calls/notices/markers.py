"""The numbers that stand in front of headings, in all the forms that notices use."""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CN = "[一二三四五六七八九十百〇零]{1,5}"


class Marker(NamedTuple):
    """A number in front of a line: its form, what it prints, what it says, and how high its form usually stands.

    ``rank`` grows downwards; ``mark`` is what stands around the number, which tells forms of one rank apart.
    """

    form: str
    rank: int
    number: int
    printed: str
    rest: str
    mark: str = ""


#: Form, rank, how it looks. The usual order (GB/T 9704) is 一、 then （一） then 1. then （1） then ①.
_FORMS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 0, re.compile(rf"第\s*({_CN}|\d+)\s*(编|部分)[、.．:：]?\s*")),
    ("chapter", 10, re.compile(rf"第\s*({_CN}|\d+)\s*(章)\s*")),
    ("section", 20, re.compile(rf"第\s*({_CN}|\d+)\s*(节)\s*")),
    ("chinese", 30, re.compile(rf"({_CN})\s*([、.．])\s*")),
    ("article", 40, re.compile(rf"第\s*({_CN}|\d+)\s*(条)[、.．:：]?\s*")),
    ("chinese-round", 50, re.compile(rf"[（(]\s*({_CN})\s*([）)])[、.．]?\s*")),
    ("dotted", 60, re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})([.．、\s]|(?=[^\d.．%％]))\s*")),
    ("arabic", 60, re.compile(r"(\d{1,2})\s*([、.．])(?!\d)\s*")),
    # A bare number counts only in front of a short line that ends without a full stop.
    ("arabic", 60, re.compile(r"(\d{1,2})()[ \u3000]+(?=[\u4e00-\u9fff]{2,20}\Z)")),
    ("arabic-round", 70, re.compile(r"[（(]\s*(\d{1,2})\s*([）)])[、.．]?\s*")),
    ("arabic-half", 75, re.compile(r"(\d{1,2})([）)])\s*")),
    ("circled", 80, re.compile(rf"([{_CIRCLED}])()[、.．]?\s*")),
    ("letter", 90, re.compile(r"[（(]?([a-zA-Z])([）)、.．])(?![a-zA-Z])\s*")),
)
#: ``1. [主题分类] …``: data about the document, in a list of its own.
_DATA = re.compile(r"(?:\d{1,2}[.．、]\s*)?[\[【]([^\]】]{2,12})[\]】]\s*[:：]?\s*(.*)\Z")
#: A measure that only begins like a number of a heading: ``3.5万元``.
_MEASURE = re.compile(
    r"\d+(?:[.．]\d+)?\s*(?:万|亿|元|%|％|个(?!人)|家|项(?!目)|人(?!才|员)|场|次|年(?!度)|月|日|倍|分(?!类))"
)
ANNEX = re.compile(r"附\s*件\s*([一二三四五六七八九十]{1,3}|\d{1,2})?\s*[:：]?\s*\Z")


def marker_of(text: str) -> Marker | None:
    """The number in front of a text; None where there is none."""
    text = text.strip()
    if _DATA.match(text) or _MEASURE.match(text):
        return None
    for form, rank, pattern in _FORMS:
        found = pattern.match(text)
        if found is None:
            continue
        said, mark = found[1], found[2]
        if form == "dotted":
            parts = re.split(r"[.．]", said)
            return Marker(form, rank + len(parts) - 1, int(parts[-1]), said, text[found.end() :], ".")
        printed = text[: found.end()].strip()
        return Marker(form, rank, number_of(said), printed, text[found.end() :], "." if mark == "．" else mark)
    return None


def data_of(text: str) -> tuple[str, str] | None:
    """``[主题分类] 科技/教育`` as name and value; None for anything else."""
    found = _DATA.match(text.strip())
    return None if found is None else (found[1], found[2].strip())


def number_of(said: str) -> int:
    """What a numeral says.

    >>> number_of("十二"), number_of("二十"), number_of("7"), number_of("③"), number_of("c")
    (12, 20, 7, 3, 3)
    """
    if said.isdecimal():
        return int(said)
    if said in _CIRCLED:
        return _CIRCLED.index(said) + 1
    if len(said) == 1 and said.isascii():
        return ord(said.lower()) - ord("a") + 1
    hundreds, _, rest = said.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS.get(hundreds, 1) if hundreds or "百" in said else 0
    total += 10 * (_DIGITS.get(tens.lstrip("零〇"), 1) if tens.strip("零〇") else 1) if ten else 0
    return total + sum(_DIGITS.get(c, 0) for c in ones)
