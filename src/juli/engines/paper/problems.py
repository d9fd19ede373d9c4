"""What can keep a document from being printed, told with its place and its remedy, in both languages.

PaperError             nothing was printed; carries every problem found
├─ BadDocument         the parts don't fit together: cells that overlap, a row too wide, a date without a zone
├─ BadAnswer           an answer doesn't fit the form: unknown field, wrong kind of value
├─ UnprintableText     a text holds control or invisible characters
├─ MissingGlyph        no installed font has a character of the text
├─ MissingFont         a font isn't there, or isn't the recorded one
├─ MistypedCode        a check code was mistyped
└─ NotTypeset          the typesetter refused, or warned
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Said(NamedTuple):
    """A short text in Chinese and in English."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """The text in ``language``."""
        return self.en if language == "en" else self.zh


class Problem(NamedTuple):
    """One thing that is wrong: where (as the form calls it), what, and what to do about it."""

    place: str
    text: Said
    remedy: Said

    def say(self, language: Language) -> str:
        """One line for a reader of ``language``."""
        if language == "en":
            return f"{self.place}: {self.text.en}; {self.remedy.en}"
        return f"{self.place}：{self.text.zh}；{self.remedy.zh}"


class PaperError(Exception):
    """A document can't be printed. ``problems`` holds everything found, in the order of the document."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(p.say("en") for p in self.problems))

    def say(self, language: Language) -> str:
        """All problems, one a line."""
        return "\n".join(p.say(language) for p in self.problems)


class BadDocument(PaperError):
    """The parts of a document don't fit together."""


class BadAnswer(PaperError):
    """An answer doesn't fit the form."""


class UnprintableText(PaperError):
    """A text holds characters that paper can't show."""


class MissingGlyph(PaperError):
    """No installed font has a character."""


class MissingFont(PaperError):
    """A font isn't installed, or isn't the recorded one."""


class MistypedCode(PaperError):
    """A check code can't have been printed like this."""


class NotTypeset(PaperError):
    """The typesetter refused the document, or had to guess."""
