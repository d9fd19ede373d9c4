"""Words in both languages of the product."""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES = ("zh", "en")


class Label(NamedTuple):
    """A short text in Chinese and in English.

    >>> Label("标准", "standard").say("en")
    'standard'
    """

    zh: str
    en: str

    def say(self, lang: str) -> str:
        """The text in ``lang`` (``zh`` or ``en``; anything else reads Chinese, the product's first language)."""
        return self.en if lang == "en" else self.zh

    @classmethod
    def both(cls, text: str) -> Label:
        """The same text in both languages, for names that are not translated."""
        return cls(text, text)
