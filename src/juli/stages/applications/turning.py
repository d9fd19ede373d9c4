"""One step of an application's life, the way every step is taken: who, from where, what must hold, and its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.journal.models import Entry
from juli.registry.parties import Actor
from juli.registry.transactions import require_transaction
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import office_actor
from juli.stages.accounts.roles import Role
from juli.stages.applications import permissions, recommenders
from juli.stages.applications.cases import Case, NotReady
from juli.stages.applications.guards import problems
from juli.stages.applications.locking import locked
from juli.stages.applications.models import Application, Turn
from juli.stages.applications.ruling import Ruling, ruling
from juli.stages.applications.transitions import TABLE, State, Step, events
from juli.stages.calls.models import Call


def _officer(user: User, _row: Application, at: datetime) -> Actor:
    reason = _("Only the programme's officers and the head of office may do this.")
    return office_actor(user, at, Role.OFFICER, Role.LEAD, reason=reason)


def _lead(user: User, _row: Application, at: datetime) -> Actor:
    return office_actor(user, at, Role.LEAD, reason=_("Only the head of office may do this."))


#: Role in the table → who that is. Raises Refused. A later stage adds those that only it can tell.
ROLES: Final[dict[str, Callable[[User, Application, datetime], Actor]]] = {
    "author": lambda user, row, _at: permissions.author(user, row),
    "administrator": lambda user, row, _at: permissions.administrator(user, row),
    "recommender": recommenders.recommender,
    "officer": _officer,
    "lead": _lead,
}


@dataclass(frozen=True)
class Turning:
    """A step that may be taken: the application is held, the actor may, the guard holds."""

    application: Application
    event: str
    step: Step
    ruling: Ruling
    by: User
    actor: Actor
    remarks: str
    at: datetime

    def done(self, *, details: Mapping[str, Any] | None = None) -> Entry:
        """Take the step and record it; the journal's entry of it."""
        row = self.application
        came_from = row.state
        row.state = self.step.to
        row.version += 1
        row.changed_at = self.at
        row.save(update_fields=["state", "version", "changed_at", "number"])
        Turn.objects.create(
            application=row,
            event=self.event,
            came_from=came_from,
            led_to=row.state,
            remarks=self.remarks.strip(),
            by=self.by,
            role=self.actor.role,
            at=self.at,
        )
        said = {"from": came_from, "to": row.state, **(details or {})}
        if self.remarks.strip():
            said["remarks"] = self.remarks.strip()
        return record(
            subject=row.subject, actor=self.actor, act=f"application.{WORDS[self.event]}", details=said, at=self.at
        )


def turning(
    *, application: Application, event: str, by: User, at: datetime, remarks: str = "", code: str = ""
) -> Turning:
    """Hold the application and see that the step may be taken. Raises Refused, NotReady, OutsideTransaction."""
    require_transaction("turning")
    state = Application.objects.values_list("state", flat=True).get(pk=application.pk)
    if state == State.WITHDRAWN or event in _RANKING:
        # In the order that beginning one takes them: whoever counts the applications of a call, or puts them into an
        # order, waits for the others.
        Call.objects.select_for_update().get(pk=application.call_id)
    row = locked(application)
    actor = ROLES[_role(event)](by, row, at)
    under = ruling(row.call, at)
    step = events(row, under.rules.programme).get(event)
    if step is None or (row.state == State.WITHDRAWN and state != State.WITHDRAWN):
        raise NotReady(
            [
                _("The application is at “%(state)s” by now, where this cannot be done; look at it again.")
                % {"state": row.get_state_display()}
            ]
        )
    found = problems(step.guard, Case(row, under, at, remarks, code))
    if found:
        raise NotReady(found)
    return Turning(row, event, step, under, by, actor, remarks, at)


def _role(event: str) -> str:
    """Who takes a step; the same in every state."""
    return next(found.role for (_state, name), found in TABLE.items() if name == event)


#: What changes a unit's order of preference: two at once would give the same place twice.
_RANKING: Final = frozenset({"recommend", "reconsider"})
#: Event → the journal's word for it.
WORDS: Final = {
    "send": "sent-to-review",
    "return": "returned",
    "finalise": "finalised",
    "reopen": "reopened",
    "scan": "scan-kept",
    "submit": "submitted",
    "withdraw": "withdrawn",
    "take": "taken-up",
    "recommend": "recommended",
    "send_back": "sent-back",
    "decline": "not-recommended",
    "reconsider": "reconsidered",
    "screen": "screening-begun",
    "lapse": "lapsed",
    "correction": "returned-for-correction",
    "recall": "return-recalled",
    "accept": "accepted",
    "refuse": "refused",
    "rescreen": "screening-reopened",
    "review": "review-begun",
    "dissolve": "review-dissolved",
    "shortlist": "shortlisted",
    "pass_over": "not-shortlisted",
    "unlist": "list-reopened",
    "relist": "list-reopened",
    "audit": "audit-begun",
    "sign_off": "audit-signed-off",
    "reaudit": "audit-reopened",
    "table": "tabled",
    "publish": "published",
    "object": "objected-to",
    "settle": "objections-settled",
    "unpublish": "publication-withdrawn",
    "approve": "approved",
    "drop": "not-approved",
    "restore": "restored-to-list",
}
