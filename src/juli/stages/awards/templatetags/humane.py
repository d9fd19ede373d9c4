"""Numbers of the list as people read them: ``{% load humane %}``. An absent one is nothing."""

from __future__ import annotations

from decimal import Decimal

from django import template

from juli.engines.policy.describe import digits
from juli.stages.awards import money

register = template.Library()

#: What a template has where there is no value: None, or the empty text of a missing name.
Absent = str | None


@register.filter
def plain(number: Decimal | int | Absent) -> str:
    """A number without idle zeros.

    >>> plain(Decimal("72.50")), plain(Decimal("60")), plain(None)
    ('72.5', '60', '')
    """
    return "" if _absent(number) else digits(Decimal(number or 0))


@register.filter
def ten_thousand(yuan: Decimal | int | Absent) -> str:
    """An amount in yuan, in 万元."""
    return "" if _absent(yuan) else money.ten_thousand(Decimal(yuan or 0))


@register.filter
def from_cents(cents: int | Absent) -> str:
    """An amount kept in 分, in 万元."""
    return "" if _absent(cents) else money.from_cents(int(cents or 0))


@register.filter
def yuan(cents: int | Absent) -> str:
    """An amount kept in 分, in yuan to the cent.

    >>> yuan(123456789), yuan(None)
    ('1,234,567.89', '')
    """
    return "" if _absent(cents) else f"{money.yuan_of(int(cents or 0)):,.2f}"


@register.filter
def percent(share: Decimal) -> str:
    """A share in per cent, as a width.

    >>> percent(Decimal("33.3333"))
    '33.3%'
    """
    return f"{Decimal(share).quantize(Decimal('0.1'))}%"


def _absent(value: object) -> bool:
    return value is None or value == ""
