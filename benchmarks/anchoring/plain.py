"""The peer: a citation looked up by the numbers as they are printed, with no repair and no words."""

from __future__ import annotations

import re

FORMS = (
    (0, re.compile(r"第([一二三四五六七八九十]+|\d+)(?:部分|编)")),
    (1, re.compile(r"第([一二三四五六七八九十]+|\d+)章")),
    (2, re.compile(r"第([一二三四五六七八九十]+|\d+)节")),
    (3, re.compile(r"([一二三四五六七八九十]+)、")),
    (4, re.compile(r"第([一二三四五六七八九十]+|\d+)条")),
    (5, re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")),
    (8, re.compile(r"(\d{1,2})[.．]\d{1,2}[.．](\d{1,2})\s")),
    (7, re.compile(r"(\d{1,2})[.．](\d{1,2})\s")),
    (6, re.compile(r"(\d{1,2})[、.．](?!\d)")),
    (9, re.compile(r"[（(](\d{1,2})[）)]")),
    (10, re.compile(r"([①-⑳])")),
)
DIGITS = "零一二三四五六七八九十"


def number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    if "①" <= said <= "⑳":
        return ord(said) - ord("①") + 1
    tens, ten, ones = said.rpartition("十")
    return (DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (DIGITS.index(ones) if ones else 0)


def places(lines: list[tuple[int, str]]) -> dict[tuple[int, ...], tuple[int, int, int]]:
    """Printed path → first line, last line of its own text, last line of all that is under it; the first such path."""
    stack: list[tuple[int, int]] = []
    heads: list[tuple[int, tuple[int, ...], int]] = []
    for at, text in lines:
        for rank, form in FORMS:
            if found := form.match(text):
                while stack and stack[-1][0] >= rank:
                    stack.pop()
                stack.append((rank, number(found.groups()[-1])))
                heads.append((at, tuple(n for _, n in stack), len(stack)))
                break
    end = lines[-1][0] + 1
    out: dict[tuple[int, ...], tuple[int, int, int]] = {}
    for i, (at, path, depth) in enumerate(heads):
        own = heads[i + 1][0] if i + 1 < len(heads) else end
        whole = next((line for line, _, d in heads[i + 1 :] if d <= depth), end)
        out.setdefault(path, (at, own - 1, whole - 1))
    return out


def lookup(lines: list[tuple[int, str]], cite: str, *, whole: bool) -> tuple[int, int] | None:
    """Where a citation leads; the whole section or its own text. None where no such number is printed."""
    annexes = [i for i, (_, text) in enumerate(lines) if i and re.fullmatch(r"附件\s*\d*", text)]
    parts = cite.split(".")
    if parts[0].startswith("附件"):
        which = int(parts.pop(0)[2:] or "1")
        if which > len(annexes):
            return None
        lines = lines[annexes[which - 1] :][: [*annexes, len(lines)][which] - annexes[which - 1]]
    elif annexes:
        lines = lines[: annexes[0]]
    try:
        path = tuple(number(part) for part in parts)
    except ValueError:
        return None
    found = places(lines).get(path)
    return None if found is None else (found[0], found[2] if whole else found[1])
