"""Opinions of sister offices (联审): asked for by a link, reminded, withdrawn; answered without an account."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.canonical import instant
from juli.registry.journal.actions import record
from juli.registry.parties import SYSTEM, Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, office_actor
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import WITH_OFFICE
from juli.stages.calls.models import Call
from juli.stages.screening import telling
from juli.stages.screening.models import Opinion, OpinionAsked, OpinionRequest
from juli.stages.screening.queries.opinions import digest_of
from juli.stages.screening.questions import reason_of

#: What a sister office may be shown beside number and applicant; nothing else leaves the house.
COLUMNS: Final = ("title", "tracks", "type")
#: So long before the end it is reminded, once.
BEFORE: Final = timedelta(days=2)
Word = Opinion.Word


class Asked(NamedTuple):
    """A request, and the link's secret part, which is nowhere kept."""

    request: OpinionRequest
    token: str


class Said(NamedTuple):
    """What is said of one application."""

    word: str
    text: str = ""


def ask_opinion(
    *,
    call: Call,
    unit: str,
    email: str,
    question: str,
    applications: Sequence[Application],
    columns: Sequence[str],
    until: datetime,
    by: User,
    at: datetime,
) -> Asked:
    """Ask a sister office about applications of a call, by a link that ends at ``until``. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = _office(by, at)
        wrong = []
        if not unit.strip():
            wrong.append(_("Name the office that is asked."))
        try:
            validate_email(email.strip())
        except ValidationError:
            wrong.append(_("“%(email)s” is no e-mail address.") % {"email": email[:60]})
        if until <= at:
            wrong.append(_("The day until which it may answer lies in the past."))
        rows = [row for row in applications if row.call_id == call.pk and row.state in WITH_OFFICE]
        if not rows or len(rows) != len(applications):
            wrong.append(_("Choose applications of this call that are with the office."))
        if set(columns) - set(COLUMNS):
            wrong.append(_("Such a column is not shown to others."))
        if wrong:
            raise NotReady(wrong)
        token = secrets.token_urlsafe(24)
        made = OpinionRequest.objects.create(
            call=call,
            unit=unit.strip()[:120],
            email=email.strip(),
            question=reason_of(question),
            columns=[name for name in COLUMNS if name in columns],
            digest=digest_of(token),
            until=until,
            by=by,
            at=at,
        )
        OpinionAsked.objects.bulk_create(OpinionAsked(request=made, application=row) for row in rows)
        details = {"request": made.pk, "unit": made.unit, "until": instant(until), "applications": [r.pk for r in rows]}
        record(subject=call.subject, actor=actor, act="opinion.asked", details=details, at=at)
        telling.tell_asked(made, token, key=f"{made.pk}", at=at)
    return Asked(made, token)


def remind_opinion(*, request: OpinionRequest, by: User, at: datetime) -> Asked:
    """Send a link anew; the one before ends with it. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = _office(by, at)
        row = OpinionRequest.objects.select_for_update().select_related("call").get(pk=request.pk)
        if not row.open(at):
            raise NotReady([_("This request is over; ask anew.")])
        return _again(row, actor, at)


def remind_due(*, at: datetime) -> int:
    """Remind those whose time ends soon and who have not answered everything; how many. What falls due."""
    answered = Opinion.objects.values("asked")
    waiting = OpinionAsked.objects.exclude(pk__in=answered).values("request")
    due = OpinionRequest.objects.filter(
        pk__in=waiting, withdrawn_at=None, reminded_at=None, until__gt=at, until__lte=at + BEFORE
    )
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = OpinionRequest.objects.select_for_update().select_related("call").get(pk=key)
            if row.open(at) and row.reminded_at is None:
                _again(row, SYSTEM, at)
    return len(keys)


def withdraw_opinion(*, request: OpinionRequest, reason: str, by: User, at: datetime) -> OpinionRequest:
    """Take a request back; its link ends. What was answered stays. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = _office(by, at)
        row = OpinionRequest.objects.select_for_update().select_related("call").get(pk=request.pk)
        if row.withdrawn_at is not None:
            raise NotReady([_("It is withdrawn already.")])
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, by, reason_of(reason)[:500]
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        details = {"request": row.pk, "reason": row.withdrawn_why}
        record(subject=row.call.subject, actor=actor, act="opinion.withdrawn", details=details, at=at)
    return row


def give_opinions(*, token: str, said: Mapping[int, Said], by_name: str, at: datetime) -> list[Opinion]:
    """What the sister office says, by the application's row; until its end it may say something else.

    Raises Refused for a link that is over, withdrawn or unknown, NotReady.
    """
    with transaction.atomic():
        row = OpinionRequest.objects.select_for_update().filter(digest=digest_of(token)).select_related("call").first()
        if row is None or not row.open(at):
            raise Refused(_("This link leads nowhere any more; ask the programme's office for another one."))
        name = by_name.strip()[:60]
        asked = {one.application_id: one for one in row.asked.select_related("application")}
        known = {word.value for word in Word}
        wrong = [] if name else [_("Write your name: the office has to know who answered.")]
        if set(said) - set(asked) or any(one.word not in known for one in said.values()):
            wrong.append(_("The form names something that was not asked; load the page anew."))
        for key, one in said.items():
            if one.word != Word.NONE and not one.text.strip() and key in asked:
                wrong.append(_("%(number)s: write what the remark or the objection is.")
                             % {"number": asked[key].application.number})  # fmt: skip
            if len(one.text) > 2000:
                wrong.append(_("At most %(most)d characters fit here.") % {"most": 2000})
        if not said:
            wrong.append(_("Nothing is answered yet."))
        if wrong:
            raise NotReady(wrong)
        made = [
            Opinion.objects.create(asked=asked[key], word=one.word, text=one.text.strip(), by_name=name, at=at)
            for key, one in sorted(said.items())
        ]
        record(
            subject=row.call.subject,
            actor=Actor(f"opinion:{row.pk}", "sister_office"),
            act="opinion.given",
            details={"request": row.pk, "said": {str(key): [one.word, one.text.strip()] for key, one in said.items()}},
            personal={"by": name},
            at=at,
        )
    return made


def _again(row: OpinionRequest, actor: Actor, at: datetime) -> Asked:
    token = secrets.token_urlsafe(24)
    row.digest, row.reminded_at = digest_of(token), at
    row.save(update_fields=["digest", "reminded_at"])
    entry = record(subject=row.call.subject, actor=actor, act="opinion.reminded", details={"request": row.pk}, at=at)
    telling.tell_asked(row, token, key=f"{row.pk}/{entry.number}", at=at, again=True)
    return Asked(row, token)


def _office(by: User, at: datetime) -> Actor:
    reason = _("Only the programme's officers and the head of office may do this.")
    return office_actor(by, at, Role.OFFICER, Role.LEAD, reason=reason)
