"""The approval 立项: what stood through its publication gets its number; everybody concerned is told."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.applications.turning import turning
from juli.stages.awards import approvals, granted, permissions, project_numbers
from juli.stages.awards import publications_notices as notices
from juli.stages.awards.models import Approval, ApprovalLine, Publication
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current

LONGEST: Final = 4000


def approve(
    *,
    publication: Publication,
    document: str = "",
    body: str = "",
    experts: bool = False,
    by: User,
    at: dt.datetime,
) -> Approval:
    """Approve what stood through its publication, in the order of the list; what is objected to stays behind.

    ``document``: the number of the paper; ``experts``: whether the result names them. Raises Refused, and NotReady
    with what holds back each of them.
    """
    with transaction.atomic():
        actor = permissions.lead(by, at)
        call = Call.objects.select_for_update().get(pk=publication.call_id)
        row = Publication.objects.get(pk=publication.pk)
        if row.state != Publication.State.OUT:
            raise NotReady([_("It does not stand any more.")])
        if len(document) > 60 or len(body) > LONGEST:
            raise NotReady(
                [_("At most %(most)d characters fit here.") % {"most": 60 if len(document) > 60 else LONGEST}]
            )
        rows = _standing(row)
        if not rows:
            raise NotReady([_("Nothing in it waits for approval.")])
        given, money = project_numbers.numbers(call, rows), granted.amounts(rows)
        made = Approval.objects.create(
            publication=row,
            document=document.strip(),
            title=f"关于《{current(call).programme.title.zh}》立项的通知"[:120],
            body=body.strip(),
            experts=approvals.expert_names(call) if experts else [],
            by=by,
            at=at,
        )
        wrong = []
        for one in rows:
            try:
                turning(application=one, event="approve", by=by, at=at).done(
                    details={"number": given[one.pk], "amount": money[one.pk]}
                )
            except NotReady as error:
                wrong += [f"{one.number}：{reason}" for reason in error.reasons]
        if wrong:
            raise NotReady(wrong)
        ApprovalLine.objects.bulk_create(
            ApprovalLine(approval=made, application=one, number=given[one.pk], place=place, amount=money[one.pk])
            for place, one in enumerate(rows, 1)
        )
        details = {
            "publication": row.number,
            "document": made.document,
            "approved": {one.number: given[one.pk] for one in rows},
            "experts": bool(made.experts),
        }
        record(subject=call.subject, actor=actor, act="call.approved", details=details, at=at)
        for one in rows:
            notices.tell("approved", one, given[one.pk], key=f"{one.pk}:{made.pk}", at=at)
        notices.tell_unsuccessful(call, at=at)
    return made


def _standing(row: Publication) -> list[Application]:
    """What is in a publication and waits for approval, in its order."""
    lines = row.lines.filter(application__state=State.PUBLICATION).select_related("application__call")
    return [line.application for line in lines.order_by("place")]
