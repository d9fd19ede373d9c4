"""The recorded results of looking for duplicates: of one application, and what still waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as Paged
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.registry.workbooks import paged
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.screening.frame import READERS, Frame, frame
from juli.stages.screening.models import OverlapResult
from juli.stages.screening.overlaps import looked_for
from juli.stages.screening.questions import State

PER_PAGE: Final = 30
#: States in which a result is due: before the audit, beside the review (S0-99).
DUE: Final = (State.ACCEPTED, State.REVIEW, State.SHORTLISTED)
_SETTLED: Final = (OverlapResult.Word.CLEAR, OverlapResult.Word.SETTLED)


@dataclass(frozen=True)
class Result:
    """A result, with its files."""

    row: OverlapResult
    files: tuple[Attachment, ...]


@dataclass(frozen=True)
class Page:
    """The tab: results, the latest first."""

    frame: Frame
    results: tuple[Result, ...]

    @property
    def had(self) -> int:
        """The row of the latest, 0 for none."""
        return self.results[0].row.pk if self.results else 0


@dataclass(frozen=True)
class Line:
    """An application whose result is due, or not settled."""

    application: Application
    call: Label
    word: str


@dataclass(frozen=True)
class Queue:
    """What waits."""

    page: Paged[Any]
    lines: tuple[Line, ...]


def page(user: User | AnonymousUser, application: int, at: datetime) -> Page:
    """The tab of one application. Raises Http404, Refused."""
    around = frame(user, application, "overlap", at)
    rows = list(OverlapResult.objects.filter(application=around.application).select_related("by").order_by("-pk"))
    keys = {str(row.pk): row for row in rows}
    links: dict[str, list[Attachment]] = {key: [] for key in keys}
    if rows:
        kind = rows[0].subject.type
        for link in Attachment.objects.filter(subject_type=kind, subject_id__in=list(keys)).select_related("file"):
            links[link.subject_id].append(link)
    return Page(around, tuple(Result(row, tuple(links[str(row.pk)])) for row in rows))


def file(user: User | AnonymousUser, application: int, link: int, at: datetime) -> Attachment:
    """A paper of a result. Raises Http404, Refused."""
    for result in page(user, application, at).results:
        row = attachments(result.row.subject).filter(pk=link).first()
        if row is not None:
            return row
    raise Http404(f"no result has a paper {link}")


def due() -> QuerySet[Any]:
    """The applications whose result is due or not settled, in calls that look for duplicates."""
    calls = [call.pk for call in Call.objects.filter(state=Call.State.PUBLISHED) if looked_for(current(call).programme)]
    last = OverlapResult.objects.filter(application=OuterRef("pk")).order_by("-pk").values("word")[:1]
    rows = Application.objects.filter(call__in=calls, state__in=DUE).annotate(overlap=Subquery(last))
    return rows.filter(Q(overlap=None) | ~Q(overlap__in=_SETTLED))


def queue(user: User | AnonymousUser, number: str | None, at: datetime) -> Queue:
    """What waits for a result. Raises Refused."""
    if not roles_of(user, at) & READERS:
        raise Refused(_("Applications are read by the programme's office."))
    rows = due().select_related("call", "organisation").order_by("number")
    found = paged(rows, PER_PAGE, number)
    titles = {row.call_id: current(row.call).programme.title for row in {r.call_id: r for r in found}.values()}
    words = dict(OverlapResult.Word.choices)
    return Queue(found, tuple(Line(row, titles[row.call_id], str(words.get(row.overlap, ""))) for row in found))
