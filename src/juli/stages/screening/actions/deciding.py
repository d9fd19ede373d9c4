"""The decisions of a screening: begun, accepted, refused, returned for correction, lapsed, taken up again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.problems import DossierUnusable
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import verdicts
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.queries.submitted import standing
from juli.stages.applications.queries.weighing import Said
from juli.stages.applications.turning import Turning, turning
from juli.stages.screening import notices, permissions, working_days
from juli.stages.screening.correcting import parts_of, require_parts
from juli.stages.screening.findings import Sheet, part_label, sheet
from juli.stages.screening.guards import returns
from juli.stages.screening.holding import held, touched
from juli.stages.screening.models import Decision, DecisionVerdict
from juli.stages.screening.stating import bare, reasons_of, stated

Kind = Decision.Kind


def begin(*, application: Application, by: User, at: dt.datetime) -> Application:
    """Begin to screen what nobody can take back any more; who begins has it. Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="screen", by=by, at=at)
        _row, screening = held(step.application, at=at)
        if screening.officer_id is None:
            screening.officer = by
        touched(screening, "officer")
        step.done()
    return step.application


def accept(*, application: Application, by: User, at: dt.datetime, had: int | None = None) -> Decision:
    """Accept: all findings answered, no defect (S0-84). Raises Refused, NotReady, Stale."""
    with transaction.atomic():
        _row, screening = held(application, at=at, had=had)
        step = turning(application=application, event="accept", by=by, at=at)
        found = sheet(step.application)
        made = _decided(step, Kind.ACCEPTED, stated(found, by), found)
        touched(screening)
        notices.tell("accepted", step.application, key=f"{made.pk}", at=at)
    return made


def refuse(
    *, application: Application, by: User, at: dt.datetime, reason: str = "", had: int | None = None
) -> Decision:
    """Refuse: the confirmed findings with their clauses are the reasons, and what is typed (S4-54, S4-71).

    Raises Refused, NotReady, Stale.
    """
    with transaction.atomic():
        _row, screening = held(application, at=at, had=had)
        step = turning(application=application, event="refuse", by=by, at=at, remarks=reason)
        found = _readable(step.application)
        content = bare(step.application, by) if found is None else stated(found, by)
        if reason.strip():
            content["reasons"].append({"text": reason.strip()})
        made = _decided(step, Kind.REFUSED, content, found)
        touched(screening)
        notices.tell("refused", step.application, key=f"{made.pk}", at=at, reasons=content["reasons"])
    return made


def send_back(
    *,
    application: Application,
    parts: Iterable[str],
    due: dt.date,
    by: User,
    at: dt.datetime,
    reason: str = "",
    had: int | None = None,
) -> Decision:
    """Return for correction: everything at once, the parts that unlock, until a working day (S3-53, S4-59).

    A second return is the head of office's, with a reason. Raises Refused, NotReady, Stale.
    """
    with transaction.atomic():
        row, screening = held(application, at=at, had=had)
        if returns(row):
            permissions.lead(by, at)
        step = turning(application=application, event="correction", by=by, at=at, remarks=reason)
        found = sheet(step.application)
        named = sorted(set(parts))
        wrong = [*require_parts(found, named), *_dated(due, at)]
        if wrong:
            raise NotReady(wrong)
        content = stated(found, by)
        content["parts"] = {name: part_label(found.programme, name)._asdict() for name in named}
        made = _decided(
            step,
            Kind.RETURNED,
            content,
            found,
            details={"parts": named, "due": due.isoformat()},
            parts=named,
            due=due,
            until=working_days.until(due),
        )
        touched(screening)
        notices.tell("returned", step.application, key=f"{made.pk}", at=at, reasons=content["reasons"], due=due)
    return made


def recall(*, application: Application, by: User, at: dt.datetime, reason: str) -> Application:
    """Take a return back: the application is screened on, as it was handed in. Raises Refused, NotReady."""
    return _simple(application, "recall", by, at, reason, "recalled")


