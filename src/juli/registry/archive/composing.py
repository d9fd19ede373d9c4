"""Who puts what into an archive: each stage registers what it keeps, in the order of a call's life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from juli.registry.archive.contents import Contents

#: Given what is gathered so far, the row that the archive is of, and the archive's instant: add what one keeps.
Contributor = Callable[[Contents, Any, datetime], None]


class _Part(NamedTuple):
    place: int
    name: str
    give: Contributor


_parts: dict[str, dict[str, _Part]] = {}


def register(subject: str, name: str, place: int, give: Contributor) -> None:
    """Contribute to the archives of a type of subject (``application``, ``call``); ``place`` orders contributions.

    Once, where the stage starts. Raises ValueError where another one has the name.
    """
    known = _parts.setdefault(subject, {}).setdefault(name, _Part(place, name, give))
    if known.give is not give:
        raise ValueError(f"another part of the archive of a {subject} is called {name}")


def gather(subject: str, row: Any, at: datetime, into: Contents | None = None) -> Contents:
    """Everything that the stages keep of a row, added to ``into`` where it is given."""
    contents = Contents() if into is None else into
    for part in sorted(_parts.get(subject, {}).values(), key=lambda part: (part.place, part.name)):
        part.give(contents, row, at)
    return contents
