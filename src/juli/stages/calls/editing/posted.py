"""What comes back from the form of a part, as edits of the text; and the acts on parts."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from juli.engines.policy.json_schema import Schema
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.source import read
from juli.registry.language import language
from juli.stages.calls.editing import splices
from juli.stages.calls.editing.outline import Field, Sheet, sheet
from juli.stages.calls.editing.shapes import Shapes, plain
from juli.stages.calls.editing.spans import Path, Uneditable
from juli.stages.calls.editing.splices import look, said

#: What stands in a part that was only just added, until somebody writes it.
TO_WRITE = {"zh": "待填写", "en": "to be written"}
_GONE = object()


class Mistake(NamedTuple):
    """A field that cannot be taken as it was written."""

    control: str
    text: str


class Edited(NamedTuple):
    """The text after a form, and what could not be taken of it."""

    text: str
    mistakes: tuple[Mistake, ...]


def edited(text: str, path: Path, form: Mapping[str, str], shapes: Shapes) -> Edited:
    """A form of the part at ``path``, taken field by field: only what was changed in it is written."""
    found = sheet(text, path, shapes)
    where = found.node.path
    order = list(shapes.keys(shapes.at(where)))
    mistakes = []
    gone: list[Path] = []
    for field in (*found.fields, *found.more):
        try:
            value = _value(field, form, shapes.below(shapes.at(where), field.key), _old(text, where, field), shapes)
            if value is None:
                continue
            if value[0] is _GONE:
                gone.append((*where, field.key))
            else:
                text = splices.assign(text, (*where, field.key), value[0], order)
        except Uneditable as error:
            mistakes.append(Mistake(field.control, str(error)))
    for place in reversed(gone):
        try:
            text = splices.remove(text, place)
        except Uneditable as error:
            mistakes.append(Mistake(f"value.{place[-1]}", str(error)))
    return Edited(text, tuple(mistakes))


def _old(text: str, where: Path, field: Field) -> Any:
    return look(said(text), (*where, field.key)) if field.present else None


def _value(field: Field, form: Mapping[str, str], schema: Schema, old: Any, shapes: Shapes) -> tuple[Any] | None:
    """The new value of a field; ``_GONE`` where it was emptied, None where nothing was changed in it."""
    if field.kind == "label":
        if f"{field.control}.zh" not in form:
            return None
        zh, en = (_clean(form.get(f"{field.control}.{lang}", "")) for lang in ("zh", "en"))
        if (zh, en) == (_clean(field.shown), _clean(field.other)):
            return None
        if not zh and not en:
            return (_GONE,) if field.present else None
        return (zh,) if zh == en and isinstance(old, str) else ({"zh": zh, "en": en},)
    if field.control not in form:
        return None
    given = _clean(form[field.control])
    if given == _clean(field.shown):
        return None
    if not given:
        return (_GONE,) if field.present else None
    if field.kind in ("yaml", "choice", "flag"):
        return (_read(given),)
    if field.kind == "names":
        names = [name for part in given.replace("，", ",").replace("、", ",").split(",") for name in part.split()]
        return (names[0],) if isinstance(old, str) and len(names) == 1 else (names,)
    if field.kind == "number" or (shapes.numeric(schema) and not isinstance(old, str)):
        return (plain(given),)
    return (given,)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _read(given: str) -> Any:
    """A piece of YAML as it would stand after a key."""
    indented = given.replace("\n", "\n  ")
    try:
        data = read(f"k:\n  {indented}\n", "").data
    except ProgrammeUnusable as error:
        raise Uneditable(error.problems[0].text.say(language())) from error
    if set(data) != {"k"}:
        raise Uneditable(_("Write one value: a text, a number, [a, b] or {key: value}."))
    return data["k"]


# -- parts -------------------------------------------------------------------------------------------------------------


def added(text: str, path: Path, name: str, shapes: Shapes) -> tuple[str, Path]:
    """A new part below the one at ``path``: an item of a list, or under the key ``name``. The text, and its place."""
    found = sheet(text, path, shapes)
    where, schema = found.node.path, shapes.at(found.node.path)
    taken = _ids(said(text))
    if found.takes == "item":
        count = len(look(said(text), where))
        item = _new(shapes.below(schema, 0), shapes, taken, _stem(text, where))
        return splices.insert_item(text, where, count, item), (*where, count)
    name = name.strip()
    if not name:
        raise Uneditable(_("Give it a name."))
    if found.takes != "name" and name not in dict(found.parts):
        raise Uneditable(_("No part is called “%(name)s” here.") % {"name": name})
    value = _new(shapes.below(schema, name), shapes, taken, _stem(text, where))
    return splices.insert_key(text, where, name, value, list(shapes.keys(schema))), (*where, name)


def removed(text: str, path: Path) -> tuple[str, Path]:
    """Without the part; the place of what was around it."""
    return splices.remove(text, path), path[:-1]


def moved(text: str, path: Path, by: int) -> tuple[str, Path]:
    """The part one place up (-1) or down (1) in its list."""
    index = path[-1]
    if not isinstance(index, int):
        raise Uneditable(_("Only what stands in a list has a place in it."))
    count = len(look(said(text), path[:-1]))
    to = min(max(index + by, 0), count - 1)
    return (text if to == index else splices.move(text, path, to)), (*path[:-1], to)


def duplicated(text: str, path: Path) -> tuple[str, Path]:
    """A copy right after the part, with ids of its own."""
    index = path[-1]
    if not isinstance(index, int):
        raise Uneditable(_("Only what stands in a list can be copied beside itself."))
    taken = _ids(said(text))
    return splices.duplicate(text, path, lambda data: _renamed(data, taken)), (*path[:-1], index + 1)


def _new(schema: Schema, shapes: Shapes, taken: set[str], stem: str) -> Any:
    """What a new part begins with: what it must have, and its label."""
    member = shapes.member(schema)
    if member is not None and not shapes.keys(schema):
        return [_new(member, shapes, taken, stem)]
    if shapes.is_label(schema) and not shapes.keys(schema):
        return dict(TO_WRITE)
    keys = shapes.keys(schema)
    if shapes.single(schema):
        return {next(iter(keys)): {}}
    out: dict[str, Any] = {}
    for key, below in keys.items():
        if key == "id":
            out[key] = _unique(f"{stem}.new" if stem else "new", taken)
        elif key in shapes.required(schema) or key == "label":
            out[key] = _start(key, below, shapes)
    return out


def _start(key: str, schema: Schema, shapes: Shapes) -> Any:
    if shapes.is_label(schema):
        return dict(TO_WRITE)
    choices = shapes.choices(schema)
    if choices:
        return choices[0][0]
    if shapes.member(schema) is not None or shapes.kind(key, schema, []) == "names":
        return []
    return 0 if shapes.kind(key, schema, None) == "number" else "…"


def _stem(text: str, where: Path) -> str:
    """The id that new ones below begin with."""
    data = said(text)
    for end in range(len(where), 0, -1):
        found = look(data, where[:end])
        if isinstance(found, dict) and isinstance(found.get("id"), str):
            return str(found["id"])
    return ""


def _ids(data: Any) -> set[str]:
    if isinstance(data, dict):
        own = {data["id"]} if isinstance(data.get("id"), str) else set()
        return own.union(*(_ids(inner) for inner in data.values()))
    return set().union(*map(_ids, data)) if isinstance(data, list) else set()


def _unique(wanted: str, taken: set[str]) -> str:
    name, n = wanted, 1
    while name in taken:
        n += 1
        name = f"{wanted}-{n}"
    taken.add(name)
    return name


def _renamed(data: Any, taken: set[str]) -> Any:
    """The same with ids that nothing has yet: ``a`` becomes ``a-2``, and ``a.b`` below it ``a-2.b``."""
    old: str | None = data.get("id") if isinstance(data, dict) else None
    new = _unique(f"{old}-2", taken) if isinstance(old, str) else ""

    def inside(value: Any) -> Any:
        if isinstance(value, dict):
            value = {key: inside(inner) for key, inner in value.items()}
            own = value.get("id")
            if isinstance(own, str):
                begins = isinstance(old, str) and own.startswith(f"{old}.")
                value["id"] = (
                    new if own == old else _unique(new + own[len(old) :] if begins and old else f"{own}-2", taken)
                )
            return value
        return [inside(v) for v in value] if isinstance(value, list) else value

    return inside(copy.deepcopy(data))


def _derived(own: str, old: str | None, new: str) -> str:
    return new + own.removeprefix(old) if old and own.startswith(f"{old}.") else f"{own}-2"


__all__ = ["Edited", "Mistake", "Sheet", "added", "duplicated", "edited", "moved", "removed"]
