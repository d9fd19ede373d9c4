"""Roots: what the heads of all chains were, written to a file that the database cannot reach.

``roots.jsonl`` in ``JULI_ROOTS_DIR`` is only ever appended to. A line names the heads that are new since the line
before, and the root of that line before; so each root stands for the heads of all subjects at its instant. See
docs/journal.md.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from juli.registry import faults
from juli.registry.canonical import canonical, instant
from juli.registry.journal.chain import NOTHING
from juli.registry.journal.models import Root, Waiting

FILE = "roots.jsonl"
_BLOCK = 1 << 16

_APPENDED = faults.Point("journal.root-appended")


class RootsUnusable(RuntimeError):
    """The file of roots and the database contradict each other; the message says how, and what to do."""


class Line(NamedTuple):
    """One root as the file has it; ``heads`` are (subject type, subject id, entry number, entry hash)."""

    number: int
    at: str
    reason: str
    heads: tuple[tuple[str, str, int, str], ...]
    previous: str
    root: str


def publish_root(*, at: datetime, reason: str) -> Root:
    """Write a new root over everything that is committed, and make sure that it lies on the disk.

    Called after the transaction of the act has ended, e.g. by ``transaction.on_commit(..., robust=True)``; within one,
    it raises RuntimeError. ``reason`` says what it follows, e.g. ``daily``. Raises RootsUnusable, OSError.
    """
    said = instant(at)
    with _opened() as file:
        last = _last(file)
        with transaction.atomic(durable=True):
            known = Root.objects.order_by("-number").first()
            waiting = list(Waiting.objects.select_related("head").order_by("id"))
        if known is not None and known.number > last.number:
            raise RootsUnusable(
                f"{roots_file()} ends at root {last.number}, but root {known.number} was written: put the file back "
                "from its copy before anything else is written"
            )
        newest = {row.head_id: row for row in sorted(waiting, key=lambda row: row.number)}
        heads = sorted((r.head.subject_type, r.head.subject_id, r.number, r.hash) for r in newest.values())
        line = _sealed(Line(last.number + 1, said, reason, tuple(heads), last.root, ""))
        _append(file, (canonical(_as_data(line)) + "\n").encode())
        _APPENDED()
        with transaction.atomic():
            root = Root.objects.create(number=line.number, at=at, reason=reason, root=line.root)
            ids = [row.pk for row in waiting]
            for start in range(0, len(ids), 500):
                Waiting.objects.filter(pk__in=ids[start : start + 500]).delete()
        return root


def roots_file() -> Path:
    """Where the roots lie."""
    return Path(settings.JULI_ROOTS_DIR) / FILE


def read_roots() -> Iterator[tuple[int, Line | None]]:
    """The lines of the file with their places, counted from 1; None for a line that is no root."""
    path = roots_file()
    if path.exists():
        with path.open("rb") as file:
            for place, text in enumerate(file, start=1):
                yield place, parsed(text)


def sealed_root(line: Line) -> str:
    """The root that a line's own words give."""
    return _sealed(line).root


def parsed(text: bytes) -> Line | None:
    """A line of the file; None where it is none: torn by a power cut, or not ours."""
    try:
        data = json.loads(text)
        heads = tuple((str(h[0]), str(h[1]), int(h[2]), str(h[3])) for h in data["heads"])
        return Line(int(data["number"]), data["at"], data["reason"], heads, data["previous"], data["root"])
    except (ValueError, TypeError, KeyError, IndexError):
        return None


def _as_data(line: Line) -> dict[str, Any]:
    return {**line._asdict(), "heads": [list(head) for head in line.heads]}


def _sealed(line: Line) -> Line:
    words = _as_data(line)
    del words["root"]
    return line._replace(root=hashlib.sha256(canonical(words).encode()).hexdigest())


@contextmanager
def _opened() -> Iterator[int]:
    """The file, for this process alone until it is closed."""
    path = roots_file()
    new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        if new:
            _sync_folder(path.parent)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _append(file: int, text: bytes) -> None:
    size = os.fstat(file).st_size
    if size and os.pread(file, 1, size - 1) != b"\n":
        # A power cut tore the last line. It stays as it is; its heads are still waiting, and stand in this line.
        text = b"\n" + text
    while text:
        text = text[os.write(file, text) :]
    os.fsync(file)


def _last(file: int) -> Line:
    """The last line that is a root; root 0 where there is none."""
    end = os.fstat(file).st_size
    tail = b""
    while end:
        start = max(0, end - _BLOCK)
        tail = os.pread(file, end - start, start) + tail
        end = start
        whole = tail.split(b"\n") if not start else tail.split(b"\n")[1:]
        for text in reversed(whole):
            line = parsed(text) if text else None
            if line is not None:
                return line
    return Line(0, "", "", (), NOTHING, "")._replace(root=NOTHING)
