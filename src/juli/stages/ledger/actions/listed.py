"""The organisation's own lists: enterprises, parks and partners put on, changed, taken off."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.models import Listed
from juli.stages.ledger.permissions import keeper
from juli.stages.organisations.models import Organisation


class Facts(NamedTuple):
    """What a list says of somebody. The code is empty or checked; the size is that of enterprises."""

    name: str
    uscc: str = ""
    size: str = Listed.Size.UNKNOWN
    note: str = ""


class OnTheList(ValueError):
    """The name, or the code, is on the list already; the message says which."""


def enlist(*, organisation: Organisation, register: str, facts: Facts, by: User, at: datetime) -> Listed:
    """Put somebody on a list. Raises Refused, OnTheList."""
    try:
        with transaction.atomic():
            actor = keeper(by, organisation)
            _require_new(organisation, register, facts)
            row = Listed.objects.create(organisation=organisation, register=register, added_at=at, **facts._asdict())
            _recorded(row, actor, "ledger.listed", at)
            return row
    except IntegrityError as error:
        raise _at_once(facts) from error


def relist(*, listed: Listed, facts: Facts, by: User, at: datetime) -> Listed:
    """Change what a list says. Entries that name it keep the name they have. Raises Refused, OnTheList."""
    try:
        with transaction.atomic():
            row, actor = _held(listed, by)
            if row.removed_at is not None:
                raise Refused(_("This was taken off the list."))
            _require_new(row.organisation, row.register, facts, besides=row)
            for name, value in facts._asdict().items():
                setattr(row, name, value)
            row.save()
            _recorded(row, actor, "ledger.relisted", at)
            return row
    except IntegrityError as error:
        raise _at_once(facts) from error


def delist(*, listed: Listed, by: User, at: datetime) -> Listed:
    """Take somebody off a list; again changes nothing. Raises Refused."""
    with transaction.atomic():
        row, actor = _held(listed, by)
        if row.removed_at is None:
            row.removed_at = at
            row.save(update_fields=["removed_at"])
            _recorded(row, actor, "ledger.delisted", at)
        return row


def _require_new(organisation: Organisation, register: str, facts: Facts, besides: Listed | None = None) -> None:
    there = Listed.objects.filter(organisation=organisation, register=register, removed_at=None)
    if besides is not None:
        there = there.exclude(pk=besides.pk)
    if there.filter(name=facts.name).exists():
        raise OnTheList(_("“%(name)s” is on the list already.") % {"name": facts.name})
    same = there.filter(uscc=facts.uscc).first() if facts.uscc else None
    if same is not None:
        raise OnTheList(_("This code is on the list already, for “%(name)s”.") % {"name": same.name})


def _at_once(facts: Facts) -> OnTheList:
    """What is told where a colleague entered the same at the same moment: only the database sees both."""
    return OnTheList(_("“%(name)s” is on the list already.") % {"name": facts.name})


def _held(listed: Listed, by: User) -> tuple[Listed, Actor]:
    row = Listed.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=listed.pk)
    return row, keeper(by, row.organisation)


def _recorded(row: Listed, actor: Actor, act: str, at: datetime) -> None:
    details = {"listed": row.pk, "register": str(row.register)}
    record(subject=row.organisation.subject, actor=actor, act=act, details=details, personal={"name": row.name}, at=at)
