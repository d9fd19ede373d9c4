"""What the panel engine refuses, told in both languages.

PanelError         nothing was done
├─ BadInput        a value that can't be meant: an id twice, a mark off the scale, a rule without its number
├─ TooFew          a draw that the pool can't fill
├─ Tampered        a secret or a record that isn't what was committed or written
└─ Infeasible      an assignment that can't be made; carries what blocks it
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Said(NamedTuple):
    """A text in Chinese and in English."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """The text in ``language``: English for ``en``, else Chinese."""
        return self.en if language == "en" else self.zh


class PanelError(Exception):
    """Something can't be done; ``said`` tells what, and what would help."""

    def __init__(self, zh: str, en: str) -> None:
        self.said = Said(zh, en)
        super().__init__(en)


class BadInput(PanelError):
    """A value that can't be meant."""


class TooFew(PanelError):
    """The pool can't fill the draw."""


class Tampered(PanelError):
    """A secret isn't the one committed to, or a record isn't the one that was written."""


def unique(what: Said, ids: Iterable[str]) -> None:
    """Raises BadInput where an id is empty or stands twice."""
    seen: set[str] = set()
    for one in ids:
        if not one:
            raise BadInput(f"{what.zh}缺少编号；请补上", f"a {what.en} without an id; give it one")
        if one in seen:
            raise BadInput(f"{what.zh}“{one}”出现两次；请留一个", f'the {what.en} "{one}" stands twice; keep one')
        seen.add(one)
