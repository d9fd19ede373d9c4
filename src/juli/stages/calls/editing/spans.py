"""Where every key and value of a YAML text stands, in characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from juli.engines.policy.source import composed

Path = tuple[str | int, ...]


class Uneditable(Exception):
    """This place cannot be edited in the tree; the message says why. The text can still be edited as text."""


def absent(path: Path) -> Uneditable:
    """What to raise where a place is gone."""
    return Uneditable(_("There is nothing at %(place)s any more.") % {"place": "/".join(map(str, path))})


@dataclass(slots=True)
class Piece:
    """A value: ``[start, end)`` in the text, without blanks and comments around it."""

    start: int
    end: int
    flow: bool = False
    #: Of a scalar: None (plain), ``'``, ``"``, ``|`` or ``>``.
    style: str | None = None
    #: Of a mapping; in the order of the file.
    entries: dict[str, Entry] | None = None
    #: Of a list.
    items: list[Item] | None = None
    #: It carries an anchor or stands for one.
    shared: bool = False

    @property
    def collection(self) -> bool:
        """A mapping or a list."""
        return self.entries is not None or self.items is not None

    @property
    def block(self) -> bool:
        """A collection on lines of its own."""
        return self.collection and not self.flow


@dataclass(slots=True)
class Entry:
    """A key with its value: ``start`` is where the key begins, ``colon`` the place after its colon."""

    start: int
    colon: int
    value: Piece


@dataclass(slots=True)
class Item:
    """A value of a list; ``start`` is its hyphen, or in brackets the value's own start."""

    start: int
    value: Piece


@dataclass(slots=True)
class Layout:
    """A text and all its pieces."""

    text: str
    root: Piece
    _seen: set[int] = field(default_factory=set)

    def at(self, path: Path) -> Piece:
        """The piece at a path. Raises Uneditable where there is none, or where an anchor stands in between."""
        return self.way(path)[-1]

    def way(self, path: Path) -> list[Piece]:
        """The pieces from the root to the one at ``path``."""
        found = [self.root]
        for part in path:
            here, inner = found[-1], None
            if here.entries is not None and part in here.entries:
                inner = here.entries[str(part)].value
            elif here.items is not None and isinstance(part, int) and part < len(here.items):
                inner = here.items[part].value
            if inner is None:
                raise absent(path)
            if inner.shared:
                raise Uneditable(_("This stands for several places by an anchor: edit it in the text."))
            found.append(inner)
        return found

    def line_start(self, at: int) -> int:
        """The beginning of the line."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """The place after the line's end."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def column(self, at: int) -> int:
        """How far from the left, from 0."""
        return at - self.line_start(at)


_BLANK_OR_COMMENT = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")


@lru_cache(maxsize=8)
def layout(text: str) -> Layout:
    """The pieces of a text that ``engines.policy.source.read`` reads. Raises Uneditable for one that is no YAML."""
    try:
        node = composed(text)
    except (YAMLError, RecursionError) as error:
        raise Uneditable(_("This is no YAML: mend it in the text.")) from error
    if node is None:
        raise Uneditable(_("The file is empty: write in the text."))
    found = Layout(text, Piece(0, 0))
    found.root = _piece(node, found)
    return found


def _piece(node: Node, of: Layout) -> Piece:
    text = of.text
    start, end = node.start_mark.index, node.end_mark.index
    shared = node.anchor is not None or id(node) in of._seen  # noqa: SLF001  # Of this module.
    of._seen.add(id(node))  # noqa: SLF001
    if isinstance(node, ScalarNode):
        style = node.style or None
        if style in ("|", ">"):
            end = start + len(text[start:end].rstrip())
        elif style is None:
            end = start + len(node.value) if node.value == text[start : start + len(node.value)] else end
            end = start + len(text[start:end].rstrip())
        return Piece(start, end, style=style, shared=shared)
    flow = bool(getattr(node, "flow_style", False))
    if shared:
        return Piece(start, end, flow=flow, shared=True)
    if isinstance(node, MappingNode):
        entries = {}
        for key, value in node.value:
            inner = _piece(value, of)
            colon = text.index(":", key.end_mark.index) + 1
            if inner.start == inner.end:
                inner.start = inner.end = colon
            entries[str(key.value)] = Entry(key.start_mark.index, colon, inner)
        last = max((e.value.end for e in entries.values()), default=end)
        return Piece(start, end if flow else last, flow=flow, entries=entries)
    if isinstance(node, SequenceNode):
        items = []
        at = start
        for child in node.value:
            inner = _piece(child, of)
            if flow:
                items.append(Item(inner.start, inner))
                continue
            gap = _BLANK_OR_COMMENT.match(text, at)
            hyphen = gap.end() if gap else at
            if inner.start == inner.end:
                inner.start = inner.end = hyphen + 1
            items.append(Item(hyphen, inner))
            at = inner.end
        return Piece(start, end if flow else max((i.value.end for i in items), default=end), flow=flow, items=items)
    raise TypeError(f"a node of another kind: {node!r}")


def pieces(found: Piece, path: Path = ()) -> Iterator[tuple[Path, Piece]]:
    """Every piece with its path, from outside in."""
    yield path, found
    for key, entry in (found.entries or {}).items():
        yield from pieces(entry.value, (*path, key))
    for number, item in enumerate(found.items or ()):
        yield from pieces(item.value, (*path, number))


def comments(text: str) -> list[str]:
    """Every comment of a text, in order: what no edit may lose."""
    scalars = sorted((p.start, p.end) for _, p in pieces(layout(text).root) if not p.collection and p.end > p.start)
    out: list[str] = []
    at = 0
    for start, end in [*scalars, (len(text), len(text))]:
        between = text[at:start]
        out.extend(found[0].rstrip() for found in re.finditer(r"(?:(?<=\s)|^)#[^\n]*", between))
        at = max(at, end)
    return out
