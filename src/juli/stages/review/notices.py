"""What experts are told: that there is something to score, that the time ends soon."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Count, Q

from juli.engines.policy.labels import Label
from juli.registry.canonical import SHANGHAI
from juli.registry.messages.actions import enqueue
from juli.registry.messages.kinds import Kind, register
from juli.stages.accounts.messages import recipient
from juli.stages.calls.rulebook import current
from juli.stages.review.models import Panel, Seat

_KIND_OPENED: Final = Kind(
    "review.opened",
    Label("有申报待评审", "Something to review"),
    Label("请评审《{call}》的申报", "Please review applications in “{call}”"),
    Label(
        "您是《{call}》评审专家，共 {number} 份申报，请先签署承诺书、申报利益关系，在 {until} 前完成评分：\n{link}",
        "You are an expert of “{call}” with {number} applications. Sign the pledge and declare your interests first; "
        "please score them before {until}:\n{link}",
    ),
    required=True,
)
_KIND_DUE: Final = Kind(
    "review.due",
    Label("评审即将截止", "Scoring ends soon"),
    Label("《{call}》评分 {until} 截止", "Scoring in “{call}” ends at {until}"),
    Label(
        "您还有 {number} 份申报没有提交评分，{until} 截止：\n{link}",
        "{number} of your applications are not scored yet; the time ends at {until}:\n{link}",
    ),
)


def register_all() -> None:
    """Make the kinds known; once, where the stage starts."""
    for kind in (_KIND_OPENED, _KIND_DUE):
        register(kind)


def tell_opened(panel: Panel, at: datetime, only: Collection[int] | None = None) -> None:
    """Tell the experts of a panel (those in ``only``) that there is something to score."""
    for seat in _seats(panel):
        if only is None or seat.expert_id in only:
            _tell(_KIND_OPENED, seat, seat.given, at, f"{seat.pk}:{panel.version}")  # type: ignore[attr-defined]


def remind(panel: Panel, at: datetime) -> int:
    """Tell those who have not finished, once; how many."""
    told = 0
    for seat in _seats(panel):
        left = seat.given - seat.done  # type: ignore[attr-defined]
        if left > 0:
            told += _tell(_KIND_DUE, seat, left, at, f"{seat.pk}:{panel.closes_at.isoformat()}")
    return told


def _seats(panel: Panel) -> list[Seat]:
    standing = Q(assignments__ended_at__isnull=True)
    done = standing & Q(assignments__cards__state__in=("submitted", "abstained"))
    rows = Seat.objects.filter(panel=panel, withdrawn_at__isnull=True, expert__user__isnull=False)
    rows = rows.select_related("expert__user", "panel__call").annotate(
        given=Count("assignments", filter=standing, distinct=True),
        done=Count("assignments", filter=done, distinct=True),
    )
    return [row for row in rows.order_by("pk") if row.given]


def _tell(kind: Kind, seat: Seat, number: int, at: datetime, key: str) -> bool:
    """Whether it was new."""
    user = seat.expert.user
    if user is None:
        return False
    params: dict[str, str | int] = {
        "call": current(seat.panel.call).programme.title.say(user.language),
        "number": number,
        "until": f"{seat.panel.closes_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "link": f"{settings.JULI_ADDRESS.rstrip('/')}/review/",
    }
    return bool(enqueue(kind=kind.key, to=recipient(user), params=params, at=at, about=seat.panel.subject, key=key))
