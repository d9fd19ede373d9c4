"""An organisation as it is now, for the rest of a transaction."""

from __future__ import annotations

from juli.registry.transactions import require_version
from juli.stages.organisations.models import Organisation


def locked(organisation: Organisation, version: int | None = None) -> Organisation:
    """The row, locked. Raises Stale where the sender knew an older ``version``."""
    found = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if version is not None:
        require_version(had=version, now=found.version)
    return found


def save(organisation: Organisation, *fields: str) -> None:
    """Save what changed; the version rises."""
    organisation.version += 1
    organisation.save(update_fields=[*fields, "version"])
