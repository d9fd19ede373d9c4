"""What people are told about organisations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from juli.engines.policy.labels import Label
from juli.registry.messages.actions import Recipient, enqueue
from juli.registry.messages.kinds import Kind, register
from juli.registry.messages.models import Channel
from juli.stages.accounts.messages import recipient
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.organisations.models import Membership, Organisation

WAITING: Final = Kind(
    "organisations.waiting",
    Label("待审核：单位注册与信息变更", "To audit: registrations and changes"),
    Label("待审核：{organisation}", "To audit: {organisation}"),
    Label("{organisation}提交了{what}，请审核。", "{organisation} handed in {what}; please audit."),
)
DECIDED: Final = Kind(
    "organisations.decided",
    Label("单位审核结果", "What became of an audit"),
    Label("{organisation}：{what}{outcome}", "{organisation}: {what} {outcome}"),
    Label("{organisation}的{what}{outcome}。{remark}", "{organisation}: {what} {outcome}. {remark}"),
    required=True,
)
INVITED: Final = Kind(
    "organisations.invited",
    Label("邀请加入单位", "Invitations"),
    Label("{organisation}邀请您加入", "{organisation} invites you"),
    Label(
        "{by}邀请您作为填报人加入{organisation}。请在 {until} 前打开：\n{link}",
        "{by} invites you to join {organisation} as staff. Open this link before {until}:\n{link}",
    ),
    channels=(Channel.EMAIL,),
    required=True,
)
PEOPLE: Final = Kind(
    "organisations.people",
    Label("单位人员变动", "People of your organisation"),
    Label("{organisation}：人员变动", "{organisation}: people"),
    Label("{organisation}：{what}（{who}）。", "{organisation}: {what} ({who})."),
)

REGISTRATION: Final = Label("单位注册", "the registration")
CHANGE: Final = Label("信息变更", "the change of data")
ACCEPTED: Final = Label("已通过", "accepted")
REFUSED: Final = Label("未通过", "refused")


def register_all() -> None:
    """Make the kinds known; once, where the stage starts."""
    for kind in (WAITING, DECIDED, INVITED, PEOPLE):
        register(kind)


def tell_office(organisation: Organisation, what: Label, users: Iterable[User], *, key: str, at: datetime) -> None:
    """Tell those who audit that something waits."""
    for user in users:
        params = {"organisation": organisation.name, "what": what.say(user.language)}
        enqueue(kind=WAITING.key, to=recipient(user), params=params, at=at, about=organisation.subject, key=key)


def tell_decided(
    organisation: Organisation, what: Label, outcome: Label, remark: str, *, key: str, at: datetime
) -> None:
    """Tell the organisation's administrator what became of an audit."""
    for user in administrators(organisation):
        params = {
            "organisation": organisation.name,
            "what": what.say(user.language),
            "outcome": outcome.say(user.language),
            "remark": remark,
        }
        enqueue(kind=DECIDED.key, to=recipient(user), params=params, at=at, about=organisation.subject, key=key)


def tell_invited(
    organisation: Organisation, email: str, by: User, link: str, until: str, *, key: str, at: datetime
) -> None:
    """Send the letter with the link; to an address, which may have no account yet."""
    known = User.objects.filter(email__iexact=email).first()
    to = Recipient(known.actor_id, known.language, email) if known else Recipient(f"invited:{key}", by.language, email)
    params = {"organisation": organisation.name, "by": str(by), "until": until, "link": link}
    enqueue(kind=INVITED.key, to=to, params=params, at=at, about=organisation.subject, key=key)


def tell_people(
    organisation: Organisation, what: Label, who: User, users: Iterable[User], *, key: str, at: datetime
) -> None:
    """Tell people of the organisation what changed among them."""
    for user in users:
        params = {"organisation": organisation.name, "what": what.say(user.language), "who": str(who)}
        enqueue(kind=PEOPLE.key, to=recipient(user), params=params, at=at, about=organisation.subject, key=key)


def administrators(organisation: Organisation) -> list[User]:
    """The administrator, where there is one."""
    found = Membership.objects.filter(organisation=organisation, role=Role.ADMINISTRATOR, until__isnull=True)
    return [place.user for place in found.select_related("user")]
