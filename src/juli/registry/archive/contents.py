"""What is in an archive: members, results that can be worked out again, digests that the journal names, chains."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final, NamedTuple

from juli.engines.policy.labels import Label
from juli.registry.canonical import canonical

_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
#: The folder of files that were handed in, by their digest.
FILES: Final = "files"


@dataclass(frozen=True)
class Member:
    """One file of the archive. ``opened`` reads it anew each time; ``listed`` puts it on the inner list (卷内目录).

    ``personal``: it holds data of persons as they handed it in, so a copy that is passed on needs a second thought.
    """

    path: str
    kind: str
    title: Label
    opened: Callable[[], IO[bytes]]
    date: dt.date | None = None
    responsible: str = ""
    number: str = ""
    pages: int | None = None
    note: Label | None = None
    listed: bool = True
    personal: bool = False


class Replay(NamedTuple):
    """A result that can be worked out again: ``inputs`` names members by their part, ``result`` the member it gave."""

    kind: str
    name: str
    inputs: Mapping[str, str]
    result: str


class Witness(NamedTuple):
    """An entry whose ``field`` is the sha256 of a member, or its text; dots lead into the entry's details."""

    subject: str
    entry: int
    field: str
    member: str


class Missing(NamedTuple):
    """A document that could not be put in, and why: it stands on the inner list without being there."""

    title: Label
    why: Label


@dataclass
class Contents:
    """What is gathered for one archive. A member that is given twice is kept once."""

    members: dict[str, Member] = field(default_factory=dict)
    replays: dict[str, Replay] = field(default_factory=dict)
    #: In their order; a call of thousands has tens of thousands, each looked for before it is noted.
    witnesses: dict[Witness, None] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)

    def add(self, member: Member) -> str:
        """Take a member, unless its path is taken; its path. Raises ValueError for a path that cannot be kept."""
        if not _PATH.fullmatch(member.path):
            raise ValueError(f"{member.path!r}: write folders and names in ASCII letters, digits, dots and dashes")
        self.members.setdefault(member.path, member)
        return member.path

    def text(self, path: str, kind: str, title: Label, text: str | bytes, **said: Any) -> str:
        """A member that is a text; its path."""
        content = text.encode() if isinstance(text, str) else text
        return self.add(Member(path, kind, title, lambda: io.BytesIO(content), **said))

    def data(self, path: str, kind: str, title: Label, data: Any, **said: Any) -> str:
        """A member that is canonical JSON of a value, nothing after it: its sha256 is the value's; its path."""
        return self.text(path, kind, title, canonical(data), **said)

    def replay(self, kind: str, name: str, inputs: Mapping[str, str], result: str) -> None:
        """Note a result that can be worked out again, once."""
        one = Replay(kind, name, dict(inputs), result)
        self.replays.setdefault(canonical([kind, name, one.inputs, result]), one)

    def witness(self, subject: object, entry: int, where: str, member: str) -> None:
        """Note a digest that the journal names, once."""
        self.witnesses.setdefault(Witness(str(subject), entry, where, member))

    def lacks(self, title: Label, why: Label) -> None:
        """Note a document that could not be put in."""
        self.missing.append(Missing(title, why))

    def has(self, path: str) -> bool:
        """Whether a path is taken."""
        return path in self.members

    def in_order(self) -> Iterable[Member]:
        """The members as they were given: the order of the inner list."""
        return self.members.values()


def plain(name: str, otherwise: object) -> str:
    """A number or name as part of a path; ``otherwise`` where it cannot be one.

    >>> plain("ZGC-2025-001", 7), plain("京科〔2025〕1号", 7)
    ('ZGC-2025-001', '7')
    """
    return name if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}", name) else str(otherwise)
