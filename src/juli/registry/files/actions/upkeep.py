"""What a worker does for the file store: previews, virus scans that are due, sweeping out what nothing leads to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from juli.registry.files import scanner
from juli.registry.files.actions.uploads import path_of
from juli.registry.files.guard import while_keeping, while_sweeping
from juli.registry.files.models import Preview, StoredFile, Upload
from juli.registry.files.sandbox import Drawn, previews_of
from juli.registry.files.store import arrivals, digest_of, remove_older, store


class Swept(NamedTuple):
    """How much a sweep let go of."""

    uploads: int
    rows: int
    contents: int
    unfinished: int


def draw_previews(*, limit: int = 20) -> int:
    """Draw the previews that are still to be drawn, outside of any transaction; the number of files done.

    A file whose previews cannot be drawn is done too: it has none.
    """
    waiting = list(StoredFile.objects.filter(previews=StoredFile.Previews.WAITING).order_by("id")[:limit])
    for file in waiting:
        with _on_disk(file) as path, previews_of(path) as drawn:
            _keep_previews(file, drawn or [])
    return len(waiting)


def scan_again(*, at: datetime, limit: int = 20) -> int:
    """Ask the scanner about files that it has not seen; the number of files it answered for.

    An infected file stays where it is, and is not handed out any more.
    """
    answered = 0
    for file in StoredFile.objects.filter(scan=StoredFile.Scan.UNSCANNED).order_by("id")[:limit]:
        with _on_disk(file) as path:
            scanned = scanner.scan(path)
        if not scanned.answered:
            break
        file.scan = StoredFile.Scan.INFECTED if scanned.virus else StoredFile.Scan.CLEAN
        file.scanned_at = at
        file.save(update_fields=["scan", "scanned_at"])
        answered += 1
    return answered


def sweep(*, before: datetime) -> Swept:
    """Let go of what ended before then: uploads that expired, files that no link leads to, contents without a row.

    Safe beside uploads and at any moment; what is under way is younger than any sensible ``before`` (a day ago).
    """
    expired = list(Upload.objects.filter(expires_at__lt=before))
    for upload in expired:
        path_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk__in=[upload.pk for upload in expired]).delete()
    # Left by killed processes; an upload that goes on has a row, and its file is younger or its expiry is.
    alive = {str(pk) for pk in Upload.objects.values_list("pk", flat=True)}
    unfinished = remove_older(arrivals(), before, spare=alive) + store().tidy(before)
    rows = _sweep_rows(before)
    return Swept(len(expired), rows, _sweep_contents(before), unfinished)


def _keep_previews(file: StoredFile, drawn: list[Drawn]) -> None:
    shelves = store()
    digests = [digest_of(preview.path) for preview in drawn]
    for preview, digest in zip(drawn, digests, strict=True):
        shelves.put(preview.path, digest)
    with transaction.atomic():
        while_keeping()
        # Swept away, or drawn by another worker meanwhile.
        todo = StoredFile.objects.select_for_update().filter(pk=file.pk, previews=StoredFile.Previews.WAITING)
        if not todo:
            return
        for preview, digest in zip(drawn, digests, strict=True):
            if not shelves.has(digest):
                shelves.put(preview.path, digest)
            Preview.objects.create(
                file=file,
                page=preview.page,
                digest=digest,
                size=preview.path.stat().st_size,
                width=preview.width,
                height=preview.height,
            )
        file.previews = StoredFile.Previews.MADE if drawn else StoredFile.Previews.NONE
        file.save(update_fields=["previews"])


@contextmanager
def _on_disk(file: StoredFile) -> Iterator[Path]:
    """A copy of a file's content under a plain name, for those who only read from a disk."""
    with tempfile.NamedTemporaryFile(prefix="juli-read-") as copy:
        with store().open(file.digest) as content:
            shutil.copyfileobj(content, copy)
        copy.flush()
        yield Path(copy.name)


def _sweep_rows(before: datetime) -> int:
    unused = StoredFile.objects.filter(attachments=None, uploads=None, kept_at__lt=before).values_list("pk", flat=True)
    swept = 0
    for pk in list(unused):
        with transaction.atomic():
            while_sweeping()
            # A link may have come while we waited for our turn.
            still = StoredFile.objects.filter(pk=pk, attachments=None, uploads=None)
            swept += bool(still.exists() and still.get().delete())
    return swept


def _sweep_contents(before: datetime) -> int:
    shelves = store()
    named = set(StoredFile.objects.values_list("digest", flat=True)) | set(
        Preview.objects.values_list("digest", flat=True)
    )
    swept = 0
    for content in shelves.contents():
        if content.digest in named or content.put_at >= before:
            continue
        with transaction.atomic():
            while_sweeping()
            if not _is_named(content.digest):
                shelves.remove(content.digest)
                swept += 1
    return swept


def _is_named(digest: str) -> bool:
    return StoredFile.objects.filter(digest=digest).exists() or Preview.objects.filter(digest=digest).exists()
