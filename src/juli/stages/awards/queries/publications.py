"""Publications: the public's list and page, the office's list and draft, what one application was part of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as Paged
from django.core.paginator import Paginator
from django.db.models import Case, Count, QuerySet, When
from django.http import Http404
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.workbooks import paged
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.queries import frame as applicants
from juli.stages.applications.transitions import State
from juli.stages.awards import lists, periods, permissions, publications
from juli.stages.awards import publications_notices as notices
from juli.stages.awards.models import Approval, ApprovalLine, Objection, Publication, PublicationLine
from juli.stages.awards.objections import UNSETTLED
from juli.stages.awards.publications_starting import has_result, told
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.calls.shelf import shelf
from juli.stages.screening.frame import Frame, frame

_EACH = 20


@dataclass(frozen=True)
class Line:
    """A publication in a list. ``left``: whole days that objections are still taken, None where they are not."""

    row: Publication
    programme: Programme
    open: bool
    coming: bool
    left: int | None


@dataclass(frozen=True)
class Shown:
    """A publication as its page shows it."""

    line: Line
    said: dict[str, Any]
    later: Publication | None
    approvals: tuple[Approval, ...]

    @property
    def row(self) -> Publication:
        """The publication."""
        return self.line.row


@dataclass(frozen=True)
class Draft:
    """A draft with what it would say now, and what is wrong with that."""

    row: Publication
    programme: Programme
    said: dict[str, Any]
    applications: tuple[Application, ...]
    checked: publications.Checked
    stated: periods.Length | None
    counted: int | None


@dataclass(frozen=True)
class Desk:
    """A publication that is out, before the office: how far objections and approval are."""

    shown: Shown
    states: tuple[tuple[str, int], ...]
    unsettled: int
    waiting: int
    over: bool
    leads: bool


@dataclass(frozen=True)
class Result:
    """What became of an application, for its applicant."""

    frame: applicants.Frame
    line: PublicationLine | None
    approved: ApprovalLine | None
    objections: tuple[Objection, ...]
    why_not: Label | None


@dataclass(frozen=True)
class Tab:
    """What the office sees of one application's publication."""

    frame: Frame
    lines: tuple[PublicationLine, ...]
    objections: tuple[Objection, ...]
    approved: ApprovalLine | None


def public(number: str, at: dt.datetime) -> tuple[Paged[Publication], list[Line]]:
    """What is or was published, latest first."""
    rows = _out().order_by("-published_at", "-pk")
    page = Paginator(rows, _EACH).get_page(number)
    return page, _lines(page, at)


def shown(publication: int, at: dt.datetime) -> Shown:
    """A publication that is or was out, as it was frozen. Raises Http404."""
    row = _out().filter(pk=publication).first()
    if row is None:
        raise Http404(f"there is no publication {publication}")
    later = Publication.objects.filter(corrects=row).exclude(state="draft").order_by("-pk").first()
    made = tuple(row.approvals.annotate(n=Count("lines")).order_by("pk"))
    return Shown(_line(row, at), publications.said_of(row), later, made)


def office(
    user: User | AnonymousUser, number: str | None, at: dt.datetime
) -> tuple[Paged[Publication], list[Line], list[tuple[Call, Programme]]]:
    """Every publication, drafts first, and the calls that have a list to publish. Raises Refused."""
    permissions.reader(user, at)
    rows = Publication.objects.select_related("call", "by")
    drafts_first = Case(When(state="draft", then=0), default=1)
    page = paged(rows.order_by(drafts_first, "-at", "-pk"), _EACH, number)
    drafted = Publication.objects.filter(state="draft").values("call")
    calls = Call.objects.filter(ranked_lists__reopened__isnull=True, ranked_lists__isnull=False).exclude(pk__in=drafted)
    ready = calls.filter(applications__state__in=(State.SHORTLISTED, State.AUDITED, State.MEETING)).distinct()
    choice = [
        (call, current(call).programme)
        for call in ready.prefetch_related("amendments").order_by("pk")
        if publications.to_publish(call)
    ]
    return page, _lines(page, at), choice


