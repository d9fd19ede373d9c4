"""A published document as its page prints it: ``{% load official %}``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from juli.engines.paper.forms.values import day

register = template.Library()


@register.filter
def in_words(written: dt.date | str) -> str:
    """A day as official documents write it.

    >>> in_words("2025-11-04"), in_words("")
    ('2025年11月4日', '')
    """
    if not written:
        return ""
    return day(dt.date.fromisoformat(written) if isinstance(written, str) else written, "zh")


@register.filter
def cells(said: Mapping[str, Any], row: Sequence[str]) -> list[tuple[str, str]]:
    """The values of a row, each with the name of its column.

    >>> cells({"columns": [{"name": "number"}]}, ["ZGC-1"])
    [('number', 'ZGC-1')]
    """
    return [(column["name"], value) for column, value in zip(said["columns"], row, strict=True)]
