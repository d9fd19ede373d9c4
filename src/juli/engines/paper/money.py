"""Amounts as papers promise them: to the cent in figures, and in capitals 大写, which nobody can alter."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from juli.engines.paper.problems import BadDocument, Problem, Said

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_UNITS: Final = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))
#: From here on 亿 would stand twice.
_LIMIT: Final = 10**16
_FEN: Final = 100


def figures(yuan: Decimal) -> str:
    """Yuan with separators, always with both cents. Raises BadDocument for what :func:`fen_of` refuses.

    >>> figures(Decimal("1409.5"))
    '1,409.50'
    """
    fen_of(yuan)
    return f"{yuan:,.2f}"


def capitals(yuan: Decimal) -> str:
    """Yuan in capitals, after the rules of the People's Bank for vouchers: 零 once for any run of zeros, 整 after 元.

    Raises BadDocument for what :func:`fen_of` refuses.

    >>> capitals(Decimal("16409.02"))
    '人民币壹万陆仟肆佰零玖元零贰分'
    """
    whole, cents = divmod(fen_of(yuan), _FEN)
    jiao, fen = divmod(cents, 10)
    said = "人民币" + (f"{_said(whole)}元" if whole or not cents else "")
    if not cents:
        return said + "整"
    # A zero before the cents, be it of 元 or of 角, is said; nothing is said before the first digit of all.
    if whole and (not jiao or whole % 10 == 0):
        said += "零"
    return said + (f"{_DIGITS[jiao]}角" if jiao else "") + (f"{_DIGITS[fen]}分" if fen else "")


def fen_of(yuan: Decimal) -> int:
    """Yuan in whole cents. Raises BadDocument for negative amounts, parts of a cent, 10 quadrillion and more."""
    if not yuan.is_finite() or not 0 <= yuan < _LIMIT or yuan * _FEN != int(yuan * _FEN):
        raise BadDocument(
            [
                Problem(
                    str(yuan),
                    Said("不是可以开具的金额", "is no amount that can be put on paper"),
                    Said("请给出不为负、精确到分的金额", "give an amount of whole cents that is not negative"),
                )
            ]
        )
    return int(yuan * _FEN)


def _said(number: int) -> str:
    for unit, name in _UNITS:
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if low and low * 10 < unit else ""
            return _said(high) + name + gap + (_said(low) if low else "")
    return _DIGITS[number]
