"""Which characters paper can show, and how wide a text runs."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

from juli.engines.paper.problems import Problem, Said, UnprintableText

#: Line breaks part paragraphs, a tab prints as a wide space. Everything else that can't be seen is refused.
_ALLOWED = frozenset("\n\t")
#: Control, format (invisible, or turning the order of others), surrogates, line and paragraph separators.
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
_LAST_OF_PLANE = 0xFFFE
#: They only choose between a plain and a coloured form of the sign before them.
PRESENTATION = frozenset("\ufe0e\ufe0f")
_MOST_NAMED = 5
_WIDE = frozenset("WFA")
#: How wide letters run at most, in characters of full width.
_LETTER, _CAPITAL, _BROAD = 0.57, 0.8, 1.0
_OPENING, _CLOSING = "（(《“‘「〔【", "）)》”’」〕】"
_NEVER_FIRST = _CLOSING + "、，。；：！？"
#: A number and what it counts.
_COUNTED = re.compile(r"[0-9][年月日号批期个项]")
#: What it costs to break a title within brackets and where no line ends, what a good place is worth, in characters.
_WITHIN, _NEVER, _JOINT, _TWO = 4, 99, 3, 2
_BROAD_LETTERS = frozenset("mwMW@%&—")
#: A stretch without a place to break a line: no space, nothing Chinese.
STRETCH = re.compile("[!-~\u00a1-\u1fff\u2010-\u2027\u2030-\u206f]+")


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that can't be printed, each once, in their order.

    Forms may ask this while a text is being saved, so that nobody first hears of it on the day of printing. Line
    breaks of either kind that browsers send are fine.
    """
    return tuple(dict.fromkeys(c for c in text.replace("\r\n", "\n") if _is_refused(c)))


def _is_refused(character: str) -> bool:
    code = ord(character)
    return (
        (unicodedata.category(character) in _REFUSED and character not in _ALLOWED)
        or code in _NONCHARACTERS
        or code & _LAST_OF_PLANE == _LAST_OF_PLANE
    )


def check_printable(texts: Iterable[tuple[str, str]]) -> None:
    """Raises UnprintableText when any of the (place, text) pairs holds what paper can't show."""
    problems = [
        Problem(
            place,
            Said(f"含有不可见或控制字符 {named(bad)}", f"holds invisible or control characters {named(bad)}"),
            Said("请删除这些字符后重试", "delete them and print again"),
        )
        for place, text in texts
        if (bad := unprintable(text))
    ]
    if problems:
        raise UnprintableText(problems)


def named(characters: Iterable[str]) -> str:
    """Characters by number, and by look where they have one; the first few of many."""
    said = [f"U+{ord(c):04X}" + (f" {c}" if c.isprintable() and not c.isspace() else "") for c in characters]
    return ", ".join(said[:_MOST_NAMED]) + (" …" if len(said) > _MOST_NAMED else "")


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, without the empty ones at its ends."""
    lines = [line.replace("\t", "\u3000").rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return tuple(lines)


def width(text: str) -> float:
    """How wide a text runs, in characters of full width.

    >>> width("国标 GB")
    3.5
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in _WIDE else 0.5 for c in text)


def breakable(text: str, room: float) -> str:
    """``text`` with places to break in stretches wider than ``room`` (in characters), so that nothing overflows."""
    # Cheap first: nothing is wider than a full character.
    return text if len(text) <= room else STRETCH.sub(lambda m: _opened(m[0], room), text)


def balanced(text: str, room: float) -> tuple[str, ...]:
    """A title in lines of about one length, none of which cuts a number, a bracket or a quotation where that can be.

    >>> balanced("关于示例项目（第一批）拟支持名单的公示", 14)
    ('关于示例项目（第一批）', '拟支持名单的公示')
    """
    lines = math.ceil(width(text) / room)
    if lines < _TWO:
        return (text,)
    aim = width(text) / lines

    def strain(at: int) -> float:
        first, rest = text[:at], text[at:]
        inside = sum(first.count(c) for c in _OPENING) > sum(first.count(c) for c in _CLOSING)
        pair = first[-1] + rest[0]
        cut = pair[0] in _OPENING or pair[1] in _NEVER_FIRST or STRETCH.fullmatch(pair) or _COUNTED.match(pair)
        joint = pair[0] in _CLOSING + "的、" or pair[1] in _OPENING
        return (
            abs(width(first) - aim) - _JOINT * joint + _WITHIN * inside + _NEVER * (bool(cut) + (width(first) > room))
        )

    best = min(range(1, len(text)), key=strain)
    return (text[:best].rstrip(), *balanced(text[best:].lstrip(), room))


def broad(text: str) -> float:
    """How wide a text runs at most, in characters of full width."""
    return sum(
        _BROAD if c in _BROAD_LETTERS or unicodedata.east_asian_width(c) in _WIDE
        else _CAPITAL if c.isupper() else _LETTER
        for c in text
    )  # fmt: skip


def _opened(stretch: str, room: float) -> str:
    return stretch if broad(stretch) <= room else "\u200b".join(stretch)
