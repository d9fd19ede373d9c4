"""What people are told of an application, and when: as it happens, three days before the end, while a scan is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone, translation

from juli.engines.policy.labels import Label
from juli.registry.canonical import SHANGHAI
from juli.registry.messages.actions import enqueue
from juli.registry.messages.kinds import Kind, register
from juli.stages.accounts.messages import recipient
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications import addresses
from juli.stages.applications.models import Application, Author
from juli.stages.calls.rulebook import current
from juli.stages.organisations.models import Membership


def _kind(
    key: str, label: Label, title: Label, body: Label, *, required: bool = False, short: Label | None = None
) -> Kind:
    """A kind whose text ends with where to look."""
    ends = Label(f"{body.zh}\n{{link}}", f"{body.en}\n{{link}}")
    return Kind(f"application.{key}", label, title, ends, short=short, required=required)


KINDS: Final = (
    _kind(
        "to_review",
        Label("待单位审核", "Waiting for your review"),
        Label("《{call}》申报书待审核", "An application in “{call}” waits for your review"),
        Label("{by}已将“{title}”送单位审核。", "{by} has sent “{title}” for your review."),
    ),
    _kind(
        "returned",
        Label("单位审核退回", "Returned in the organisation"),
        Label("“{title}”已退回修改", "“{title}” was returned for changes"),
        Label("{by}退回了“{title}”，意见：\n{remarks}", "{by} returned “{title}” and says:\n{remarks}"),
        required=True,
    ),
    _kind(
        "submitted",
        Label("申报已收到", "Application received"),
        Label("申报已收到：{number}", "Application received: {number}"),
        Label(
            "《{call}》申报“{title}”（编号 {number}）已于 {when} 收到。回执见：",
            "Your application “{title}” in “{call}” ({number}) was received at {when}. The receipt is at:",
        ),
        required=True,
        short=Label("申报 {number} 已收到，{when}", "Application {number} received, {when}"),
    ),
    _kind(
        "withdrawn",
        Label("申报已撤回", "Application withdrawn"),
        Label("申报已撤回：{number}", "Application withdrawn: {number}"),
        Label(
            "{by}已撤回申报“{title}”（编号 {number}）。截止前可以修改后重新提交；不重新提交，即视为未申报。",
            "{by} has withdrawn “{title}” ({number}). It can be changed and handed in again until the call closes; "
            "if it is not, there is no application.",
        ),
        required=True,
    ),
    _kind(
        "to_recommend",
        Label("待推荐", "To be recommended"),
        Label("{organisation}的申报待推荐", "An application of {organisation} waits for your word"),
        Label(
            "{organisation}已提交《{call}》申报“{title}”（编号 {number}），请审核推荐。",
            "{organisation} has handed in “{title}” ({number}) in “{call}”; please examine and recommend it.",
        ),
    ),
    _kind(
        "sent_back",
        Label("推荐单位退回", "Sent back by the recommender"),
        Label("“{title}”被推荐单位退回", "The recommender sent “{title}” back"),
        Label(
            "{unit}退回了申报“{title}”（编号 {number}），意见：\n{remarks}\n"
            "请在申报截止前修改并重新提交，逾期视为未申报。",
            "{unit} sent “{title}” ({number}) back and says:\n{remarks}\n"
            "Change it and hand it in again before the call closes; else there is no application.",
        ),
        required=True,
        short=Label(
            "申报 {number} 被推荐单位退回，请尽快修改重交", "Application {number} was sent back; hand it in again"
        ),
    ),
    _kind(
        "recommended",
        Label("已获推荐", "Recommended"),
        Label("“{title}”已获推荐", "“{title}” was recommended"),
        Label("{unit}已推荐申报“{title}”（编号 {number}）。", "{unit} has recommended “{title}” ({number})."),
    ),
    _kind(
        "not_recommended",
        Label("未获推荐", "Not recommended"),
        Label("“{title}”未获推荐", "“{title}” was not recommended"),
        Label(
            "{unit}未推荐申报“{title}”（编号 {number}），理由：\n{remarks}",
            "{unit} did not recommend “{title}” ({number}), because:\n{remarks}",
        ),
        required=True,
    ),
    _kind(
        "due",
        Label("申报即将截止", "A call closes soon"),
        Label("《{call}》{when} 截止，申报尚未提交", "“{call}” closes at {when}: your application is not handed in"),
        Label(
            "贵单位在《{call}》中的申报“{title}”尚未提交（{state}），{when} 截止。",
            "Your application “{title}” in “{call}” is not handed in ({state}); the call closes at {when}.",
        ),
        short=Label("《{call}》{when} 截止，尚未提交", "“{call}” closes at {when}, not handed in"),
    ),
    _kind(
        "scan_due",
        Label("盖章扫描件待上传", "The stamped scan is due"),
        Label("“{title}”缺盖章扫描件，{when} 截止", "“{title}”: the stamped scan is missing, closing at {when}"),
        Label(
            "“{title}”已定稿，盖章扫描件尚未上传，不能提交；《{call}》{when} 截止。",
            "“{title}” is final, but without the stamped scan it cannot be handed in; “{call}” closes at {when}.",
        ),
    ),
)


_PARAMETERS: Final = {kind.key.removeprefix("application."): kind.parameters for kind in KINDS}


def register_all() -> None:
    """Make the kinds known; once, where the stage starts."""
    for kind in KINDS:
        register(kind)


def concerned(application: Application) -> list[User]:
    """The administrator of the organisation, and whoever works on the application."""
    places = Membership.objects.filter(organisation=application.organisation_id, until__isnull=True)
    writing = Author.objects.filter(application=application, until__isnull=True).values("user")
    found = places.filter(role=Role.ADMINISTRATOR) | places.filter(user__in=writing)
    return [place.user for place in found.select_related("user").order_by("pk") if place.user.is_active]


def administrators(application: Application) -> list[User]:
    """Who reviews and hands in."""
    return [
        place.user
        for place in Membership.objects.filter(
            organisation=application.organisation_id, until__isnull=True, role=Role.ADMINISTRATOR
        ).select_related("user")
        if place.user.is_active
    ]


def tell(
    kind: str,
    people: Iterable[User],
    application: Application,
    *,
    key: str,
    at: datetime,
    link: str = "",
    **params: str | int,
) -> None:
    """Tell each of them once, in the transaction of the act. ``key`` names the occasion, ``link`` the page it leads to:
    the application's life unless said otherwise. Raises OutsideTransaction.
    """
    title = current(application.call).programme.title
    address = addresses.absolute(link or addresses.life(application))
    for person in people:
        given = {**words(kind, application, title, person.language, address), **params}
        enqueue(
            kind=f"application.{kind}", to=recipient(person), params=given, at=at, about=application.subject, key=key
        )


def words(kind: str, application: Application, title: Label, language: str, address: str) -> dict[str, str | int]:
    """What the text of a kind asks for that the application knows, in the reader's language."""
    called = title.say(language)
    known: dict[str, str | int] = {
        "call": called,
        "title": application.title or called,
        "number": application.number,
        "organisation": application.organisation.name,
        "link": address,
    }
    return {name: value for name, value in known.items() if name in _PARAMETERS[kind]}


def state_name(state: str, language: str) -> str:
    """What a state is called, in somebody's language."""
    with translation.override("en" if language == "en" else "zh-hans"):
        return str(Application.State(state).label)


def ending(instant: datetime) -> str:
    """The first instant that is too late, as people say it: midnight is the end of the day before.

    >>> from datetime import UTC
    >>> ending(datetime(1999, 12, 31, 16, tzinfo=UTC)), ending(datetime(1999, 12, 31, 8, 0, 0, 1, tzinfo=UTC))
    ('1999-12-31 24:00', '1999-12-31 16:00')
    """
    local = timezone.localtime(instant, SHANGHAI)
    return moment(instant) if local.time() != time() else f"{local.date() - timedelta(days=1)} 24:00"


def moment(instant: datetime, *, seconds: bool = False) -> str:
    """An instant in Beijing's time, to the minute or to the second."""
    return f"{timezone.localtime(instant, SHANGHAI):{'%Y-%m-%d %H:%M:%S' if seconds else '%Y-%m-%d %H:%M'}}"
