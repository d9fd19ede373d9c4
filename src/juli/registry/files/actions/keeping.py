"""From bytes on this machine's disk to a file that is kept: examined, stored, and only then known to the database."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from juli.registry import faults
from juli.registry.files import limits, scanner
from juli.registry.files.examine.kinds import KINDS, USUAL
from juli.registry.files.findings import Finding, Refused, as_data, finding
from juli.registry.files.guard import while_keeping
from juli.registry.files.models import StoredFile
from juli.registry.files.names import cleaned
from juli.registry.files.sandbox import Seen, look_into
from juli.registry.files.store import arrivals, digest_of, store, sync

_EXAMINED = faults.Point("files.examined")
_RENAMED = faults.Point("files.renamed")
_WRITTEN = faults.Point("files.written")
_COMMITTED = faults.Point("files.committed")


class Kept(NamedTuple):
    """A file that is kept, under its cleaned name, and what was noticed without standing against it."""

    file: StoredFile
    name: str
    notes: tuple[Finding, ...]


def keep(
    *,
    path: Path,
    name: str,
    at: datetime,
    accept: Collection[str] = USUAL,
    then: Callable[[Kept], None] | None = None,
) -> Kept:
    """Keep the content of ``path``, once however often it comes. ``then`` acts in the same transaction as the row.

    The file is examined and stored before the transaction begins: the content is safe before a row names it, and a row
    without content cannot be. Raises Refused with all reasons; RuntimeError within a transaction, which all this would
    hold up. ``path`` is left where it is.
    """
    length = path.stat().st_size
    name, notes = cleaned(name)
    seen = look_into(path) if length else Seen("unknown", ())
    found = (*notes, *limits.after(name, length, seen, accept))
    if any(f.refuses for f in found):
        raise Refused(found)
    scanned = scanner.scan(path)
    if scanned.virus:
        raise Refused([*found, finding("infected", virus=scanned.virus)])
    if not scanned.answered:
        found = (*found, finding("unscanned"))
    _EXAMINED()
    sync(path)
    digest = digest_of(path)
    shelves = store()
    shelves.put(path, digest)
    _RENAMED()
    with transaction.atomic(durable=True):
        while_keeping()
        # Between the two, a sweep may have taken it for an orphan.
        if not shelves.has(digest):
            shelves.put(path, digest)
        kept = Kept(_row(digest, length, seen, at=at, scanned=scanned.answered), name, found)
        if then is not None:
            then(kept)
        _WRITTEN()
    _COMMITTED()
    return kept


def take(
    *,
    blocks: Iterable[bytes],
    name: str,
    at: datetime,
    accept: Collection[str] = USUAL,
    then: Callable[[Kept], None] | None = None,
) -> Kept:
    """Keep what arrives in one go: a plain form, a file that Juli made itself. Raises Refused."""
    most = limits.largest_of(accept)
    with tempfile.NamedTemporaryFile(dir=arrivals(), prefix="taken-") as file:
        length = 0
        for block in blocks:
            length += len(block)
            if length > most:
                break
            file.write(block)
        file.flush()
        if length > most:
            raise Refused(limits.before(name, length, accept))
        return keep(path=Path(file.name), name=name, at=at, accept=accept, then=then)


def _row(digest: str, size: int, seen: Seen, *, at: datetime, scanned: bool) -> StoredFile:
    kind = KINDS[seen.kind]
    previews = StoredFile.Previews.WAITING if kind.group in {"pdf", "picture"} else StoredFile.Previews.NONE
    file, new = StoredFile.objects.get_or_create(
        digest=digest,
        defaults={
            "size": size,
            "kind": kind.id,
            "pages": seen.pages,
            "width": seen.width,
            "height": seen.height,
            "notes": as_data(seen.findings),
            "scan": StoredFile.Scan.CLEAN if scanned else StoredFile.Scan.UNSCANNED,
            "scanned_at": at if scanned else None,
            "previews": previews,
            "kept_at": at,
        },
    )
    if file.scan == StoredFile.Scan.INFECTED and not scanned:
        raise Refused([finding("infected", virus="?")])
    if not new and scanned and file.scan != StoredFile.Scan.CLEAN:
        file.scan, file.scanned_at = StoredFile.Scan.CLEAN, at
        file.save(update_fields=["scan", "scanned_at"])
    return file
