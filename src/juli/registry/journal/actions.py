"""Writing the journal: record an act, erase a personal field. Roots are written by ``roots.publish_root``."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from juli.registry import faults
from juli.registry.canonical import canonical, instant
from juli.registry.journal.chain import ERASE, NOTHING, commitment
from juli.registry.journal.models import Entry, Head, Salt, Waiting
from juli.registry.parties import Actor, Subject
from juli.registry.transactions import require_transaction

_WORD = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*")
_SALT_BYTES = 32

_WRITTEN = faults.Point("journal.written")


class Unrecordable(ValueError):
    """An act that cannot be recorded as it was given; the message says what to change."""


def hold(*, subjects: Iterable[Subject]) -> None:
    """Lock several subjects for this transaction, always in the same order: two such acts never wait for each other.

    Only needed by an act that records on more than one subject. Raises OutsideTransaction.
    """
    require_transaction("hold")
    for subject in sorted(set(subjects)):
        _locked_head(subject.checked())


def record(
    *,
    subject: Subject,
    actor: Actor,
    act: str,
    details: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    at: datetime,
) -> Entry:
    """Append one act to the subject's chain, in the transaction of the act itself (design §6).

    ``at`` is the instant that counts, with its zone; it need not be later than the entry before. ``details`` holds what
    everybody who may read the journal may read. ``personal`` holds what may have to be erased one day: only salted
    digests of the values are kept. The subject's head stays locked until the transaction ends.

    Raises OutsideTransaction, Unnamed, NotCanonical, Unrecordable.
    """
    require_transaction("record")
    subject, actor = subject.checked(), actor.checked()
    if len(act) > 80 or not _WORD.fullmatch(act):
        raise Unrecordable(f"act {act!r}: write a verb in lower case, with dots between its parts")
    text = canonical(dict(details or {}))
    values = dict(personal or {})
    for field in values:
        if len(field) > 80 or not _WORD.fullmatch(field):
            raise Unrecordable(f"personal field {field!r}: write a name in lower case, with dots between its parts")
    instant(at)
    salts = {field: secrets.token_bytes(_SALT_BYTES) for field in values}
    head = _locked_head(subject)
    entry = Entry(
        subject_type=subject.type,
        subject_id=subject.id,
        number=head.number + 1,
        at=at,
        actor=actor.id,
        role=actor.role,
        act=act,
        details=text,
        personal=canonical({field: commitment(salts[field], field, value) for field, value in values.items()}),
        previous=head.hash,
    )
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    Salt.objects.bulk_create(Salt(entry=entry, field=field, salt=salt) for field, salt in salts.items())
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    Waiting.objects.create(head=head, number=entry.number, hash=entry.hash)
    _WRITTEN()
    return entry


def erase(*, subject: Subject, field: str, at: datetime, actor: Actor, reason: str) -> int:
    """Make what a personal field said unprovable for ever, and record that. The number of entries it was erased from.

    The chain goes on verifying. Copies of the database made before still hold the salts until they go too.
    Raises Unrecordable where nothing is left to erase, and what ``record`` raises.
    """
    require_transaction("erase")
    if not reason.strip():
        raise Unrecordable("erasing needs its reason: name the request or the rule")
    _locked_head(subject.checked())
    found = Salt.objects.filter(
        entry__subject_type=subject.type, entry__subject_id=subject.id, field=field, salt__isnull=False
    )
    numbers = list(found.order_by("entry__number").values_list("entry__number", flat=True))
    if not numbers:
        raise Unrecordable(f"{subject} has no personal field {field!r} that is still kept")
    found.update(salt=None)
    details = {"field": field, "entries": numbers, "reason": reason}
    record(subject=subject, actor=actor, act=ERASE, details=details, at=at)
    return len(numbers)


def _locked_head(subject: Subject) -> Head:
    mine = Head.objects.filter(subject_type=subject.type, subject_id=subject.id)
    head = mine.select_for_update().first()
    if head is None:
        new = Head(subject_type=subject.type, subject_id=subject.id, number=0, hash=NOTHING)
        # Two first entries at once: the second waits here for the first to commit, and then finds its row.
        Head.objects.bulk_create([new], ignore_conflicts=True)
        head = mine.select_for_update().get()
    return head
