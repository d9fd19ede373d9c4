"""The manifest of an archive: what it is of, every member by its sha256, what can be worked out again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from juli.registry.archive.contents import Replay, Witness
from juli.registry.archive.refusals import Refused, refused
from juli.registry.canonical import canonical

FORMAT: Final = "juli-archive"
#: Rises when an older reader would understand an archive wrongly.
VERSION: Final = 1
NAME: Final = "manifest.json"


Row = TypeVar("Row", bound=tuple[Any, ...])


class Listed(NamedTuple):
    """A member as the manifest names it."""

    path: str
    kind: str
    size: int
    sha256: str
    personal: bool


@dataclass(frozen=True)
class Manifest:
    """``subject``: type, id, number and title; ``at`` the instant that the archive was made for."""

    subject: Mapping[str, str]
    at: str
    members: tuple[Listed, ...]
    chains: tuple[str, ...]
    replays: tuple[Replay, ...]
    witnesses: tuple[Witness, ...]

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        said = {
            "format": FORMAT,
            "version": VERSION,
            "subject": dict(self.subject),
            "at": self.at,
            "members": [m._asdict() for m in sorted(self.members)],
            "chains": sorted(self.chains),
            "replays": [{**r._asdict(), "inputs": dict(r.inputs)} for r in self.replays],
            "witnesses": [w._asdict() for w in self.witnesses],
        }
        return (canonical(said) + "\n").encode()


def manifest_of(text: bytes) -> Manifest:
    """A manifest from its bytes. Raises Refused."""
    try:
        said: Any = json.loads(text)
        if said["format"] != FORMAT:
            raise refused("foreign")
        if not isinstance(said["version"], int) or said["version"] > VERSION:
            raise refused("newer", version=said["version"], known=VERSION)
        return Manifest(
            {str(name): str(value) for name, value in said["subject"].items()},
            str(said["at"]),
            tuple(_typed(Listed(**m), path=str, kind=str, size=int, sha256=str) for m in said["members"]),
            tuple(map(str, said["chains"])),
            tuple(_replay(r) for r in said["replays"]),
            tuple(_typed(Witness(**w), subject=str, entry=int, field=str, member=str) for w in said["witnesses"]),
        )
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refused("manifest", why=str(error)) from error


def _replay(said: Any) -> Replay:
    found = _typed(Replay(said["kind"], said["name"], dict(said["inputs"]), said["result"]),
                   kind=str, name=str, result=str)  # fmt: skip
    if not all(isinstance(text, str) for pair in found.inputs.items() for text in pair):
        raise TypeError(f"{said['inputs']!r} names no members")
    return found


def _typed(row: Row, **kinds: type) -> Row:
    """The row, where its fields are what they should be: what is read was written by anybody. Raises TypeError."""
    for name, kind in kinds.items():
        if type(getattr(row, name)) is not kind:
            raise TypeError(f"{name} {getattr(row, name)!r} is no {kind.__name__}")
    return row
