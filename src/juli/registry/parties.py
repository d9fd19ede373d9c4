"""Who acts, and what is acted upon, as the records office sees them: opaque names that the stages give."""

from __future__ import annotations

import re
from typing import NamedTuple

_TYPE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ID = re.compile(r"[^\s\x00-\x1f\x7f]{1,64}")


class Unnamed(ValueError):
    """A subject or an actor whose name cannot be kept; the message says which and why."""


class Subject(NamedTuple):
    """What an entry, a file or a message is about: an application, a call, an organisation.

    >>> str(Subject("application", "17"))
    'application/17'
    """

    type: str
    id: str

    def __str__(self) -> str:
        """``type/id``."""
        return f"{self.type}/{self.id}"

    def checked(self) -> Subject:
        """The subject itself. Raises Unnamed where its type or its id cannot be kept."""
        if not (isinstance(self.type, str) and _TYPE.fullmatch(self.type)):
            raise Unnamed(f"subject type {self.type!r}: write a lower-case word of at most 40 letters")
        if not (isinstance(self.id, str) and _ID.fullmatch(self.id)):
            raise Unnamed(f"subject id {self.id!r}: write text of 1 to 64 characters without spaces")
        return self


class Actor(NamedTuple):
    """Who acts, and in which role; both are the stage's own words. The machine itself acts as ``system``.

    >>> Actor("user:8", "programme officer").checked()
    Actor(id='user:8', role='programme officer')
    """

    id: str
    role: str

    def checked(self) -> Actor:
        """The actor. Raises Unnamed where the id or the role cannot be kept."""
        if not (isinstance(self.id, str) and _ID.fullmatch(self.id)):
            raise Unnamed(f"actor {self.id!r}: write an id of 1 to 64 characters without spaces")
        if not (isinstance(self.role, str) and 0 < len(self.role) <= 40 and self.role.isprintable()):
            raise Unnamed(f"role {self.role!r}: write 1 to 40 printable characters")
        return self


#: The machine, where nobody asked for the act: what falls due, what is swept.
SYSTEM = Actor("system", "system")
