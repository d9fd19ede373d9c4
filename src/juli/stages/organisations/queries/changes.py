"""Changes that wait for the audit, and what they change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from juli.stages.organisations.models import ApplicantType, Change, Organisation
from juli.stages.organisations.queries.types import holding


def waiting_change(organisation: Organisation) -> Change | None:
    """The change of an organisation that waits; None where none does."""
    return Change.objects.filter(organisation=organisation, state=Change.State.WAITING).first()


def changes_of(organisation: Organisation) -> QuerySet[Change]:
    """All its changes, the newest first."""
    return Change.objects.filter(organisation=organisation).select_related("asked_by").order_by("-asked_at", "-pk")


def present(organisation: Organisation, on: dt.date) -> dict[str, Any]:
    """What the audited data are on a day, in the form of ``Change.wanted``."""
    types: dict[str, list[str]] = {}
    rows = ApplicantType.objects.filter(holding(on), organisation=organisation).order_by("programme", "type")
    for programme, kind in rows.values_list("programme", "type"):
        types.setdefault(programme, []).append(kind)
    return {
        "name": organisation.name,
        "uscc": organisation.uscc or "",
        "legal_representative": organisation.legal_representative,
        "types": types,
    }
