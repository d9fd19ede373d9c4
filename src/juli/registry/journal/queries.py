"""Reading the journal. Who may read it, the stages decide."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from juli.registry.journal.chain import commitments, value_digest
from juli.registry.journal.models import Entry, Root, Salt
from juli.registry.parties import Subject


def entries(subject: Subject) -> QuerySet[Entry]:
    """The subject's entries in their order."""
    return Entry.objects.filter(subject_type=subject.type, subject_id=subject.id).order_by("number")


def latest_root() -> Root | None:
    """The root that a receipt prints; None before the first one."""
    return Root.objects.order_by("-number").first()


def was(entry: Entry, field: str, value: Any) -> bool | None:
    """Was ``value`` what the entry recorded for a personal field? None once the field is erased.

    Raises KeyError where the entry has no such field.
    """
    kept = commitments(entry.personal)[field]
    salt = Salt.objects.get(entry=entry, field=field).salt
    return None if salt is None else value_digest(bytes(salt), field, value) == kept["value"]
