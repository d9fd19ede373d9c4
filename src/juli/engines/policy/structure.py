"""pydantic's errors told with the file's own places and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import NOTHING, series, shown, told
from juli.engines.policy.problems import BadValue, Place, Problem, closest, nearest
from juli.engines.policy.source import Path, Source

M = TypeVar("M", bound=BaseModel)


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys a mapping of this shape may have, as the file writes them."""
    return [found.alias or name for name, found in model.model_fields.items()]


def shaped(model: type[M], data: Any, source: Source, path: Path, problems: list[Problem]) -> M | None:
    """``data`` (at ``path`` in ``source``) as ``model``, or None with what is wrong added to ``problems``."""
    if not isinstance(data, dict):
        problems.append(
            Problem(
                source.place(path), told("expected a mapping"), told("with keys like {}", series(keys_of(model)[:4]))
            )
        )
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems.extend(_told(error, model, data, source, path))
        return None


def _told(error: ValidationError, model: type[BaseModel], data: Any, source: Source, path: Path) -> Iterator[Problem]:
    seen: set[Path] = set()
    items = [(item, in_data(tuple(item["loc"]), data)) for item in error.errors(include_url=False)]
    for item, loc in items:
        if item["type"] in _WORD_WANTED and isinstance(item["input"], dict | list) and _inside(loc, items, data):
            # Of a word or a mapping, the mapping was meant: what is wrong inside it is told.
            continue
        where = (*path, *loc)
        if item["type"] == "extra_forbidden":
            yield Problem(
                _key_place(source, where),
                told('unknown key "{}"', loc[-1]),
                nearest(str(loc[-1]), _siblings(model, loc)),
            )
        elif item["type"] == "missing":
            # Only the last part of the path is absent; the place is its parent's.
            yield Problem(source.place(where[:-1]), told('"{}" is missing', item["loc"][-1]), told("add it"))
        elif where not in seen:
            seen.add(where)
            text, remedy = _sentence(item, loc, data)
            yield Problem(source.place(where), text, remedy)


#: What pydantic says of a mapping or a list where a single word would do too.
_WORD_WANTED = ("string_type", "literal_error")


def _inside(loc: Path, items: list[tuple[Any, Path]], data: Any) -> bool:
    """True where something below ``loc`` is wrong as well; its last part may only name a branch of a union."""
    loc = loc if _there(loc, data) else loc[:-1]
    below = [(item, other) for item, other in items if len(other) > len(loc) and other[: len(loc)] == loc]
    return any(item["type"] == "missing" or _there(other, data) for item, other in below)


#: What a text of a certain form looks like, by the form.
_FORMS = {
    "^[a-z0-9][a-z0-9.\\-]*$": told("lower-case letters, digits, dots and hyphens"),
    "^[0-9a-f]{64}$": told("64 hexadecimal digits, as sha256sum prints them"),
}


def _sentence(item: Any, loc: Path, data: Any) -> tuple[Label, Label]:
    """What is wrong, and the remedy."""
    text, remedy = _fault(item, loc)
    if loc and isinstance(loc[-1], str) and _there(loc, data):
        text = told('"{}": {}', loc[-1], text)
    return text, remedy


def _fault(item: Any, loc: Path) -> tuple[Label, Label]:
    """An error of pydantic in the words of someone who writes a file, and the remedy."""
    found, terms = shown(item["input"]), item.get("ctx", {})
    match item["type"]:
        case "value_error" if isinstance(terms["error"], BadValue):
            return terms["error"].text, terms["error"].remedy
        case "literal_error":
            known = re.findall(r"'([^']*)'", terms["expected"])
            if isinstance(item["input"], str):
                found = told('"{}"', item["input"])
            return told("{} is not one of {}", found, series(known)), closest(str(item["input"]), known)
        case "string_pattern_mismatch":
            form = terms["pattern"]
            return told('"{}" has another form', item["input"]), _FORMS.get(form, told("the form is {}", form))
        case "model_type" | "model_attributes_type" if len(loc) > 1 and loc[-2] == "of":
            remedy = told("write the clauses here, or `of: categories`, or `of: GROUP`")
            return told("{} is not a mapping", found), remedy
        case "too_short":
            return told("the list is empty"), told("name at least one")
        case "too_long":
            return told("there are more than {}", terms["max_length"]), told("drop the others")
        case "greater_than_equal":
            return told("{} is less than {}", found, terms["ge"]), told("write {} or more", terms["ge"])
    return _of_another_type(item["type"], found, item["msg"])


def _of_another_type(kind: str, found: Label, message: str) -> tuple[Label, Label]:
    match kind:
        case "string_type":
            return told("{} is not a text", found), told("put it in quotes")
        case "int_type":
            return told("{} is not a whole number", found), told("digits only")
        case "bool_type":
            return told("{} is not true or false", found), told("write true or false")
        case "tuple_type":
            return told("{} is not a list", found), told("write [a, b], or one item a line after a hyphen")
        case "dict_type" | "model_type" | "model_attributes_type":
            return told("{} is not a mapping", found), told("write key: value")
    return told("{} doesn't fit here ({})", found, message), NOTHING


def _there(loc: Path, data: Any) -> bool:
    here: Any = data
    for part in loc:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def in_data(loc: Path, data: Any) -> Path:
    """A pydantic ``loc`` without the parts that name a branch of a union and stand nowhere in the file."""
    out: list[str | int] = []
    for i, part in enumerate(loc):
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif i < len(loc) - 1 or not isinstance(data, dict):
            continue
        out.append(part)
    return tuple(out)


def _key_place(source: Source, where: Path) -> Place:
    return source.place((*where, "\0key"))


def _siblings(model: type[BaseModel], loc: Path) -> list[str]:
    """The keys known where the unknown key at ``loc`` stands."""
    here: Any = model
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        fields = getattr(here, "model_fields", None)
        if fields is None:
            # A mapping of named things: the name leads to what each of them is.
            here = _value_of(here)
            continue
        found = next((f for n, f in fields.items() if (f.alias or n) == part), None)
        if found is None:
            return []
        here = _model_in(found.annotation) or found.annotation
    here = here if hasattr(here, "model_fields") else _model_in(here)
    return [] if here is None else keys_of(here)


def _value_of(annotation: Any) -> Any:
    """What a ``dict[str, X]`` holds."""
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    return next((v for inner in get_args(annotation) if (v := _value_of(inner)) is not None), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model an annotation leads to, unless a mapping of names stands in between."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is dict:
        return None
    return next((m for inner in get_args(annotation) if (m := _model_in(inner)) is not None), None)
