"""Evidence: files that prove an entry, tagged by what a clause asks for. One file may prove several entries."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.files.actions import attach
from juli.registry.files.actions import detach as unlink
from juli.registry.files.models import Attachment, StoredFile
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.permissions import keeper, reads
from juli.stages.organisations.vocabulary import vocabulary


class UnknownTag(LookupError):
    """The vocabulary has no such evidence."""


def prove(*, achievement: Achievement, file: StoredFile, name: str, tag: str, by: User, at: datetime) -> Attachment:
    """Link a file that was just kept to an entry; again gives the link there is. Raises Refused, UnknownTag."""
    with transaction.atomic():
        row, actor = _open(achievement, by)
        return _linked(row, file, name, tag, actor, at)


def reuse(*, achievement: Achievement, link: Attachment, tag: str, by: User, at: datetime) -> Attachment:
    """Let a file that proves another entry of ours prove this one too. Raises Refused, UnknownTag."""
    with transaction.atomic():
        row, actor = _open(achievement, by)
        if not reads(by, link):
            raise Refused(_("This file belongs to another organisation."))
        return _linked(row, link.file, link.name, tag, actor, at)


def retag(*, link: Attachment, tag: str, by: User, at: datetime) -> Attachment:
    """Say anew what a file proves. Raises Refused, UnknownTag."""
    with transaction.atomic():
        row, actor = _open(_of(link), by)
        if link.tag == tag:
            return link
        new = _linked(row, link.file, link.name, tag, actor, at)
        unlink(link=link)
        _recorded(row, actor, "ledger.evidence-removed", new.file, link.tag, link.name, at)
        return new


def disprove(*, link: Attachment, by: User, at: datetime) -> None:
    """Take a file away from an entry; other entries that it proves keep it. Raises Refused."""
    with transaction.atomic():
        row, actor = _open(_of(link), by)
        unlink(link=link)
        _recorded(row, actor, "ledger.evidence-removed", link.file, link.tag, link.name, at)


def _of(link: Attachment) -> Achievement:
    if link.subject_type != "achievement":
        raise Refused(_("This file belongs to something else."))
    return Achievement.objects.get(pk=link.subject_id)


def _open(achievement: Achievement, by: User) -> tuple[Achievement, Actor]:
    row = Achievement.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=achievement.pk)
    actor = keeper(by, row.organisation)
    if row.removed_at is not None:
        raise Refused(_("This entry was removed; bring it back first."))
    return row, actor


def _linked(row: Achievement, file: StoredFile, name: str, tag: str, actor: Actor, at: datetime) -> Attachment:
    if tag and tag not in vocabulary().evidence:
        raise UnknownTag(tag)
    before = Attachment.objects.filter(file=file, subject_type="achievement", subject_id=str(row.pk), tag=tag).first()
    if before is not None:
        return before
    link = attach(file=file, subject=row.subject, tag=tag, name=name, by=actor, at=at)
    _recorded(row, actor, "ledger.evidence-added", file, tag, name, at)
    return link


def _recorded(row: Achievement, actor: Actor, act: str, file: StoredFile, tag: str, name: str, at: datetime) -> None:
    details = {"achievement": row.pk, "sha256": file.digest, "tag": tag}
    record(subject=row.organisation.subject, actor=actor, act=act, details=details, personal={"name": name}, at=at)
