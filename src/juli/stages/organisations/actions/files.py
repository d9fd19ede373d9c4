"""Files of an organisation: the stamped sheet, papers, evidence of its standing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.files.actions import attach, detach, take
from juli.registry.files.actions.keeping import Kept
from juli.registry.files.examine.kinds import USUAL
from juli.registry.files.findings import Refused as FileRefused
from juli.registry.files.models import Attachment
from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.registry.parties import Actor, Subject
from juli.stages.accounts.models import User
from juli.stages.organisations import permissions
from juli.stages.organisations.locking import locked
from juli.stages.organisations.models import Organisation, Standing
from juli.stages.organisations.queries.files import belongs
from juli.stages.organisations.queries.registration import SHEET

#: What a stamped and scanned sheet is.
SCANS: Final = frozenset({"pdf", "png", "jpeg"})


def add_file(
    *,
    organisation: Organisation,
    standing: Standing | None = None,
    tag: str,
    name: str,
    blocks: Iterable[bytes],
    by: User,
    at: datetime,
) -> Kept:
    """Keep a file and link it to the organisation, or to a row of its standing, under a tag.

    Not within a transaction: the file is examined first. Raises Refused; ValidationError with what is wrong with the
    file.
    """
    _may_add(organisation, standing, by)
    accept: Collection[str] = SCANS if tag == SHEET else USUAL

    def then(kept: Kept) -> None:
        link_file(organisation=organisation, standing=standing, tag=tag, kept=kept, by=by, at=at)

    try:
        return take(blocks=blocks, name=name, at=at, accept=accept, then=then)
    except FileRefused as refusal:
        raise ValidationError([f.say(language()) for f in refusal.findings if f.refuses]) from refusal


def link_file(
    *, organisation: Organisation, standing: Standing | None = None, tag: str, kept: Kept, by: User, at: datetime
) -> Attachment:
    """Link a file to the organisation or a row of its standing, in the transaction that keeps it. Raises Refused."""
    actor, subject = _may_add(organisation, standing, by)
    link = attach(file=kept.file, subject=subject, tag=tag, name=kept.name, by=actor, at=at)
    record(
        subject=organisation.subject,
        actor=actor,
        act="file.added",
        details={"file": kept.file.digest, "tag": tag, "to": str(subject)},
        # What files are called often holds people's names.
        personal={"name": link.name},
        at=at,
    )
    return link


def _may_add(organisation: Organisation, standing: Standing | None, by: User) -> tuple[Actor, Subject]:
    """Who adds a file, and to what. Raises Refused."""
    actor = permissions.member(by, organisation)
    if standing is None:
        return actor, organisation.subject
    if standing.organisation_id != organisation.pk:
        raise permissions.Refused(_("This belongs to another organisation."))
    permissions.own_row(standing)
    return actor, standing.subject


def remove_file(*, organisation: Organisation, link: Attachment, by: User, at: datetime) -> None:
    """Take a file away from what it proves. Raises Refused: of another organisation, audited, the office's."""
    with transaction.atomic():
        actor = permissions.member(by, organisation)
        organisation = locked(organisation)
        if not belongs(link, organisation):
            raise permissions.Refused(_("This belongs to another organisation."))
        if link.tag == SHEET and organisation.state in {organisation.State.WAITING, organisation.State.ACCEPTED}:
            raise permissions.Refused(_("The sheet is being audited or was accepted; it stays."))
        if link.role not in {"administrator", "staff"}:
            raise permissions.Refused(_("The office entered this; ask it where something is wrong."))
        details = {"file": link.file.digest, "tag": link.tag, "from": str(link.subject)}
        personal = {"name": link.name}
        record(subject=organisation.subject, actor=actor, act="file.removed", details=details, personal=personal, at=at)
        detach(link=link)
