"""The edits: each gives a new text that differs at its own place alone, or raises Uneditable and changes nothing.

After each edit the new text is read again and held against what was meant: a splice that would say something else is
refused rather than kept.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.source import read
from juli.stages.calls.editing import scalars
from juli.stages.calls.editing.spans import Entry, Item, Layout, Path, Piece, Uneditable, absent, layout


@lru_cache(maxsize=8)
def said(text: str) -> Any:
    """What a text says, as plain data that nobody changes. Raises ProgrammeUnusable."""
    return read(text, "").data


def _elsewhere() -> Uneditable:
    return Uneditable(_("This cannot be changed in the tree without touching something else: edit it in the text."))


def assign(text: str, path: Path, value: Any, order: Sequence[str] = ()) -> str:
    """The value at ``path`` becomes ``value``; what is the same in both stays as it is written.

    Where the key isn't there yet it is put in, after those that come before it in ``order``.
    """
    data = said(text)
    found = look(data, path[:-1]) if path else data
    if path and isinstance(found, dict) and path[-1] not in found:
        return insert_key(text, path[:-1], str(path[-1]), value, order)
    old = look(data, path)
    if _same(old, value):
        return text
    if isinstance(old, dict) and isinstance(value, dict) and old and value:
        return _assign_mapping(text, path, old, value)
    if isinstance(old, list) and isinstance(value, list) and old and value:
        return _assign_list(text, path, old, value)
    return _checked(text, _replaced(layout(text), path, value), lambda d: _put(d, path, value))


def insert_key(text: str, path: Path, key: str, value: Any, order: Sequence[str] = ()) -> str:
    """A new key in the mapping at ``path``."""
    found = layout(text)
    way = found.way(path)
    here = way[-1]
    if look(said(text), path) is None:
        return _checked(text, _replaced(found, path, {key: value}), lambda d: _put(d, path, {key: value}))
    if here.entries is None:
        raise _elsewhere()
    if key in here.entries:
        raise Uneditable(_("“%(key)s” is there already.") % {"key": key})
    before = order[: order.index(key)] if key in order else [*here.entries]
    after = next((here.entries[k] for k in reversed(before) if k in here.entries), None)
    if here.flow and not here.entries and isinstance(value, dict | list) and not any(piece.flow for piece in way[:-1]):
        new = _opened(found, here, way, {key: value})
    elif here.flow:
        new = _into_braces(text, here, after, f"{scalars.key_text(key)}: {scalars.flow(value)}")
    else:
        first = next(iter(here.entries.values()))
        column = found.column(first.start)
        written = f"{scalars.key_text(key)}:{scalars.block(value, column)}"
        if after is None:
            new = f"{text[: first.start]}{written}\n{' ' * column}{text[first.start :]}"
        else:
            at = found.line_end(after.value.end)
            new = _with_line(text, at, f"{' ' * column}{written}\n")
    return _checked(text, new, lambda d: _put(d, (*path, key), value))


def insert_item(text: str, path: Path, index: int, value: Any) -> str:
    """A new item in the list at ``path``, before the one that is at ``index`` now."""
    found = layout(text)
    way = found.way(path)
    here = way[-1]
    if here.items is None or not 0 <= index <= len(here.items):
        raise _elsewhere()
    if here.flow and not here.items and not any(piece.flow for piece in way[:-1]):
        new = _opened(found, here, way, [value])
    elif here.flow:
        after = here.items[index - 1] if index else None
        new = _into_braces(text, here, after, scalars.flow(value))
    else:
        column = found.column(here.items[0].start)
        written = scalars.item(value, column) + "\n"
        if index == 0:
            first = here.items[0]
            if text[found.line_start(first.start) : first.start].strip():
                raise _elsewhere()
            new = _with_line(text, _region(found, here, 0)[0], written)
        else:
            new = _with_line(text, _region(found, here, index - 1)[1], written)
    return _checked(text, new, lambda d: look(d, path).insert(index, value))


def remove(text: str, path: Path) -> str:
    """What stands at ``path`` goes, with the comments above it and beside it."""
    found = layout(text)
    here = found.at(path[:-1])
    found.at(path)
    members = _members(here)
    index = _index(here, path[-1])
    if here.flow:
        new = _out_of_braces(text, members, index)
    elif len(members) == 1:
        new = _emptied(found, here, path)
    else:
        start, end = _region(found, here, index)
        first = members[index]
        if text[found.line_start(first.start) : first.start].strip():
            # It stands beside a hyphen: the next one takes its place there.
            start, end = first.start, members[index + 1].start
        new = text[:start] + text[end:]
    return _checked(text, new, lambda d: look(d, path[:-1]).pop(path[-1]))


def move(text: str, path: Path, to: int) -> str:
    """An item of a list goes to another place in it, with the comments above it and beside it."""
    found = layout(text)
    here, index = found.at(path[:-1]), path[-1]
    if here.items is None or not isinstance(index, int) or not 0 <= to < len(here.items):
        raise _elsewhere()
    if here.flow:
        places = [(item.value.start, item.value.end) for item in here.items]
    else:
        places = [_region(found, here, i) for i in range(len(here.items))]
    if any(a[1] > b[0] for a, b in pairwise(places)) or (not here.flow and _crowded(found, here)):
        raise _elsewhere()
    texts = [text[start:end] for start, end in places]
    if not here.flow and not texts[-1].endswith("\n"):
        texts[-1] += "\n"
    texts.insert(to, texts.pop(index))
    out, at = [], 0
    for (start, end), piece in zip(places, texts, strict=True):
        out += [text[at:start], piece]
        at = end

    def moved(data: Any) -> None:
        of = look(data, path[:-1])
        of.insert(to, of.pop(index))

    return _checked(text, "".join(out) + text[at:], moved)


def duplicate(text: str, path: Path, renamed: Callable[[Any], Any]) -> str:
    """A copy of an item right after it, as it is written; ``renamed`` gives its data with ids of their own.

    The copy's comments are copied too.
    """
    found = layout(text)
    here, index = found.at(path[:-1]), path[-1]
    if here.items is None or not isinstance(index, int):
        raise _elsewhere()
    old = look(said(text), path)
    if here.flow or _crowded(found, here):
        new = insert_item(text, path[:-1], index + 1, old)
    else:
        start, end = _region(found, here, index)
        new = _with_line(text, end, text[start:end] if text[start:end].endswith("\n") else text[start:end] + "\n")
        new = _checked(text, new, lambda d: look(d, path[:-1]).insert(index + 1, copy.deepcopy(old)))
    return assign(new, (*path[:-1], index + 1), renamed(copy.deepcopy(old)))


# -- splices -----------------------------------------------------------------------------------------------------------


def _replaced(found: Layout, path: Path, value: Any) -> str:
    """The text with another value in place of a scalar or a collection in braces."""
    text, way = found.text, found.way(path)
    here = way[-1]
    if here.block:
        raise _elsewhere()
    inside = any(piece.flow for piece in way[:-1])
    if inside:
        written = scalars.flow(value, style=here.style)
    elif here.style == ">" and isinstance(value, str) and len(value) > scalars.WIDTH // 2:
        first = text.index("\n", here.start) + 1
        indent = len(text[first:]) - len(text[first:].lstrip(" "))
        written = scalars.folded(value, indent) or scalars.flow(value, inside=False)
    else:
        style = here.style if here.style in ("'", '"') else None
        written = scalars.flow(value, inside=False, style=style)
        column = found.column(here.start)
        if isinstance(value, str) and len(written) + column > scalars.WIDTH:
            indent = found.column(found.line_start(here.start) + _indent(found, here.start)) + 2
            written = scalars.folded(value, indent) or written
    if here.start == here.end:
        written = f" {written}"
    return text[: here.start] + written + text[here.end :]


def _indent(found: Layout, at: int) -> int:
    """Blanks, and hyphens, before a line's first key."""
    start = found.line_start(at)
    line = found.text[start : found.line_end(at)]
    return len(line) - len(line.lstrip(" -"))


