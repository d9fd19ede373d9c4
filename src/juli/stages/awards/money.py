"""Amounts as they are typed and as they are read; the tables keep them in 分."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from juli.engines.policy.describe import digits
from juli.stages.applications.form.cells import FEN, Unit

_AMOUNT: Final = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?\Z", re.ASCII)
#: Digits of the longest amount that is read; more is a slip.
_LONGEST: Final = 20


def amount_of(text: str, unit: Unit = "元") -> int | None:
    """A typed amount in 分; None where it is none, below zero, or finer than a cent.

    >>> amount_of("1,234.5"), amount_of("￥３００元"), amount_of("1.234"), amount_of("-1"), amount_of("NaN")
    (123450, 30000, None, None, None)
    >>> amount_of("12.3", "万元"), amount_of("0.0000001", "万元")
    (12300000, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("¥").removesuffix(unit).strip()
    if not _AMOUNT.match(plain) or len(plain) > _LONGEST:
        return None
    cents = Decimal(plain.replace(",", "")) * FEN[unit]
    return int(cents) if cents == cents.to_integral_value() else None


def ten_thousand(yuan: Decimal | int) -> str:
    """Yuan, in 万元.

    >>> ten_thousand(Decimal("1700000")), ten_thousand(Decimal("123456.78"))
    ('170', '12.345678')
    """
    return digits(Decimal(yuan) / 10_000)


def from_cents(cents: int | None) -> str:
    """分, in 万元; nothing where there is no amount.

    >>> from_cents(20_000_000), from_cents(None)
    ('20', '')
    """
    return "" if cents is None else ten_thousand(yuan_of(cents))


def yuan_of(cents: int) -> Decimal:
    """分, in yuan, exact.

    >>> yuan_of(123)
    Decimal('1.23')
    """
    return Decimal(cents) / FEN["元"]
