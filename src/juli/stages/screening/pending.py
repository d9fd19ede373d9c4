"""Which questions wait, kept beside the verdicts so that a queue need not judge every application anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from juli.engines.policy.problems import DossierUnusable, ProgrammeUnusable
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries import submitted
from juli.stages.applications.queries.submitted import Decided
from juli.stages.screening.decided import decided_of
from juli.stages.screening.models import Pending
from juli.stages.screening.questions import AFTER_LIST, BEFORE_LIST, State, questions

#: States in which a question may still be answered.
STATES: Final = (BEFORE_LIST | AFTER_LIST) - {State.NOT_SHORTLISTED}


class Waits(NamedTuple):
    """One question of a queue."""

    application: int
    clause: str
    work: str
    by: str
    outside: bool


def refresh(application: Application, *, at: datetime) -> None:
    """Work the waiting questions of an application out anew, after something was decided of it."""
    submission = submitted.standing(application)
    if submission is not None:
        _keep(submission, decided_of([application])[application.pk], at)


def refresh_stale(at: datetime) -> int:
    """Work out those of which something was decided or handed in since; how many. What falls due."""
    found = _standing(Application.objects.filter(state__in=STATES))
    decided = decided_of([row.application for row in found])
    known = dict(Pending.objects.values_list("application", "fingerprint"))
    stale = [
        row for row in found if known.get(row.application_id) != submitted.fingerprint(row, decided[row.application_id])
    ]
    for row in stale:
        _keep(row, decided[row.application_id], at)
    return len(stale)


def waiting(states: Iterable[str] = STATES) -> list[Waits]:
    """The questions that wait, applications in the order of their numbers."""
    rows = Pending.objects.filter(application__state__in=states).exclude(questions=[])
    return [
        Waits(key, *one)
        for key, asked in rows.order_by("application__number").values_list("application", "questions")
        for one in asked
    ]


def unknown() -> int:
    """How many applications the tick has not looked at yet."""
    return Application.objects.filter(state__in=STATES, pending_questions__isnull=True).count()


def _standing(applications: Iterable[Application]) -> list[Submission]:
    rows = Submission.objects.filter(application__in=applications, taken_back__isnull=True).order_by("number")
    last: Mapping[int, Submission] = {row.application_id: row for row in rows.select_related("application__call")}
    return [last[key] for key in sorted(last)]


def _keep(submission: Submission, decided: Decided, at: datetime) -> None:
    try:
        found = questions(submitted.verdict(submission, decided))
    except (DossierUnusable, ProgrammeUnusable, Refused):
        # What cannot be judged asks nothing; its own page says why.
        found = []
    asked = [[one.clause.id, one.work, one.judge.by, one.outside] for one in found if one.waits]
    Pending.objects.update_or_create(
        application=submission.application,
        defaults={"fingerprint": submitted.fingerprint(submission, decided), "questions": asked, "at": at},
    )
