"""What the tick reminds of: corrections that are due in three days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max

from juli.registry.messages.reminders import Reminder, register
from juli.stages.accounts.messages import recipient
from juli.stages.applications import notices as applications
from juli.stages.applications.models import Application
from juli.stages.screening import notices
from juli.stages.screening.models import Decision

#: So long before the end.
BEFORE: Final = timedelta(days=3)


def due(now: datetime) -> Iterator[Reminder]:
    """Every reminder that is due by ``now``, one for each return."""
    waiting = Application.objects.filter(state__in=(Application.State.RETURNED, Application.State.CORRECTED))
    returned = Decision.objects.filter(kind=Decision.Kind.RETURNED, application__in=waiting)
    latest = returned.values("application").annotate(last=Max("pk")).values("last")
    soon = Decision.objects.filter(pk__in=latest, until__gt=now, until__lte=now + BEFORE)
    for one in soon.select_related("application__call", "application__organisation").order_by("pk"):
        row = one.application
        for person in applications.concerned(row):
            said = notices.params("due", row, person.language, due=one.due)
            yield Reminder("screening.due", recipient(person), said, f"{one.pk}", row.subject)


def register_reminders() -> None:
    """Let the tick remind; once, where the stage starts."""
    register("screening.due", due)
