"""YAML 1.2 read with the place of every value kept, numbers exact, duplicate keys refused.

Scalars are constructed here rather than by a YAML library's resolver: floats become ``Decimal`` from their own digits,
dates stay text until a typed field asks for a date, and ``on``, ``yes`` or ``16:00`` are never anything but text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import told
from juli.engines.policy.mistakes.yaml import complained
from juli.engines.policy.problems import Place, Problem, ProgrammeUnusable

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_NUMBER = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")
#: What a reader of YAML complains of, and what helps against it; quoting helps against the rest.
_HELP = {
    "'\\t'": told("indent with spaces, not with tabs"),
    "another document": told("one file holds one document; drop the ---"),
    "special characters": told("save the file as plain text"),
}
#: Levels of nesting; a file that has a reason for more hasn't been seen.
_DEEPEST = 60
_FLATTEN = told("write it with fewer brackets or indents")
#: Digits of a number: more than any amount has, fewer than take long to read.
_DIGITS = 40
_QUOTING_HELP = told("quote texts that hold braces, brackets or a colon, or that start with ! or a quote mark")


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its plain ``data`` (dict, list, str, int, Decimal, bool, None) and the place of every path."""

    file: str
    data: Any
    places: Mapping[Path, Place]
    text: str

    def place(self, path: Path) -> Place:
        """Where the value at ``path`` stands; the nearest ancestor's place when the path itself isn't in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))


@dataclass(slots=True)
class _Reader:
    file: str
    #: Places a text without aliases can have; with aliases, a short text could be endless.
    most: int
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    #: The nodes being read, so that an alias can't lead back into itself.
    above: set[int] = field(default_factory=set)

    def place(self, node: Node) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def value(self, node: Node, path: Path) -> Any:
        self.places.setdefault(path, self.place(node))
        if id(node) in self.above:
            self.problems.append(
                Problem(self.place(node), told("an alias inside what it stands for"), told("write it out"))
            )
            return None
        if len(path) > _DEEPEST:
            raise ProgrammeUnusable([Problem(self.place(node), told("more than {} levels deep", _DEEPEST), _FLATTEN)])
        if len(self.places) > self.most:
            raise ProgrammeUnusable(
                [Problem(self.place(node), told("too large to be read"), told("split the file, or use fewer aliases"))]
            )
        self.above.add(id(node))
        try:
            return self.inside(node, path)
        finally:
            self.above.discard(id(node))

    def inside(self, node: Node, path: Path) -> Any:
        """The value of a node, whatever it is."""
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        if not isinstance(node, ScalarNode):
            raise TypeError(f"a node of another kind: {node!r}")
        return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.problems.append(Problem(self.place(key_node), told("a key must be a plain word"), _QUOTING_HELP))
                continue
            key = str(key_node.value)
            if key in out:
                self.problems.append(
                    Problem(self.place(key_node), told('the key "{}" stands twice', key), told("keep one of them"))
                )
                continue
            # An error about a key points at the key; one about its value, at the value.
            self.places[(*path, key)] = self.place(value_node)
            self.places[(*path, key, "\0key")] = self.place(key_node)
            out[key] = self.value(value_node, (*path, key))
        return out

    def scalar(self, node: ScalarNode, path: Path) -> Any:
        text = str(node.value)
        if node.tag and str(node.tag) not in ("None", "!") and not str(node.tag).startswith("tag:yaml.org"):
            self.problems.append(Problem(self.place(node), told('"{}" is read as a YAML tag', node.tag), _QUOTING_HELP))
            return text
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in ("true", "True"):
            return True
        if text in ("false", "False"):
            return False
        if text in ("", "null", "~"):
            return None
        if (_INTEGER.match(text) or _NUMBER.match(text)) and len(text) > _DIGITS:
            self.problems.append(Problem(self.place(node), told("a number of {} digits", len(text)), told("check it")))
            return None
        if _INTEGER.match(text):
            return int(text)
        if _NUMBER.match(text):
            return Decimal(text)
        return text


def _unreadable(complaint: str) -> Label:
    return told("not readable as YAML: {}", complained(complaint))


def _help(complaint: str) -> Label:
    return next((remedy for sign, remedy in _HELP.items() if sign in complaint), _QUOTING_HELP)


@lru_cache(maxsize=8)
def composed(text: str) -> Node | None:
    """The nodes of a text, which nobody changes; several readers of one text share them. Raises what the library does.

    A vocabulary takes half a second, and is asked for by the shelf and by whoever keeps records.
    """
    node: Node | None = YAML(typ="safe", pure=True).compose(text)
    return node


def read(text: str, file: str) -> Source:
    """Parse ``text``; ``file`` is the name that errors show.

    Raises ProgrammeUnusable with the place and a remedy when the text isn't YAML or repeats a key.
    """
    try:
        node = composed(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        remedy = _help(str(error.problem))
        raise ProgrammeUnusable([Problem(place, _unreadable(str(error.problem)), remedy)]) from error
    except YAMLError as error:
        complaint = str(error).splitlines()[0]
        raise ProgrammeUnusable([Problem(Place(file), _unreadable(complaint), _help(complaint))]) from error
    except RecursionError as error:
        raise ProgrammeUnusable([Problem(Place(file), told("more than {} levels deep", _DEEPEST), _FLATTEN)]) from error
    if node is None:
        raise ProgrammeUnusable(
            [Problem(Place(file), told("the file is empty"), told("see docs/writing-a-programme.md"))]
        )
    # A value takes a character, and a key is placed twice.
    reader = _Reader(file, most=2 * len(text) + 100)
    data = reader.value(node, ())
    if reader.problems:
        raise ProgrammeUnusable(reader.problems)
    return Source(file, data, reader.places, text)
