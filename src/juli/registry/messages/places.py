"""Where a message leads: each stage says which page shows a subject to a reader."""

from __future__ import annotations

from collections.abc import Callable

from juli.registry.parties import Subject

#: Given the subject's id and the recipient's id, the path of the page that the reader sees it on; empty for none.
Place = Callable[[str, str], str]

_places: dict[str, Place] = {}


def register(subject_type: str, place: Place) -> None:
    """Make a subject's page known. Raises ValueError where another one is."""
    if _places.setdefault(subject_type, place) is not place:
        raise ValueError(f"there is another page for subjects of type {subject_type}")


def place_of(subject: Subject, recipient: str) -> str:
    """The path that shows ``subject`` to ``recipient``; empty where no page does."""
    found = _places.get(subject.type)
    return found(subject.id, recipient) if found else ""
