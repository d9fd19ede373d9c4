"""Amounts in figures and capitals; the examples of the People's Bank's rules for vouchers among them."""

from decimal import Decimal

import pytest

from juli.engines.paper.money import capitals, fen_of, figures
from juli.engines.paper.problems import BadDocument


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("15.05", "壹拾伍元零伍分"),
        ("20.50", "贰拾元零伍角"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("10000", "壹万元整"),
        ("10001", "壹万零壹元整"),
        ("10010.01", "壹万零壹拾元零壹分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100000", "壹拾万元整"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("1000000", "壹佰万元整"),
        ("1010101.01", "壹佰零壹万零壹佰零壹元零壹分"),
        ("12345678.90", "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("120000000.09", "壹亿贰仟万元零玖分"),
        ("1000000000000", "壹万亿元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(yuan, said):
    assert capitals(Decimal(yuan)) == "人民币" + said


DIGITS = {d: n for n, d in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8}


def read(said):
    """What an amount in capitals says, in cents; reads digits and units alone and knows nothing of 零."""
    whole, _, cents = said.removeprefix("人民币").rstrip("整").rpartition("元")

    def number(text):
        for unit in "亿万仟佰拾":
            high, found, low = text.rpartition(unit)
            if found:
                return number(high) * UNITS[unit] + number(low)
        return DIGITS[text.strip("零")] if text.strip("零") else 0

    jiao, found, fen = cents.rpartition("角")
    return number(whole) * 100 + (number(jiao) * 10 if found else 0) + number(fen.rstrip("分"))


def test_capitals_read_back_as_the_same_amount():
    amounts = [*range(0, 120_000, 7), *(10**n + 10**m + 1 for n in range(16) for m in range(16))]
    assert [fen for fen in amounts if read(capitals(Decimal(fen) / 100)) != fen] == []
    assert not [fen for fen in amounts if "零零" in capitals(Decimal(fen) / 100)]


def test_figures_carry_both_cents():
    assert [figures(Decimal(y)) for y in ("0", "1409.5", "1234567.89")] == ["0.00", "1,409.50", "1,234,567.89"]


@pytest.mark.parametrize("yuan", ["-0.01", "0.001", "NaN", "Infinity", "10000000000000000"])
def test_what_is_no_amount_is_refused(yuan):
    for ask in (fen_of, figures, capitals):
        with pytest.raises(BadDocument, match="whole cents"):
            ask(Decimal(yuan))
