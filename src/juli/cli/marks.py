"""How a status looks: a phase of one mark, and its word; never colour alone (design §7)."""

from __future__ import annotations

from juli.cli.desk import Desk
from juli.cli.tree import DIM
from juli.engines.policy.verdict import Status
from juli.engines.policy.wording import STATUS

_MARKS: dict[Status | None, tuple[str, str]] = {
    "met": ("●", "green"),
    "open": ("◐", "yellow"),
    "unmet": ("○", "red"),
    None: ("·", DIM),
}
#: Width of the longest status word, so that the words stand under one another.
_WIDTH = {"zh": 6, "en": 5}


def mark(status: Status | None) -> tuple[str, str]:
    """The mark and its colour."""
    return _MARKS[status]


def colour(status: Status | None) -> str:
    """The colour of a status."""
    return _MARKS[status][1]


def word(status: Status | None, desk: Desk) -> str:
    """The status in words, padded to the width of the longest."""
    width = _WIDTH[desk.lang]
    if status is None:
        return " " * width
    said = desk.word(STATUS[status])
    cells = len(said) * 2 if desk.lang == "zh" else len(said)
    return said + " " * (width - cells)
