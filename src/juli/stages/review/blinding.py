"""Blind review: an order and addresses that tell nothing, and texts without what names the applicant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.crypto import salted_hmac

from juli.stages.organisations.vocabulary import vocabulary

#: What stands where a name stood.
BLANK: Final = "▇▇"
#: Shorter words of the record are too common to be taken out of every text.
_SHORTEST: Final = 2
#: Texts of the record that many applicants share: they name nobody.
_SHARED: Final = frozenset({"type", "registrar", "superior", "industry"})


def key(expert: int, application: int) -> str:
    """What an expert's address calls an application: the same for good, another one for each expert.

    Sorted by it, applications stand in an order that says nothing of when they came or what they are called.
    """
    said = f"{expert}:{application}"
    return salted_hmac("juli.stages.review.blinding", said, algorithm="sha256").hexdigest()[:20]


def telling(content: Mapping[str, Any], number: str) -> list[str]:
    """The words of a frozen copy that name its applicant: names, codes, the number, free texts of the record."""
    own = content["organisation"]
    host = own["host"] or {}
    fields = vocabulary().organisation
    record = [
        value
        for name, value in own["record"].items()
        if isinstance(value, str) and name in fields and fields[name].type == "text" and name not in _SHARED
    ]
    return [own["name"], own["uscc"], host.get("name"), host.get("uscc"), number, *record]


class Mask:
    """Takes words out of texts, however they are spaced and whatever their case."""

    def __init__(self, words: Iterable[str | None]) -> None:
        known = sorted({word.strip() for word in words if word and len(word.strip()) >= _SHORTEST}, key=len)
        patterns = [r"\s*".join(re.escape(letter) for letter in re.sub(r"\s", "", word)) for word in reversed(known)]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def __call__(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(BLANK, text) if self._pattern is not None else text
