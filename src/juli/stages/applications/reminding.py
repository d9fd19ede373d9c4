"""What people are reminded of: an application not handed in three days before the end, a scan that is still due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from juli.registry.messages.reminders import Reminder, register
from juli.stages.accounts.messages import recipient
from juli.stages.applications import addresses, notices
from juli.stages.applications.models import Application, ScannedCopy
from juli.stages.applications.transitions import State, uses
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current

#: So long before the end.
BEFORE: Final = timedelta(days=3)
#: States in which something is begun and not handed in. Whoever withdrew does not want to be asked.
_UNDER_WAY: Final = (State.DRAFT, State.UNIT_REVIEW, State.FINALISED, State.SENT_BACK)


def due(now: datetime) -> Iterator[Reminder]:
    """Every reminder that is due by ``now``; one for each closing day, so an extended call reminds again."""
    for call in Call.objects.filter(state=Call.State.PUBLISHED):
        programme = current(call).programme
        end = deadlines.closes(programme)
        if end is None or not (now < end <= now + BEFORE):
            continue
        begun = Application.objects.filter(call=call, state__in=_UNDER_WAY).select_related("call", "organisation")
        unscanned = "scan before" in uses(programme)
        for row in begun.order_by("pk"):
            kinds = ["due"]
            if unscanned and row.state == State.FINALISED and not _scanned(row):
                kinds = ["scan_due"]
            yield from _reminders(row, kinds, end)


def register_reminders() -> None:
    """Let the tick remind; once, where the stage starts."""
    register("applications.due", due)


def _scanned(row: Application) -> bool:
    final = row.finals.order_by("-pk").first()
    return final is not None and ScannedCopy.objects.filter(final=final).exists()


def _reminders(row: Application, kinds: list[str], end: datetime) -> Iterator[Reminder]:
    title = current(row.call).programme.title
    for kind in kinds:
        for person in notices.concerned(row):
            params = notices.words(kind, row, title, person.language, addresses.absolute(addresses.life(row)))
            params["when"] = notices.ending(end)
            if kind == "due":
                params["state"] = notices.state_name(row.state, person.language)
            yield Reminder(f"application.{kind}", recipient(person), params, f"{row.pk}/{end.isoformat()}", row.subject)
