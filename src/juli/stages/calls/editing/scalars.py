"""Values as YAML, in the plainest form that is read back as the same value."""

from __future__ import annotations

import json
import textwrap
from decimal import Decimal
from functools import lru_cache
from typing import Any

from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.source import read

#: Lines of programme files are about as long.
WIDTH = 118


def flow(value: Any, *, inside: bool = True, style: str | None = None) -> str:
    """A value on one line. ``inside`` braces or brackets, where commas and brackets need quotes; ``style`` is the
    quoting to keep where it serves."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return _text(str(value), inside=inside, style=style)


def folded(text: str, indent: int) -> str | None:
    """A long text as ``>-`` with its lines indented; None where folding would not give it back."""
    room = max(WIDTH - indent, 20)
    lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    out = ">-\n" + "\n".join(" " * indent + line for line in lines)
    return out if lines and _reads(f"k:\n{' ' * max(indent - 2, 1)}k: {out}\n", text, ("k", "k")) else None


def block(value: Any, indent: int) -> str:
    """A value as it follows a key's colon or an item's hyphen at ``indent`` columns, its leading blank included.

    Short things stay on one line; a mapping or a list of mappings goes on lines of its own.
    """
    one = flow(value, inside=False)
    scalars = not isinstance(value, dict | list) or all(not isinstance(v, dict | list) for v in _inner(value))
    if isinstance(value, str) and len(one) + indent > WIDTH:
        return f" {folded(value, indent + 2) or one}"
    if not value or scalars or len(one) + indent <= WIDTH - 20:
        return f" {one}"
    return "\n" + lines(value, indent + 2)


def lines(value: dict[str, Any] | list[Any], indent: int) -> str:
    """A mapping or a list in block style, each line indented; no line break at its end."""
    pad = " " * indent
    if isinstance(value, dict):
        return "\n".join(f"{pad}{key_text(key)}:{block(inner, indent)}" for key, inner in value.items())
    return "\n".join(item(inner, indent) for inner in value)


def item(value: Any, indent: int) -> str:
    """An item of a block list: a mapping begins beside its hyphen."""
    pad = " " * indent
    if isinstance(value, dict) and value and set(value) != {"zh", "en"}:
        return f"{pad}- {lines(value, indent + 2).lstrip()}"
    return f"{pad}-{block(value, indent)}"


def key_text(key: str) -> str:
    """A key, quoted where it has to be."""
    return _text(key, inside=True, style=None)


def _inner(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else list(value)


@lru_cache(maxsize=8192)
def _text(text: str, *, inside: bool, style: str | None) -> str:
    plain = text
    single = "'" + text.replace("'", "''") + "'"
    double = json.dumps(text, ensure_ascii=False)
    ways = {None: plain, "'": single, '"': double}
    first = [ways[style]] if style in ways else []
    escaped = "\\" in double
    for way in (*first, plain, *((single, double) if escaped else (double, single))):
        if "\n" in way:
            continue
        sample = f"{{k: {way}}}" if inside else f"k: {way}"
        if way.strip() == way and _reads(sample, text, ("k",)):
            return way
    return double


def _reads(sample: str, value: Any, path: tuple[str, ...]) -> bool:
    try:
        found = read(sample, "").data
        for part in path:
            if set(found) != {part}:
                return False
            found = found[part]
    except (ProgrammeUnusable, TypeError, KeyError):
        return False
    return type(found) is type(value) and found == value
