"""Pre-filing 提前报备 (S1-33): a new enterprise filed, its licence matched when it comes."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry import faults
from juli.registry.canonical import canonical, instant
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.entries import kind_named, sound
from juli.stages.ledger.leadtimes import FILED, KIND
from juli.stages.ledger.models import Achievement, Filing, Licence
from juli.stages.ledger.permissions import keeper
from juli.stages.ledger.rows import fill, new, stored
from juli.stages.ledger.sharing import as_typed
from juli.stages.organisations.models import Organisation

_FILED = faults.Point("ledger.filed")
_FEN = 100


class Notice(NamedTuple):
    """What is filed of an enterprise: name, place, capital in yuan, business scope, whether foreign-funded."""

    enterprise: str
    place: str
    capital: Decimal
    business_scope: str
    foreign: bool
    planned_on: date | None = None


class Registered(NamedTuple):
    """What the business licence says. ``difference``: why its name is not the one that was filed."""

    name: str
    registered_on: date
    uscc: str = ""
    difference: str = ""


def file(*, organisation: Organisation, notice: Notice, by: User, at: datetime) -> Filing:
    """Hand in a notice of an enterprise that is to be registered. It can't be changed: a correction is a new notice.

    ``at`` is the instant that counts. Raises Refused.
    """
    with transaction.atomic():
        actor = keeper(by, organisation)
        said = notice._asdict() | {"capital": int(notice.capital * _FEN)}
        told = {
            **said,
            "planned_on": notice.planned_on.isoformat() if notice.planned_on else None,
            "organisation": organisation.pk,
            "filed_at": instant(at),
        }
        digest = hashlib.sha256(canonical(told).encode()).hexdigest()
        filing = Filing.objects.create(
            organisation=organisation, filed_at=at, by=actor.id, by_name=by.name[:60], digest=digest, **said
        )
        details = {"filing": filing.number, "sha256": digest}
        personal = {"enterprise": notice.enterprise}
        subject = organisation.subject
        record(subject=subject, actor=actor, act="ledger.filed", details=details, personal=personal, at=at)
        _FILED()
        return filing


def match(
    *, filing: Filing, registered: Registered, existing: Achievement | None = None, by: User, at: datetime
) -> Licence:
    """Match a filing with the licence that followed. The enterprise enters the ledger with the day it was filed.

    ``existing`` is an entry of ours for the same enterprise. Raises Refused, Unfit.
    """
    with transaction.atomic():
        filing, actor = _held(filing, by)
        if Licence.objects.filter(filing=filing).exists():
            raise Refused(_("This filing has its licence already."))
        row = _row(filing, existing, at)
        kind = kind_named(KIND)
        values = as_typed(kind, stored(row)) if existing is not None else {}
        values.pop(FILED, None)
        values |= {
            "title": values.get("title") or registered.name,
            "date": registered.registered_on,
            "enterprise": registered.name,
            "place": filing.place,
            "capital": Decimal(filing.capital) / _FEN,
            "business_scope": filing.business_scope[:1000],
            "foreign": filing.foreign,
        }
        fill(row, kind, sound(kind, values), at)
        row.fields = {**row.fields, FILED: filing.filed_on.isoformat()}
        row.version += existing is not None
        row.save()
        licence = Licence.objects.create(
            filing=filing,
            name=registered.name,
            uscc=registered.uscc,
            registered_on=registered.registered_on,
            achievement=row,
            difference=registered.difference[:300],
            by=actor.id,
            added_at=at,
        )
        details = {"filing": filing.number, "achievement": row.pk, "registered": registered.registered_on.isoformat()}
        _recorded(filing, actor, "ledger.matched", details, at)
        return licence


def unmatch(*, filing: Filing, by: User, at: datetime) -> Achievement:
    """Take a match back that was wrong: the entry stays, without the day of the filing. Raises Refused."""
    with transaction.atomic():
        filing, actor = _held(filing, by)
        licence = Licence.objects.filter(filing=filing).first()
        if licence is None:
            raise Refused(_("This filing has no licence yet."))
        row = Achievement.objects.select_for_update().get(pk=licence.achievement_id)
        row.fields = {name: value for name, value in row.fields.items() if name != FILED}
        row.version += 1
        row.changed_at = at
        row.save(update_fields=["fields", "version", "changed_at"])
        licence.delete()
        _recorded(filing, actor, "ledger.unmatched", {"filing": filing.number, "achievement": row.pk}, at)
        return row


def _row(filing: Filing, existing: Achievement | None, at: datetime) -> Achievement:
    if existing is None:
        return new(filing.organisation, kind_named(KIND), at)
    row = Achievement.objects.select_for_update().get(pk=existing.pk)
    ours = row.organisation_id == filing.organisation_id and row.kind == KIND and row.removed_at is None
    if not ours or row.fields.get(FILED):
        raise Refused(_("This entry is of another kind, was removed, or belongs to another filing."))
    return row


def _held(filing: Filing, by: User) -> tuple[Filing, Actor]:
    """The filing, with the organisation locked: the filing itself never changes."""
    Organisation.objects.select_for_update().get(pk=filing.organisation_id)
    found = Filing.objects.select_related("organisation").get(pk=filing.pk)
    return found, keeper(by, found.organisation)


def _recorded(filing: Filing, actor: Actor, act: str, details: dict[str, object], at: datetime) -> None:
    record(subject=filing.organisation.subject, actor=actor, act=act, details=details, at=at)
