"""Objections: the form's choices, what their author sees by reference and secret, the office's list and page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as Paged
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from juli.engines.policy.interpreter.given import BEIJING
from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.registry.workbooks import paged
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.awards import permissions
from juli.stages.awards.models import Objection, ObjectionStep, PublicationLine
from juli.stages.awards.objections import TABLE, TO_DECIDE, UNDER_WAY, Sealed, digest_of, opened
from juli.stages.awards.queries.publications import Shown, shown
from juli.stages.screening.officers import officers

_EACH = 50


@dataclass(frozen=True)
class Form:
    """What the form of an objection is about."""

    shown: Shown
    lines: tuple[PublicationLine, ...]


@dataclass(frozen=True)
class Page:
    """An objection before the office. ``sealed`` and ``files`` are there for the handler alone."""

    row: Objection
    steps: tuple[ObjectionStep, ...]
    sealed: Sealed | None
    files: tuple[Attachment, ...]
    events: tuple[str, ...]
    decides: bool
    leads: bool
    may_take: bool
    officers: tuple[User, ...]
    late: bool


def form(publication: int, at: dt.datetime) -> Form:
    """The form. Raises Http404."""
    found = shown(publication, at)
    lines = found.row.lines.select_related("application__organisation").order_by("place")
    return Form(found, tuple(lines))


def looked_up(reference: str, secret: str) -> Objection | None:
    """The objection that somebody looks up; None where reference and secret do not belong together."""
    rows = Objection.objects.select_related("publication__call", "application").prefetch_related("steps")
    row = rows.filter(reference=reference.strip().upper()).first()
    given = digest_of(secret)
    return row if row is not None and constant_time_compare(row.secret_digest, given) else None


def listed(user: User | AnonymousUser, number: str | None, at: dt.datetime) -> tuple[Paged[Objection], dt.date]:
    """Every objection, those under way first; nobody's name is in it. Raises Refused."""
    permissions.officer(user, at)
    rows = _rows().order_by("-at", "-pk")
    under_way = rows.filter(Q(state__in=UNDER_WAY) | Q(state__in=TO_DECIDE, decision=""))
    ordered = [*under_way.order_by("due", "pk"), *rows.exclude(pk__in=under_way.values("pk"))]
    return paged(ordered, _EACH, number), at.astimezone(BEIJING).date()


def page(user: User, objection: int, at: dt.datetime) -> Page:
    """An objection before the office; who objects is opened for the handler alone. Raises Refused, Http404."""
    actor = permissions.officer(user, at)
    row = _rows().filter(pk=objection).first()
    if row is None:
        raise Http404(f"there is no objection {objection}")
    mine = row.handler_id == user.pk
    leads = actor.role == Role.LEAD or _leads(user, at)
    return Page(
        row=row,
        steps=tuple(row.steps.select_related("by").order_by("pk")),
        sealed=opened(row, user) if mine else None,
        files=tuple(attachments(row.subject)) if mine else (),
        events=tuple(event for state, event in TABLE if state == row.state) if mine else (),
        decides=leads and row.state in TO_DECIDE and not row.decision,
        leads=leads,
        may_take=row.handler_id is None and row.state in UNDER_WAY,
        officers=officers(at) if leads and row.state in UNDER_WAY else (),
        late=row.state in UNDER_WAY and row.due < at.astimezone(BEIJING).date(),
    )


def file(user: User, objection: int, link: int, at: dt.datetime) -> Attachment:
    """A file of an objection, for its handler. Raises Refused, Http404."""
    found = page(user, objection, at)
    if found.sealed is None:
        raise Refused(_("Who objects is known to the handler alone."))
    kept = next((one for one in found.files if one.pk == link), None)
    if kept is None:
        raise Http404(f"objection {objection} has no file {link}")
    return kept


def _leads(user: User, at: dt.datetime) -> bool:
    try:
        permissions.lead(user, at)
    except Refused:
        return False
    return True


def _rows() -> QuerySet[Objection]:
    return Objection.objects.select_related("publication__call", "application__organisation", "handler")
