"""Lists of standing that the office has brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet

from juli.registry.files.models import Attachment
from juli.stages.organisations.models import Standing
from juli.stages.organisations.roster import Ready

#: What a list is called as a subject of the journal and of files.
SUBJECT: Final = "standing_list"


def brought() -> QuerySet[Attachment]:
    """The lists, the newest first."""
    return Attachment.objects.filter(subject_type=SUBJECT).select_related("file").order_by("-at", "-pk")


def fresh(rows: Iterable[Ready]) -> list[Ready]:
    """Those rows that are not entered yet, word for word, as the office's."""
    rows = list(rows)
    there = Standing.objects.filter(
        organisation__in={row.organisation.pk for row in rows}, source=Standing.Source.OFFICE, removed_at=None
    )
    known: dict[tuple[int, str], list[object]] = defaultdict(list)
    for pk, kind, fields in there.values_list("organisation", "kind", "fields"):
        known[pk, kind].append(fields)
    return [row for row in rows if dict(row.fields) not in known.get((row.organisation.pk, row.kind), [])]
