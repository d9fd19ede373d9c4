"""The recommender's part: take up what is handed in, pass it on in order of preference, send it back, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from juli.registry.files.actions import attach
from juli.registry.files.actions.keeping import Kept
from juli.registry.journal.actions import record
from juli.registry.journal.roots import publish_root
from juli.registry.transactions import require_transaction
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, office_actor
from juli.stages.accounts.roles import Role
from juli.stages.applications import notices, recommenders
from juli.stages.applications.actions.submitting import take_back
from juli.stages.applications.cases import NotReady
from juli.stages.applications.guards import LONGEST_REMARKS
from juli.stages.applications.models import (
    Application,
    Letter,
    Recommendation,
    Recommends,
    Submission,
    TakenBack,
)
from juli.stages.applications.ruling import ruling
from juli.stages.applications.turning import Turning, turning
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import Rules
from juli.stages.organisations.models import Organisation

Word = Recommendation.Word


def take(*, application: Application, by: User, at: datetime) -> Recommendation:
    """Take up an application that is handed in. Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="take", by=by, at=at)
        unit = recommenders.unit_of(step.application.organisation_id)
        made = Recommendation.objects.create(
            submission=_standing(step), call=step.application.call, unit=unit, by=by, taken_at=at
        )
        step.done(details={"unit": unit})
    return made


def recommend(*, application: Application, opinion: str, by: User, at: datetime) -> Recommendation:
    """Pass it on, last in the unit's order until it is ranked. Raises Refused, NotReady."""
    if len(opinion.strip()) > LONGEST_REMARKS:
        raise NotReady([_("At most %(most)d characters fit here.") % {"most": LONGEST_REMARKS}])
    with transaction.atomic():
        step = turning(application=application, event="recommend", by=by, at=at)
        found = _said(step, Word.RECOMMENDED, opinion)
        last = _recommended(found.call, found.unit).order_by("-rank").values_list("rank", flat=True).first()
        found.rank = (last or 0) + 1
        found.save()
        entry = step.done(details={"unit": found.unit, "opinion": found.opinion})
        people = notices.concerned(step.application)
        notices.tell("recommended", people, step.application, key=entry.hash, at=at, unit=found.unit)
        _then_publish(step)
    return found


def send_back(*, application: Application, remarks: str, by: User, at: datetime) -> Recommendation:
    """Give it back to be changed, while the applicant can still hand it in again. Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="send_back", by=by, at=at, remarks=remarks)
        found = _said(step, Word.SENT_BACK, remarks)
        found.save()
        take_back(step, TakenBack.Cause.SENT_BACK)
        _tell_decision(step, "sent_back", found)
    return found


def decline(*, application: Application, remarks: str, by: User, at: datetime) -> Recommendation:
    """Do not recommend it, with the reason. Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="decline", by=by, at=at, remarks=remarks)
        found = _said(step, Word.DECLINED, remarks)
        found.save()
        _tell_decision(step, "not_recommended", found)
    return found