def _into_braces(text: str, here: Piece, after: Entry | Item | None, written: str) -> str:
    if after is not None:
        at = after.value.end
        return f"{text[:at]}, {written}{text[at:]}"
    at = here.start + 1
    return f"{text[:at]}{written}{', ' if _members(here) else ''}{text[at:]}"


def _out_of_braces(text: str, members: Sequence[Entry | Item], index: int) -> str:
    if index + 1 < len(members):
        return text[: members[index].start] + text[members[index + 1].start :]
    if index:
        return text[: members[index - 1].value.end] + text[members[index].value.end :]
    return text[: members[0].start] + text[members[0].value.end :]


def _opened(found: Layout, here: Piece, way: list[Piece], value: dict[str, Any] | list[Any]) -> str:
    """Empty brackets or braces become lines of their own under their key."""
    text = found.text
    holder = way[-2] if len(way) > 1 else None
    if holder is None or holder.entries is None:
        return text[: here.start] + scalars.flow(value) + text[here.end :]
    entry = next(e for e in holder.entries.values() if e.value is here)
    column = found.column(entry.start) + 2
    kept = text[: entry.colon] + text[entry.colon : here.start].rstrip(" ") + text[here.end :]
    end = Layout(kept, found.root).line_end(entry.colon)
    return _with_line(kept, end, scalars.lines(value, column) + "\n")