def draft(user: User | AnonymousUser, publication: int, at: dt.datetime) -> Draft:
    """A draft as it would go out now. Raises Refused, Http404."""
    permissions.officer(user, at)
    row = Publication.objects.select_related("call", "corrects").filter(pk=publication, state="draft").first()
    if row is None:
        raise Http404(f"there is no draft {publication}")
    rows = publications.to_publish(row.call, row.corrects)
    said = publications.content(row, rows, at)
    programme = current(row.call).programme
    counted = None
    if row.first and row.last and row.first <= row.last:
        counted = periods.days_of(row.first, row.last, shelf().calendar, working=row.working)
    checked = publications.check(said, row, at)
    return Draft(row, programme, said, tuple(rows), checked, periods.stated(programme), counted)


def desk(user: User | AnonymousUser, publication: int, at: dt.datetime) -> Desk:
    """A publication that is out, before the office. Raises Refused, Http404."""
    roles = permissions.reader(user, at)
    found = shown(publication, at)
    counts = dict(
        Application.objects.filter(publication_lines__publication=found.row)
        .values_list("state").annotate(n=Count("pk")).order_by()
    )  # fmt: skip
    end = publications.ends(found.row)
    return Desk(
        shown=found,
        states=tuple((str(State(state).label), n) for state, n in sorted(counts.items())),
        unsettled=Objection.objects.filter(UNSETTLED, publication=found.row).count(),
        waiting=counts.get(State.PUBLICATION, 0),
        over=end is not None and at >= end,
        leads=Role.LEAD in roles,
    )


def tab(user: User | AnonymousUser, application: int, at: dt.datetime) -> Tab:
    """What one application was part of, for the office. Raises Refused, Http404."""
    around = frame(user, application, "publication", at)
    row = around.application
    lines = PublicationLine.objects.filter(application=row).select_related("publication").order_by("-pk")
    return Tab(around, tuple(lines), _objections(row), approved_line(row))


def own(user: User | AnonymousUser, organisation: int, application: int, at: dt.datetime) -> Result:
    """What became of an application, for those who work on it. Raises Refused, Http404."""
    around = applicants.frame(user, organisation, application, "result", at)
    row = around.application
    if not has_result(row):
        raise Refused(_("There is no result yet."))
    lost = row.state == State.NOT_APPROVED or (row.state == State.NOT_SHORTLISTED and told(row))
    admitted = tuple(one for one in _objections(row) if one.state not in {"received", "refused"})
    return Result(
        frame=around,
        line=publications.latest_of(row),
        approved=approved_line(row),
        objections=admitted,
        why_not=notices.why_not(row) if lost else None,
    )


def approved_line(application: Application) -> ApprovalLine | None:
    """Its line in the approval."""
    rows = ApprovalLine.objects.filter(application=application)
    return rows.select_related("approval__publication__call", "application__organisation").first()


def call_of(call: int) -> Call:
    """A call with a list. Raises Http404."""
    row = Call.objects.filter(pk=call).first()
    if row is None or lists.standing(row) is None:
        raise Http404(f"call {call} has no list")
    return row


def one(publication: int) -> Publication:
    """A publication by its row. Raises Http404."""
    row = Publication.objects.select_related("call").filter(pk=publication).first()
    if row is None:
        raise Http404(f"there is no publication {publication}")
    return row


def _objections(application: Application) -> tuple[Objection, ...]:
    rows = Objection.objects.filter(application=application).select_related("handler").prefetch_related("steps")
    return tuple(rows.order_by("pk"))


def _out() -> QuerySet[Publication]:
    return Publication.objects.exclude(state="draft").select_related("call", "corrects")


def _lines(rows: Iterable[Publication], at: dt.datetime) -> list[Line]:
    """The rules of a call are read once, however often it published."""
    shown = list(rows)
    programmes = {row.call_id: current(row.call).programme for row in {one.call_id: one for one in shown}.values()}
    return [_line(row, at, programmes[row.call_id]) for row in shown]


def _line(row: Publication, at: dt.datetime, programme: Programme | None = None) -> Line:
    is_open = publications.open_at(row, at)
    begin, end = publications.begins(row), publications.ends(row)
    coming = row.state == Publication.State.OUT and begin is not None and at < begin
    left = (end - at).days if is_open and end is not None else None
    return Line(row, programme or current(row.call).programme, is_open, coming, left)
