"""One way to write a value down, so that the same value always gives the same bytes.

JSON with keys in the order of their code points, no spaces, UTF-8 without escapes: RFC 8785 for the values that are
allowed here. Numbers are integers; amounts, dates and fractions are written as text by whoever gives them.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: Not kept by PostgreSQL, or not text at all.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_DEEPEST = 32


class NotCanonical(ValueError):
    """A value that has no canonical form; the message names the place in it and the remedy."""


def canonical(value: Any) -> str:
    """``value`` as canonical JSON. Raises NotCanonical.

    >>> canonical({"b": [1, None], "a": "聚力"})
    '{"a":"聚力","b":[1,null]}'
    """
    _check(value, "$", 0)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def instant(at: datetime) -> str:
    """An instant in Shanghai's time, to the microsecond. Raises NotCanonical for a time without a zone.

    >>> from datetime import UTC
    >>> instant(datetime(1999, 12, 31, 16, tzinfo=UTC))
    '2000-01-01T00:00:00.000000+08:00'
    """
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise NotCanonical(f"{at!r} is not an instant: give a datetime with a time zone")
    return at.astimezone(SHANGHAI).isoformat(timespec="microseconds")


def _check(value: Any, place: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise NotCanonical(f"{place}: nested deeper than {_DEEPEST} levels; flatten it")
    if isinstance(value, str):
        if found := _UNKEPT.search(value):
            raise NotCanonical(f"{place}: the character U+{ord(found[0]):04X} cannot be kept; remove it")
    elif value is None or type(value) in {bool, int}:
        return
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{place}: the key {key!r} is not text; write it as text")
            _check(key, f"{place} key", depth)
            _check(inner, f"{place}.{key}", depth + 1)
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            _check(inner, f"{place}[{i}]", depth + 1)
    else:
        raise NotCanonical(f"{place}: a {type(value).__name__} has no canonical form; write it as text")
