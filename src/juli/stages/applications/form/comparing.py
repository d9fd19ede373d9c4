"""What two versions of a section say differently, place by place, with the changed words of long texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _

from juli.engines.policy import blocks
from juli.engines.policy.rules import Programme
from juli.stages.applications.form.cells import shown
from juli.stages.applications.form.layout import Part, columns_of, label_of, part_label, unit_of
from juli.stages.applications.form.reading import ID, ROWS
from juli.stages.applications.starting import say

#: A sentence, or what stands between two of them; inside a changed one, single characters are compared.
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_LETTERS = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
#: Characters up to which two changed stretches are compared one by one.
_FINE = 3_000

Change = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: the same in both, only in the older, only in the newer."""

    change: Change
    text: str


@dataclass(frozen=True)
class Difference:
    """One place that says something else. ``came`` is the newer text, ``stands`` the older one."""

    place: str
    stands: str
    came: str

    @property
    def pieces(self) -> list[Piece]:
        """Both texts as one, with what went and what came."""
        return list(pieces(self.stands, self.came))


#: What works are called, by their ids.
Titles = Mapping[str, str]
_NONE: Titles = {}


def differences(programme: Programme, part: Part, stands: Any, came: Any, titles: Titles = _NONE) -> list[Difference]:
    """The places of a section that two answers fill differently, in the form's order; rows are told by their ids."""
    one, other = dict(said(programme, part, stands, titles)), dict(said(programme, part, came, titles))
    order = list(one) + [key for key in other if key not in one]
    return [
        Difference(_place(key, (one, other)), one.get(key, ("", ""))[1], other.get(key, ("", ""))[1])
        for key in order
        if one.get(key, ("", ""))[1] != other.get(key, ("", ""))[1]
    ]


def _place(key: str, both: Sequence[Mapping[str, tuple[str, str]]]) -> str:
    return next(found[key][0] for found in both if key in found)


def said(programme: Programme, part: Part, value: Any, titles: Titles = _NONE) -> Iterator[tuple[str, tuple[str, str]]]:
    """What an answer says: key of the place → its name and its text, empty places left out.

    ``titles``: what the works are called that a cell may name; one that isn't there is told by its id.
    """
    if part.shape == "text":
        if isinstance(value, str) and value:
            yield "value", (say(part.label), value)
    elif part.shape == "table":
        yield from _rows(programme, part, part.section.columns, value, ROWS, "", titles)
    elif isinstance(value, Mapping):
        for field in part.section.fields:
            name, found = say(label_of(field)), value.get(field.id)
            if columns := columns_of(field):
                yield from _rows(programme, part, columns, found, field.id, f"{name} › ", titles)
            else:
                yield from _cell(programme, part, field, found, field.id, name, titles)


def _rows(
    programme: Programme,
    part: Part,
    columns: Sequence[blocks.Column],
    value: Any,
    table: str,
    prefix: str,
    titles: Titles,
) -> Iterator[tuple[str, tuple[str, str]]]:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    for number, row in enumerate(rows, 1):
        for column in columns:
            place = prefix + _("row %(number)d") % {"number": number} + " › " + say(label_of(column))
            yield from _cell(
                programme, part, column, row.get(column.id), f"{table}.{row[ID]}.{column.id}", place, titles
            )


def _cell(
    programme: Programme, part: Part, column: blocks.Column, value: Any, key: str, name: str, titles: Titles
) -> Iterator[tuple[str, tuple[str, str]]]:
    if isinstance(value, Mapping):
        for inner, text in value.items():
            words = {"from": _("first month"), "to": _("last month")}.get(inner) or say(part_label(inner))
            yield f"{key}.{inner}", (f"{name} › {words}", str(text))
    elif value is not None:
        text = shown(column, value, unit_of(programme, part.section, column))
        if column.type == "boolean":
            text = {"yes": _("yes"), "no": _("no")}.get(text, text)
        elif column.type == "clause":
            known = {one.id: one.label for one in (*programme.categories, *programme.clauses.values())}
            text = say(known[text]) if text in known else text
        elif column.type == "choice":
            text = next((say(label) for label in column.of if text == label.zh), text)
        elif column.type == "achievement":
            text = titles.get(text, text)
        yield key, (name, text)


def pieces(stands: str, came: str) -> Iterator[Piece]:
    """Two texts as one: sentences first, then the characters of those that changed."""
    one, other = ([s for s in _SENTENCE.findall(text) if s] for text in (stands, came))
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        old, new = "".join(one[i:j]), "".join(other[k:m])
        if tag == "equal":
            yield Piece("same", old)
        elif tag == "replace" and max(len(old), len(new)) <= _FINE:
            yield from _fine(old, new)
        else:
            yield from _whole(old, new)


def _fine(old: str, new: str) -> Iterator[Piece]:
    one, other = _LETTERS.findall(old), _LETTERS.findall(new)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # Two sentences that share nearly nothing read better one after the other.
    if matcher.quick_ratio() < 1 / 3:
        yield from _whole(old, new)
        return
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(one[i:j]))
        else:
            yield from _whole("".join(one[i:j]), "".join(other[k:m]))


def _whole(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("gone", old)
    if new:
        yield Piece("new", new)
