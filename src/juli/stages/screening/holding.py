"""How two officers at one application are kept apart: one row per application, held and counted."""

from __future__ import annotations

from datetime import datetime

from juli.registry.transactions import require_transaction, require_version
from juli.stages.applications.locking import locked
from juli.stages.applications.models import Application
from juli.stages.screening.models import Screening


def held(application: Application, *, at: datetime, had: int | None = None) -> tuple[Application, Screening]:
    """The application and its screening, held until the transaction ends; ``had``: the version the sender knows.

    Raises OutsideTransaction, Stale.
    """
    require_transaction("held")
    row = locked(application)
    found, _made = Screening.objects.select_for_update().get_or_create(application=row, defaults={"begun_at": at})
    if had is not None:
        require_version(had=had, now=found.version)
    return row, found


def touched(screening: Screening, *fields: str) -> None:
    """Count an act on it, and keep ``fields``."""
    screening.version += 1
    screening.save(update_fields=["version", *fields])
