"""What can be wrong with a file, told with its place and its remedy, in both languages.

Unusable                a file can't be used; carries every Problem found
├─ ProgrammeUnusable    a programme file or the vocabulary
└─ DossierUnusable      a dossier (YAML, JSON or XLSX)
BadValue                one value can't be used; its place is known to whoever asked for it
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import NOTHING, series, told


class Place(NamedTuple):
    """Where a text stands: file name, then line and column counted from 1 (0 where the file has none)."""

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def say(self, lang: str) -> str:
        """``file:line:column``, or ``file [sheet] cell`` for a workbook."""
        if self.sheet:
            return f"{self.file} [{self.sheet}] {told('row {}, column {}', self.line, self.column).say(lang)}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        """In English."""
        return self.say("en")


class Problem(NamedTuple):
    """One thing that is wrong: where, what, and what to do about it.

    ``text`` and ``remedy`` come from ``mistakes.told``, which has both languages or refuses.
    """

    place: Place
    text: Label
    remedy: Label = NOTHING

    def say(self, lang: str) -> str:
        """One line, the form that editors and terminals turn into a link."""
        return f"{self.place.say(lang)}  {_sentence(self.text, self.remedy, lang)}"

    def __str__(self) -> str:
        """In English."""
        return self.say("en")


def _sentence(text: Label, remedy: Label, lang: str) -> str:
    if remedy == NOTHING:
        return text.say(lang)
    if lang == "en":
        return f"{text.en}; {remedy.en}"
    # A question has its mark already.
    return text.zh + ("" if text.zh.endswith("？") else "；") + remedy.zh


class Unusable(Exception):
    """A file can't be used. ``problems`` holds everything that was found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.place, p.text.en)))
        super().__init__("\n".join(str(p) for p in self.problems))


class ProgrammeUnusable(Unusable):
    """A programme file or the vocabulary can't be used."""


class DossierUnusable(Unusable):
    """A dossier can't be used."""


class BadValue(ValueError):
    """A value can't be used where it stands. ``text`` says why, ``remedy`` what could be."""

    def __init__(self, text: Label, remedy: Label = NOTHING) -> None:
        super().__init__(_sentence(text, remedy, "en"))
        self.text, self.remedy = text, remedy


ANY_NUMBER = 10_000


def nearest(word: str, known: Iterable[str], most: int = 12, *, otherwise: Label = NOTHING) -> Label:
    """The remedy for a word that isn't known: the closest of the known ones, or all of them where they are few.

    ``most`` is how many are few; ``ANY_NUMBER`` where whoever reads it has no other way to learn them. ``otherwise`` is
    the remedy where none is close and there are many.

    >>> nearest("atendance", ["attendance", "place"]).en
    'did you mean "attendance"?'
    """
    names = sorted(set(known))
    few = told("use one of {}", series(names)) if names and len(names) <= most else otherwise
    return closest(word, names, otherwise=few)


def closest(word: str, known: Iterable[str], *, otherwise: Label = NOTHING) -> Label:
    """The closest of the known words, or ``otherwise`` where none is close."""
    close = get_close_matches(word, sorted(set(known)), n=1, cutoff=0.6)
    return told('did you mean "{}"?', close[0]) if close else otherwise
