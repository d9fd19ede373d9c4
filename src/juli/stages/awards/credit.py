"""The fresh look at an applicant's credit before approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards.models import CreditCheck

#: Where an application's credit is looked at: on the list, until it is approved.
CHECKED: Final = frozenset(
    {State.SHORTLISTED, State.AUDIT, State.AUDITED, State.MEETING, State.PUBLICATION, State.OBJECTION}
)


def latest(applications: Iterable[Application]) -> Mapping[int, CreditCheck]:
    """The look that counts of each application, by its row, in one query."""
    rows = CreditCheck.objects.filter(application__in=[row.pk for row in applications]).select_related("by")
    return {row.application_id: row for row in rows.order_by("pk")}


def clear(application: Application) -> bool:
    """Whether the last look found nothing."""
    found = latest([application]).get(application.pk)
    return found is not None and found.outcome == CreditCheck.Outcome.CLEAR
