"""Verification 核定: the office's word on each work, shown to the applicant, who answers once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.problems import BadValue
from juli.engines.policy.values import typed
from juli.registry.canonical import instant
from juli.registry.files.actions import attach
from juli.registry.files.actions.keeping import Kept
from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.registry.parties import Actor
from juli.registry.transactions import require_transaction, require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.applications import permissions
from juli.stages.applications.cases import NotReady
from juli.stages.applications.locking import locked
from juli.stages.applications.models import Application
from juli.stages.applications.queries.submitted import standing
from juli.stages.ledger.entries import CLOSED, flaw
from juli.stages.organisations.vocabulary_values import kept
from juli.stages.screening import pending, telling
from juli.stages.screening.copied import Work, works
from juli.stages.screening.decided import latest_verifications
from juli.stages.screening.models import Announcement, Reply, Verification
from juli.stages.screening.questions import held, reason_of

Act = Verification.Act
REPLY_FILE = "verification-reply"


def verify(
    *,
    application: Application,
    achievement: str,
    act: str,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    had: int,
    by: User,
    at: datetime,
) -> Verification:
    """Say the office's word on one work: accept, strike, correct ``values`` (typed by the vocabulary), open again.

    ``had`` is the row of the word that the officer saw, 0 for none. Raises Refused, NotReady, Stale.
    """
    with transaction.atomic():
        row, actor = held(application, by, at, Role.OFFICER, Role.LEAD)
        work = _works(row).get(achievement)
        if work is None:
            raise NotReady([_("What was handed in has no such work any more; load the page anew.")])
        before = {one.achievement: one for one in latest_verifications([row.pk])[row.pk]}.get(achievement)
        require_version(had=had, now=before.pk if before else 0)
        correct = _corrected(work, values or {}) if act == Act.CORRECT else {}
        why = reason_of(reason, needed=act != Act.ACCEPT)
        if act == Act.REOPEN and (before is None or before.act == Act.REOPEN):
            raise NotReady([_("Nothing has been said of this work yet.")])
        made = _say(row, work, Act(act), correct, why, by, actor, at)
        pending.refresh(row, at=at)
    return made


def accept_works(
    *, application: Application, achievements: Sequence[str], by: User, at: datetime
) -> list[Verification]:
    """Accept many works as declared: those of which nothing has been said yet. Raises Refused, NotReady."""
    with transaction.atomic():
        row, actor = held(application, by, at, Role.OFFICER, Role.LEAD)
        said = {one.achievement for one in latest_verifications([row.pk])[row.pk] if one.act != Act.REOPEN}
        found = _works(row)
        chosen = [found[one] for one in dict.fromkeys(achievements) if one in found and one not in said]
        if not chosen:
            raise NotReady([_("None of these works waits for a word.")])
        made = [_say(row, work, Act.ACCEPT, {}, "", by, actor, at) for work in chosen]
        pending.refresh(row, at=at)
    return made


def announce(*, application: Application, until: datetime, by: User, at: datetime) -> Announcement:
    """Show the verification to the applicant, who may answer once, until ``until``. Raises Refused, NotReady."""
    with transaction.atomic():
        row, actor = held(application, by, at, Role.OFFICER, Role.LEAD)
        if until <= at:
            raise NotReady([_("The day until which it may answer lies in the past.")])
        if not any(one.act != Act.REOPEN for one in latest_verifications([row.pk])[row.pk]):
            raise NotReady([_("Nothing is verified yet that could be shown.")])
        made = Announcement.objects.create(application=row, answer_until=until, by=by, at=at)
        entry = record(
            subject=row.subject, actor=actor, act="verification.announced", details={"until": instant(until)}, at=at
        )
        telling.tell_verified(row, until, key=entry.hash, at=at)
    return made


def reply(*, application: Application, text: str, files: Sequence[Kept] = (), by: User, at: datetime) -> Reply:
    """The applicant's answer to its verification, once. Raises Refused, NotReady."""
    with transaction.atomic():
        row = locked(application)
        actor = permissions.administrator(by, row)
        shown = Announcement.objects.filter(application=row).order_by("-pk").first()
        if shown is None:
            raise Refused(_("The office has not shown its verification yet."))
        if Reply.objects.filter(application=row).exists():
            raise NotReady([_("An answer can be given once, and it was.")])
        if at >= shown.answer_until:
            raise NotReady([_("The time to answer is over.")])
        said = reason_of(text)
        made = Reply.objects.create(application=row, text=said, by=by, at=at)
        for one in files:
            attach(file=one.file, subject=made.subject, tag=REPLY_FILE, name=one.name, by=actor, at=at)
        record(
            subject=row.subject,
            actor=actor,
            act="verification.answered",
            details={"files": [one.file.digest for one in files]},
            personal={"text": said},
            at=at,
        )
    return made


def _works(row: Application) -> Mapping[str, Work]:
    submission = standing(row)
    return {} if submission is None else works(submission)


def _corrected(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    fields, found, wrong = work.kind.fields, {}, []
    for name, value in values.items():
        if name not in fields or name in CLOSED - {"filed_on"}:
            wrong.append(_("“%(name)s” is no field that can be corrected.") % {"name": name})
            continue
        try:
            said = kept(fields[name], typed(fields[name], value))
        except BadValue as error:
            wrong.append(f"{fields[name].label.say(language())}: {flaw(error).say(language())}")
            continue
        if said != work.declared.get(name) and not (said in (None, "", []) and name not in work.declared):
            found[name] = said
    if wrong:
        raise NotReady(wrong)
    if not found:
        raise NotReady([_("Every value is as it was declared; accept the work, or change what is wrong.")])
    return found


def _say(
    row: Application, work: Work, act: Act, correct: dict[str, Any], reason: str, by: User, actor: Actor, at: datetime
) -> Verification:
    require_transaction("a verification")
    made = Verification.objects.create(
        application=row,
        achievement=work.id,
        kind=work.kind.name,
        act=act,
        correct=correct,
        declared={name: work.declared.get(name) for name in correct},
        reason=reason,
        work=work.digest,
        by=by,
        role=actor.role,
        at=at,
    )
    details = {"achievement": work.id, "act": str(act), "correct": correct, "declared": made.declared, "reason": reason}
    record(subject=row.subject, actor=actor, act="work.verified", details=details, at=at)
    return made
