"""Who reads some of what was awarded, beside the office: auditors, finance, the tracking unit, districts and parks.

Each reads and changes nothing (design §1): their desks list what is theirs, and an application's file opens to them as
far as its sections say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juli.stages.accounts.models import Post, User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards.models import ApprovalLine, AuditCase, PublicationLine
from juli.stages.awards.publications_starting import SHOWN
from juli.stages.awards.queries import following
from juli.stages.awards.whole import amount
from juli.stages.screening.desks import Kept, Readings

#: Lines of a list on the desk.
_MOST: Final = 40


def audits(user: User, application: Application, _at: datetime) -> bool:
    """Whether the application's audit was given to somebody (S0-100)."""
    return AuditCase.objects.filter(application=application, auditor=user).exists()


def approved(_user: User, application: Application, _at: datetime) -> bool:
    """Whether it is approved: from then on it is paid."""
    return bool(application.state == State.APPROVED)


def followed(user: User, application: Application, at: datetime) -> bool:
    """Whether it is approved, and given to somebody to follow (S4-39)."""
    return following.projects(user, at).filter(application=application).exists()


def of_its_own(user: User, application: Application, at: datetime) -> bool:
    """Whether it is of the reader's district or park, and its result is public."""
    return _public(user, at).filter(pk=application.pk).exists()


def units(user: User, at: datetime) -> tuple[str, ...]:
    """The districts and parks that somebody looks for, as their posts name them; a post without one sees nothing."""
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), user=user, role=Role.VIEWER, since__lte=at)
    return tuple(unit for unit in held.values_list("unit", flat=True) if unit)


def _public(user: User, at: datetime) -> QuerySet[Application]:
    """Their results that were published: whoever was dropped before that is told so, and nobody else is."""
    shown = PublicationLine.objects.filter(publication__published_at__isnull=False).values("application")
    return _own(units(user, at)).filter(state__in=SHOWN, pk__in=shown)


def _own(named: tuple[str, ...]) -> QuerySet[Application]:
    """The applications of the organisations that a unit recommends, or that say they lie in its park."""
    recommended = Q(organisation__recommenders__unit__in=named, organisation__recommenders__until__isnull=True)
    return Application.objects.filter(recommended | Q(organisation__record__park__in=list(named))).distinct()


def lists(user: User, roles: frozenset[Role], at: datetime) -> Iterator[Readings]:
    """What each of them is there to read."""
    if Role.FINANCE in roles:
        label = gettext_lazy("Approved, with their amounts")
        yield _approved(ApprovalLine.objects.all(), label, _("Nothing is approved yet; it will stand here."), paid=True)
    if Role.TRACKER in roles:
        empty = _("Projects stand here once they are approved and the office has given them to you to follow.")
        yield _approved(following.projects(user, at), gettext_lazy("Projects that you follow"), empty, paid=False)
    if Role.VIEWER in roles:
        yield _results(user, at)


def _approved(found: QuerySet[ApprovalLine], label: str | Promise, empty: str, *, paid: bool) -> Readings:
    lines = found.select_related("application__organisation").order_by("-approval__at", "place")
    rows = tuple(
        Kept(
            f"{line.number} {line.application.organisation.name}",
            " · ".join(filter(None, (line.application.title, amount(line.amount) if paid else ""))),
            reverse("screening:whole", args=[line.application_id]),
        )
        for line in lines[:_MOST]
    )
    return Readings(label, rows, lines.count(), empty)


def _results(user: User, at: datetime) -> Readings:
    found = _public(user, at).select_related("organisation").order_by("-changed_at", "-pk")
    rows = tuple(
        Kept(
            row.organisation.name,
            " · ".join(filter(None, (row.number, row.title, str(row.get_state_display())))),
            reverse("screening:whole", args=[row.pk]),
        )
        for row in found[:_MOST]
    )
    empty = _("Results of the organisations of your district or park stand here once they are published.")
    return Readings(gettext_lazy("Results of your organisations"), rows, found.count(), empty)
