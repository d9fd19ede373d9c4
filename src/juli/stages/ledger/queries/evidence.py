"""The files of an entry, what is asked for, and files of other entries that may prove it too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count

from juli.engines.policy.labels import Label
from juli.registry.files import limits
from juli.registry.files.examine.kinds import KINDS, USUAL, Kind
from juli.registry.files.findings import WORDS, Finding, from_data
from juli.registry.files.models import Attachment, Preview, StoredFile
from juli.registry.files.queries import attachments
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.vocabulary import vocabulary

#: Files of other entries that are offered.
_OFFERED = 60
_PAGES = 12


class File(NamedTuple):
    """A file of an entry. ``pages`` are the previews there are, beside the thumbnail; ``proves`` counts entries."""

    link: Attachment
    kind: Kind
    tag: Label | None
    notes: tuple[Finding, ...]
    unscanned: Label | None
    thumbnail: bool
    waiting: bool
    pages: tuple[int, ...]
    proves: int


class Evidence(NamedTuple):
    """Everything about an entry's files. ``waiting``: previews are still being drawn."""

    files: tuple[File, ...]
    tags: tuple[tuple[str, Label], ...]
    accepted: str
    limits: tuple[tuple[int, tuple[str, ...]], ...]
    offered: tuple[tuple[Attachment, str], ...]
    waiting: bool


def evidence(row: Achievement) -> Evidence:
    """The files of an entry. The caller has asked whether the reader may see it."""
    links = list(attachments(row.subject))
    files = tuple(_files(links))
    return Evidence(
        files=files,
        tags=tuple(vocabulary().evidence.items()),
        accepted=",".join(f".{ending}" for kind in KINDS.values() if kind.id in USUAL for ending in kind.extensions),
        limits=_limits(),
        offered=tuple(_offered(row, {link.file_id for link in links})),
        waiting=any(file.waiting for file in files),
    )


def _files(links: list[Attachment]) -> Iterator[File]:
    ids = {link.file_id for link in links}
    drawn: dict[int, list[int]] = {}
    for file, page in Preview.objects.filter(file__in=ids).order_by("page").values_list("file", "page"):
        drawn.setdefault(file, []).append(page)
    uses = dict(
        Attachment.objects.filter(file__in=ids, subject_type="achievement")
        .values_list("file")
        .annotate(n=Count("subject_id", distinct=True))
    )
    tags = vocabulary().evidence
    for link in links:
        pages = drawn.get(link.file_id, [])
        yield File(
            link=link,
            kind=KINDS[link.file.kind],
            tag=tags.get(link.tag),
            notes=from_data(link.file.notes),
            unscanned=WORDS["unscanned"] if link.file.scan == StoredFile.Scan.UNSCANNED else None,
            thumbnail=0 in pages,
            waiting=link.file.previews == StoredFile.Previews.WAITING,
            pages=tuple(page for page in pages if page)[:_PAGES],
            proves=uses.get(link.file_id, 1),
        )


def _limits() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Megabytes, and the endings that may have so many."""
    found: dict[int, list[str]] = {}
    for kind, most in limits.told():
        found.setdefault(most // 1024 // 1024, []).append(kind.extensions[0])
    return tuple((most, tuple(endings)) for most, endings in found.items())


def _offered(row: Achievement, have: set[int]) -> Iterator[tuple[Attachment, str]]:
    """Files that prove other entries of the organisation, the latest first, each once."""
    others = Achievement.objects.filter(organisation=row.organisation_id, removed_at=None).exclude(pk=row.pk)
    titles = {str(pk): title for pk, title in others.order_by("-changed_at").values_list("pk", "title")[:2000]}
    links = Attachment.objects.filter(subject_type="achievement", subject_id__in=titles).exclude(file__in=have)
    seen: set[int] = set()
    for link in links.select_related("file").order_by("-at", "-pk")[: _OFFERED * 4]:
        if link.file_id not in seen and len(seen) < _OFFERED:
            seen.add(link.file_id)
            yield link, titles[link.subject_id]
