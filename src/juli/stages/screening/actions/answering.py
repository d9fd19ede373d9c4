"""Answers to findings, what the eye found on documents, and findings of an officer's own. Nothing is ever changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.screening import permissions
from juli.stages.screening.findings import Settled, Sheet, asked_of, sheet
from juli.stages.screening.holding import held, touched
from juli.stages.screening.items import scan_key
from juli.stages.screening.models import FindingAnswer, OwnFinding

Word = FindingAnswer.Word
#: Characters that a reason, a finding or a remedy may have.
LONGEST: Final = 2000
#: What the eye may find, and how it is written: as a dossier's file does.
TERMS: Final = ("sealed", "date", "valid_until", "year")
_YEARS: Final = range(1900, 2200)


def answer(
    *,
    application: Application,
    finding: str,
    word: str,
    had: int,
    by: User,
    at: dt.datetime,
    reason: str = "",
    remedy: str = "",
) -> FindingAnswer:
    """Confirm a finding as a defect, dismiss it with a reason, say that it was put right, or open it again.

    ``had``: the latest answer that the sender has seen (``Settled.had``). Raises Refused, NotReady, Stale.
    """
    actor = permissions.officer(by, at)
    with transaction.atomic():
        row, screening = held(application, at=at)
        permissions.in_screening(row)
        found = sheet(row)
        one = found.find(finding)
        if one is None:
            raise NotReady([_("This finding is not there any more; look at the page again.")])
        require_version(had=had, now=one.had)
        _sayable(one, word, reason, remedy)
        made = FindingAnswer.objects.create(
            application=row,
            submission=found.submission,
            finding=finding,
            word=word,
            state=one.item.state,
            saw=one.item.saw._asdict(),
            clause=one.item.clause,
            cite=one.item.cite,
            reason=reason.strip(),
            remedy=remedy.strip(),
            by=by,
            role=actor.role,
            at=at,
        )
        touched(screening)
        said = {"finding": finding, "word": word, "cite": made.cite, "reason": made.reason, "remedy": made.remedy}
        record(subject=row.subject, actor=actor, act="screening.answered", details=said, at=at)
    return made


def see(
    *,
    application: Application,
    document: str,
    seen: Mapping[str, Any],
    had: int,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> FindingAnswer:
    """Write down what the eye found on a document or on the scan; the verdict follows at once (S3-46, S0-103).

    ``seen``: ``sealed`` yes or no, ``date`` and ``valid_until`` as YYYY-MM-DD, ``year``; ``had`` as in ``answer``, of
    the document's own key. Raises Refused, NotReady, Stale.
    """
    actor = permissions.officer(by, at)
    with transaction.atomic():
        row, screening = held(application, at=at)
        permissions.in_screening(row)
        found = sheet(row)
        if document not in _visible(found):
            raise NotReady([_("This document is not in what was handed in last; look at the page again.")])
        rows = FindingAnswer.objects.filter(application=row, finding=document)
        require_version(had=had, now=rows.order_by("-pk").values_list("pk", flat=True).first() or 0)
        said = _readable(seen)
        made = FindingAnswer.objects.create(
            application=row,
            submission=found.submission,
            finding=document,
            word=Word.SEEN,
            state="open",
            seen=said,
            reason=reason.strip()[:LONGEST],
            by=by,
            role=actor.role,
            at=at,
        )
        touched(screening)
        details = {"document": document, **said, "reason": made.reason}
        record(subject=row.subject, actor=actor, act="screening.seen", details=details, at=at)
    return made


def add(
    *,
    application: Application,
    text: str,
    by: User,
    at: dt.datetime,
    clause: str = "",
    part: str = "",
    remedy: str = "",
) -> OwnFinding:
    """A finding of an officer's own, on a clause or a part; it counts as a defect until it is dismissed.

    Raises Refused, NotReady.
    """
    actor = permissions.officer(by, at)
    with transaction.atomic():
        row, screening = held(application, at=at)
        permissions.in_screening(row)
        found = sheet(row)
        cite = _cite(found, clause)
        wrong = []
        if not text.strip():
            wrong.append(_("Say what was found."))
        if not clause and not part:
            wrong.append(_("Name the clause or the part that it is about."))
        if cite is None:
            wrong.append(_("The call has no clause “%(clause)s”.") % {"clause": clause})
        wrong += _too_long(text, remedy)
        if wrong:
            raise NotReady(wrong)
        made = OwnFinding.objects.create(
            application=row,
            submission=found.submission,
            clause=clause,
            cite=cite or "",
            part=part,
            text=text.strip(),
            remedy=remedy.strip(),
            by=by,
            role=actor.role,
            at=at,
        )
        touched(screening)
        said = {"finding": made.pk, "clause": clause, "cite": made.cite, "part": part, "text": made.text}
        record(subject=row.subject, actor=actor, act="screening.found", details=said, at=at)
    return made


def _readable(seen: Mapping[str, Any]) -> dict[str, Any]:
    """What the eye found, checked. Raises NotReady where nothing or something unreadable is given."""
    wrong: list[str] = []
    said: dict[str, Any] = {}
    for name, value in seen.items():
        if name not in TERMS:
            raise NotReady([_("“%(name)s” is nothing that is seen on a document.") % {"name": name}])
        if name == "sealed" and isinstance(value, bool):
            said[name] = value
        elif name == "year" and isinstance(value, int) and value in _YEARS:
            said[name] = value
        elif name in {"date", "valid_until"} and isinstance(value, dt.date):
            said[name] = value.isoformat()
        else:
            wrong.append(_("“%(value)s” cannot be read as what stands on the document.") % {"value": value})
    if not said and not wrong:
        wrong.append(_("Say what you see on it."))
    if wrong:
        raise NotReady(wrong)
    return said


def _sayable(one: Settled, word: str, reason: str, remedy: str) -> None:
    wrong = []
    may = {Word.DEFECT, Word.DISMISSED, Word.REOPENED} | ({Word.MENDED} if one.own and one.earlier else set())
    if asked_of(one.item) != one.item.key:
        wrong.append(_("A seal is there or it is not: say at its document what you see."))
    elif word not in may:
        wrong.append(_("This cannot be said of this finding."))
    if one.standing == "met":
        wrong.append(_("The engine finds it met; add a finding of your own where you see it otherwise."))
    if word == Word.REOPENED and one.answer is None:
        wrong.append(_("It is open already."))
    if word in {Word.DISMISSED, Word.REOPENED} and not reason.strip():
        wrong.append(_("Give the reason: it is kept with the decision."))
    wrong += _too_long(reason, remedy)
    if wrong:
        raise NotReady(wrong)


def _too_long(*texts: str) -> list[str]:
    if any(len(text) > LONGEST for text in texts):
        return [_("At most %(most)d characters fit here.") % {"most": LONGEST}]
    return []


def _visible(found: Sheet) -> set[str]:
    keys = {document.key for one in found.settled for document in one.item.documents}
    return keys | ({scan_key(found.submission)} - {""})


def _cite(found: Sheet, clause: str) -> str | None:
    """Where a clause stands in the notice; None where there is no such clause."""
    if not clause:
        return ""
    if clause in found.programme.clauses:
        return found.programme.clauses[clause].cite
    return next((one.item.cite for one in found.settled if one.item.clause == clause), None)
