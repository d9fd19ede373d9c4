"""What the applicant is told of a screening: returned with everything at once, accepted, refused, reminded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from juli.engines.policy.labels import Label
from juli.registry.messages.actions import enqueue
from juli.registry.messages.kinds import Kind, register
from juli.stages.accounts.messages import recipient
from juli.stages.applications import addresses
from juli.stages.applications import notices as applications
from juli.stages.applications.models import Application
from juli.stages.calls.rulebook import current
from juli.stages.screening.stating import reason_line


def _kind(key: str, label: Label, title: Label, body: Label, short: Label | None = None) -> Kind:
    ends = Label(f"{body.zh}\n{{link}}", f"{body.en}\n{{link}}")
    return Kind(f"screening.{key}", label, title, ends, short=short, required=True)


KINDS: Final = (
    _kind(
        "returned",
        Label("退回补正", "Returned for correction"),
        Label("{number} 退回补正，{due} 前重新提交", "{number} returned for correction, due by {due}"),
        Label(
            "《{call}》申报“{title}”（{number}）经形式审查退回补正。"
            "请于 {due} 前补正下列全部事项并重新提交：\n{reasons}",
            "Your application “{title}” ({number}) in “{call}” was returned for correction. Put all of the following "
            "right and hand it in again by {due}:\n{reasons}",
        ),
        Label("申报 {number} 退回补正，{due} 前重新提交", "Application {number} returned, correct it by {due}"),
    ),
    _kind(
        "due",
        Label("补正即将到期", "A correction is due soon"),
        Label("{number} 补正 {due} 到期，尚未提交", "{number}: the correction is due by {due}"),
        Label(
            "《{call}》申报“{title}”（{number}）的补正尚未提交，{due} 到期。逾期将不予受理。",
            "The correction of “{title}” ({number}) in “{call}” is not handed in; it is due by {due}. What comes later "
            "is not accepted.",
        ),
        Label("申报 {number} 补正 {due} 到期，尚未提交", "Application {number}: correction due by {due}"),
    ),
    _kind(
        "accepted",
        Label("予以受理", "Accepted"),
        Label("{number} 通过形式审查", "{number} has passed screening"),
        Label(
            "《{call}》申报“{title}”（{number}）通过形式审查，予以受理。",
            "Your application “{title}” ({number}) in “{call}” has passed screening and is accepted.",
        ),
    ),
    _kind(
        "refused",
        Label("不予受理", "Not accepted"),
        Label("{number} 不予受理", "{number} is not accepted"),
        Label(
            "《{call}》申报“{title}”（{number}）不予受理，理由如下：\n{reasons}",
            "Your application “{title}” ({number}) in “{call}” is not accepted, for these reasons:\n{reasons}",
        ),
    ),
    _kind(
        "recalled",
        Label("补正要求撤回", "A return taken back"),
        Label("{number} 的补正要求已撤回", "The return of {number} was taken back"),
        Label(
            "《{call}》申报“{title}”（{number}）的补正要求已撤回，按已提交的内容继续审查。理由：\n{reasons}",
            "The return of “{title}” ({number}) in “{call}” was taken back; it is screened as it was handed in, "
            "because:\n{reasons}",
        ),
    ),
    _kind(
        "reopened",
        Label("重新审查", "Screening taken up again"),
        Label("{number} 重新进行形式审查", "{number} is screened again"),
        Label(
            "《{call}》申报“{title}”（{number}）重新进行形式审查。理由：\n{reasons}",
            "Your application “{title}” ({number}) in “{call}” is screened again, because:\n{reasons}",
        ),
    ),
)
_PARAMETERS: Final = {kind.key.removeprefix("screening."): kind.parameters for kind in KINDS}


def register_all() -> None:
    """Make the kinds known; once, where the stage starts."""
    for kind in KINDS:
        register(kind)


def tell(
    kind: str,
    application: Application,
    *,
    key: str,
    at: dt.datetime,
    reasons: Iterable[Mapping[str, Any]] = (),
    due: dt.date | None = None,
) -> None:
    """Tell everybody concerned, in the transaction of the act. Raises OutsideTransaction."""
    given = list(reasons)
    for person in applications.concerned(application):
        said = params(kind, application, person.language, given, due)
        enqueue(kind=f"screening.{kind}", to=recipient(person), params=said, at=at, about=application.subject, key=key)


def params(
    kind: str,
    application: Application,
    language: str,
    reasons: Iterable[Mapping[str, Any]] = (),
    due: dt.date | None = None,
) -> dict[str, str | int]:
    """What the text of a kind asks for, in the reader's language."""
    called = current(application.call).programme.title.say(language)
    lines = [f"{number}. {reason_line(one, language)}" for number, one in enumerate(reasons, 1)]
    known: dict[str, str | int] = {
        "call": called,
        "title": application.title or called,
        "number": application.number,
        "reasons": "\n".join(lines),
        "due": due.isoformat() if due is not None else "",
        "link": addresses.absolute(addresses.life(application)),
    }
    return {name: value for name, value in known.items() if name in _PARAMETERS[kind]}
