"""Whole numbers off a form or an address, where a row, a version or a count is named."""

from __future__ import annotations

from typing import Final

#: Longer ones name nothing that a table holds.
_LONGEST: Final = 15


def whole(text: str | None, otherwise: int = 0) -> int:
    """The number that ``text`` is, in plain digits; ``otherwise`` for anything else: a sign, another script, too long.

    >>> whole("42"), whole("-1"), whole("٤٢"), whole("9" * 5000, -1), whole(None)
    (42, 0, 0, -1, 0)
    """
    if text and text.isascii() and text.isdecimal() and len(text) <= _LONGEST:
        return int(text)
    return otherwise
