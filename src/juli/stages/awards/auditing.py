"""Who audits, who fills in the lines, and what must hold for the audit's steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from juli.registry.parties import Actor
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.permissions import Refused, acting, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications import permissions as applications
from juli.stages.applications.cases import Case
from juli.stages.applications.guards import register
from juli.stages.applications.models import Application
from juli.stages.applications.turning import ROLES
from juli.stages.awards.models import AuditCase
from juli.stages.screening import overlaps

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def auditor(user: User | AnonymousUser, case: AuditCase, at: datetime) -> Actor:
    """The user as the auditor whose case it is. Raises Refused."""
    if not isinstance(user, User) or case.auditor_id != user.pk or Role.AUDITOR not in roles_of(user, at):
        raise Refused(_("This audit is given to somebody else."))
    return acting(user, Role.AUDITOR)


def filler(user: User | AnonymousUser, case: AuditCase, at: datetime) -> Actor:
    """The user as one who fills in the lines: the applicant's own people, or the case's auditor. Raises Refused."""
    try:
        return auditor(user, case, at)
    except Refused:
        return applications.author(user, case.application)


def of_application(user: User, application: Application, at: datetime) -> Actor:
    """The auditor of an application, for the table of steps. Raises Refused."""
    case = AuditCase.objects.filter(application=application).first()
    if case is None:
        raise Refused(_("No audit of this application was opened."))
    return auditor(user, case, at)


def firm(user: User, at: datetime) -> str:
    """Whom an auditor works for, as the post names it."""
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), user=user, role=Role.AUDITOR, since__lte=at)
    return held.order_by("pk").values_list("unit", flat=True).first() or str(user)


def overlap_settled(case: Case) -> Iterator[str]:
    """The look for duplicates is complete, as the notice asks before the audit (S0-99)."""
    if not overlaps.settled(case.application):
        yield _("The look for duplicates is not settled; record its result first.")


def audit_complete(case: Case) -> Iterator[str]:
    """Every line is decided."""
    found = AuditCase.objects.filter(application=case.application).first()
    lines = list(found.lines.filter(removed_at=None)) if found is not None else []
    if not lines:
        yield _("There are no lines of spending yet.")
    if left := [str(line.seq) for line in lines if not line.word]:
        yield _("Not decided yet: lines %(lines)s") % {"lines": "、".join(left[:20])}


def register_audit() -> None:
    """Make the guards and the role of the audit's steps known; once, where the stage starts."""
    for guard in (overlap_settled, audit_complete):
        register(guard.__name__, guard)
    ROLES["auditor"] = of_application
