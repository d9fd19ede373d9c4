"""Uploads that survive a lost connection: begun, continued from where they were, finished, given up."""

from __future__ import annotations

import base64
import binascii
import fcntl
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from juli.registry import faults
from juli.registry.files import limits
from juli.registry.files.actions.keeping import Kept, keep
from juli.registry.files.examine.kinds import USUAL
from juli.registry.files.findings import Refused, as_data, from_data
from juli.registry.files.models import Upload
from juli.registry.files.names import cleaned
from juli.registry.files.store import arrivals
from juli.registry.parties import Actor

#: Bytes between two notes of how far an upload is: what a killed server may lose.
CHECKPOINT = 4 * 1024 * 1024
#: Uploads that one person may have under way.
MOST_UNDER_WAY = 50
ALGORITHMS = ("sha1", "sha256")

_RECEIVED = faults.Point("files.received")


class TooMany(Exception):
    """The owner has as many uploads under way as anybody may have."""


class Busy(Exception):
    """Another request is writing to this upload at this moment."""


class WrongOffset(Exception):
    """The upload is not where the sender thinks it is; the row's ``offset`` tells."""


class TooMuch(Exception):
    """More came than the upload was announced to have."""


class Corrupt(Exception):
    """What came does not give the checksum that came with it; none of it was taken."""


class Gone(Exception):
    """What had arrived is not on this machine any more; the upload has to begin anew."""


class Checksum(NamedTuple):
    """What a chunk should give."""

    algorithm: str
    digest: bytes

    @classmethod
    def parsed(cls, text: str) -> Checksum:
        """From ``sha1 BASE64``. Raises ValueError."""
        algorithm, _, encoded = text.partition(" ")
        if algorithm not in ALGORITHMS:
            raise ValueError(f"checksum {algorithm!r}: use one of {', '.join(ALGORITHMS)}")
        try:
            return cls(algorithm, base64.b64decode(encoded, validate=True))
        except binascii.Error as error:
            raise ValueError("the checksum is not base64") from error


def start(
    *,
    endpoint: str,
    owner: Actor,
    name: str,
    length: int,
    at: datetime,
    expires_at: datetime,
    accept: Collection[str] = USUAL,
) -> Upload:
    """Begin an upload. Raises Refused where name or length already say no, TooMany."""
    plain, notes = cleaned(name)
    found = (*notes, *limits.before(plain, length, accept))
    if any(f.refuses for f in found):
        raise Refused(found)
    under_way = Upload.objects.filter(owner=owner.id, state=Upload.State.ARRIVING, expires_at__gt=at)
    if under_way.count() >= MOST_UNDER_WAY:
        raise TooMany(f"{MOST_UNDER_WAY} uploads are under way; finish or remove some")
    upload = Upload.objects.create(
        endpoint=endpoint,
        owner=owner.checked().id,
        role=owner.role,
        name=plain,
        length=length,
        findings=as_data(notes),
        begun_at=at,
        expires_at=expires_at,
    )
    path_of(upload).touch(mode=0o600)
    return upload


def append(*, upload: Upload, offset: int, blocks: Iterable[bytes], checksum: Checksum | None = None) -> bool:
    """Write what arrives, from ``offset`` on; is all of it there now?

    What lies on the disk for good is noted every CHECKPOINT bytes and at the end, also when the line breaks; a chunk
    with a checksum is taken whole or not at all. Raises Busy, Gone, WrongOffset, TooMuch, Corrupt.
    """
    upload.refresh_from_db()
    if upload.state != Upload.State.ARRIVING:
        raise WrongOffset("nothing more belongs to this upload")
    with _alone(upload) as file:
        upload.refresh_from_db()
        if offset != upload.offset or upload.state != Upload.State.ARRIVING:
            raise WrongOffset(f"the upload is at {upload.offset}, not at {offset}")
        # A killed server may have written more than it noted.
        os.ftruncate(file, offset)
        os.lseek(file, offset, os.SEEK_SET)
        whole = _Written(upload, file, checksum)
        try:
            for block in blocks:
                whole.add(block)
        finally:
            whole.note()
        return upload.offset == upload.length


