"""The final version 定稿: frozen, printed, stamped, scanned back; reopened where something is to be changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from juli.registry import faults
from juli.registry.files.actions import attach, attach_also
from juli.registry.files.actions.keeping import Kept
from juli.registry.parties import Subject
from juli.stages.accounts.models import User
from juli.stages.applications import codes, permissions, snapshots, unlocking
from juli.stages.applications.completeness import require_printable
from juli.stages.applications.guards import final_at
from juli.stages.applications.judged_on import digest, judged_on, kept_rules
from juli.stages.applications.models import Application, FinalVersion, ScannedCopy, Version
from juli.stages.applications.numbering import number
from juli.stages.applications.queries import submitted
from juli.stages.applications.turning import turning

_FROZEN = faults.Point("applications.frozen")
_FINALISED = faults.Point("applications.finalised")
#: What the attachment of a stamped copy is tagged as.
SCAN = "stamped-form"


def finalise(*, application: Application, by: User, at: datetime) -> FinalVersion:
    """Freeze what the application says and everything it is judged on, and give it its number.

    The number is on the printed pages, so it is there before anything is handed in. Raises Refused, NotReady,
    ProgrammeUnusable.
    """
    permissions.administrator(by, application)
    require_printable(application, at)
    with transaction.atomic():
        step = turning(application=application, event="finalise", by=by, at=at)
        row = step.application
        row.number = number(row)
        programme = step.ruling.rules.programme
        version = snapshots.keep(
            application=row, programme=programme, cause=Version.Cause.FINAL, by=by, actor=step.actor, at=at
        )
        content = judged_on(row, version, step.ruling)
        parts = unlocking.unlocked(row)
        before = submitted.standing(row) if parts is not None else None
        if before is not None and before.final.content is not None:
            content = unlocking.kept_locked(content, before.final.content, parts or ())
        said = digest(content)
        made = FinalVersion.objects.create(
            application=row,
            version=version,
            content=content,
            digest=said,
            check_code=codes.of_final(row.number, version.number, said),
            rules=kept_rules(step.ruling, at),
            amendment=step.ruling.rules.amendment,
            by=by,
            at=at,
        )
        _FROZEN()
        subjects = [
            row.subject,
            *(material.link.subject for material in row.materials.select_related("link")),
            row.organisation.subject,
            *(Subject("standing", str(entry["id"])) for entry in content["standing"]),
            *(Subject("achievement", str(entry["id"])) for entry in content["achievements"]),
        ]
        if before is not None:
            # What stayed locked shows the files that it was handed in with, whatever the ledger holds by now.
            subjects.append(before.subject)
        attach_also(of=subjects, to=made.subject, by=step.actor, at=at)
        step.done(details={"number": row.number, "version": version.number, "digest": said})
        _FINALISED()
    return made


def reopen(*, application: Application, by: User, at: datetime) -> Application:
    """Write on: what was final, or withdrawn, is a draft again. Final versions stay. Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="reopen", by=by, at=at)
        step.done()
    return step.application


def add_scan(*, application: Application, kept: Kept, code: str, by: User, at: datetime) -> ScannedCopy:
    """Keep the scan of the stamped paper, where the check code on it is that of the final version (S3-46, S4-58).

    A later scan takes the place of an earlier one. Called in the transaction that keeps the file. Raises Refused,
    NotReady, OutsideTransaction.
    """
    step = turning(application=application, event="scan", by=by, at=at, code=code)
    final = final_at(step.application)
    link = attach(file=kept.file, subject=final.subject, tag=SCAN, name=kept.name, by=step.actor, at=at)
    found = ScannedCopy.objects.create(
        final=final, file=kept.file, name=link.name, typed=final.check_code, by=by, at=at
    )
    step.done(details={"version": final.version.number, "sha256": kept.file.digest})
    return found
