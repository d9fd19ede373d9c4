"""The virus scanner, where the settings name one: clamd, over its own protocol (INSTREAM)."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_SECONDS = 60
_BLOCK = 1 << 16
_LONGEST_ANSWER = 4096


class Scanned(NamedTuple):
    """What the scanner says: was it asked and did it answer; the virus, if it found one."""

    answered: bool
    virus: str = ""


def scan(path: Path) -> Scanned:
    """Ask the scanner about a file. Without one, or when it does not answer, the file is unscanned."""
    if not settings.JULI_CLAMD:
        return Scanned(answered=False)
    try:
        with _connected(settings.JULI_CLAMD) as connection, path.open("rb") as file:
            connection.sendall(b"zINSTREAM\0")
            while block := file.read(_BLOCK):
                connection.sendall(len(block).to_bytes(4, "big") + block)
            connection.sendall(bytes(4))
            answer = _answer(connection)
    except OSError:
        return Scanned(answered=False)
    words = answer.removeprefix("stream: ").strip()
    if words == "OK":
        return Scanned(answered=True)
    if words.endswith(" FOUND"):
        return Scanned(answered=True, virus=words.removesuffix(" FOUND"))
    # Too long for it, out of memory, still loading: it has not looked.
    return Scanned(answered=False)


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        connection.connect(parts.path)
        return connection
    if parts.scheme == "tcp" and parts.hostname and parts.port:
        return socket.create_connection((parts.hostname, parts.port), timeout=_SECONDS)
    raise ImproperlyConfigured(f"JULI_CLAMD is {address!r}: write unix:/path/to/clamd.ctl or tcp://host:3310")


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        block = connection.recv(_BLOCK)
        if not block:
            break
        said += block
    return said.rstrip(b"\0").decode("utf-8", "replace")
