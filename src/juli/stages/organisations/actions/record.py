"""The organisation's own record: entered once, used by every form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from juli.registry.canonical import SHANGHAI
from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.organisations import permissions
from juli.stages.organisations.locking import locked, save
from juli.stages.organisations.models import Activity, ApplicantType, Officer, Organisation
from juli.stages.organisations.models.dated import Dated
from juli.stages.organisations.queries.registration import PRINTED
from juli.stages.organisations.queries.types import holding

#: What the office audits: before the acceptance edited freely, after it changed by a request (``actions.changes``).
AUDITED: Final = ("name", "legal_representative")
_TEXTS: Final = (*AUDITED, "address", "profile", "party_work", "development_plan")
_State = Organisation.State


def describe(
    *,
    organisation: Organisation,
    texts: Mapping[str, str],
    fields: Collection[str] = (),
    values: Mapping[str, Any] | None = None,
    version: int | None = None,
    by: User,
    at: datetime,
) -> Organisation:
    """Change the record. ``texts`` by column; ``values`` (as JSON) of the vocabulary's ``fields``, absent ones emptied.

    Raises Refused for what is being audited or has been, Stale where somebody else saved meanwhile.
    """
    with transaction.atomic():
        actor = permissions.member(by, organisation)
        found = locked(organisation, version)
        changed: dict[str, Any] = {
            name: text.strip()
            for name, text in texts.items()
            if name in _TEXTS and getattr(found, name) != text.strip()
        }
        new = {**{k: v for k, v in found.record.items() if k not in fields}, **(values or {})}
        told = {name: new.get(name) for name in fields if found.record.get(name) != new.get(name)}
        if not changed and not told:
            return found
        _open(found, changed, told)
        for name, text in changed.items():
            setattr(found, name, text)
        found.record = new
        save(found, "record", *changed)
        personal = {name: changed.pop(name) for name in ["legal_representative"] if name in changed}
        record(
            subject=found.subject,
            actor=actor,
            act="organisation.described",
            details={"texts": changed, "fields": told},
            personal=personal,
            at=at,
        )
        return found


def _open(organisation: Organisation, texts: Mapping[str, Any], fields: Mapping[str, Any]) -> None:
    """Go on where these may be changed now. Raises Refused."""
    if organisation.state == _State.WAITING and (set(texts) & {*AUDITED, "address"} or set(fields) & set(PRINTED)):
        raise permissions.Refused(
            _("The registration is being audited. Take it back first, then change what stands on the sheet.")
        )
    if organisation.state == _State.ACCEPTED and set(texts) & set(AUDITED):
        raise permissions.Refused(_("Name and legal representative are changed by a request that the office audits."))


def add_type(
    *, organisation: Organisation, programme: str, applicant_type: str, since: dt.date, by: User, at: datetime
) -> ApplicantType:
    """Say as which type it applies, before its registration is accepted; afterwards that is a request for a change.

    Raises Refused; ValidationError where it is there already.
    """
    row = ApplicantType(organisation=organisation, programme=programme, type=applicant_type, since=since)
    _add(row, organisation, by, at, {"programme": programme, "type": applicant_type})
    return row


def add_activity(*, organisation: Organisation, name: str, since: dt.date, by: User, at: datetime) -> Activity:
    """Add a field of activity. Raises Refused; ValidationError where it is there already."""
    row = Activity(organisation=organisation, name=name.strip(), since=since)
    _add(row, organisation, by, at, {"name": row.name})
    return row


def add_officer(
    *,
    organisation: Organisation,
    person: str,
    post: str,
    since: dt.date,
    until: dt.date | None = None,
    by: User,
    at: datetime,
) -> Officer:
    """Add somebody in one of the four posts, with the term. Raises Refused; ValidationError."""
    row = Officer(organisation=organisation, person=person.strip(), post=post, since=since, until=until)
    _add(row, organisation, by, at, {"post": post}, {"person": row.person})
    return row


def end_row(*, row: ApplicantType | Activity | Officer, until: dt.date, by: User, at: datetime) -> None:
    """Say until which day, included, it held. Raises Refused; ValidationError where that is before it began."""
    with transaction.atomic():
        actor = permissions.member(by, row.organisation)
        organisation = locked(row.organisation)
        _types_open(row, organisation)
        if until < row.since:
            raise ValidationError(_("It cannot end before it began; strike it where it was never so."))
        row.until = until
        if not type(row).objects.filter(pk=row.pk).update(until=until):
            raise ValidationError(_gone())
        details = {"row": row.pk, "until": until.isoformat()}
        record(subject=organisation.subject, actor=actor, act=f"{_word(row)}.ended", details=details, at=at)
        _mirror(organisation, row, at)


def strike_row(*, row: ApplicantType | Activity | Officer, by: User, at: datetime) -> None:
    """Strike a row that was entered by mistake; the journal keeps it. Raises Refused, ValidationError."""
    with transaction.atomic():
        actor = permissions.member(by, row.organisation)
        organisation, word, kind = locked(row.organisation), _word(row), type(row)
        _types_open(row, organisation)
        details = {"row": row.pk, "since": row.since.isoformat()}
        if not row.delete()[0]:
            raise ValidationError(_gone())
        record(subject=organisation.subject, actor=actor, act=f"{word}.struck", details=details, at=at)
        _mirror(organisation, kind(), at)


def _add(
    row: Dated,
    organisation: Organisation,
    by: User,
    at: datetime,
    details: dict[str, str],
    personal: dict[str, str] | None = None,
) -> None:
    try:
        with transaction.atomic():
            actor = permissions.member(by, organisation)
            _types_open(row, locked(organisation))
            row.clean_fields()
            if row.until is not None and row.until < row.since:
                raise ValidationError({"until": _("The end is before the beginning.")})
            row.save()
            record(
                subject=organisation.subject,
                actor=actor,
                act=f"{_word(row)}.added",
                details={**details, "row": row.pk, "since": row.since.isoformat()},
                personal=personal,
                at=at,
            )
            _mirror(organisation, row, at)
    except IntegrityError as error:
        raise ValidationError(_("This is there already; end it first where it has changed.")) from error


def _types_open(row: models.Model, organisation: Organisation) -> None:
    if isinstance(row, ApplicantType) and organisation.state == _State.ACCEPTED:
        raise permissions.Refused(_("The applicant type is changed by a request that the office audits."))


def _gone() -> str:
    return _("Somebody struck this row meanwhile; load the page again.")


def _word(row: Dated) -> str:
    words: dict[type[Dated], str] = {ApplicantType: "type", Activity: "activity", Officer: "officer"}
    return words[type(row)]


def _mirror(organisation: Organisation, row: models.Model, at: datetime) -> None:
    """The fields that hold today are the record's, where verdicts look."""
    if not isinstance(row, Activity):
        return
    found = locked(organisation)
    today = Activity.objects.filter(holding(at.astimezone(SHANGHAI).date()), organisation=found).order_by("since", "pk")
    names = list(today.values_list("name", flat=True))
    found.record = {key: value for key, value in found.record.items() if key != "fields"}
    if names:
        found.record["fields"] = names
    save(found, "record")
