"""From the list to the publication: who is on it, whether their credit is clear, what the meetings said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext as _

from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State, events
from juli.stages.awards import credit, granted, lists, meetings, permissions
from juli.stages.awards.models import CreditCheck, Meeting, MeetingDecision
from juli.stages.awards.queries.following import Followed, of_call
from juli.stages.awards.queries.rankings import found
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current

_ON_THE_WAY = (
    State.SHORTLISTED, State.AUDIT, State.AUDITED, State.MEETING, State.PUBLICATION, State.OBJECTION, State.APPROVED,
    State.NOT_APPROVED,
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One application that the list put on the way to approval. ``amount`` in 分."""

    application: Application
    credit: CreditCheck | None
    decisions: tuple[MeetingDecision, ...]
    amount: int | None
    tables: bool

    @property
    def open(self) -> bool:
        """Whether anything may be recorded of it still."""
        return self.application.state != State.APPROVED

    @property
    def checked(self) -> bool:
        """Whether its credit is looked at."""
        return self.application.state in credit.CHECKED


@dataclass(frozen=True)
class Page:
    """The page of a call."""

    call: Call
    programme: Programme
    rows: tuple[Row, ...]
    labels: tuple[Label, ...]
    meetings: tuple[Meeting, ...]
    prepares: bool
    decides: bool
    today: date
    next: str
    followed: Followed

    @property
    def tables(self) -> bool:
        """Whether somebody may put something before the meetings now."""
        return self.prepares and any(row.tables for row in self.rows)

    @property
    def today_text(self) -> str:
        """The day, as a field of a form has it."""
        return self.today.isoformat()

    @property
    def tabled(self) -> bool:
        """Whether anything is before the meetings."""
        return any(row.application.state == State.MEETING for row in self.rows)


def page(user: User | AnonymousUser, call: int, at: datetime) -> Page:
    """The page. Raises Refused, Http404."""
    roles = permissions.reader(user, at)
    row = found(call)
    rows = list(
        Application.objects.filter(call=row, state__in=_ON_THE_WAY).select_related("organisation").order_by("number")
    )
    looked, money = credit.latest(rows), granted.amounts(rows)
    said: dict[int, list[MeetingDecision]] = {one.pk: [] for one in rows}
    for decision in (
        MeetingDecision.objects.filter(application__in=rows).select_related("meeting").order_by("meeting__pk")
    ):
        said[decision.application_id].append(decision)
    programme = current(row).programme
    return Page(
        call=row,
        programme=programme,
        rows=tuple(
            Row(one, looked.get(one.pk), tuple(said[one.pk]), money[one.pk], "table" in events(one, programme))
            for one in rows
        ),
        labels=meetings.labels(row),
        meetings=tuple(Meeting.objects.filter(call=row).select_related("by", "signed_by").order_by("order", "pk")),
        prepares=bool(roles & {Role.OFFICER, Role.LEAD}),
        decides=Role.LEAD in roles,
        today=at.astimezone(BEIJING).date(),
        next=_next(row, rows, looked),
        followed=of_call(row, programme, at),
    )


def _next(call: Call, rows: list[Application], looked: Mapping[int, CreditCheck]) -> str:
    """What has to be done next with those on the list, for the first of them that waits."""
    states = {row.state for row in rows}
    if State.AUDIT in states:
        return _("The audit is not signed off yet; the meeting comes after it.")
    waiting = [row for row in rows if row.state in (State.SHORTLISTED, State.AUDITED)]
    if any(row.pk not in looked for row in waiting):
        return _("Next: look up the credit, and record what was found.")
    if waiting and meetings.labels(call):
        return _("Next: put them before the meeting.")
    if State.MEETING in states and not all(meetings.all_supported(call)):
        return _("Next: open the record of the meeting, write what it decided; the head of office signs.")
    if waiting or State.MEETING in states:
        return _("Next: the publication.")
    return ""


@dataclass(frozen=True)
class Sheet:
    """One meeting with what it decided, or has to."""

    meeting: Meeting
    programme: Programme
    rows: tuple[tuple[Application, MeetingDecision | None, int | None], ...]
    writes: bool
    signs: bool


def sheet(user: User | AnonymousUser, meeting: int, at: datetime) -> Sheet:
    """One meeting. Raises Refused, Http404."""
    roles = permissions.reader(user, at)
    row = Meeting.objects.select_related("call", "by", "signed_by").filter(pk=meeting).first()
    if row is None:
        raise Http404(f"there is no meeting {meeting}")
    said = {one.application_id: one for one in row.decisions.select_related("application__organisation")}
    before = meetings.tabled(row.call) if row.state == "open" else [one.application for one in said.values()]
    lines, money = lists.lines_of(before), granted.proposed(before)
    ordered = sorted(before, key=lambda one: min((line.place for line in lines[one.pk]), default=0))
    open_ = row.state == "open"
    return Sheet(
        meeting=row,
        programme=current(row.call).programme,
        rows=tuple((one, said.get(one.pk), money[one.pk]) for one in ordered),
        writes=open_ and bool(roles & {Role.OFFICER, Role.LEAD}),
        signs=open_ and Role.LEAD in roles,
    )
