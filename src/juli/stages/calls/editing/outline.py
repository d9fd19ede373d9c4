"""A programme file as a tree: each part with its place in the text, and a form of the fields that stand in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from juli.engines.policy.json_schema import Schema
from juli.engines.policy.labels import Label
from juli.stages.calls.editing import scalars
from juli.stages.calls.editing.keys import key_label
from juli.stages.calls.editing.shapes import Kind, Shapes
from juli.stages.calls.editing.spans import Path, Piece, Uneditable, layout
from juli.stages.calls.editing.splices import look, said


@dataclass(frozen=True)
class Node:
    """A part of the file. ``member``: the place that moves, goes or is copied where it stands in a list."""

    path: Path
    key: str
    name: Label
    id: str
    line: int
    children: tuple[Node, ...]
    member: Path | None = None

    @property
    def address(self) -> str:
        """Its path as one word of an address."""
        return address(self.path)

    def walk(self) -> Iterator[Node]:
        """It and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Field:
    """A value edited in the form of its part. ``shown`` is its text (of a label: in Chinese), ``other`` the English."""

    key: str | int
    name: Label
    kind: Kind
    shown: str
    other: str
    choices: tuple[tuple[str, str], ...]
    present: bool
    required: bool
    line: int

    @property
    def control(self) -> str:
        """Its name in the form."""
        return f"value.{self.key}"


@dataclass(frozen=True)
class Sheet:
    """The form of one part. ``fields`` stand there, ``more`` may be filled in, ``parts`` may be added below."""

    node: Node
    fields: tuple[Field, ...]
    more: tuple[Field, ...]
    parts: tuple[tuple[str, Label], ...]
    #: A list takes items, a mapping of names takes names.
    takes: str
    #: Where it stands in its list, and how many stand there; None outside lists.
    position: tuple[int, int] | None

    @property
    def member_address(self) -> str:
        """What is moved, copied and removed."""
        return address(self.node.member if self.node.member is not None else self.node.path)

    @property
    def last(self) -> bool:
        """It stands at the end of its list."""
        return self.position is not None and self.position[0] + 1 == self.position[1]


def address(path: Path) -> str:
    """A path as text: parts apart by ``/``, with ``~1`` for a slash inside one."""
    return "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in path)


def path_of(text: str, where: str) -> Path:
    """The path of an address in a text; as far as it leads there."""
    data, out = said(text), []
    for word in where.split("/") if where else ():
        part: str | int = word.replace("~1", "/").replace("~0", "~")
        if isinstance(data, list):
            if not (word.isascii() and word.isdecimal() and len(word) < 10) or int(word) >= len(data):
                break
            part = int(word)
        elif not isinstance(data, dict) or part not in data:
            break
        data = data[part]
        out.append(part)
    return tuple(out)


def tree(text: str, shapes: Shapes) -> Node:
    """The whole file. Raises ProgrammeUnusable where the text is no YAML, Uneditable where it is no mapping."""
    return _tree(text, shapes)


# A Shapes holds a schema of plain data; it is told apart by identity, and there is one per language and vocabulary.
@lru_cache(maxsize=8)
def _tree(text: str, shapes: Shapes) -> Node:
    data = said(text)
    if not isinstance(data, dict):
        raise Uneditable(_("The file is no mapping of keys: write it in the text."))
    starts = _lines(text)
    return _node((), data, shapes.schema, shapes, starts, None)


def _node(path: Path, value: Any, schema: Schema, shapes: Shapes, lines: _Lines, member: Path | None) -> Node:
    if isinstance(value, dict) and len(value) == 1 and member == path and shapes.single(schema):
        # `- screening: {…}`: the one key says what it is.
        key = next(iter(value))
        return _node((*path, key), value[key], shapes.below(schema, key), shapes, lines, member)
    children = []
    if isinstance(value, dict):
        for key, inner in value.items():
            below = shapes.below(schema, key)
            if shapes.is_part(below, inner):
                children.append(_node((*path, key), inner, below, shapes, lines, None))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            below = shapes.below(schema, i)
            if shapes.is_part(below, inner) or (inner is None and shapes.keys(below)):
                children.append(_node((*path, i), inner, below, shapes, lines, (*path, i)))
    key = str(path[-1]) if path else ""
    return Node(path, key, _name(value, key), _id(value), lines.of(path), tuple(children), member)


