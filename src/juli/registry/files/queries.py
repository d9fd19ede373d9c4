"""Reading the file store. Who may see what, the stages decide."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from juli.registry.files.models import Attachment, Preview, StoredFile
from juli.registry.files.store import store
from juli.registry.parties import Subject

_BLOCK = 1 << 20


class Damaged(NamedTuple):
    """A content that is not what its row says: ``missing`` or ``changed``."""

    digest: str
    how: str


def attachments(subject: Subject, *, tag: str | None = None) -> QuerySet[Attachment]:
    """What is attached to a subject, in the order it came, with the files."""
    found = Attachment.objects.filter(subject_type=subject.type, subject_id=subject.id).select_related("file")
    return (found if tag is None else found.filter(tag=tag)).order_by("at", "id")


def uses(file: StoredFile) -> QuerySet[Attachment]:
    """Everything that a file proves."""
    return Attachment.objects.filter(file=file).order_by("at", "id")


def damaged() -> Iterator[Damaged]:
    """Read all contents that rows name, and tell which are missing or changed: after a restore, and now and then."""
    shelves = store()
    for model in (StoredFile, Preview):
        for digest in model.objects.order_by("id").values_list("digest", flat=True).iterator():
            try:
                with shelves.open(digest) as content:
                    found = hashlib.sha256()
                    while block := content.read(_BLOCK):
                        found.update(block)
            except FileNotFoundError:
                yield Damaged(digest, "missing")
                continue
            if found.hexdigest() != digest:
                yield Damaged(digest, "changed")
