"""Headings of columns and fields, matched with what the vocabulary knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import NOTHING, either, told
from juli.engines.policy.problems import BadValue, closest
from juli.engines.policy.vocabulary import Field
from juli.engines.policy.workbook.opening import Value

_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]")
#: Headings stand within so many rows from the top.
_TITLE_ROWS = 10
_MARKS = "*＊:： \t"


def field_of(heading: str, fields: Mapping[str, Field]) -> Field | None:
    """The field a heading names: its code, its label in either language, or both, with or without unit and asterisk.

    None where it names none. Raises BadValue where it may be several.
    """
    found = {name: f for part in _parts(heading) for name, f in fields.items() if _is(part, f)}
    if len(found) > 1:
        exact = [f for name, f in found.items() if name in heading.split()]
        if len(exact) == 1:
            return exact[0]
        raise BadValue(
            told('"{}" may be {}', heading.strip(), either(found)), told("write the code of the field as well")
        )
    return next(iter(found.values()), None)


def _parts(heading: str) -> list[str]:
    """The ways of reading a heading: whole, without brackets, line by line, its last word."""
    bare = _BRACKETS.sub(" ", heading)
    pieces = [heading, bare, *heading.splitlines(), *bare.splitlines(), *re.findall(r"[（(](.*?)[）)]", heading)]
    if bare.split():
        pieces += [bare.split()[-1], bare.split()[0]] if bare.isascii() is False else [bare.split()[-1]]
    return [p for p in (" ".join(piece.strip(_MARKS).split()) for piece in pieces) if p]


def _is(part: str, field: Field) -> bool:
    return part == field.name or part.casefold() in (word.casefold() for word in field.label)


def heading_row(rows: Sequence[tuple[int, tuple[Value, ...]]], fields: Mapping[str, Field]) -> int:
    """Which of ``rows`` (by index) holds the headings: the one in which most is known; where nothing is, the first with
    more than one cell."""
    top = rows[:_TITLE_ROWS]
    known = [sum(_known(v, fields) for v in row if isinstance(v, str) and v.strip()) for _, row in top]
    if any(known):
        return known.index(max(known))
    return next((i for i, (_, row) in enumerate(top) if sum(not _blank(v) for v in row) > 1), 0)


def _known(heading: str, fields: Mapping[str, Field]) -> bool:
    try:
        return field_of(heading, fields) is not None
    except BadValue:
        return True


def _blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()


def unknown_heading(heading: str, fields: Mapping[str, Field], of: Label) -> BadValue:
    """What to say of a heading that names nothing: the nearest code or label."""
    said = " ".join(heading.split())
    words = [*fields, *(f.label.zh for f in fields.values()), *(f.label.en for f in fields.values())]
    plain = told("delete the column, or call it as the template does")
    remedy = next((r for p in _parts(heading) if (r := closest(p, words)) != NOTHING), plain)
    return BadValue(told('unknown column "{}" of {}', said, of), remedy)
