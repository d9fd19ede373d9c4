"""Where values stand on one line of whole numbers: numbers in hundredths, dates in days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from juli.engines.policy.dossier import Bare
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.optimise.bounds import Impossible
from juli.engines.policy.quantities import Number
from juli.engines.policy.vocabulary import MANY, Field

HUNDRED = 100


def hundredths(value: Number) -> int:
    """A number in hundredths. Raises ValueError for more than two decimals."""
    scaled = Decimal(value) * HUNDRED
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{value} has more than two decimals")
    return whole


def position(kind: Field, value: Any) -> int:
    """Where a known value stands. Raises Impossible when nobody knows it."""
    if kind.type in MANY:
        if value is UNKNOWN:
            raise Impossible
        return HUNDRED * (int(value) if isinstance(value, Bare) else len(value or ()))
    if value is None or value is UNKNOWN:
        raise Impossible
    return value.toordinal() if isinstance(value, dt.date) else hundredths(value)
