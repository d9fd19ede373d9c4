"""Where signatures, seals and dates go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from juli.engines.paper.blocks import Sign, SignOff
from juli.engines.paper.characters import width
from juli.engines.paper.problems import Language
from juli.engines.paper.sheet import Places, Space, Text
from juli.engines.paper.styles import TextStyle
from juli.engines.paper.words import printed

#: A date stands four characters in from the right edge (GB/T 9704, 7.3.5).
_IN_FROM_RIGHT = 4.0
_ROOM_FOR_SEAL = 2


def places(signs: tuple[Sign, ...], style: TextStyle, language: Language) -> Places:
    """Signatures and seals in pairs, then the dates."""
    between = {"signature": printed("colon", language), "seal": " "}
    named = [(s.label + between[s.kind] + s.filled).rstrip(" ") for s in signs if s.kind != "date"]
    if len(named) % 2:
        named.append("")
    pairs = tuple(zip(named[::2], named[1::2], strict=True))
    return Places(pairs, tuple(s.filled or s.label for s in signs if s.kind == "date"), style)


def sign_off(block: SignOff, style: TextStyle, language: Language) -> Iterator[Text | Space]:
    """The signer centred over the date, both near the right edge, with room above for a seal."""
    yield Space(style.pitch * (_ROOM_FOR_SEAL if block.seal else 1))
    signer, date = width(block.signed_by), width(block.date)
    inner = max(0.0, (signer - date) / 2 - _IN_FROM_RIGHT)
    right = _IN_FROM_RIGHT + inner
    yield Text((block.signed_by,), replace(style, right=right - (signer - date) / 2), keep=True)
    yield Text((block.date,), replace(style, right=right))
