"""A file with one of everything that may carry a note or the mark of an assumption, and where these places are."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from juli.engines.policy import workflow
from juli.engines.policy.schema import ProgrammeFile
from juli.engines.policy.source import read
from tests.cli.test_show import FILE

Path = tuple[str | int, ...]
MORE = """
groups: [{id: main, label: Main}]
claims: {exclusive: categories}
exclusions: [{id: fined, label: Fined, count: talk, at_most: 0}]
targets: [{id: shown, label: Shown, count: talk, at_least: 1}]
commitments: [{id: grown, label: Grown, count: talk, at_least: 1}]
duties: [{id: publish, label: Publish, platform: P, of: [talk]}]
items: [{id: task, label: Task, group: Tasks}]
"""


def whole() -> dict[str, Any]:
    """The file as data."""
    data = read(FILE + MORE, "whole.yaml").data
    talks = data["categories"][0]
    talks.update(
        group="main", content={"label": "Told as well"}, measures=[{"id": "heard", "label": "Heard", "count": "talk"}]
    )
    data["categories"][1]["group"] = "main"
    del data["workflow"]["stages"][-1]["appraisal"]["source"]
    data["tracks"][0].update(
        content={"label": "In short"}, conditions=[{"id": "own", "label": "Own", "count": "talk", "at_least": 1}]
    )
    return data


def places(key: str) -> list[Path]:
    """Every place of the file that may have ``key``, as a path into its data."""
    data = whole()
    return [path for path, found in _blocks(ProgrammeFile.model_validate(data), data, ()) if key in type(found).model_fields
            and type(found) is not ProgrammeFile]  # fmt: skip


def models() -> set[str]:
    """The models that the file has one of."""
    data = whole()
    return {type(found).__name__ for _, found in _blocks(ProgrammeFile.model_validate(data), data, ())}


def _blocks(found: BaseModel, data: Any, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    yield path, found
    for name, info in type(found).model_fields.items():
        key = info.alias or name
        value = getattr(found, name)
        if not isinstance(data, Mapping) or key not in data:
            continue
        inner = data[key]
        if isinstance(value, BaseModel):
            yield from _blocks(value, inner, (*path, key))
        elif isinstance(value, Mapping):
            for word, entry in value.items():
                if isinstance(entry, BaseModel):
                    yield from _blocks(entry, inner[word], (*path, key, word))
        elif isinstance(value, tuple) and isinstance(inner, list):
            for i, entry in enumerate(value):
                if isinstance(entry, workflow.Stage):
                    yield from _blocks(entry, inner[i][entry.name], (*path, key, i, entry.name))
                elif isinstance(entry, BaseModel):
                    yield from _blocks(entry, inner[i], (*path, key, i))


def changed(values: Mapping[Path, tuple[str, Any]]) -> str:
    """The file with a key and its value more at some of its places."""
    data = copy.deepcopy(whole())
    for path, (key, value) in values.items():
        found: Any = data
        for step in path:
            found = found[step]
        found[key] = value
    return json.dumps(data, ensure_ascii=False, default=str)


def token(number: int) -> str:
    """A word that stands nowhere else."""
    return f"Nb{number:03}"


def noted() -> tuple[str, list[Path]]:
    """The file with a note at every place that takes one."""
    every = places("note")
    return changed(
        {path: ("note", {"zh": f"{token(i)}z", "en": f"{token(i)}e"}) for i, path in enumerate(every)}
    ), every


def assumed() -> tuple[str, list[Path]]:
    """The file with the mark of an assumption at every place that takes one."""
    every = places("source")
    return changed(dict.fromkeys(every, ("source", "assumption"))), every
