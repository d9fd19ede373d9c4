"""Opening an archive: refused before anything is unpacked where it is none, is cut off, or would harm its reader."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from juli.registry.archive.manifest import NAME, Manifest, manifest_of
from juli.registry.archive.refusals import refused

_BLOCK: Final = 1 << 20
#: What is read into memory as a whole: texts, inputs and results, chains; and the manifest.
MOST_TEXT: Final = 256 << 20
_ENCRYPTED: Final = 0x1


class Archive:
    """An archive that is open. Every name in it is safe, nothing in it is compressed."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._infos = {info.filename: info for info in file.infolist()}
        self.manifest: Manifest = manifest_of(self.read(NAME))

    def names(self) -> set[str]:
        """Everything that is in it, the manifest too."""
        return set(self._infos)

    def read(self, name: str) -> bytes:
        """A member as a whole. Raises Refused, KeyError."""
        info = self._infos[name]
        if info.file_size > MOST_TEXT:
            raise refused("long", name=name, size=info.file_size)
        try:
            return self._file.read(info)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise refused("broken", why=f"{name}: {error}") from error

    def sha256(self, name: str) -> str | None:
        """The digest of a member, read piece by piece; None where it cannot be read to its end."""
        digest = hashlib.sha256()
        try:
            with self._file.open(self._infos[name]) as member:
                while block := member.read(_BLOCK):
                    digest.update(block)
        except (zipfile.BadZipFile, EOFError, OSError):
            # Its own check sum does not fit, or its header is not where the directory says.
            return None
        return digest.hexdigest()

    def size(self, name: str) -> int:
        """How long a member is."""
        return self._infos[name].file_size


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive. Raises Refused."""
    if not path.is_file():
        raise refused("no-file")
    length = path.stat().st_size
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        with path.open("rb") as begun:
            raise refused("cut" if begun.read(4) == b"PK\x03\x04" else "no-zip") from error
    with file:
        _require_harmless(file, length)
        if NAME not in file.NameToInfo:
            raise refused("foreign")
        yield Archive(file)


def _require_harmless(file: zipfile.ZipFile, length: int) -> None:
    """Nothing compressed, nothing longer than the file, no name that leads out of it."""
    seen: set[str] = set()
    for info in file.infolist():
        name = info.filename
        if _leads_out(name) or stat.S_ISLNK(info.external_attr >> 16) or info.is_dir():
            raise refused("path", name=name)
        if name in seen:
            raise refused("twice", name=name)
        seen.add(name)
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & _ENCRYPTED:
            raise refused("packed", name=name)
        if info.compress_size != info.file_size:
            raise refused("packed", name=name)
    if sum(info.file_size for info in file.infolist()) > length:
        raise refused("overfull")


def _leads_out(name: str) -> bool:
    parts = name.split("/")
    return "\\" in name or ":" in name or name.startswith("/") or any(part in {"", ".", ".."} for part in parts)