def _emptied(found: Layout, here: Piece, path: Path) -> str:
    """The only member of a block collection goes: empty braces or brackets stay under its key."""
    text, empty = found.text, "[]" if here.items is not None else "{}"
    start, end = _region(found, here, 0)
    holder = found.at(path[:-2]) if len(path) > 1 else None
    if holder is None:
        raise Uneditable(_("The file would be empty."))
    if holder.entries is not None:
        colon = holder.entries[str(path[-2])].colon
        return f"{text[:colon]} {empty}{text[colon:start]}{text[end:]}"
    only = _members(here)[0]
    return f"{text[: only.start]}{empty}{text[only.value.end :]}"


def _with_line(text: str, at: int, line: str) -> str:
    """A whole line, or several, put in at a line's beginning or at the end of the text."""
    if at == len(text) and text and not text.endswith("\n"):
        return f"{text}\n{line}"
    return text[:at] + line + text[at:]


def _region(found: Layout, here: Piece, index: int) -> tuple[int, int]:
    """The lines of a member of a block collection: the comments above it, what is beside it, deeper ones below it."""
    text, member = found.text, _members(here)[index]
    column = found.column(member.start)
    start = found.line_start(member.start)
    floor = found.line_end(_members(here)[index - 1].value.end) if index else 0
    while start > floor:
        above = found.line_start(start - 1)
        line = text[above : start - 1]
        if above < floor or not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) != column:
            break
        start = above
    end = found.line_end(max(member.value.end, member.start))
    while end < len(text):
        line = text[end : found.line_end(end)].rstrip("\n")
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) <= column:
            break
        end = found.line_end(end)
    return start, end


def _crowded(found: Layout, here: Piece) -> bool:
    """True where a member of a block collection doesn't begin its line."""
    return any(found.text[found.line_start(m.start) : m.start].strip() for m in _members(here))


def _members(here: Piece) -> Sequence[Entry | Item]:
    return list((here.entries or {}).values()) if here.entries is not None else (here.items or [])


def _index(here: Piece, part: str | int) -> int:
    return list(here.entries).index(str(part)) if here.entries is not None else int(part)


# -- meaning -----------------------------------------------------------------------------------------------------------


def _assign_mapping(text: str, path: Path, old: dict[str, Any], new: dict[str, Any]) -> str:
    for key, value in new.items():
        text = assign(text, (*path, key), value, [*new])
    for key in old:
        if key not in new:
            text = remove(text, (*path, key))
    return text


def _assign_list(text: str, path: Path, old: list[Any], new: list[Any]) -> str:
    told = [scalars.flow(v) for v in old], [scalars.flow(v) for v in new]
    for what, a1, a2, b1, b2 in reversed(SequenceMatcher(None, *told, autojunk=False).get_opcodes()):
        if what == "equal":
            continue
        both = min(a2 - a1, b2 - b1)
        for i in range(both, b2 - b1):
            text = insert_item(text, path, a1 + i, new[b1 + i])
        for i in reversed(range(both, a2 - a1)):
            text = remove(text, (*path, a1 + i))
        for i in range(both):
            text = assign(text, (*path, a1 + i), new[b1 + i])
    return text


def _checked(old: str, new: str, change: Callable[[Any], object]) -> str:
    """The new text where it says what was meant. Raises Uneditable."""
    meant = copy.deepcopy(said(old))
    change(meant)
    try:
        found = said(new)
    except ProgrammeUnusable as error:
        raise _elsewhere() from error
    if not _same(found, meant):
        raise _elsewhere()
    return new


def _same(a: Any, b: Any) -> bool:
    """Equal, and of the same types all the way down: 1 is not true, and 1.0 is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and a == b and str(a) == str(b)


def look(data: Any, path: Path) -> Any:
    """What stands at a path of plain data. Raises Uneditable."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError) as error:
            raise absent(path) from error
    return data


def _put(data: Any, path: Path, value: Any) -> None:
    look(data, path[:-1])[path[-1]] = value
