"""Opinions of sister offices: requests with their answers, and what an office sees behind its link."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as Paged
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.language import language
from juli.registry.workbooks import paged
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import WITH_OFFICE
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import say
from juli.stages.screening.frame import Frame, frame
from juli.stages.screening.models import Opinion, OpinionAsked, OpinionRequest

PER_PAGE: Final = 20
_OFFICE: Final = frozenset({Role.OFFICER, Role.LEAD})
#: States after which nobody is asked about an application any more.
_OVER: Final = frozenset({Application.State.REFUSED, Application.State.APPROVED, Application.State.NOT_APPROVED})


@dataclass(frozen=True)
class Name:
    """One application of the list that a sister office reads: what it may see of it, and what it said last."""

    asked: OpinionAsked
    columns: tuple[str, ...]
    latest: Opinion | None


@dataclass(frozen=True)
class Letter:
    """What lies behind a link."""

    request: OpinionRequest
    call: Label
    heads: tuple[str, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Line:
    """A request as the office sees it. ``against``: objections among the latest answers."""

    request: OpinionRequest
    call: Label
    asked: int
    answered: int
    against: int
    open: bool
    late: bool


@dataclass(frozen=True)
class Tab:
    """The opinions on one application."""

    frame: Frame
    asked: tuple[tuple[OpinionAsked, tuple[Opinion, ...]], ...]


@dataclass(frozen=True)
class Choice:
    """What a new request can name."""

    call: Call
    title: Label
    applications: tuple[Application, ...]
    tracks: Mapping[str, Label]


def digest_of(token: str) -> str:
    """What is kept of a link's secret part."""
    return hashlib.sha256(token.encode()).hexdigest()


def officer(user: User | AnonymousUser, at: datetime) -> None:
    """Go on for somebody of the office. Raises Refused."""
    if not roles_of(user, at) & _OFFICE:
        raise Refused(_("Only the programme's officers and the head of office may do this."))


def letter(token: str, at: datetime) -> Letter:
    """What a sister office reads. Raises Refused for a link that is over, withdrawn or unknown."""
    row = OpinionRequest.objects.filter(digest=digest_of(token)).select_related("call").first()
    if row is None or not row.open(at):
        raise Refused(_("This link leads nowhere any more; ask the programme's office for another one."))
    programme = current(row.call).programme
    asked = row.asked.select_related("application__organisation").order_by("application__number")
    last = _latest([row.pk])
    heads = {"title": _("Project"), "tracks": _("Track"), "type": _("Applicant type")}
    names = tuple(Name(one, _columns(row, one.application, programme), last.get(one.pk)) for one in asked)
    return Letter(row, programme.title, tuple(heads[name] for name in row.columns), names)


def requests(user: User | AnonymousUser, number: str | None, at: datetime) -> tuple[Paged[OpinionRequest], list[Line]]:
    """Every request, the newest first. Raises Refused."""
    officer(user, at)
    rows = OpinionRequest.objects.select_related("call", "by").order_by("-pk")
    found = paged(rows, PER_PAGE, number)
    return found, _lines(list(found), at)


def request(user: User | AnonymousUser, number: int, at: datetime) -> tuple[Line, Letter]:
    """One request with what was answered. Raises Http404, Refused."""
    officer(user, at)
    row = get_object_or_404(OpinionRequest.objects.select_related("call", "by", "withdrawn_by"), pk=number)
    asked = row.asked.select_related("application__organisation").order_by("application__number")
    last = _latest([row.pk])
    title = current(row.call).programme.title
    return _lines([row], at)[0], Letter(row, title, (), tuple(Name(one, (), last.get(one.pk)) for one in asked))


def tab(user: User | AnonymousUser, application: int, at: datetime) -> Tab:
    """What sister offices said of one application. Raises Http404, Refused."""
    around = frame(user, application, "opinions", at)
    asked = OpinionAsked.objects.filter(application=around.application).select_related("request__by").order_by("-pk")
    said: dict[int, list[Opinion]] = {}
    for one in Opinion.objects.filter(asked__in=asked).order_by("-pk"):
        said.setdefault(one.asked_id, []).append(one)
    return Tab(around, tuple((one, tuple(said.get(one.pk, ()))) for one in asked))


def choice(user: User | AnonymousUser, edition: str, at: datetime) -> Choice:
    """The applications of a call that another office can be asked about. Raises Http404, Refused."""
    officer(user, at)
    call = Call.objects.filter(edition=edition).exclude(state=Call.State.DRAFT).first()
    if call is None:
        raise Http404(f"there is no call {edition}")
    programme = current(call).programme
    rows = Application.objects.filter(call=call, state__in=WITH_OFFICE - _OVER).select_related("organisation")
    tracks = {track.id: track.label for track in programme.tracks}
    return Choice(call, programme.title, tuple(rows.order_by("number")), tracks)


def calls() -> list[tuple[Call, Label]]:
    """The calls in which something is with the office."""
    busy = Application.objects.filter(state__in=WITH_OFFICE - _OVER).values("call")
    return [(call, current(call).programme.title) for call in Call.objects.filter(pk__in=busy).order_by("-year")]


def _columns(row: OpinionRequest, application: Application, programme: Programme) -> tuple[str, ...]:
    types = vocabulary().applicant_types
    between = "、" if language() == "zh" else ", "
    kind = application.applicant_type
    known = {
        "title": application.title or "—",
        "tracks": between.join(say(t.label) for t in programme.tracks if t.id in application.tracks) or "—",
        "type": say(types[kind]) if kind in types else kind,
    }
    return tuple(known[name] for name in row.columns)


def _latest(requests_: list[int]) -> dict[int, Opinion]:
    """The latest answer of each application asked about, by the row of the question."""
    rows = Opinion.objects.filter(asked__request__in=requests_).order_by("pk")
    return {row.asked_id: row for row in rows}


def _lines(rows: list[OpinionRequest], at: datetime) -> list[Line]:
    keys = [row.pk for row in rows]
    asked: dict[int, list[int]] = {key: [] for key in keys}
    for key, one in OpinionAsked.objects.filter(request__in=keys).values_list("request", "pk"):
        asked[key].append(one)
    last = _latest(keys)
    titles = {row.call_id: current(row.call).programme.title for row in {r.call_id: r for r in rows}.values()}
    lines = []
    for row in rows:
        said = [last[one].word for one in asked[row.pk] if one in last]
        missing = len(said) < len(asked[row.pk])
        against = said.count(Opinion.Word.AGAINST)
        late = missing and row.withdrawn_at is None and at >= row.until
        open_ = row.open(at)
        lines.append(Line(row, titles[row.call_id], len(asked[row.pk]), len(said), against, open_, late))
    return lines
