"""The receipt: what its digest is over, and what anybody may learn from a check code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from juli.engines.paper.check_code import read_code
from juli.engines.policy.labels import Label
from juli.registry.canonical import instant
from juli.stages.applications.models import FinalVersion, Submission
from juli.stages.applications.ruling import once


class Verified(NamedTuple):
    """What the public page says: nothing that the paper with the code doesn't, and whether it is the latest.

    ``received_at`` and ``digest`` stand on receipts alone; ``taken_back`` says that a receipt does not count any more.
    """

    code: str
    call: Label
    number: str
    version: int
    applicant: str
    latest: bool
    received_at: datetime | None = None
    digest: str = ""
    root: str = ""
    taken_back: bool = False

    @property
    def is_receipt(self) -> bool:
        """A receipt; else a printed form."""
        return self.received_at is not None


def sealed(submission: Submission) -> Mapping[str, Any]:
    """What the receipt's digest is over: the final version, the scan, the rules, the instant."""
    return {
        "application": submission.application.number,
        "submission": submission.number,
        "final": submission.final.digest,
        "scan": submission.scan.file.digest if submission.scan else None,
        "rules": submission.rules_id,
        "amendment": submission.amendment,
        "at": instant(submission.at),
    }


def verified(typed: str) -> Verified | None:
    """What a check code stands for; None where no paper bears it. Raises MistypedCode where none could."""
    code = read_code(typed)
    receipts = Submission.objects.select_related("application__call", "final__version", "rules", "seal__root")
    submission = receipts.filter(check_code=code).first()
    if submission is not None:
        return _receipt(code, submission)
    finals = FinalVersion.objects.select_related("application__call", "version", "rules")
    final = finals.filter(check_code=code).first()
    return None if final is None else _final(code, final)


def _receipt(code: str, submission: Submission) -> Verified:
    row = submission.application
    later = Submission.objects.filter(application=row, number__gt=submission.number)
    seal = getattr(submission, "seal", None)
    return Verified(
        **_named(code, submission.final),
        latest=not later.exists(),
        received_at=submission.at,
        digest=submission.digest,
        root=seal.root.root if seal else "",
        taken_back=hasattr(submission, "taken_back"),
    )


def _final(code: str, final: FinalVersion) -> Verified:
    later = FinalVersion.objects.filter(application=final.application_id, pk__gt=final.pk)
    return Verified(**_named(code, final), latest=not later.exists())


def _named(code: str, final: FinalVersion) -> dict[str, Any]:
    row = final.application
    return {
        "code": code,
        "call": once(row.call.edition, final.rules.text, final.rules_id).programme.title,
        "number": row.number,
        "version": final.version.number,
        "applicant": (final.content or {}).get("organisation", {}).get("name", ""),
    }
