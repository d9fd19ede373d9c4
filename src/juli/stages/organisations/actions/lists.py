"""Lists of standing as workbooks: kept as they came, so that every row can be read back to its list."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError

from juli.registry.files.actions import attach, take
from juli.registry.files.actions.keeping import Kept
from juli.registry.files.findings import Refused
from juli.registry.files.models import Attachment
from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.registry.parties import Subject
from juli.stages.accounts.models import User
from juli.stages.organisations import permissions
from juli.stages.organisations.queries.lists import SUBJECT


def bring_list(*, name: str, blocks: Iterable[bytes], by: User, at: datetime) -> Attachment:
    """Keep a list; nothing is entered yet. Raises Refused; ValidationError with what is wrong with the file."""
    actor = permissions.auditor(by, at)
    links: list[Attachment] = []

    def then(kept: Kept) -> None:
        subject = Subject(SUBJECT, str(uuid.uuid4()))
        links.append(attach(file=kept.file, subject=subject, name=kept.name, by=actor, at=at))
        details, personal = {"file": kept.file.digest}, {"name": kept.name}
        record(subject=subject, actor=actor, act="list.brought", details=details, personal=personal, at=at)

    try:
        take(blocks=blocks, name=name, at=at, accept={"xlsx"}, then=then)
    except Refused as refusal:
        raise ValidationError([f.say(language()) for f in refusal.findings if f.refuses]) from refusal
    return links[0]
