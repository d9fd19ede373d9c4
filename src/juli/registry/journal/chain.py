"""How an entry is hashed, and what a personal field leaves behind in it. Pure: no database."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from juli.registry.canonical import canonical, instant

#: What the first entry of a subject names as the one before.
NOTHING = "0" * 64
FORMAT = 1
#: The act that erasing a personal field leaves in the chain; its details name the field and the entries.
ERASE = "journal.erase"


def entry_hash(
    *,
    subject_type: str,
    subject_id: str,
    number: int,
    at: datetime,
    actor: str,
    role: str,
    act: str,
    details: str,
    personal: str,
    previous: str,
) -> str:
    """The hash of an entry, hexadecimal; ``details`` and ``personal`` are the JSON texts as they are kept.

    Raises ValueError where one of them is not JSON in canonical form, which no entry ever is.

    >>> from datetime import UTC
    >>> first = dict(subject_type="call", subject_id="7", number=1, at=datetime(1999, 12, 31, 16, tzinfo=UTC))
    >>> says = dict(actor="user:1", role="lead", act="publish", details='{"edition":"demo"}', personal="{}")
    >>> entry_hash(**first, **says, previous=NOTHING)
    '6025f84939d1dbb5c6da68a298f5428af019b0f9288e6573f48751ac2ab4eacf'
    """
    for text in (details, personal):
        if canonical(json.loads(text)) != text:
            raise ValueError(f"not in canonical form: {text[:80]}")
    said = {
        "act": act,
        "actor": actor,
        "at": instant(at),
        "details": json.loads(details),
        "format": FORMAT,
        "number": number,
        "personal": json.loads(personal),
        "previous": previous,
        "role": role,
        "subject": [subject_type, subject_id],
    }
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def commitment(salt: bytes, field: str, value: Any) -> dict[str, str]:
    """What stands in an entry for a personal value: nothing of it can be read, and only the salt can prove it."""
    return {"salt": salt_digest(salt), "value": value_digest(salt, field, value)}


def salt_digest(salt: bytes) -> str:
    """Tells a salt that was exchanged; the salt itself, 32 random bytes, cannot be guessed from it."""
    return hashlib.sha256(salt).hexdigest()


def value_digest(salt: bytes, field: str, value: Any) -> str:
    """HMAC-SHA-256 of the field's name and value under the salt, hexadecimal."""
    return hmac.new(salt, canonical([field, value]).encode(), "sha256").hexdigest()


def commitments(personal: str) -> Mapping[str, Mapping[str, str]]:
    """An entry's personal fields, by name."""
    fields: dict[str, dict[str, str]] = json.loads(personal)
    return fields
