"""The visitor's own dossier, kept for the visit: in the session, compressed, on the server alone."""

from __future__ import annotations

import base64
import zlib
from typing import NamedTuple

from django.contrib.sessions.backends.base import SessionBase

_KEPT = "calls.dossier"
_WAITING = "calls.dossier-with-mistakes"


class Kept(NamedTuple):
    """A file as it was brought. ``sound_only``: its rows with mistakes are left out, as the visitor said."""

    name: str
    content: bytes
    sound_only: bool


def keep(session: SessionBase, name: str, content: bytes, *, sound_only: bool = False) -> None:
    """Keep a file in place of the one before."""
    session[_KEPT] = {"name": name, "content": _packed(content), "sound_only": sound_only}
    session.pop(_WAITING, None)


def kept(session: SessionBase) -> Kept | None:
    """The file that is kept; None where there is none."""
    found = session.get(_KEPT)
    return None if found is None else Kept(found["name"], _unpacked(found["content"]), found["sound_only"])


def wait(session: SessionBase, name: str, content: bytes) -> None:
    """Hold a file with mistakes until the visitor says whether to go on without the rows they are in."""
    session[_WAITING] = {"name": name, "content": _packed(content)}


def waiting(session: SessionBase) -> tuple[str, bytes] | None:
    """The file that is held, with its name."""
    found = session.get(_WAITING)
    return None if found is None else (found["name"], _unpacked(found["content"]))


def forget(session: SessionBase) -> None:
    """Let go of everything."""
    session.pop(_KEPT, None)
    session.pop(_WAITING, None)


def _packed(content: bytes) -> str:
    return base64.b85encode(zlib.compress(content, 6)).decode("ascii")


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b85decode(text))
