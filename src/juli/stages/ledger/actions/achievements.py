"""Entries of the ledger: added, changed, copied, removed, brought back. Each act is in the organisation's journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry import faults
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.entries import kind_named, sound
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.permissions import keeper
from juli.stages.ledger.rows import fill, new, stored
from juli.stages.ledger.sharing import hold_event, left, returned, split
from juli.stages.organisations.models import Organisation

_SAVED = faults.Point("ledger.saved")


def add(*, organisation: Organisation, kind: str, values: Mapping[str, Any], by: User, at: datetime) -> Achievement:
    """Enter something that was done. ``values`` as a dossier's file would give them, or typed.

    Raises Refused, UnknownKind, Unfit.
    """
    with transaction.atomic():
        return _added(organisation, kind, values, keeper(by, organisation), at, "ledger.added", {})


def duplicate(*, achievement: Achievement, values: Mapping[str, Any], by: User, at: datetime) -> Achievement:
    """Enter something like what is there already, with ``values`` of its own; files and shared records stay behind.

    Raises Refused, Unfit.
    """
    with transaction.atomic():
        row = Achievement.objects.select_related("organisation").get(pk=achievement.pk)
        actor = keeper(by, row.organisation)
        return _added(row.organisation, row.kind, values, actor, at, "ledger.duplicated", {"of": row.pk})


def _added(
    organisation: Organisation,
    kind: str,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    act: str,
    more: Mapping[str, Any],
) -> Achievement:
    found = kind_named(kind)
    row = new(organisation, found, at)
    fill(row, found, sound(found, values), at)
    row.save(force_insert=True)
    details = {"achievement": row.pk, "kind": kind, **more}
    record(subject=organisation.subject, actor=actor, act=act, details=details, personal={"title": row.title}, at=at)
    _SAVED()
    return row


def change(*, achievement: Achievement, values: Mapping[str, Any], version: int, by: User, at: datetime) -> Achievement:
    """Put ``values`` in place of those the entry has. ``version`` is the one that the sender saw.

    Of an event that others have confirmed, what all have in common is proposed to them and stays as it is until they
    agree. Raises Refused, Stale, Unfit.
    """
    with transaction.atomic():
        row, actor = _held(achievement, by)
        if row.removed_at is not None:
            raise Refused(_("This entry was removed; bring it back first."))
        require_version(had=version, now=row.version)
        kind = kind_named(row.kind)
        found = sound(kind, values)
        before = stored(row)
        fill(row, kind, split(row, kind, found, actor, at), at)
        after = stored(row)
        changed = sorted(name for name in before | after if before.get(name) != after.get(name))
        if changed:
            row.version += 1
            row.save()
            _recorded(row, actor, "ledger.changed", at, fields=changed)
        _SAVED()
        return row


def remove(*, achievement: Achievement, by: User, at: datetime) -> Achievement:
    """Take an entry out of the ledger. It can be brought back; again changes nothing. Raises Refused."""
    with transaction.atomic():
        row, actor = _held(achievement, by)
        if row.removed_at is None:
            row.removed_at = row.changed_at = at
            row.version += 1
            row.save(update_fields=["removed_at", "changed_at", "version"])
            left(row, actor, at)
            _recorded(row, actor, "ledger.removed", at)
        return row


def restore(*, achievement: Achievement, by: User, at: datetime) -> Achievement:
    """Bring a removed entry back as it was; again changes nothing. Raises Refused."""
    with transaction.atomic():
        row, actor = _held(achievement, by)
        if row.removed_at is not None:
            row.removed_at = None
            row.changed_at = at
            row.version += 1
            returned(row, kind_named(row.kind), at)
            row.save()
            _recorded(row, actor, "ledger.restored", at)
        return row


def _held(achievement: Achievement, by: User) -> tuple[Achievement, Actor]:
    """The row as it is now, locked, and the actor. Raises Refused."""
    hold_event(achievement.pk)
    row = Achievement.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=achievement.pk)
    return row, keeper(by, row.organisation)


def _recorded(row: Achievement, actor: Actor, act: str, at: datetime, **details: Any) -> None:
    told = {"achievement": row.pk, "kind": row.kind, "version": row.version, **details}
    record(subject=row.organisation.subject, actor=actor, act=act, details=told, personal={"title": row.title}, at=at)
