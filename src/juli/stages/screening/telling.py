"""What people are told of the office's facts: a verification to look at, a question to another office, more time."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from juli.engines.policy.labels import Label
from juli.registry.messages.actions import Recipient, enqueue
from juli.registry.messages.kinds import Kind, register
from juli.registry.messages.models import Channel
from juli.stages.accounts.messages import recipient
from juli.stages.applications.addresses import absolute
from juli.stages.applications.models import Application
from juli.stages.applications.notices import concerned, ending
from juli.stages.calls import affected
from juli.stages.calls.rulebook import current
from juli.stages.screening.models import Extension, OpinionRequest

VERIFIED: Final = Kind(
    "screening.verified",
    Label("核定结果", "Verification"),
    Label("申报 {number} 的核定结果", "The verification of {number}"),
    Label(
        "《{call}》申报（编号 {number}）各项工作的核定数与理由已可查看。如有异议，请在 {until} 前说明一次：\n{link}",
        "The office has verified the works of your application {number} in “{call}”. "
        "You may answer once, before {until}:\n{link}",
    ),
    required=True,
)
ASKED: Final = Kind(
    "screening.opinion_asked",
    Label("征求联审意见", "An opinion is asked for"),
    Label("请在 {until} 前反馈：{call}", "Please answer before {until}: {call}"),
    Label(
        "{unit}：\n{question}\n共 {number} 个申报单位。请打开下面的链接反馈，链接在 {until} 前有效：\n{link}",
        "To {unit}:\n{question}\n{number} applicants. Please answer at this link, which works until {until}:\n{link}",
    ),
    channels=(Channel.EMAIL,),
    required=True,
)
ASKED_AGAIN: Final = Kind(
    "screening.opinion_due",
    Label("联审意见即将到期", "An opinion is due"),
    Label("{until} 到期，尚未全部反馈：{call}", "Due at {until}, not all answered: {call}"),
    Label(
        "{unit}：\n{question}\n共 {number} 个申报单位，尚未全部反馈。原链接已失效，新链接在 {until} 前有效：\n{link}",
        "To {unit}:\n{question}\n{number} applicants, not all answered yet. "
        "A new link (the one before has ended), which works until {until}:\n{link}",
    ),
    channels=(Channel.EMAIL,),
    required=True,
)
EXTENDED: Final = Kind(
    "screening.track_extended",
    Label("子项目延期申报", "A track takes applications for longer"),
    Label("《{call}》“{track}”申报延期至 {until}", "“{call}”: “{track}” takes applications until {until}"),
    Label(
        "{notice}：\n{text}\n“{track}”的申报延期至 {until}，已提交的申报继续有效，无需重交：\n{link}",
        "{notice}:\n{text}\n“{track}” takes applications until {until}. What was handed in stays valid:\n{link}",
    ),
    required=True,
)
KINDS: Final = (VERIFIED, ASKED, ASKED_AGAIN, EXTENDED)


def register_all() -> None:
    """Make the kinds known; once, where the stage starts."""
    for kind in KINDS:
        register(kind)


def tell_verified(application: Application, until: datetime, *, key: str, at: datetime) -> None:
    """Tell those who work on an application that they can look at its verification."""
    title = current(application.call).programme.title
    where = {"organisation": application.organisation_id, "application": application.pk}
    link = absolute(reverse("screening:own_verification", kwargs=where))
    for person in concerned(application):
        params = {
            "call": title.say(person.language), "number": application.number, "until": ending(until), "link": link,
        }  # fmt: skip
        enqueue(kind=VERIFIED.key, to=recipient(person), params=params, at=at, about=application.subject, key=key)


def tell_asked(request: OpinionRequest, token: str, *, key: str, at: datetime, again: bool = False) -> None:
    """Send a sister office its link."""
    params: dict[str, str | int] = {
        "call": current(request.call).programme.title.zh,
        "unit": request.unit,
        "question": request.question,
        "number": request.asked.count(),
        "until": ending(request.until),
        "link": absolute(reverse("screening:give_opinion", kwargs={"token": token})),
    }
    to = Recipient(f"opinion:{request.pk}", "zh", request.email)
    enqueue(kind=(ASKED_AGAIN if again else ASKED).key, to=to, params=params, at=at, key=key)


def tell_extended(made: Extension, call: Label, track: Label, *, key: str, at: datetime) -> None:
    """Tell everybody who has to do with the call."""
    link = absolute(reverse("calls:call", kwargs={"edition": made.call.edition}))
    for to in affected.recipients(made.call):
        params = {
            "call": call.say(to.language),
            "track": track.say(to.language),
            "until": ending(made.until),
            "notice": made.number,
            "text": made.text,
            "link": link,
        }
        enqueue(kind=EXTENDED.key, to=to, params=params, at=at, about=made.call.subject, key=key)
