"""Lines of a given width in a text that mixes Chinese and English."""

from __future__ import annotations

import re

from rich.cells import cell_len

#: A line never begins with one of these, nor ends with one of the others.
_NOT_FIRST = "，。、；：！？）》”’』」】…,.;:!?)]}%"
_NOT_LAST = "（《“‘『「【([{"
#: A number stays with its unit, an English word whole.
_PIECE = re.compile(r"[0-9][0-9,.–]* [\u4e00-\u9fff]{1,2}|\s+|[!-~]+|.", re.DOTALL)


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells; Chinese breaks anywhere but before closing punctuation.

    >>> wrapped("标准不少于 2 项，已发布。", 14)
    ['标准不少于', '2 项，已发布。']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if cell_len(line + piece.rstrip()) <= width or not line:
            line += piece
            continue
        lines.append(line.rstrip())
        line = piece.lstrip()
    lines.append(line.rstrip())
    return lines


def _pieces(text: str, width: int) -> list[str]:
    """What must not be broken: English words, and a character with the punctuation that clings to it."""
    out: list[str] = []
    for piece in _PIECE.findall(text):
        clings = bool(out) and (piece[0] in _NOT_FIRST or out[-1][-1] in _NOT_LAST)
        if clings and cell_len(out[-1] + piece) <= width:
            out[-1] += piece
        else:
            out.extend(_broken(piece, width))
    return out


def _broken(piece: str, width: int) -> list[str]:
    """A word that is longer than a line, cut."""
    return [piece[i : i + width] for i in range(0, len(piece), width)] if len(piece) > width else [piece]