class _Written:
    """Bytes on their way to the disk."""

    def __init__(self, upload: Upload, file: int, checksum: Checksum | None) -> None:
        self.upload = upload
        self.file = file
        self.checksum = checksum
        self.end = upload.offset
        self.sum = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None

    def add(self, block: bytes) -> None:
        """Write a block."""
        if self.end + len(block) > self.upload.length:
            raise TooMuch(f"{self.upload.length} bytes were announced")
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(self.file, rest) :]
        self.end += len(block)
        if self.sum is not None:
            self.sum.update(block)
        elif self.end - self.upload.offset >= CHECKPOINT:
            self.note()

    def note(self) -> None:
        """Make sure that it lies there, then say so."""
        if self.checksum is not None and self.sum is not None and self.sum.digest() != self.checksum.digest:
            os.ftruncate(self.file, self.upload.offset)
            raise Corrupt("the checksum does not fit; send the chunk again")
        if self.end == self.upload.offset:
            return
        os.fsync(self.file)
        _RECEIVED()
        self.upload.offset = self.end
        Upload.objects.filter(pk=self.upload.pk, state=Upload.State.ARRIVING).update(offset=self.end)


def finish(
    *,
    upload: Upload,
    at: datetime,
    accept: Collection[str] = USUAL,
    then: Callable[[Upload, Kept], None] | None = None,
) -> Kept:
    """Keep an upload that is whole; again gives the same answer. ``then`` acts in the transaction that makes it known.

    Raises Refused (for good: what arrived is removed), Busy, Gone, WrongOffset where it is not whole.
    """
    if (before := _settled(upload)) is not None:
        return before
    with _alone(upload):
        # Another request may have finished it while this one came.
        if (before := _settled(upload)) is not None:
            return before
        notes = from_data(upload.findings)
        if upload.offset != upload.length:
            raise WrongOffset(f"the upload is at {upload.offset} of {upload.length}")

        def known(kept: Kept) -> None:
            upload.file, upload.state = kept.file, Upload.State.KEPT
            upload.findings = as_data([*notes, *kept.notes])
            upload.save(update_fields=["file", "state", "findings"])
            if then is not None:
                then(upload, kept)

        try:
            kept = keep(path=path_of(upload), name=upload.name, at=at, accept=accept, then=known)
        except Refused as refusal:
            upload.state, upload.findings = Upload.State.REFUSED, as_data([*notes, *refusal.findings])
            upload.save(update_fields=["state", "findings"])
            path_of(upload).unlink(missing_ok=True)
            raise
    path_of(upload).unlink(missing_ok=True)
    return kept._replace(notes=(*notes, *kept.notes))


def terminate(*, upload: Upload) -> None:
    """Give an upload up and let go of what arrived; what is kept stays kept. Raises Busy."""
    with suppress(Gone), _alone(upload):
        path_of(upload).unlink(missing_ok=True)
    upload.delete()


def _settled(upload: Upload) -> Kept | None:
    """The answer that was given before; None where there is none yet. Raises Refused where that was the answer."""
    upload.refresh_from_db()
    notes = from_data(upload.findings)
    if upload.state == Upload.State.REFUSED:
        raise Refused(notes)
    return None if upload.file is None else Kept(upload.file, upload.name, notes)


def path_of(upload: Upload) -> Path:
    """Where an upload arrives."""
    return arrivals() / str(upload.pk)


@contextmanager
def _alone(upload: Upload) -> Iterator[int]:
    """The file of an upload, for this request alone. Raises Busy, Gone."""
    try:
        file = os.open(path_of(upload), os.O_RDWR)
    except FileNotFoundError as error:
        raise Gone("what had arrived is not here any more; begin the upload anew") from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("another request is writing to this upload; try again in a moment") from error
        yield file
    finally:
        os.close(file)
