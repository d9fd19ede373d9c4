"""When the office may say its word on an application, and who answers which question (S0-71, S1-37, S1-40, S1-52)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from juli.engines.policy.clause import Aggregate, Judge, Judged, KOf
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Clause
from juli.engines.policy.verdict import Node, Verdict
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, office_actor, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.guards import LONGEST_REMARKS
from juli.stages.applications.locking import locked
from juli.stages.applications.models import Application

State = Application.State

#: The states in which works are verified and questions answered.
BEFORE_LIST: Final = frozenset({State.SCREENING, State.RETURNED, State.CORRECTED, State.ACCEPTED, State.REVIEW})
#: Those in which the list is made already: only the head of office says a word that may change it.
AFTER_LIST: Final = frozenset({State.SHORTLISTED, State.NOT_SHORTLISTED, State.AUDIT, State.AUDITED, State.MEETING})
#: Those in which a panel has met, or may have: its word is brought in by the head of office.
PANEL: Final = frozenset({State.ACCEPTED, State.REVIEW}) | AFTER_LIST

#: Whom a file names for an answer → the posts that give it.
WHO: Final[Mapping[str, tuple[Role, ...]]] = {
    "office": (Role.OFFICER, Role.LEAD),
    "lead": (Role.LEAD,),
    "business_office": (Role.BUSINESS_OFFICE,),
    "experts": (Role.LEAD,),
}


@dataclass(frozen=True)
class Question:
    """A question that the call leaves to people, of one application; ``work`` empty: of the clause itself.

    ``record``: the answer is an outside body's (a committee, a department), which has to be named. ``waits``: no
    answer stands.
    """

    clause: Clause
    judge: Judge
    work: str
    waits: bool

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others of the application."""
        return (self.clause.id, self.work)

    @property
    def outside(self) -> bool:
        """Whether an outside body has to have said it."""
        return self.judge.record is not None

    @property
    def question(self) -> Label:
        """Its words."""
        return self.judge.question


def questions(verdict: Verdict) -> list[Question]:
    """Every question of a verdict that waits or is answered, each once, in the file's order."""
    found: dict[tuple[str, str], Question] = {}
    for node in verdict.walk():
        for one in _of(node):
            found.setdefault(one.key, one)
    return list(found.values())


def _of(node: Node) -> list[Question]:
    judge = judge_of(node.clause)
    if node.judgement is None or judge is None:
        return []
    answered = [answer.achievement or "" for answer in node.judgement.answers]
    waiting = [work for work in node.judgement.waiting if work not in answered]
    return [
        Question(node.clause, judge, work, waits)
        for works, waits in ((waiting, True), (answered, False))
        for work in works
    ]


def judge_of(clause: Clause) -> Judge | None:
    """The question that a clause asks of people; None where it asks none."""
    test = clause.test
    if isinstance(test, Aggregate | Judged):
        return test.judge
    return test.or_judged.judge if isinstance(test, KOf) and test.or_judged is not None else None


def held(application: Application, by: User, at: datetime, *roles: Role) -> tuple[Application, Actor]:
    """The application, held, and who says a word on it. Raises Refused, NotReady, OutsideTransaction."""
    row = locked(application)
    late = row.state in AFTER_LIST
    if late and Role.LEAD in roles:
        reason = _("The list is made; only the head of office may still change what it stands on.")
        return row, office_actor(by, at, Role.LEAD, reason=reason)
    actor = office_actor(
        by, at, *roles, reason=_("This is for: %(roles)s.") % {"roles": "、".join(str(r.label) for r in roles)}
    )
    if row.state not in BEFORE_LIST:
        raise NotReady(
            [_("At “%(state)s” the office says no word on works and questions.") % {"state": row.get_state_display()}]
        )
    return row, actor


def may_answer(judge: Judge, user: User, at: datetime) -> bool:
    """Whether somebody holds a post that answers a question."""
    return bool(roles_of(user, at) & set(WHO[judge.by]))


def answerer(question: Question, application: Application, by: User, at: datetime) -> tuple[Application, Actor]:
    """The application, held, and who answers. Raises Refused, NotReady."""
    row, actor = held(application, by, at, *WHO[question.judge.by])
    if question.judge.by == "experts" and row.state not in PANEL:
        raise NotReady([_("The experts answer this once the application is accepted; bring in their word then.")])
    return row, actor


def reason_of(text: str, *, needed: bool = True) -> str:
    """A reason as it is kept. Raises NotReady where it is missing or too long."""
    found = text.strip()
    if needed and not found:
        raise NotReady([_("Give the reason: it is read a year later, by somebody else.")])
    if len(found) > LONGEST_REMARKS:
        raise NotReady([_("At most %(most)d characters fit here.") % {"most": LONGEST_REMARKS}])
    return found


def reader_of(user: User, at: datetime) -> frozenset[Role]:
    """The posts of somebody who answers questions. Raises Refused for others."""
    found = roles_of(user, at) & {role for roles in WHO.values() for role in roles}
    if not found:
        raise Refused(_("Questions are answered by the office and the business offices."))
    return found
