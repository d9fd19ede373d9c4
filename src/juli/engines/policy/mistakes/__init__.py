"""What can be wrong with a file, in both languages.

A mistake is worded where it is found: ``told('no group "{}"', name)``. The English sentence is the key of the Chinese
one in the tables beside this file, so a sentence that nobody has translated can't be told: ``told`` raises KeyError,
and ``tests/engines/policy/test_mistakes.py`` finds it without telling it. Names, ids and values of the file go into
``{}`` and read the same in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes.clauses import CLAUSES
from juli.engines.policy.mistakes.commands import COMMANDS
from juli.engines.policy.mistakes.dossiers import DOSSIERS
from juli.engines.policy.mistakes.files import FILES
from juli.engines.policy.mistakes.filters import FILTERS
from juli.engines.policy.mistakes.populations import POPULATIONS
from juli.engines.policy.mistakes.programmes import PROGRAMMES
from juli.engines.policy.mistakes.shapes import SHAPES
from juli.engines.policy.mistakes.workbooks import WORKBOOKS

#: Every sentence: English to Chinese, with ``{}`` for what is named, ``{1}`` where Chinese names it in another order.
CHINESE: Mapping[str, str] = {
    **FILES,
    **SHAPES,
    **CLAUSES,
    **FILTERS,
    **PROGRAMMES,
    **DOSSIERS,
    **WORKBOOKS,
    **POPULATIONS,
    **COMMANDS,
}
#: No remedy beyond what the sentence says itself.
NOTHING = Label("", "")
_HOLE = re.compile(r"\{([0-9]*)\}")
#: Longer lists and mappings are named, not copied out.
_LONGEST = 60


def told(sentence: str, *parts: Any) -> Label:
    """``sentence`` and its Chinese twin with ``parts`` in the holes; a part that has both languages keeps them.

    Raises KeyError for a sentence without a twin.

    >>> told("`{}` needs a field of {}", "sum", "talk")
    Label(zh='`sum` 须指明 talk 的字段', en='`sum` needs a field of talk')
    """
    return Label(_filled(CHINESE[sentence], parts, "zh"), _filled(sentence, parts, "en"))


def _filled(text: str, parts: tuple[Any, ...], lang: str) -> str:
    following = iter(range(len(parts)))

    def part(hole: re.Match[str]) -> str:
        found = parts[int(hole[1]) if hole[1] else next(following)]
        return str(found.say(lang)) if hasattr(found, "say") else str(found)

    return _HOLE.sub(part, text)


def shown(value: Any) -> Label:
    """A value as its file has it; a text in the quotation marks of each language.

    >>> shown("many"), shown(True)
    (Label(zh='“many”', en="'many'"), Label(zh='true', en='true'))
    """
    if value is None:
        return told("nothing")
    if isinstance(value, bool):
        return Label.both(str(value).lower())
    if isinstance(value, str):
        return Label(f"“{value}”", repr(value))
    if isinstance(value, dict | list) and len(repr(value)) > _LONGEST:
        return told("a mapping") if isinstance(value, dict) else told("a list")
    return Label.both(str(value) if isinstance(value, Decimal) else repr(value))


def series(names: Iterable[Any]) -> Label:
    """Names one after the other."""
    words = [str(name) for name in names]
    return Label("、".join(words), ", ".join(words))


def both(names: Iterable[Any]) -> Label:
    """Names of which all are meant."""
    words = [str(name) for name in names]
    return Label("、".join(words), " and ".join(words))


def either(names: Iterable[Any]) -> Label:
    """Names of which one is meant."""
    words = [str(name) for name in names]
    return Label("或 ".join(words), " or ".join(words))