def reconsider(*, application: Application, by: User, at: datetime) -> Recommendation:
    """Open one's word again, in the recommender's time. Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="reconsider", by=by, at=at)
        found = _said(step, Word.OPEN, "")
        found.rank, found.decided_at = None, None
        found.save()
        step.done(details={"unit": found.unit})
        _close_ranks(found.call, found.unit)
    return found


def rank(*, call: Call, unit: str, order: Sequence[int], by: User, at: datetime) -> list[Recommendation]:
    """Put what a unit passes on into its order of preference; ``order``: ids of applications, the first first.

    Those that are not named follow in the order they had. Raises Refused, NotReady after the recommenders' closing.
    """
    with transaction.atomic():
        Call.objects.select_for_update().get(pk=call.pk)
        actor = recommenders.of_unit(by, unit, at)
        if not deadlines.recommends(ruling(call, at).rules, at):
            raise NotReady([_("The order can be changed only in the recommenders' time.")])
        rows = list(_recommended(call, unit).select_related("submission").order_by("rank", "pk"))
        wanted = {application: place for place, application in enumerate(dict.fromkeys(order))}
        unknown = set(wanted) - {row.submission.application_id for row in rows}
        if unknown:
            raise Refused(_("The order names an application that your unit does not recommend; load the page anew."))
        rows.sort(key=lambda row: wanted.get(row.submission.application_id, len(wanted)))
        for place, row in enumerate(rows, 1):
            row.rank = place
        Recommendation.objects.bulk_update(rows, ["rank"])
        ranked = [row.submission.application_id for row in rows]
        record(
            subject=call.subject, actor=actor, act="call.ranked", details={"unit": unit, "applications": ranked}, at=at
        )
    return rows


def add_letter(*, call: Call, unit: str, kept: Kept, by: User, at: datetime) -> Letter:
    """Keep a unit's stamped letter; the latest counts. Called in the transaction that keeps the file (S3-50).

    Raises Refused, NotReady, OutsideTransaction.
    """
    require_transaction("add_letter")
    actor = recommenders.of_unit(by, unit, at)
    if not _takes_letters(ruling(call, at).rules, at):
        raise NotReady([_("The letter can be handed in only in the recommenders' time.")])
    made = Letter.objects.create(call=call, unit=unit, file=kept.file, name=kept.name, by=by, at=at)
    attach(file=kept.file, subject=made.subject, tag="recommendation-letter", name=kept.name, by=actor, at=at)
    record(
        subject=call.subject,
        actor=actor,
        act="call.letter-kept",
        details={"unit": unit, "letter": made.pk, "sha256": kept.file.digest},
        at=at,
    )
    return made


def assign(*, organisation: Organisation, unit: str, by: User, at: datetime) -> Recommends | None:
    """Let a unit recommend an organisation from now on, instead of the one before; an empty unit: nobody.

    The unit is one that a recommender's post names. Raises Refused.
    """
    with transaction.atomic():
        actor = office_actor(by, at, Role.OFFICER, Role.LEAD, reason=_("Only the office assigns recommenders."))
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if unit and not recommenders.people(unit, at):
            raise Refused(_("Nobody holds a recommender's post for this unit; give one first."))
        before = Recommends.objects.filter(organisation=organisation, until__isnull=True).first()
        if before is not None and before.unit == unit:
            return before
        Recommends.objects.filter(organisation=organisation, until__isnull=True).update(until=at)
        made = Recommends.objects.create(unit=unit, organisation=organisation, by=by, since=at) if unit else None
        record(
            subject=organisation.subject,
            actor=actor,
            act="organisation.recommender-assigned",
            details={"unit": unit, "before": before.unit if before else ""},
            at=at,
        )
    return made


def _takes_letters(rules: Rules, at: datetime) -> bool:
    """In the recommenders' time, that of a track with more time too."""
    tracks = [one.track for one in deadlines.extensions(rules.programme)]
    return any(deadlines.recommends(rules, at, named) for named in ([], *([track] for track in tracks)))


def _standing(step: Turning) -> Submission:
    return Submission.objects.filter(application=step.application, taken_back__isnull=True).latest("number")


def _said(step: Turning, word: str, opinion: str) -> Recommendation:
    found = Recommendation.objects.select_related("call").get(submission=_standing(step))
    found.word, found.opinion, found.by, found.decided_at = word, opinion.strip(), step.by, step.at
    return found


def _recommended(call: Call, unit: str) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(
        call=call, unit=unit, word=Word.RECOMMENDED, submission__taken_back__isnull=True
    )


def _close_ranks(call: Call, unit: str) -> None:
    rows = list(_recommended(call, unit).order_by("rank", "pk"))
    for place, row in enumerate(rows, 1):
        row.rank = place
    Recommendation.objects.bulk_update(rows, ["rank"])


def _tell_decision(step: Turning, kind: str, found: Recommendation) -> None:
    entry = step.done(details={"unit": found.unit})
    row = step.application
    notices.tell(kind, notices.concerned(row), row, key=entry.hash, at=step.at, unit=found.unit, remarks=found.opinion)
    _then_publish(step)


def _then_publish(step: Turning) -> None:
    reason = f"recommendation of {step.application.number}"
    transaction.on_commit(partial(publish_root, at=step.at, reason=reason), robust=True)
