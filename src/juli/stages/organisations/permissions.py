"""Who may do what with an organisation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, acting, office_actor
from juli.stages.accounts.roles import Role
from juli.stages.organisations.models import Change, Membership, Organisation, Standing

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

__all__ = ["Refused", "administrator", "auditor", "may_submit", "member", "membership", "own_row", "reader"]


def membership(user: User | AnonymousUser, organisation: Organisation) -> Membership | None:
    """Somebody's present place in an organisation; None where they have none."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return Membership.objects.filter(user=user, organisation=organisation, until__isnull=True).first()


def member(user: User | AnonymousUser, organisation: Organisation) -> Actor:
    """The user as one of the organisation's people. Raises Refused."""
    found = membership(user, organisation)
    if found is None or not isinstance(user, User):
        raise Refused(_("This belongs to another organisation."))
    return acting(user, Role(found.role))


def administrator(user: User | AnonymousUser, organisation: Organisation) -> Actor:
    """The user as the organisation's administrator. Raises Refused."""
    found = membership(user, organisation)
    if found is None or not isinstance(user, User):
        raise Refused(_("This belongs to another organisation."))
    if found.role != Role.ADMINISTRATOR:
        raise Refused(_("Only the administrator of the organisation may do this."))
    return acting(user, Role.ADMINISTRATOR)


def may_submit(organisation: Organisation) -> None:
    """Go on where the organisation may hand an application in; writing one is open before. Raises Refused."""
    now = Organisation.objects.get(pk=organisation.pk)
    if now.state != Organisation.State.ACCEPTED:
        raise Refused(
            _("The registration of your organisation has not been accepted yet. You may write, and hand in afterwards.")
        )
    if Change.objects.filter(organisation=now, state=Change.State.WAITING).exists():
        raise Refused(
            _(
                "A change to your organisation's data waits for the audit. You may write, and hand in once it is "
                "decided or taken back."
            )
        )


def auditor(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as one of those who audit organisations: an officer, or the head of office. Raises Refused."""
    return office_actor(
        user, at, Role.OFFICER, Role.LEAD, reason=_("Organisations are audited by the programme officers.")
    )


def reader(user: User | AnonymousUser, organisation: Organisation, at: datetime) -> Actor:
    """The user as a reader of the record and its files: the organisation's people, and the office. Raises Refused."""
    if membership(user, organisation) is not None:
        return member(user, organisation)
    return office_actor(
        user,
        at,
        Role.OFFICER,
        Role.LEAD,
        Role.SUPERVISOR,
        Role.DIVISIONAL_LEADER,
        Role.TRUSTEE,
        reason=_("This belongs to another organisation."),
    )


def own_row(row: Standing) -> None:
    """Go on where the organisation entered the row itself. Raises Refused for what the office entered."""
    if row.source == Standing.Source.OFFICE:
        raise Refused(_("The office entered this; ask it where something is wrong."))
