"""Who may do what with experts, panels and scores."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from juli.engines.panel.draw import Party
from juli.registry.canonical import SHANGHAI
from juli.registry.parties import Actor
from juli.stages.accounts.gate import Rule, posts
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, office_actor
from juli.stages.accounts.roles import Role
from juli.stages.review.models import Assignment, Declaration, Panel, Seat

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

#: Those who keep the pool and make panels.
KEEPERS: Final = (Role.OFFICER, Role.LEAD)
keepers: Final[Rule] = posts(*KEEPERS)
lead: Final[Rule] = posts(Role.LEAD)


def keeper(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as one who keeps the pool and makes panels. Raises Refused."""
    return office_actor(user, at, *KEEPERS, reason=_("Experts and panels are kept by the programme's office."))


def leading(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as head of office. Raises Refused."""
    return office_actor(user, at, Role.LEAD, reason=_("Only the head of office may do this."))


def party(user: User | AnonymousUser, at: datetime) -> tuple[Party, Actor]:
    """The user as a party to a draw: a supervisor for the supervisor, an officer or the head for the office.

    Whoever holds both posts is the supervisor: nobody is both. Raises Refused.
    """
    reason = _("Secrets are entered by the office and by the supervisor.")
    actor = office_actor(user, at, Role.SUPERVISOR, *KEEPERS, reason=reason)
    return ("supervisor" if actor.role == Role.SUPERVISOR else "office"), actor


#: Those who see panels and draws: who makes them, and who watches.
WATCHERS: Final = (*KEEPERS, Role.SUPERVISOR)
watchers: Final[Rule] = posts(*WATCHERS)


def reader(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as one who sees panels and draws. Raises Refused."""
    return office_actor(user, at, *WATCHERS, reason=_("Panels are seen by the office and by the supervisor."))


#: Those who score.
experts: Final[Rule] = posts(Role.EXPERT)


def expert(user: User | AnonymousUser, at: datetime) -> Actor:
    """The user as an expert. Raises Refused."""
    return office_actor(user, at, Role.EXPERT, reason=_("Only experts review."))


def own_seat(user: User | AnonymousUser, seat: int, at: datetime) -> tuple[Seat, Actor]:
    """One's own seat on a panel that scores, locked. Raises Refused; another's is like none."""
    actor = expert(user, at)
    row = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("panel", "expert")
        .filter(pk=seat, expert__user=user.pk, withdrawn_at__isnull=True)
        .first()
    )
    if row is None:
        raise Refused(_("This is not among what you review."))
    if row.panel.state != Panel.State.OPEN:
        raise Refused(_("Scoring is not open."))
    return row, actor


def scoring(
    user: User | AnonymousUser, assignment: int, at: datetime, *, declared: bool = True
) -> tuple[Assignment, Actor]:
    """One's own assignment while one may score it: pledged, declared (unless that is the act), in time.

    Raises Refused.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).select_related(
        "entry__panel", "entry__application", "seat__expert"
    )
    row = rows.filter(pk=assignment, seat__expert__user=user.pk, ended_at__isnull=True).first()
    if row is None:
        raise Refused(_("This is not among what you review."))
    seat, actor = own_seat(user, row.seat_id, at)
    if seat.pledged_at is None:
        raise Refused(_("Sign the pledge first."))
    if declared and not Declaration.objects.filter(assignment=row, interest="").exists():
        raise Refused(_("Declare first whether you have an interest in it."))
    if row.entry.panel.closes_at <= at:
        end = row.entry.panel.closes_at.astimezone(SHANGHAI)
        raise Refused(_("The time for scoring has passed (%(end)s).") % {"end": f"{end:%Y-%m-%d %H:%M}"})
    return row, actor
