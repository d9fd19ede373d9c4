"""What may stand at a place of a programme file, read from its JSON Schema (``engines.policy.json_schema``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from juli.engines.policy.json_schema import Schema
from juli.stages.calls.editing.spans import Path

#: How a value is edited. ``yaml`` takes whatever the others can't: a piece of the text itself.
Kind = Literal["text", "long", "filter", "number", "flag", "choice", "label", "names", "yaml"]
#: Values that are filters of rows (language §1).
FILTERS = frozenset({"where", "holds", "known", "prefer"})
_LABEL = {"zh", "en"}
#: What a part is called comes before what is said of it.
_FIRST = ("id", "role", "clause", "title", "label")
_APART = re.compile(r"[\s,，、]")
#: Texts longer than this are edited on several lines.
_LONG = 60


@dataclass(frozen=True, eq=False)
class Shapes:
    """The schema of programme files, asked by place. Equal to itself alone, so that a tree made by it can be kept."""

    schema: Schema

    def at(self, path: Path) -> Schema:
        """The schema of the value at a path; an empty one (anything goes) where the schema knows nothing."""
        found = self.schema
        for part in path:
            found = self.below(found, part)
        return found

    def below(self, schema: Schema, part: str | int) -> Schema:
        """The schema of a member."""
        for branch in self.branches(schema):
            if isinstance(part, int):
                if isinstance(branch.get("items"), dict):
                    return dict(branch["items"])
            elif part in branch.get("properties", {}):
                return dict(branch["properties"][part])
            elif isinstance(branch.get("additionalProperties"), dict):
                return dict(branch["additionalProperties"])
        return {}

    def branches(self, schema: Schema) -> Iterator[Schema]:
        """The forms that a value may take, references followed."""
        if "$ref" in schema:
            yield from self.branches(self.schema["$defs"][schema["$ref"].rpartition("/")[2]])
        elif "anyOf" in schema:
            for branch in schema["anyOf"]:
                yield from self.branches(branch)
        elif schema.get("type") != "null":
            yield schema

    def keys(self, schema: Schema) -> dict[str, Schema]:
        """The keys that a mapping here may have, in the language's order; none where any will do."""
        for branch in self.branches(schema):
            if branch.get("properties") and set(branch["properties"]) != _LABEL:
                properties: dict[str, Schema] = branch["properties"]
                first = [key for key in _FIRST if key in properties]
                return {key: properties[key] for key in (*first, *(k for k in properties if k not in first))}
        return {}

    def named(self, schema: Schema) -> Schema | None:
        """What stands under each name where a mapping takes names of its own; None where it doesn't."""
        for branch in self.branches(schema):
            more = branch.get("additionalProperties")
            if isinstance(more, dict) or (more is True and branch.get("type") == "object"):
                return more if isinstance(more, dict) else {}
        return None

    def single(self, schema: Schema) -> bool:
        """Whether a mapping here has one key that says what it is, like a stage."""
        return any(branch.get("maxProperties") == 1 for branch in self.branches(schema))

    def member(self, schema: Schema) -> Schema | None:
        """What stands in a list that is a list of parts (mappings, labels), each edited by itself."""
        for branch in self.branches(schema):
            items = branch.get("items")
            if isinstance(items, dict) and (self.keys(items) or self.is_label(items)):
                return items
        return None

    def required(self, schema: Schema) -> tuple[str, ...]:
        """The keys that a mapping here must have."""
        return tuple(
            key for branch in self.branches(schema) if branch.get("properties") for key in branch.get("required", ())
        )

    def is_label(self, schema: Schema) -> bool:
        """Whether a text in both languages may stand here."""
        return any(set(branch.get("properties", ())) == _LABEL for branch in self.branches(schema))

    def is_part(self, schema: Schema, value: Any) -> bool:
        """Whether a value is a part of the tree (edited in a form of its own) rather than a field of the one above."""
        if isinstance(value, dict):
            return bool(self.keys(schema)) or (self.named(schema) is not None and not self._amount(schema))
        return isinstance(value, list) and self.member(schema) is not None

    def may_be_part(self, schema: Schema) -> bool:
        """Whether what could stand here would be a part."""
        return bool(self.keys(schema)) or self.member(schema) is not None or self.named(schema) is not None

    def only_part(self, schema: Schema) -> bool:
        """Whether nothing but a part can stand here."""
        return (
            self.may_be_part(schema) and not self.is_label(schema) and not any(map(_one_value, self.branches(schema)))
        )

    def choices(self, schema: Schema) -> tuple[tuple[Any, str], ...]:
        """The values that may be chosen from, each with its title; none where there is more than a choice."""
        out: list[tuple[Any, str]] = []
        for branch in self.branches(schema):
            if "oneOf" in branch:
                out += [(one["const"], one.get("title", "")) for one in branch["oneOf"]]
            elif "enum" in branch:
                out += [(value, "") for value in branch["enum"] if value is not None]
            elif "const" in branch:
                out.append((branch["const"], ""))
            else:
                return ()
        return tuple(out)

    def kind(self, key: str, schema: Schema, value: Any) -> Kind:
        """How the value of a field is edited; ``value`` is None where there is none yet."""
        if isinstance(value, Mapping):
            return "label" if set(value) == _LABEL and self.is_label(schema) and _texts(value.values()) else "yaml"
        if isinstance(value, list):
            return "names" if self._names(schema) and _texts(value) and not _strange(value) else "yaml"
        types = {t for branch in self.branches(schema) for t in _types(branch)}
        known = self.choices(schema)
        if known:
            return "choice" if value is None or value in [code for code, _ in known] else "text"
        if self.is_label(schema):
            return "label" if value is None or isinstance(value, str) else "yaml"
        if types == {"boolean"}:
            return "flag" if value is None or isinstance(value, bool) else "text"
        if self._names(schema):
            return "names" if value is None or (isinstance(value, str) and not _strange([value])) else "yaml"
        if types & {"object", "array"} or not types or isinstance(value, bool):
            return "yaml"
        if types & {"number", "integer"} and not self._pattern_free(schema):
            return "number"
        if key in FILTERS:
            return "filter"
        return "long" if isinstance(value, str) and (len(value) > _LONG or "\n" in value) else "text"

    def numeric(self, schema: Schema) -> bool:
        """Whether a number may stand here."""
        return any(t in ("number", "integer") for branch in self.branches(schema) for t in _types(branch))

    def _pattern_free(self, schema: Schema) -> bool:
        return any("string" in _types(b) and "pattern" not in b and "const" not in b for b in self.branches(schema))

    def _names(self, schema: Schema) -> bool:
        """A list of plain texts."""
        for branch in self.branches(schema):
            items = branch.get("items")
            if isinstance(items, dict):
                return all("string" in _types(b) or "enum" in b or "oneOf" in b for b in self.branches(items))
        return False

    def _amount(self, schema: Schema) -> bool:
        return any("propertyNames" in b and "additionalProperties" not in b for b in self.branches(schema))


def plain(text: str) -> Any:
    """A number where a text is one, else the text.

    >>> plain("17"), plain("1.50"), plain("unstated")
    (17, Decimal('1.50'), 'unstated')
    """
    if re.fullmatch(r"-?[0-9]{1,40}", text):
        return int(text)
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,20}\.[0-9]{1,20}", text) else text


def _types(branch: Schema) -> tuple[str, ...]:
    found = branch.get("type", ())
    return (found,) if isinstance(found, str) else tuple(found)


def _one_value(branch: Schema) -> bool:
    return branch.get("type") not in ("object", "array") and not branch.keys() & {"items", "properties"}


def _texts(values: Any) -> bool:
    return all(isinstance(v, str) for v in values)


def _strange(values: list[str]) -> bool:
    """Names that a list apart by commas would not give back."""
    return any(not v or _APART.search(v) for v in values)
