"""Answers to the questions that a call leaves to people (人工认定)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.files.actions import attach
from juli.registry.files.actions.keeping import Kept
from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.screening import pending
from juli.stages.screening.decided import latest_judgements, verdict
from juli.stages.screening.models import Judgement
from juli.stages.screening.questions import Question, answerer, questions, reason_of

#: What a paper that proves an answer is attached as.
PROOF = "judgement-proof"
LONGEST_UNIT = 120


def judge(
    *,
    application: Application,
    clause: str,
    achievement: str = "",
    answer: bool | None,
    reason: str,
    unit: str = "",
    files: Sequence[Kept] = (),
    had: int,
    by: User,
    at: datetime,
) -> Judgement:
    """Answer a question of the call; None takes the answer back. ``unit``: whose word it is, where an outside body's or
    a panel's is brought in. ``had``: the row of the answer that was seen, 0 for none.

    Raises Refused, NotReady, Stale.
    """
    with transaction.atomic():
        question = _asked(application, clause, achievement)
        row, actor = answerer(question, application, by, at)
        before = {(one.clause, one.achievement): one for one in latest_judgements([row.pk])[row.pk]}.get(question.key)
        require_version(had=had, now=before.pk if before else 0)
        why, whose = reason_of(reason), unit.strip()[:LONGEST_UNIT]
        if answer is not None:
            _require_whose(question, whose)
        elif before is None or before.answer is None:
            raise NotReady([_("There is no answer to take back.")])
        made = Judgement.objects.create(
            application=row,
            clause=clause,
            achievement=achievement,
            answer=answer,
            reason=why,
            question={"zh": question.question.zh, "en": question.question.en},
            cite=question.clause.cite,
            asked=question.judge.by,
            unit=whose or _unit(by, actor.role),
            by=by,
            role=actor.role,
            at=at,
        )
        for one in files:
            attach(file=one.file, subject=made.subject, tag=PROOF, name=one.name, by=actor, at=at)
        record(
            subject=row.subject,
            actor=actor,
            act="question.judged",
            details={
                "clause": clause,
                "cite": made.cite,
                "achievement": achievement,
                "answer": answer,
                "unit": made.unit,
                "reason": why,
                "files": [one.file.digest for one in files],
            },
            at=at,
        )
        pending.refresh(row, at=at)
    return made


def _asked(application: Application, clause: str, achievement: str) -> Question:
    found = {one.key: one for one in questions(verdict(application))}.get((clause, achievement))
    if found is None:
        raise NotReady([_("The call does not ask this of the application as it stands now; load the page anew.")])
    return found


def _unit(by: User, role: str) -> str:
    """The department of whoever answers, as their post names it."""
    held = by.posts.filter(role=role, until__isnull=True).order_by("pk").values_list("unit", flat=True)
    return next(iter(held), "")


def _require_whose(question: Question, unit: str) -> None:
    """Where an outside body or a panel says it, it is named. Raises NotReady."""
    if not unit and question.judge.by == "experts":
        raise NotReady([_("Name the panel whose word it is, and its meeting.")])
    if not unit and question.outside:
        raise NotReady([_("Name the body that recognised it, or did not, as its letter does.")])
