"""A paper's own words in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from juli.engines.paper.problems import Language, Said

_HUNDRED: Final = 100


def speaker(words: Mapping[str, Said], language: Language) -> Callable[..., str]:
    """Says a word of ``words`` by its name, with values put in where some are given."""

    def say(name: str, **values: object) -> str:
        text = words[name].say(language)
        return text.format(**values) if values else text

    return say


def ordinal(number: int, language: Language) -> str:
    """The number of a heading or an item: 一, 十二, 二十; digits in English.

    >>> ordinal(21, "zh")
    '二十一'
    """
    if language == "en" or number >= _HUNDRED:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
