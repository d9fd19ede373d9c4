"""What an audit tells: the applicant, that its lines are asked for; the auditor, that a case is theirs."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.urls import reverse

from juli.engines.policy.labels import Label
from juli.registry.messages.actions import enqueue
from juli.registry.messages.kinds import Kind, register
from juli.stages.accounts.messages import recipient
from juli.stages.accounts.models import User
from juli.stages.applications.addresses import absolute
from juli.stages.applications.notices import concerned
from juli.stages.awards.models import AuditCase
from juli.stages.calls.rulebook import current

KINDS: Final = (
    Kind(
        "awards.audit_opened",
        Label("经费审核", "Expenditure audit"),
        Label("{number} 进入经费审核，请填报支出", "{number} is audited: bring the lines of spending"),
        Label(
            "《{call}》申报（编号 {number}）进入经费审核，完成期限：{due}。请填报上一年度支出明细并上传凭证：\n{link}",
            "The spending behind your application {number} in “{call}” is audited until {due}. Bring last year's lines "
            "of spending with their vouchers:\n{link}",
        ),
        required=True,
    ),
    Kind(
        "awards.audit_given",
        Label("审核任务", "An audit is given to you"),
        Label("{number} 的经费审核交由您办理", "The audit of {number} is given to you"),
        Label(
            "《{call}》申报（编号 {number}）的经费审核交由您办理，完成期限：{due}。\n{link}",
            "The audit of application {number} in “{call}” is yours, until {due}.\n{link}",
        ),
        required=True,
    ),
)
_NO_DAY: Final = Label("未定", "no day set")


def register_all() -> None:
    """Make the kinds known; once, where the stage starts."""
    for kind in KINDS:
        register(kind)


def own_page(case: AuditCase) -> str:
    """The applicant's page of its audit."""
    row = case.application
    return reverse("awards:own_audit", kwargs={"organisation": row.organisation_id, "application": row.pk})


def tell_opened(case: AuditCase, *, at: dt.datetime) -> None:
    """Tell the applicant's people, in the transaction of the act. Raises OutsideTransaction."""
    for person in concerned(case.application):
        _tell("opened", case, person, own_page(case), at)


def tell_given(case: AuditCase, *, at: dt.datetime) -> None:
    """Tell the auditor whose it is now, in the transaction of the act. Raises OutsideTransaction."""
    _tell("given", case, case.auditor, reverse("awards:audit", args=[case.pk]), at)


def _tell(kind: str, case: AuditCase, person: User, link: str, at: dt.datetime) -> None:
    row = case.application
    params = {
        "call": current(row.call).programme.title.say(person.language),
        "number": row.number,
        "due": case.due.isoformat() if case.due else _NO_DAY.say(person.language),
        "link": absolute(link),
    }
    key = f"{case.pk}:{case.version}"
    enqueue(kind=f"awards.audit_{kind}", to=recipient(person), params=params, at=at, about=row.subject, key=key)
