"""Numbers as a file may write them, and durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, Literal, NamedTuple

from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import BadValue

#: Counts are ints, amounts Decimals; both compare and add exactly.
Number = int | Decimal


class Unstated(Enum):
    """A number the notice leaves out and the office enters before publishing."""

    UNSTATED = "unstated"


UNSTATED: Final = Unstated.UNSTATED


class Band(NamedTuple):
    """One grade of an amount: what those get down to place ``rank``, or from ``score`` up (practice: grade bands)."""

    rank: int | None
    score: Number | None
    amount: Number


@dataclass(frozen=True, slots=True)
class Amount:
    """A quota or an amount (language §1, number forms); exactly one form is filled in.

    ``exact`` · ``about`` (with ``tolerance``, a share) · ``at_least``/``at_most`` (a range) · ``share`` of ``of`` less
    ``less``, capped by ``at_most`` · ``per`` a field's values, ``each`` · ``bands`` by place or score · ``unlimited`` ·
    none of them: unstated.
    """

    exact: Number | None = None
    about: Number | None = None
    tolerance: Decimal | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    share: Decimal | None = None
    of: str | None = None
    less: str | None = None
    per: str | None = None
    each: Number | None = None
    unlimited: bool = False
    bands: tuple[Band, ...] = ()


DurationUnit = Literal["working days", "days", "months", "years"]
_DURATION = re.compile(r"([0-9]+) (working days?|days?|months?|years?)\Z")


#: How long a length may be; more is a slip of the pen, and leads out of the calendar.
_CENTURY = {"working days": 26_000, "days": 36_525, "months": 1_200, "years": 100}


class Duration(NamedTuple):
    """A length of time: ``10 working days``, ``20 days``, ``1 year``."""

    length: int
    unit: DurationUnit

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read ``text``. Raises BadValue when it isn't a duration.

        >>> Duration.parse("1 year")
        Duration(length=1, unit='years')
        """
        match = _DURATION.match(text)
        if match is None:
            raise BadValue(
                told('"{}" is not a length of time', text), told('write "10 working days", "20 days" or "1 year"')
            )
        unit = match[2] if match[2].endswith("s") else match[2] + "s"
        length = int(match[1])
        if length > _CENTURY[unit]:
            raise BadValue(told("{} is more than a hundred years", text))
        return cls(length, unit)  # type: ignore[arg-type]
