"""The contacts of a call: persons and numbers for the roles that its programme file names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.models import Call, ContactEntry
from juli.stages.calls.notices.permissions import editor

FIELDS = ("person", "unit", "phone", "email", "address", "postcode")


def enter_contact(
    *, call: Call, role: str, values: Mapping[str, str], entry: int | None, version: int, by: User, at: datetime
) -> ContactEntry:
    """Enter somebody for a role, or change the one that ``entry`` names. Raises Refused, Stale."""
    with transaction.atomic():
        actor = editor(by, at)
        found = ContactEntry(call=call, role=role) if entry is None else _entry(call, entry)
        if entry is not None:
            require_version(had=version, now=found.version)
            found.version += 1
        for field in FIELDS:
            setattr(found, field, values.get(field, "").strip())
        found.save()
        # Who answers is a person's name and number: the journal keeps only their digests.
        personal = {field: getattr(found, field) for field in FIELDS if getattr(found, field)}
        details = {"role": role, "entry": found.pk}
        record(
            subject=call.subject, actor=actor, act="notice.contact-entered", details=details, personal=personal, at=at
        )
        return found


def remove_contact(*, call: Call, entry: int, version: int, by: User, at: datetime) -> None:
    """Remove an entry. Raises Refused, Stale."""
    with transaction.atomic():
        actor = editor(by, at)
        found = _entry(call, entry)
        require_version(had=version, now=found.version)
        details = {"role": found.role, "entry": found.pk}
        record(subject=call.subject, actor=actor, act="notice.contact-removed", details=details, at=at)
        found.delete()


def _entry(call: Call, entry: int) -> ContactEntry:
    found = ContactEntry.objects.select_for_update().filter(call=call, pk=entry).first()
    if found is None:
        raise Refused(_("This contact has been removed meanwhile; load the page again."))
    return found