def lapse(*, application: Application, by: User, at: dt.datetime, reason: str) -> Decision:
    """Refuse what was not corrected by its date, or never recommended. Raises Refused, NotReady."""
    with transaction.atomic():
        row, screening = held(application, at=at)
        step = turning(application=application, event="lapse", by=by, at=at, remarks=reason)
        found = _readable(step.application) if parts_of(row) else None
        content = bare(step.application, by) if found is None else stated(found, by)
        content["reasons"] = [{"text": reason.strip()}, *content["reasons"]]
        made = _decided(step, Kind.REFUSED, content, found)
        touched(screening)
        notices.tell("refused", step.application, key=f"{made.pk}", at=at, reasons=content["reasons"])
    return made


def rescreen(*, application: Application, by: User, at: dt.datetime, reason: str) -> Application:
    """Take a decision up again: the head of office's, with a reason. Raises Refused, NotReady."""
    return _simple(application, "rescreen", by, at, reason, "reopened")


def begin_several(*, applications: Sequence[Application], by: User, at: dt.datetime) -> Mapping[int, Sequence[str]]:
    """Begin those that can be begun; why not the others. Each by itself. Raises Refused."""
    permissions.officer(by, at)
    return _each(begin, applications, by, at)


def accept_several(*, applications: Sequence[Application], by: User, at: dt.datetime) -> Mapping[int, Sequence[str]]:
    """Accept those that can be accepted; why not the others. Each by itself. Raises Refused."""
    permissions.officer(by, at)
    return _each(accept, applications, by, at)


def _each(act: Any, applications: Sequence[Application], by: User, at: dt.datetime) -> dict[int, Sequence[str]]:
    refused: dict[int, Sequence[str]] = {}
    for row in applications:
        try:
            act(application=row, by=by, at=at)
        except NotReady as error:
            refused[row.pk] = error.reasons
        except Refused as error:
            refused[row.pk] = [str(error.reason)]
    return refused


def _simple(application: Application, event: str, by: User, at: dt.datetime, reason: str, kind: str) -> Application:
    with transaction.atomic():
        _row, screening = held(application, at=at)
        step = turning(application=application, event=event, by=by, at=at, remarks=reason)
        entry = step.done()
        touched(screening)
        notices.tell(kind, step.application, key=entry.hash, at=at, reasons=[{"text": reason.strip()}])
    return step.application


def _decided(
    step: Turning,
    kind: str,
    content: Mapping[str, Any],
    found: Sheet | None,
    details: Mapping[str, Any] | None = None,
    **given: Any,
) -> Decision:
    row = step.application
    submission = found.submission if found is not None else standing(row)
    if submission is None:
        raise NotReady([_("Nothing is handed in that could be decided.")])
    verdict = None if found is None else verdicts.keep(said=Said(submission, found.known), at=step.at)
    made = Decision.objects.create(
        application=row,
        submission=submission,
        kind=kind,
        content=content,
        reason=step.remarks.strip(),
        by=step.by,
        role=step.actor.role,
        at=step.at,
        **given,
    )
    if verdict is not None:
        DecisionVerdict.objects.create(decision=made, verdict=verdict)
    clauses = [{"clause": one.get("clause", ""), "cite": one.get("cite", "")} for one in reasons_of(content)]
    step.done(
        details={
            "submission": submission.number,
            "decision": made.pk,
            "clauses": clauses,
            "verdict": "" if verdict is None else verdict.digest,
            **(details or {}),
        }
    )
    return made


def _readable(row: Application) -> Sheet | None:
    """The findings; None where what was handed in cannot be judged."""
    try:
        return sheet(row)
    except DossierUnusable:
        return None


def _dated(due: dt.date, at: dt.datetime) -> list[str]:
    """The last day of a correction is a working day in the future."""
    if working_days.until(due) <= at or (working_days.between(at, due) or 0) < 1:
        number = working_days.between(at, due)
        if number is not None or working_days.until(due) <= at:
            return [_("Give a day in the future, at least one working day from now.")]
    number = working_days.between(at, due)
    if number is None:
        return [_("The working days of %(year)d are not in the calendar yet; add them there.") % {"year": due.year}]
    if number > working_days.LONGEST:
        return [_("Give between 1 and %(most)d working days.") % {"most": working_days.LONGEST}]
    return []
