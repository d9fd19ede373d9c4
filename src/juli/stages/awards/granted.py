"""What each application is to receive: by the list, by its audit where the list leaves that open, by a meeting."""

from __future__ import annotations

from collections.abc import Iterable

from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import audits, lists
from juli.stages.awards.models import MeetingDecision


def proposed(rows: Iterable[Application]) -> dict[int, int | None]:
    """What goes before the meetings, in 分, by the application's row; None where it is not known yet.

    An amount that is a share of the audited cost is known once the audit is signed off, and not while it is gone over
    again (S0-100, S0-104). In two queries.
    """
    rows = list(rows)
    lines = lists.lines_of(rows)
    reports = audits.latest([row.pk for row in rows if row.state != State.AUDIT])
    found: dict[int, int | None] = {}
    for row in rows:
        given = [line.amount for line in lines[row.pk] if line.on_list]
        if given and None not in given:
            found[row.pk] = sum(one or 0 for one in given)
        else:
            found[row.pk] = reports[row.pk].accepted if given and row.pk in reports else None
    return found


def amounts(rows: Iterable[Application]) -> dict[int, int | None]:
    """What each receives in the end, in 分: by the last meeting that set it, else as proposed. In three queries."""
    found = proposed(rows)
    said = MeetingDecision.objects.filter(application__in=list(found), meeting__state="signed", amount__isnull=False)
    return found | dict(said.order_by("meeting__order", "meeting__pk").values_list("application", "amount"))
