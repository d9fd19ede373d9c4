"""Who may do what with an application: the administrator with all of them, staff with those they were let into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, acting
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Author
from juli.stages.applications.transitions import writable
from juli.stages.applications.unlocking import opens, unlocked
from juli.stages.organisations import permissions as organisations
from juli.stages.organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


def starter(user: User | AnonymousUser, organisation: Organisation) -> Actor:
    """The user as somebody who may start an application of the organisation. Raises Refused."""
    actor = organisations.member(user, organisation)
    if organisation.state != Organisation.State.ACCEPTED:
        raise Refused(_("The office has not accepted the organisation's registration yet; it can apply after that."))
    return actor


def author(user: User | AnonymousUser, application: Application) -> Actor:
    """The user as one who works on the application: its administrator, staff let in, its leader. Raises Refused."""
    found = organisations.membership(user, application.organisation)
    if found is None or not isinstance(user, User):
        raise Refused(_("This belongs to another organisation."))
    if found.role != Role.ADMINISTRATOR and not _let_in(user, application):
        raise Refused(_("You have not been let into this application; ask the administrator of your organisation."))
    return acting(user, Role(found.role))


def writer(user: User | AnonymousUser, application: Application, part: str = "") -> Actor:
    """The user as one who may change what the application says now; of one returned for correction, only ``part``
    where it was named (see ``unlocking``; empty: whether anything at all). Raises Refused.
    """
    actor = author(user, application)
    if not writable(application.state):
        raise Refused(
            _("The application is not being written any more (%(state)s); what it says cannot be changed now.")
            % {"state": application.get_state_display()}
        )
    parts = unlocked(application)
    if part and not opens(parts, part):
        raise Refused(_("The office returned other parts for correction; this one stays as it was handed in."))
    return actor


def administrator(user: User | AnonymousUser, application: Application) -> Actor:
    """The user as the administrator of the organisation that applies. Raises Refused."""
    return organisations.administrator(user, application.organisation)


def leader(user: User | AnonymousUser, application: Application) -> Actor:
    """The user as the project leader of the application. Raises Refused."""
    actor = author(user, application)
    leads = Author.objects.filter(application=application, user_id=user.pk or 0, until__isnull=True, leads=True)
    if not leads.exists():
        raise Refused(_("Only the project leader may do this."))
    return actor


def visible(user: User | AnonymousUser, organisation: Organisation) -> QuerySet[Application]:
    """The organisation's applications that the user may see. Raises Refused for somebody who is not of it."""
    organisations.member(user, organisation)
    found = Application.objects.filter(organisation=organisation)
    place: Membership | None = organisations.membership(user, organisation)
    if place is not None and place.role == Role.ADMINISTRATOR:
        return found
    mine = Author.objects.filter(user_id=user.pk or 0, until__isnull=True)
    return found.filter(pk__in=mine.values("application"))


def _let_in(user: User, application: Application) -> bool:
    return Author.objects.filter(application=application, user=user, until__isnull=True).exists()
