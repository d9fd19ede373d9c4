"""What is left of a file once the parts that have the wrong shape are taken out, so that the rest can be checked too.

All mistakes are to be told at once; but a clause that is cut off may not make others look wrong, so names that went
with it are remembered, and what mentions them is not told.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from juli.engines.policy.problems import Place, Problem
from juli.engines.policy.source import Path, Source
from juli.engines.policy.structure import in_data

M = TypeVar("M", bound=BaseModel)
#: Cutting one part can bring out another mistake; after so many rounds the rest is left alone.
_ROUNDS = 5


class Salvage(NamedTuple, Generic[M]):
    """What could be saved: the model, its source with the places it now has, and what was lost or touched."""

    model: M
    source: Source
    lost: frozenset[str]
    touched: frozenset[Place]

    def unaffected(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems that speak of nothing lost, and don't stand where something was cut out."""
        return [
            p
            for p in problems
            if p.place not in self.touched and not any(f'"{name}"' in p.text.en for name in self.lost)
        ]


def salvage(model: type[M], source: Source) -> Salvage[M] | None:
    """``source`` as ``model`` without what doesn't fit it; None when nothing can be saved."""
    left, places = copy.deepcopy(source.data), dict(source.places)
    lost: set[str] = set()
    touched: set[Place] = set()
    for _ in range(_ROUNDS):
        now = Source(source.file, left, places, source.text)
        try:
            return Salvage(model.model_validate(left), now, frozenset(lost), frozenset(touched))
        except ValidationError as error:
            found = [(item["type"], in_data(tuple(item["loc"]), left)) for item in error.errors(include_url=False)]
        cuts = {place if kind == "extra_forbidden" else _part(place) for kind, place in found}
        if () in cuts:
            return None
        # Longest first, later list items first: a cut may not move what is still to be cut.
        for place in sorted(cuts, key=lambda p: (len(p), [str(x).zfill(6) for x in p]), reverse=True):
            # What holds a part that is gone may itself look incomplete.
            touched.update(now.place(place[:end]) for end in range(len(place)))
            touched.update(now.place(number) for number in _numbers_beside(left, place))
            if _cut(left, place, lost) and isinstance(place[-1], int):
                places = _moved_up(places, place)
    return None


def _moved_up(places: Mapping[Path, Place], gone: Path) -> dict[Path, Place]:
    """The places of what is left once the list item at ``gone`` is not there."""
    at, index = len(gone) - 1, gone[-1]
    out: dict[Path, Place] = {}
    for path, place in places.items():
        if path[:at] == gone[:at] and len(path) > at and isinstance(path[at], int) and isinstance(index, int):
            step = int(path[at])
            if step == index:
                continue
            path = (*path[:at], step - (step > index), *path[at + 1 :])
        out[path] = place
    return out


def _numbers_beside(data: Any, place: Path) -> Iterator[Path]:
    """The bounds of the clause whose part stands at ``place``: what they bound isn't all there any more."""
    path = place[:-1] if isinstance(place[-1], str) else place[:-2]
    here = data
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(here, dict):
        yield from ((*path, key) for key in ("at_least", "at_most", "up_to") if key in here)


def _part(place: Path) -> Path:
    """The list item, or the entry of a mapping two levels deep, that a mistake is in."""
    for end in range(len(place), 0, -1):
        if isinstance(place[end - 1], int):
            return place[:end]
    return place[:2]


def _cut(data: Any, place: Path, lost: set[str]) -> bool:
    """Take out what stands at ``place``, remembering its names; False when an earlier cut has done so."""
    here = data
    for part in place[:-1]:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return False
    last = place[-1]
    there = (
        last in here
        if isinstance(here, dict)
        else isinstance(here, list) and isinstance(last, int) and last < len(here)
    )
    if not there:
        return False
    lost.update(_names(here[last]))
    if len(place) == 2 and isinstance(last, str):
        lost.add(last)
    del here[last]
    return True


def _names(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for inner in value.values():
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)
