"""Writing an archive: the same contents and the same instant give the same bytes, on whichever machine."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final, NamedTuple

from juli.registry.archive.contents import Contents, Member
from juli.registry.archive.manifest import NAME, Listed, Manifest

_BLOCK: Final = 1 << 20
#: The first instant that a ZIP can name: the archive's own instant stands in the manifest.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
#: A plain file that everybody may read, made on Unix: what a ZIP says of it whatever made it.
_MODE: Final = 0o100644 << 16
_UNIX: Final = 3


class Written(NamedTuple):
    """What was written. ``digest`` is the sha256 of the manifest, which names every member by its own."""

    digest: str
    size: int
    members: int


def write(contents: Contents, to: Path, *, subject: Mapping[str, str], at: str, chains: tuple[str, ...]) -> Written:
    """Write an archive, whole or not at all: under another name first. Raises OSError.

    Members lie uncompressed: what a compressor makes of them depends on its version, and most evidence is packed
    already.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=to.parent, prefix=f".{to.name}.", delete=False) as target:
        unfinished = Path(target.name)
        try:
            digest, number = _into(target, contents, subject, at, chains)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    unfinished.chmod(0o640)
    unfinished.replace(to)
    return Written(digest, to.stat().st_size, number)


def _into(
    target: IO[bytes], contents: Contents, subject: Mapping[str, str], at: str, chains: tuple[str, ...]
) -> tuple[str, int]:
    listed = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for member in sorted(contents.in_order(), key=lambda member: member.path):
            size, sha256 = _kept(archive, member)
            listed.append(Listed(member.path, member.kind, size, sha256, member.personal))
        replays = sorted(contents.replays.values(), key=lambda replay: (replay.kind, replay.name))
        manifest = Manifest(subject, at, tuple(listed), chains, tuple(replays), tuple(sorted(contents.witnesses)))
        text = manifest.to_bytes()
        archive.writestr(entry_of(NAME, len(text)), text)
    return hashlib.sha256(text).hexdigest(), len(listed)


def _kept(archive: zipfile.ZipFile, member: Member) -> tuple[int, str]:
    digest = hashlib.sha256()
    with member.opened() as source:
        size = source.seek(0, io.SEEK_END)
        source.seek(0)
        with archive.open(entry_of(member.path, size), "w") as place:
            while block := source.read(_BLOCK):
                digest.update(block)
                place.write(block)
    return size, digest.hexdigest()


def entry_of(path: str, size: int) -> zipfile.ZipInfo:
    """What the ZIP says of a member beside its content."""
    info = zipfile.ZipInfo(path, _EPOCH)
    info.external_attr, info.create_system, info.file_size = _MODE, _UNIX, size
    return info
