"""Handing in, and taking back: each one transaction, wholly done or not at all (design §6)."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from juli.registry import faults
from juli.registry.files.actions import attach_also
from juli.registry.journal.models import Waiting
from juli.registry.journal.queries import latest_root
from juli.registry.journal.roots import publish_root
from juli.stages.accounts.models import User
from juli.stages.applications import addresses, codes, notices, recommenders
from juli.stages.applications.guards import final_at, latest_scan
from juli.stages.applications.judged_on import digest, kept_rules
from juli.stages.applications.models import Application, Seal, Submission, TakenBack
from juli.stages.applications.receipts import sealed
from juli.stages.applications.transitions import uses
from juli.stages.applications.turning import Turning, turning

_WRITTEN = faults.Point("applications.submission-written")
_TOLD = faults.Point("applications.submission-told")
_SUBMITTED = faults.Point("applications.submitted")
_SEALED = faults.Point("applications.sealed")


def submit(*, application: Application, by: User, at: datetime) -> Submission:
    """Hand the final version in. ``at`` is when the application server began the request: late is late by that alone.

    The frozen copies, the number, the journal, the files and the messages are there together or not at all; the root
    that stands for them follows, outside. Raises Refused, NotReady, ProgrammeUnusable.
    """
    with transaction.atomic():
        step = turning(application=application, event="submit", by=by, at=at)
        row = step.application
        final = final_at(row)
        scan = latest_scan(final)
        before = Submission.objects.filter(application=row).order_by("-number").values_list("number", flat=True).first()
        made = Submission(
            application=row,
            number=(before or 0) + 1,
            final=final,
            scan=scan,
            rules=kept_rules(step.ruling, at),
            amendment=step.ruling.rules.amendment,
            by=by,
            by_name=str(by),
            at=at,
        )
        made.digest = digest(sealed(made))
        made.check_code = codes.of_submission(row.number, made.number, made.digest)
        entry = step.done(
            details={
                "number": row.number,
                "submission": made.number,
                "version": final.version.number,
                "amendment": made.amendment,
                "digest": made.digest,
            }
        )
        made.entry = entry.number
        made.save(force_insert=True)
        _WRITTEN()
        attach_also(of=[final.subject], to=made.subject, by=step.actor, at=at)
        _tell(step, made)
        _TOLD()
        transaction.on_commit(partial(_seal_after, made.pk, at), robust=True)
    return made


def withdraw(*, application: Application, by: User, at: datetime) -> TakenBack:
    """Take back what was handed in, until the call closes (S4-59, O-26). Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="withdraw", by=by, at=at)
        row = step.application
        found = take_back(step, TakenBack.Cause.WITHDRAWN)
        entry = step.done(details={"submission": found.submission.number})
        people = notices.concerned(row)
        notices.tell("withdrawn", people, row, key=entry.hash, at=at, by=str(by))
        transaction.on_commit(partial(_publish, at, f"withdrawal of {row.number}"), robust=True)
    return found


def take_back(step: Turning, cause: TakenBack.Cause) -> TakenBack:
    """Note, within a step, that the submission that counts does not count any more."""
    standing = Submission.objects.filter(application=step.application, taken_back__isnull=True).latest("number")
    return TakenBack.objects.create(submission=standing, cause=cause, by=step.by, at=step.at)


def seal(*, submission: Submission, at: datetime) -> Seal:
    """The root that stands for a submission, published where none does yet; the same one ever after.

    Outside of any transaction. Raises RootsUnusable, OSError.
    """
    known = Seal.objects.filter(submission=submission).select_related("root").first()
    if known is not None:
        return known
    subject = submission.application.subject
    mine = Waiting.objects.filter(head__subject_type=subject.type, head__subject_id=subject.id, number=submission.entry)
    # Somebody else's root has taken it in already: each root stands for the heads of all subjects.
    root = None if mine.exists() else latest_root()
    if root is None:
        root = publish_root(at=at, reason=f"submission {submission.application.number}/{submission.number}")
    return Seal.objects.get_or_create(submission=submission, defaults={"root": root})[0]


def seal_missing(*, at: datetime) -> int:
    """Seal the submissions after whose commit the process died; how many. What falls due."""
    found = Submission.objects.filter(seal__isnull=True).select_related("application").order_by("pk")
    for submission in found:
        seal(submission=submission, at=at)
    return len(found)


def _seal_after(submission: int, at: datetime) -> None:
    _SUBMITTED()
    seal(submission=Submission.objects.select_related("application").get(pk=submission), at=at)
    _SEALED()


def _publish(at: datetime, reason: str) -> None:
    publish_root(at=at, reason=reason)


def _tell(step: Turning, made: Submission) -> None:
    row, at = step.application, step.at
    key = f"{row.pk}/{made.number}"
    notices.tell("submitted", notices.concerned(row), row, key=key, at=at, when=notices.moment(at, seconds=True))
    if "recommendation" in uses(step.ruling.rules.programme):
        unit = recommenders.unit_of(row.organisation_id)
        if unit:
            people = recommenders.people(unit, at)
            notices.tell("to_recommend", people, row, key=key, at=at, link=addresses.recommending(row))
