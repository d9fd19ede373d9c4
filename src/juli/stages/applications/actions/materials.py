"""Documents of an application: brought, described, taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.files.actions import attach, detach
from juli.registry.files.actions.keeping import Kept, take
from juli.registry.files.models import Attachment, StoredFile
from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import permissions
from juli.stages.applications.locking import locked, touch
from juli.stages.applications.models import Application, Material
from juli.stages.applications.owned import owned
from juli.stages.applications.unlocking import DOCUMENTS

_LONGEST_TAG = 60


@dataclass(frozen=True)
class Place:
    """What a file is handed in as: one of the call's attachments, or a field of the form."""

    attachment: str = ""
    year: int | None = None
    achievement: str = ""
    section: str = ""
    field: str = ""
    row: str = ""
    column: str = ""

    @property
    def part(self) -> str:
        """The part of the application that it stands in."""
        return self.section or f"{DOCUMENTS}:{self.attachment}"

    @property
    def tag(self) -> str:
        """The tag of its link in the file store."""
        parts = (self.attachment, self.year, self.achievement, self.section, self.field, self.row, self.column)
        return ":".join(str(part) for part in parts if part)[:_LONGEST_TAG]


def _part_of(material: Material) -> str:
    """The part of the application that a document stands in."""
    return Place(attachment=material.attachment, section=material.section).part


def bring(
    *, application: Application, place: Place, name: str, blocks: Iterable[bytes], by: User, at: dt.datetime
) -> Material:
    """Keep a file and hand it in as what ``place`` says; the same file in the same place again is there once.

    Raises permissions' Refused, and files' Refused with all that is wrong with the file. Not within a transaction.
    """
    permissions.writer(by, application, place.part)
    made: list[Material] = []

    def then(kept: Kept) -> None:
        made.append(hand_in(application=application, file=kept.file, name=kept.name, place=place, by=by, at=at))

    take(blocks=blocks, name=name, at=at, then=then)
    return made[0]


def hand_in(
    *, application: Application, file: StoredFile, name: str, place: Place, by: User, at: dt.datetime
) -> Material:
    """Hand in a kept file as what ``place`` says; the same file in the same place again is there once.

    Raises permissions' Refused, OutsideTransaction.
    """
    row = locked(application)
    actor = permissions.writer(by, row, place.part)
    link = attach(file=file, subject=row.subject, tag=place.tag, name=name, by=actor, at=at)
    material = Material.objects.filter(link=link).first()
    if material is None:
        material = Material.objects.create(application=row, link=link, at=at, **place.__dict__)
        touch(row, at)
        details = {"as": place.tag, "digest": file.digest}
        record(subject=row.subject, actor=actor, act="application.material-brought", details=details, at=at)
    return material


def reuse(*, application: Application, link: Attachment, place: Place, by: User, at: dt.datetime) -> Material:
    """Hand in a file that the organisation has already: of its record, its standing, its ledger.

    Raises permissions' Refused, also where the file is not the organisation's.
    """
    with transaction.atomic():
        if not owned(link, application.organisation):
            raise Refused(_("This file belongs to another organisation."))
        return hand_in(application=application, file=link.file, name=link.name, place=place, by=by, at=at)


def describe(
    *,
    material: Material,
    dated: dt.date | None,
    valid_until: dt.date | None,
    sealed: bool,
    by: User,
    at: dt.datetime,
) -> Material:
    """Say what day a document bears, until when it is valid, whether it is sealed. Raises Refused."""
    with transaction.atomic():
        row = locked(material.application)
        actor = permissions.writer(by, row, _part_of(material))
        material.dated, material.valid_until, material.sealed = dated, valid_until, sealed
        material.save(update_fields=["dated", "valid_until", "sealed"])
        touch(row, at)
        details = {
            "material": material.pk,
            "dated": dated.isoformat() if dated else None,
            "valid_until": valid_until.isoformat() if valid_until else None,
            "sealed": sealed,
        }
        record(subject=row.subject, actor=actor, act="application.material-described", details=details, at=at)
    return material


def take_away(*, material: Material, by: User, at: dt.datetime) -> None:
    """Take a document out of the application. A version that was handed in keeps its own. Raises Refused."""
    with transaction.atomic():
        row = locked(material.application)
        actor = permissions.writer(by, row, _part_of(material))
        link, tag = material.link, material.link.tag
        digest = link.file.digest
        material.delete()
        detach(link=link)
        touch(row, at)
        record(
            subject=row.subject,
            actor=actor,
            act="application.material-taken-away",
            details={"as": tag, "digest": digest},
            at=at,
        )
