"""How an organisation stands: rows with evidence; what the office entered, the organisation does not change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.vocabulary import Kind
from juli.registry.journal.actions import hold, record
from juli.registry.parties import Actor, Subject
from juli.stages.accounts.models import User
from juli.stages.organisations import permissions
from juli.stages.organisations.locking import locked, save
from juli.stages.organisations.models import Organisation, Standing
from juli.stages.organisations.queries.lists import fresh
from juli.stages.organisations.roster import Ready
from juli.stages.organisations.vocabulary import vocabulary

_Source = Standing.Source


def add_standing(
    *, organisation: Organisation, kind: str, fields: Mapping[str, Any], basis: str = "", by: User, at: datetime
) -> Standing:
    """Add a row (``fields`` as JSON): the organisation's people for themselves, an officer for the office.

    Of a kind that there is one of, the organisation's older row gives way. Raises Refused; ValidationError where the
    row is empty, or where there is one of that year.
    """
    with transaction.atomic():
        actor, source = _who(by, organisation, at)
        found = locked(organisation)
        about = _kind(kind)
        if not fields:
            raise ValidationError(_("Nothing is filled in yet."))
        _make_way(found, about, fields, source, at)
        return _added(found, about, fields, source, basis, actor, at)


def remove_standing(*, row: Standing, by: User, at: datetime) -> None:
    """Take a row back; it stays in the table, marked. Raises Refused: another's, the office's."""
    with transaction.atomic():
        found = Standing.objects.select_for_update().get(pk=row.pk)
        actor, source = _who(by, found.organisation, at)
        if found.source != source:
            raise permissions.Refused(_("The office entered this; ask it where something is wrong."))
        if found.removed_at is not None:
            return
        found.removed_at = at
        found.save(update_fields=["removed_at"])
        _raise_version(found.organisation)
        details = {"row": found.pk, "kind": found.kind, "fields": found.fields}
        record(subject=found.organisation.subject, actor=actor, act="standing.removed", details=details, at=at)


def declare_complete(*, organisation: Organisation, kind: str, complete: bool, by: User, at: datetime) -> None:
    """Say that the rows of a kind are all there are (none, perhaps), or that this is not known. Raises Refused."""
    with transaction.atomic():
        actor = permissions.member(by, organisation)
        found = locked(organisation)
        _kind(kind)
        if (kind in found.complete) == complete:
            return
        found.complete = sorted({*found.complete, kind}) if complete else [k for k in found.complete if k != kind]
        save(found, "complete")
        details = {"kind": kind, "complete": complete}
        record(subject=found.subject, actor=actor, act="standing.declared", details=details, at=at)


def import_standing(*, rows: Sequence[Ready], basis: str, of: Subject | None = None, by: User, at: datetime) -> int:
    """Enter the good rows of a list (S2-41), all or none; how many are new. ``basis`` names the list, ``of`` is it.

    A row that is there already, as the office entered it, is not entered again; one of the organisation's own for the
    same year gives way. Raises Refused.
    """
    with transaction.atomic():
        actor = permissions.auditor(by, at)
        known = {row.organisation.pk: row.organisation for row in rows}
        # Every act locks the organisation before its journal: in another order two could wait for each other for ever.
        list(Organisation.objects.select_for_update().filter(pk__in=known).order_by("pk"))
        hold(subjects=[organisation.subject for organisation in known.values()])
        new = fresh(rows)
        for row in new:
            about = _kind(row.kind)
            _make_way(row.organisation, about, row.fields, _Source.OFFICE, at)
            source = f"{basis} · {row.place}"[:200]
            _added(row.organisation, about, row.fields, _Source.OFFICE, source, actor, at)
        if of is not None:
            record(subject=of, actor=actor, act="list.entered", details={"rows": len(new)}, at=at)
        return len(new)


def _added(
    organisation: Organisation,
    kind: Kind,
    fields: Mapping[str, Any],
    source: Standing.Source,
    basis: str,
    actor: Actor,
    at: datetime,
) -> Standing:
    row = Standing.objects.create(
        organisation=organisation, kind=kind.name, fields=dict(fields), source=source, basis=basis, recorded_at=at
    )
    _raise_version(organisation)
    details = {"row": row.pk, "kind": kind.name, "fields": dict(fields), "source": source.value, "basis": basis}
    record(subject=organisation.subject, actor=actor, act="standing.added", details=details, at=at)
    return row


def _make_way(
    organisation: Organisation, kind: Kind, fields: Mapping[str, Any], source: Standing.Source, at: datetime
) -> None:
    """What a new row replaces is marked as removed. Raises ValidationError where it must not be replaced."""
    there = Standing.objects.filter(organisation=organisation, kind=kind.name, removed_at=None)
    if kind.yearly:
        there = there.filter(fields__year=fields.get("year"))
    elif not kind.one:
        return
    if source == _Source.ORGANISATION and there.filter(source=_Source.OFFICE).exists():
        raise ValidationError(_("The office has entered this already; ask it where something is wrong."))
    if source == _Source.ORGANISATION and kind.yearly and there.exists():
        raise ValidationError(_("There is a row of this year already; take it back first."))
    there.update(removed_at=at)


def _who(by: User, organisation: Organisation, at: datetime) -> tuple[Actor, Standing.Source]:
    if permissions.membership(by, organisation) is not None:
        return permissions.member(by, organisation), _Source.ORGANISATION
    return permissions.auditor(by, at), _Source.OFFICE


def _kind(name: str) -> Kind:
    found = vocabulary().kinds.get(name)
    if found is None or not found.is_standing:
        raise ValidationError(_("The vocabulary has no such kind of standing."))
    return found


def _raise_version(organisation: Organisation) -> None:
    found = locked(organisation)
    save(found)