def sheet(text: str, path: Path, shapes: Shapes) -> Sheet:
    """The form of the part at a path; of the part around it where a field stands there. Raises Uneditable."""
    found = tree(text, shapes)
    nodes = {node.path: node for node in found.walk()}
    for node in found.walk():
        if node.member is not None:
            nodes.setdefault(node.member, node)
    while path not in nodes:
        path = path[:-1]
    node = nodes[path]
    path = node.path
    value, schema = look(said(text), path), shapes.at(path)
    if isinstance(value, list):
        fields = _items(path, value, schema, shapes, _lines(text), frozenset(nodes))
        return Sheet(node, tuple(fields), (), (), "item", _position(node, text))
    given = value if isinstance(value, dict) else {}
    keys = shapes.keys(schema)
    every = {**keys, **{k: shapes.below(schema, k) for k in given if k not in keys}}
    form = _Form(path, given, shapes, _lines(text), frozenset(shapes.required(schema)))
    # In the order of the file, as it reads there.
    here = [form.field(k, every[k]) for k in given if not shapes.is_part(every[k], given[k])]
    more = [form.field(k, s) for k, s in every.items() if k not in given and not shapes.only_part(s)]
    parts = [(k, key_label(k)) for k, s in every.items() if k not in given and shapes.may_be_part(s)]
    return Sheet(node, tuple(here), tuple(more), tuple(parts), "" if keys else "name", _position(node, text))


def _position(node: Node, text: str) -> tuple[int, int] | None:
    if node.member is None:
        return None
    return int(node.member[-1]), len(look(said(text), node.member[:-1]))


def _items(
    path: Path, value: list[Any], schema: Schema, shapes: Shapes, lines: _Lines, nodes: frozenset[Path]
) -> Iterator[Field]:
    """The members of a list that have no form of their own."""
    form = _Form(path, dict(enumerate(value)), shapes, lines, frozenset())
    for i in range(len(value)):
        if (*path, i) not in nodes:
            yield form.field(i, shapes.below(schema, i))


@dataclass(frozen=True)
class _Form:
    """Makes the fields of one part."""

    path: Path
    given: dict[Any, Any]
    shapes: Shapes
    lines: _Lines
    required: frozenset[str]

    def field(self, key: str | int, schema: Schema) -> Field:
        """The field of a key that is there, or that may be."""
        present, value = key in self.given, self.given.get(key)
        kind = self.shapes.kind(str(key), schema, value)
        choices = tuple((scalars.flow(code, inside=False), title) for code, title in self.shapes.choices(schema))
        if kind == "flag":
            choices = (("true", ""), ("false", ""))
        shown, other = _shown(kind, value, present=present)
        name = Label.both(str(key + 1)) if isinstance(key, int) else key_label(key)
        line = self.lines.of((*self.path, key))
        return Field(key, name, kind, shown, other, choices, present, str(key) in self.required, line)


def _shown(kind: Kind, value: Any, *, present: bool) -> tuple[str, str]:
    if not present or value is None:
        return "", ""
    if kind == "label":
        return (value, value) if isinstance(value, str) else (value["zh"], value["en"])
    if kind == "names":
        return (value if isinstance(value, str) else ", ".join(value)), ""
    if kind in ("yaml", "flag", "choice"):
        return scalars.flow(value, inside=False), ""
    return (value if isinstance(value, str) else scalars.flow(value, inside=False)), ""


def _name(value: Any, key: str) -> Label:
    if isinstance(value, dict):
        for given in ("label", "title", "question"):
            told = value.get(given)
            if isinstance(told, str) and told:
                return Label.both(told)
            if isinstance(told, dict) and isinstance(told.get("zh"), str):
                return Label(told["zh"], str(told.get("en") or told["zh"]))
        for given in ("clause", "role", "place", "platform", "total"):
            if isinstance(value.get(given), str):
                return Label.both(value[given])
    return Label(f"第{int(key) + 1}项", f"No. {int(key) + 1}") if key.isdigit() else key_label(key)


def _id(value: Any) -> str:
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


class _Lines:
    """In which line, from 1, a place begins."""

    def __init__(self, text: str) -> None:
        self.layout = layout(text)
        self.breaks = [i for i, c in enumerate(text) if c == "\n"]

    def of(self, path: Path) -> int:
        """The line of the key or hyphen of the nearest place that is there."""
        start, here = 0, self.layout.root
        for part in path:
            if here.entries is not None and part in here.entries:
                start, here = here.entries[str(part)].start, here.entries[str(part)].value
            elif here.items is not None and isinstance(part, int) and part < len(here.items):
                start, here = here.items[part].start, here.items[part].value
            else:
                break
        return bisect_left(self.breaks, start) + 1


@lru_cache(maxsize=8)
def _lines(text: str) -> _Lines:
    return _Lines(text)


def path_at(text: str, line: int, column: int = 1) -> Path:
    """The path of what stands in a line at a column, both from 1: as deep as it goes."""
    found = layout(text)
    before = text.split("\n")[: max(line - 1, 0)]
    at = sum(len(row) + 1 for row in before) + max(column - 1, 0)
    if column == 1:
        row = text.split("\n")[line - 1] if line - 1 < text.count("\n") + 1 else ""
        at += len(row) - len(row.lstrip())
    path: Path = ()
    here = found.root
    while True:
        members: list[tuple[str | int, int, Piece]] = [(k, e.start, e.value) for k, e in (here.entries or {}).items()]
        members += [(i, m.start, m.value) for i, m in enumerate(here.items or ())]
        inside = next(((k, v) for k, start, v in members if start <= at <= max(v.end, start)), None)
        if inside is None:
            return path
        path, here = (*path, inside[0]), inside[1]
