"""Links from what is to be proved to the files that prove it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from juli.registry.files.guard import while_keeping
from juli.registry.files.models import Attachment, StoredFile
from juli.registry.files.names import cleaned
from juli.registry.parties import Actor, Subject
from juli.registry.transactions import require_transaction

#: Subjects looked up in one query.
_BATCH: Final = 500


def attach(*, file: StoredFile, subject: Subject, tag: str = "", name: str, by: Actor, at: datetime) -> Attachment:
    """Link a kept file to a subject, under a tag; the same link again is the link that is there.

    Whoever freezes a subject links its files to the frozen copy too: a file stays as long as one link leads to it.
    Raises OutsideTransaction, Unnamed, Refused (nameless).
    """
    require_transaction("attach")
    while_keeping()
    by.checked()
    link, _ = Attachment.objects.get_or_create(
        file=file,
        subject_type=subject.checked().type,
        subject_id=subject.id,
        tag=tag,
        defaults={"name": cleaned(name)[0], "by": by.id, "role": by.role, "at": at},
    )
    return link


def attach_also(*, of: Iterable[Subject], to: Subject, by: Actor, at: datetime) -> int:
    """Link every file that some subjects have to another one too, under the same tags and names; how many links.

    For frozen copies: what they show stays, whatever becomes of the subjects. Raises OutsideTransaction, Unnamed.
    """
    require_transaction("attach_also")
    while_keeping()
    by.checked()
    to.checked()
    wanted: dict[str, list[str]] = defaultdict(list)
    for subject in of:
        wanted[subject.type].append(subject.id)
    found: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        for start in range(0, len(ids), _BATCH):
            links = Attachment.objects.filter(subject_type=kind, subject_id__in=ids[start : start + _BATCH])
            for tag, file, name in links.order_by("pk").values_list("tag", "file", "name"):
                found.setdefault((tag, file), name)
    Attachment.objects.bulk_create(
        [
            Attachment(
                file_id=file,
                subject_type=to.type,
                subject_id=to.id,
                tag=tag,
                name=name,
                by=by.id,
                role=by.role,
                at=at,
            )
            for (tag, file), name in found.items()
        ],
        ignore_conflicts=True,
    )
    return len(found)


def detach(*, link: Attachment) -> None:
    """Take a link away. The file stays until a sweep finds that nothing leads to it. Raises OutsideTransaction."""
    require_transaction("detach")
    link.delete()
