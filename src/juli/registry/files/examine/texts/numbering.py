"""The numbers that Word counts by itself: ``numbering.xml`` of a document (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from juli.registry.files.examine.texts.xml import W, value

_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Level(NamedTuple):
    """How one level of a list counts: from where, in which numerals, and what stands around them (``（%1）``)."""

    start: int
    form: str
    text: str


def chinese(n: int) -> str:
    """A number from 1 to 99 in Chinese numerals.

    >>> chinese(7), chinese(10), chinese(12), chinese(30)
    ('七', '十', '十二', '三十')
    """
    tens, ones = divmod(n, 10)
    if n > 99 or n < 1:
        return str(n)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _circled(n: int) -> str:
    return _CIRCLED[n - 1] if 1 <= n <= len(_CIRCLED) else f"({n})"


def _letter(n: int) -> str:
    return chr(ord("a") + (n - 1) % 26)


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "ideographTraditional": chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
}


class Numbering:
    """Counts the numbered paragraphs of a document as it is read from its beginning."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        #: Number id → list id: lists that share a definition go on counting together.
        self._lists: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                start, form, text = (value(level, part) for part in ("start", "numFmt", "lvlText"))
                levels[int(level.get(f"{W}ilvl"))] = Level(int(start or "1"), form or "decimal", text or "")
            self._levels[abstract.get(f"{W}abstractNumId")] = levels
        for num in root.iter(f"{W}num"):
            number = num.get(f"{W}numId")
            self._lists[number] = value(num, "abstractNumId") or ""
            for override in num.iter(f"{W}lvlOverride"):
                if start := value(override, "startOverride"):
                    self._restarts[number, int(override.get(f"{W}ilvl"))] = int(start)

    def label(self, p: Any, by_style: tuple[str, str] | None) -> str:
        """The number in front of a paragraph; empty where it has none, or only a bullet."""
        number = value(p, "pPr/numPr/numId") or (by_style[0] if by_style else None)
        depth = int(value(p, "pPr/numPr/ilvl") or (by_style[1] if by_style else "0"))
        levels = self._levels.get(self._lists.get(number or "", ""), {})
        if number in {None, "0"} or depth not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[number or ""], {})
        if number not in self._seen:
            self._seen.add(number or "")
            for (owner, at), start in self._restarts.items():
                if owner == number:
                    counts[at] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for below in [d for d in counts if d > depth]:
            del counts[below]
        if levels[depth].form in {"bullet", "none"}:
            return ""
        text = levels[depth].text
        for d in range(depth + 1):
            if d in levels:
                count = counts.get(d, levels[d].start)
                text = text.replace(f"%{d + 1}", _FORMS.get(levels[d].form, str)(count))
        return text
