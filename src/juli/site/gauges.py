"""The geometry of a gauge: how far along a bar each value lies.

A gauge is drawn as SVG whose widths are attributes in per cent, because the content security policy admits no style
attributes. The bound stands at the same place in every gauge, so that a column of them can be read down the line.
"""

from decimal import ROUND_DOWN, Decimal
from typing import Literal, NamedTuple

Number = int | Decimal
Kind = Literal["done", "planned", "undecided"]

#: Where the bound stands, in per cent of the bar: there is room to show that more was done than asked.
BOUND_AT = Decimal(60)
_FULL = Decimal(100)
_HUNDREDTH = Decimal("0.01")


class Segment(NamedTuple):
    """A stretch of the bar from its left end: what it is, and how far it reaches, in per cent."""

    kind: Kind
    reach: Decimal


class Geometry(NamedTuple):
    """The stretches of a bar, longest first (each is drawn over the one before); and where the bound stands."""

    segments: tuple[Segment, ...]
    bound: Decimal


def geometry(*, low: Number, high: Number | None, required: Number, planned: Number = 0) -> Geometry:
    """Lay out a count that lies between ``low`` and ``high`` (None: without limit), against the bound ``required``.

    ``planned`` is the part of ``low`` that is promised and not yet done. Raises ValueError when the numbers contradict
    one another.

    >>> geometry(low=1, high=2, required=2).segments
    (Segment(kind='undecided', reach=Decimal('60')), Segment(kind='done', reach=Decimal('30')))
    """
    if low < 0 or required < 0 or (high is not None and high < low):
        raise ValueError(f"a gauge runs from 0 over {low} to {high}, against {required}: these are not in order")
    if not 0 <= planned <= low:
        raise ValueError(f"{planned} planned cannot be part of {low}")
    # Against a bound of nothing, whatever there is fills the bar.
    at, value_there = (BOUND_AT, required) if required else (_FULL, max(low, high or 0, 1))
    reaches: tuple[tuple[Kind, Decimal], ...] = (
        ("undecided", _FULL if high is None else _reach(high * at / value_there)),
        ("planned", _reach(low * at / value_there)),
        ("done", _reach((low - planned) * at / value_there)),
    )
    segments: list[Segment] = []
    for kind, reach in reversed(reaches):
        if reach > (segments[-1].reach if segments else 0):
            segments.append(Segment(kind, reach))
    return Geometry(tuple(reversed(segments)), BOUND_AT if required else Decimal(0))


def _reach(percent: Decimal) -> Decimal:
    # Rounded down: what falls short by a hair must not look as if it touched the bound.
    return min(percent.quantize(_HUNDREDTH, ROUND_DOWN), _FULL).normalize() + 0
