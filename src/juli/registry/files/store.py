"""Where the bytes lie: under their digest, once. A folder of this machine, or any storage that Django can use."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

_BLOCK = 1 << 20
#: Within the store's folder, and no digest begins like this.
_UNFINISHED = "unfinished"


class Content(NamedTuple):
    """Something in the store: its digest, and when it was last put there."""

    digest: str
    put_at: datetime


class Store(Protocol):
    """Content by digest. ``put`` leaves its source alone and returns only when the content is safe."""

    def put(self, source: Path, digest: str) -> None:
        """Take a copy of ``source``, whole or not at all; nothing where it is there already."""

    def has(self, digest: str) -> bool:
        """Is it there?"""

    def open(self, digest: str) -> IO[bytes]:
        """Read it. Raises FileNotFoundError."""

    def remove(self, digest: str) -> None:
        """Let go of it, if it is there."""

    def contents(self) -> Iterator[Content]:
        """Everything that is there."""

    def tidy(self, before: datetime) -> int:
        """Remove what was begun before then and never became content; how many."""


def store() -> Store:
    """The store that the settings name."""
    if "files" in settings.STORAGES:
        return DjangoStore(storages["files"])
    return FolderStore(Path(settings.JULI_FILES_DIR) / "kept")


def arrivals() -> Path:
    """The folder of this machine where uploads lie until they are whole. Several web machines share it."""
    folder = Path(settings.JULI_FILES_DIR) / "arriving"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def place(digest: str) -> str:
    """Where content lies within a store.

    >>> place("ab12" + "0" * 60)[:8]
    'ab/12/ab'
    """
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Make sure that a file or a folder survives a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class FolderStore:
    """Content in a folder of this machine, or of a disk that all machines share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, source: Path, digest: str) -> None:
        """Write elsewhere on the same disk, sync, rename, sync the folder."""
        target = self.path(digest)
        # Another size under the same digest: a damaged disk. The sound copy takes its place.
        if target.is_file() and target.stat().st_size == source.stat().st_size:
            return
        missing = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / _UNFINISHED
        unfinished.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=unfinished)
        new = Path(name)
        try:
            with source.open("rb") as old, os.fdopen(handle, "wb") as copy:
                shutil.copyfileobj(old, copy, _BLOCK)
                copy.flush()
                os.fsync(copy.fileno())
            new.chmod(0o640)
            new.replace(target)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        for folder in (target.parent, *(made.parent for made in missing)):
            sync(folder)

    def has(self, digest: str) -> bool:
        """Is it there?"""
        return self.path(digest).is_file()

    def open(self, digest: str) -> IO[bytes]:
        """Read it. Raises FileNotFoundError."""
        return self.path(digest).open("rb")

    def remove(self, digest: str) -> None:
        """Let go of it, if it is there."""
        self.path(digest).unlink(missing_ok=True)

    def contents(self) -> Iterator[Content]:
        """Everything that is there."""
        for path in self.folder.glob("??/??/*"):
            if (put_at := _written_at(path)) is not None:
                yield Content(path.name, put_at)

    def tidy(self, before: datetime) -> int:
        """Remove half-written copies that a power cut left behind."""
        return remove_older(self.folder / _UNFINISHED, before)

    def path(self, digest: str) -> Path:
        """Where content lies on the disk."""
        return self.folder / place(digest)


class DjangoStore:
    """Content in any storage that Django can use, e.g. django-storages' S3 one."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def put(self, source: Path, digest: str) -> None:
        """Hand it to the storage, which takes it whole or not at all."""
        name = place(digest)
        if self.storage.exists(name):
            return
        with source.open("rb") as file:
            kept = self.storage.save(name, File(file))
        if kept != name:
            # Somebody put the same content at the same moment, and the storage made room for both.
            self.storage.delete(kept)

    def has(self, digest: str) -> bool:
        """Is it there?"""
        return self.storage.exists(place(digest))

    def open(self, digest: str) -> IO[Any]:
        """Read it. Raises FileNotFoundError."""
        return self.storage.open(place(digest), "rb")

    def remove(self, digest: str) -> None:
        """Let go of it, if it is there."""
        self.storage.delete(place(digest))

    def contents(self) -> Iterator[Content]:
        """Everything that is there."""
        for outer in self._listed("")[0]:
            for inner in self._listed(outer)[0]:
                for name in self._listed(f"{outer}/{inner}")[1]:
                    yield Content(name, self.storage.get_modified_time(f"{outer}/{inner}/{name}"))

    def _listed(self, folder: str) -> tuple[list[str], list[str]]:
        try:
            return self.storage.listdir(folder)
        except FileNotFoundError:
            # Nothing was ever put there.
            return [], []

    def tidy(self, before: datetime) -> int:
        """Nothing: the storage keeps no halves."""
        del before
        return 0


def remove_older(folder: Path, before: datetime, spare: Collection[str] = ()) -> int:
    """Remove the files in ``folder`` last written before then, except those with the names in ``spare``; how many."""
    files = (path for path in folder.glob("*") if path.name not in spare)
    old = [path for path in files if (at := _written_at(path)) is not None and at < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _written_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
