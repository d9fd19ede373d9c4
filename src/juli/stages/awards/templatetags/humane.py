"""Numbers of the list as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def plain(number: Decimal | int | None) -> str:
    """A number without zeros at its end.

    >>> plain(Decimal("72.50")), plain(Decimal("60")), plain(None)
    ('72.5', '60', '')
    """
    if number is None:
        return ""
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def ten_thousand(yuan: Decimal | int | str | None) -> str:
    """An amount in yuan, in 万元.

    >>> ten_thousand(Decimal("1700000")), ten_thousand(Decimal("123456.78"))
    ('170', '12.345678')
    """
    return "" if yuan is None or yuan == "" else plain(Decimal(yuan) / 10_000)


@register.filter
def from_cents(cents: int | str | None) -> str:
    """An amount kept in 分, in 万元.

    >>> from_cents(20_000_000)
    '20'
    """
    return "" if cents is None or cents == "" else plain(Decimal(cents) / 1_000_000)


@register.filter
def yuan(cents: int | str | None) -> str:
    """An amount kept in 分, in yuan to the cent.

    >>> yuan(123456789), yuan(None)
    ('1,234,567.89', '')
    """
    return "" if cents is None or cents == "" else f"{Decimal(cents) / 100:,.2f}"


@register.filter
def percent(share: Decimal) -> str:
    """A share in per cent, as a width.

    >>> percent(Decimal("33.3333"))
    '33.3%'
    """
    return f"{Decimal(share).quantize(Decimal('0.1'))}%"
