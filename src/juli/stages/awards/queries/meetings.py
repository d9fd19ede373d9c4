"""From the list to the publication: who is on it, whether their credit is clear, what the meetings said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import credit, lists, meetings, permissions
from juli.stages.awards.models import CreditCheck, ListLine, Meeting, MeetingDecision
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
    lines: tuple[ListLine, ...]
    credit: CreditCheck | None
    decisions: tuple[MeetingDecision, ...]

    @property
    def amount(self) -> int | None:
        """What the list grants it, over its tracks."""
        given = [line.amount for line in self.lines if line.on_list]
        return sum(one or 0 for one in given) if given and None not in given else None


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
    lines, looked = lists.lines_of(rows), credit.latest(rows)
    said: dict[int, list[MeetingDecision]] = {one.pk: [] for one in rows}
    for decision in (
        MeetingDecision.objects.filter(application__in=rows).select_related("meeting").order_by("meeting__pk")
    ):
        said[decision.application_id].append(decision)
    return Page(
        call=row,
        programme=current(row).programme,
        rows=tuple(Row(one, tuple(lines[one.pk]), looked.get(one.pk), tuple(said[one.pk])) for one in rows),
        labels=meetings.labels(row),
        meetings=tuple(Meeting.objects.filter(call=row).select_related("by", "signed_by").order_by("order", "pk")),
        prepares=bool(roles & {Role.OFFICER, Role.LEAD}),
        decides=Role.LEAD in roles,
    )


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
    lines = lists.lines_of(before)
    ordered = sorted(before, key=lambda one: min((line.place for line in lines[one.pk]), default=0))
    open_ = row.state == "open"
    return Sheet(
        meeting=row,
        programme=current(row.call).programme,
        rows=tuple((one, said.get(one.pk), _granted(lines[one.pk])) for one in ordered),
        writes=open_ and bool(roles & {Role.OFFICER, Role.LEAD}),
        signs=open_ and Role.LEAD in roles,
    )


def _granted(lines: list[ListLine]) -> int | None:
    given = [line.amount for line in lines if line.on_list]
    return sum(one or 0 for one in given) if given and None not in given else None
