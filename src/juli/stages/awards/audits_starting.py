"""What the audit makes known when the stage starts: messages, queues, tabs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.engines.policy.interpreter.given import BEIJING
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications import tabs as own_tabs
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import audits, audits_notices
from juli.stages.awards.models import AuditCase
from juli.stages.awards.permissions import READERS
from juli.stages.calls import deadlines
from juli.stages.calls.rulebook import current
from juli.stages.screening import desks, tabs

_OFFICE: Final = frozenset({Role.OFFICER, Role.LEAD})
_PLACE: Final = 50
#: From here on an application may have an audit.
_LISTED: Final = frozenset(
    {
        State.SHORTLISTED, State.AUDIT, State.AUDITED, State.MEETING, State.PUBLICATION, State.OBJECTION,
        State.APPROVED, State.NOT_APPROVED,
    }
)  # fmt: skip


def start() -> None:
    """Once, where the stage starts."""
    audits_notices.register_all()
    desks.register("awards.audits", queues)
    tabs.register(tabs.Tab("audit", _("Expenditure audit"), "awards:audit_tab", _PLACE, READERS, audited))
    own_tabs.register(own_tabs.Tab("audit", _("Expenditure audit"), "awards:own_audit"), has_case)


def queues(user: User, roles: frozenset[Role], at: datetime) -> Iterator[desks.Waiting]:
    """An auditor's open cases; for the office the shortlisted without a case, and cases beyond their day."""
    today = at.astimezone(BEIJING).date()
    open_ = AuditCase.objects.filter(application__state=State.AUDIT)
    if Role.AUDITOR in roles:
        mine = open_.filter(auditor=user).aggregate(
            number=Count("pk"), late=Count("pk", filter=Q(due__lt=today)), due=Min("due", filter=Q(due__gte=today))
        )
        due = deadlines.moment(mine["due"]) if mine["due"] else None
        yield desks.Waiting(
            _("Audits, mine"), mine["number"], reverse("awards:audits"), _PLACE, late=mine["late"], due=due
        )
    if roles & _OFFICE:
        where = reverse("awards:office_audits")
        yield desks.Waiting(_("Shortlisted, no audit opened"), len(waiting()), where, _PLACE)
        late = open_.filter(due__lt=today).count()
        yield desks.Waiting(_("Audits beyond their day"), late, where, _PLACE + 1, late=late)


def waiting() -> list[Application]:
    """The shortlisted of calls that audit, whose audit is still to be opened, by number (S0-104)."""
    rows = Application.objects.filter(state=State.SHORTLISTED).select_related("call", "organisation").order_by("number")
    calls: dict[int, bool] = {}
    found = []
    for row in rows:
        if row.call_id not in calls:
            calls[row.call_id] = audits.used(current(row.call).programme)
        if calls[row.call_id]:
            found.append(row)
    return found


def audited(application: Application) -> bool:
    """Whether the office has a page of its audit."""
    return application.state in _LISTED and audits.used(current(application.call).programme)


def has_case(application: Application) -> bool:
    """Whether its applicant has one."""
    return application.state in _LISTED - {State.SHORTLISTED} and AuditCase.objects.filter(
        application=application.pk
    ).exists()  # fmt: skip
